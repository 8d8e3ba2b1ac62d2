"""Quality control of a release: sums, what changed, what stands out."""

from collections.abc import Callable

import pytest

from brukerplan.reporting.analysis import compare_releases, failing_sums
from brukerplan.tables import Release

ReleaseFrom = Callable[..., Release]

GOOD = """
region indicator           n   of
1101   recipients_per_1000 40  2000
1103   recipients_per_1000 60  3000
11     recipients_per_1000 100 5000
0      recipients_per_1000 100 5000
"""


def test_sums_that_hold(release_from: ReleaseFrom) -> None:
    assert failing_sums(release_from(GOOD)).empty


@pytest.mark.parametrize(
    ("old", "new", "regions"),
    [
        (
            "11     recipients_per_1000 100",
            "11     recipients_per_1000 101",
            {"11", "0"},
        ),
        ("0      recipients_per_1000 100", "0      recipients_per_1000 99", {"0"}),
        ("60  3000", "60  2999", {"11"}),
    ],
)
def test_a_sum_that_fails_is_found(
    release_from: ReleaseFrom, old: str, new: str, regions: set[str]
) -> None:
    assert old in GOOD
    found = failing_sums(release_from(GOOD.replace(old, new)))
    assert set(found["region_code"]) == regions


def test_a_hidden_part_makes_only_too_much_a_failure(
    release_from: ReleaseFrom,
) -> None:
    text = GOOD.replace("1103   recipients_per_1000 60", "1103   recipients_per_1000 :")
    assert failing_sums(release_from(text)).empty
    too_much = text.replace(
        "1101   recipients_per_1000 40", "1101   recipients_per_1000 140"
    )
    assert set(failing_sums(release_from(too_much))["region_code"]) == {"11"}


def test_colours_add_up_to_those_rated(release_from: ReleaseFrom) -> None:
    text = """
    region indicator              category n  of
    1101   function_level_housing green    30 60
    1101   function_level_housing yellow   20 60
    1101   function_level_housing red      10 60
    """
    assert failing_sums(release_from(text)).empty
    assert len(failing_sums(release_from(text.replace("10 60", "11 60")))) == 1


def test_what_is_new_gone_hidden_and_shown(release_from: ReleaseFrom) -> None:
    old = release_from("""
    region indicator       n  of
    1101   individual_plan 20 100
    1101   coordinator     :  100
    1101   homeless        9  100
    1101   other_plan      30 100
    """)
    new = release_from("""
    region indicator       n  of
    1101   individual_plan 60 100
    1101   coordinator     40 100
    1101   homeless        :  100
    1101   daily_care      30 100
    """)
    found = compare_releases(old, new)
    assert found.is_same_year
    assert found.passes
    assert found.new["indicator_id"].tolist() == ["daily_care"]
    assert found.vanished["indicator_id"].tolist() == ["other_plan"]
    assert found.newly_hidden["indicator_id"].tolist() == ["homeless"]
    assert found.newly_shown["indicator_id"].tolist() == ["coordinator"]
    changed = found.changed.iloc[0]
    assert changed["indicator_id"] == "individual_plan"
    assert changed["difference"] == pytest.approx(40.0)
    assert changed["is_clear"]


def test_two_years_are_compared_each_by_its_own(release_from: ReleaseFrom) -> None:
    old = release_from(GOOD, year=2023)
    found = compare_releases(old, release_from(GOOD.replace("40", "70")))
    assert not found.is_same_year
    assert found.changed["region_code"].tolist() == ["1101"]
    assert not found.passes


def test_a_municipality_out_of_line_is_found(release_from: ReleaseFrom) -> None:
    codes = ["1101", "1103", "1106", "1108", "1111", "1112", "1114", "1119", "1120"]
    rows = [f"{c} homeless {10 + i % 3} 100" for i, c in enumerate(codes)]
    text = "\n".join(["region indicator n of", *rows, "1121 homeless 55 100"])
    release = release_from(text)
    found = compare_releases(release, release)
    assert found.outliers["region_code"].tolist() == ["1121"]
    assert found.outliers["is_clear"].tolist() == [True]
    assert found.outliers["what"].tolist() == ["level"]
