"""Change over time is called a rise or a fall only where the data bear it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from brukerplan.reporting.analysis import changes_over_time
from brukerplan.tables import Release

ReleaseFrom = Callable[..., Release]


def words_of(release: Release, **keys: object) -> dict[str, str]:
    df = changes_over_time(release, "municipality", "1101", **keys)  # type: ignore[arg-type]
    return dict(zip(df["indicator_id"], df["word"], strict=True))


TWO = """
year region indicator           n   of
2023 1101   recipients_per_1000 100 10000
2024 1101   recipients_per_1000 160 10000
2023 1101   individual_plan     20  100
2024 1101   individual_plan     24  100
2023 1101   coordinator         :   100
2024 1101   coordinator         30  100
"""


def test_two_years_are_compared_by_the_interval_of_the_difference(
    release_from: ReleaseFrom,
) -> None:
    words = words_of(release_from(TWO))
    assert words == {
        "recipients_per_1000": "rise",
        "individual_plan": "no_clear_change",
    }


def test_nothing_is_called_a_rise_across_a_break(release_from: ReleaseFrom) -> None:
    assert set(words_of(release_from(TWO), break_years=[2024]).values()) == {"broken"}
    text = TWO.replace("2023", "2019")  # mapping changed in 2021 (series_breaks.csv)
    assert set(words_of(release_from(text)).values()) == {"broken"}


COVERED = """
year region indicator           n    of
2023 11     recipients_per_1000 100  10000
2024 11     recipients_per_1000 160  10000
2023 11     population_covered  9500 10000
2024 11     population_covered  {n} 10000
"""


@pytest.mark.parametrize(
    ("covered", "reasons", "word"),
    [
        (9100, "coverage", "rise"),
        (8900, "coverage", "broken"),
        (9500, "coverage;inclusion_rule", "broken"),
    ],
)
def test_the_release_says_where_its_series_are_broken(
    release_from: ReleaseFrom, covered: int, reasons: str, word: str
) -> None:
    release = release_from(COVERED.format(n=covered))
    told = {"region_level": "county", "region_code": "11"}
    breaks = [{**told, "survey_year": 2024, "reasons": reasons}]
    release = replace(release, provenance={**release.provenance, "breaks": breaks})
    df = changes_over_time(release, "county", "11").set_index("indicator_id")
    assert df.loc["recipients_per_1000", "word"] == word


def test_three_years_need_a_trend_as_well(release_from: ReleaseFrom) -> None:
    text = """
    year region indicator           n   of
    2022 1101   recipients_per_1000 100 10000
    2023 1101   recipients_per_1000 130 10000
    2024 1101   recipients_per_1000 160 10000
    2022 1101   individual_plan     40  100
    2023 1101   individual_plan     15  100
    2024 1101   individual_plan     26  100
    """
    df = changes_over_time(release_from(text), "municipality", "1101")
    df = df.set_index("indicator_id")
    assert df.loc["recipients_per_1000", "word"] == "rise"
    assert df.loc["recipients_per_1000", "trend_p_value"] < 0.001
    plan = df.loc["individual_plan"]
    # By hand: 81 of 300; score -14, variance 0.27 x 0.73 x 200: z = -2.2298.
    assert plan["trend_p_value"] == pytest.approx(0.025759, abs=1e-5)
    assert plan["word"] == "fall"


def test_a_difference_without_a_trend_is_no_rise(release_from: ReleaseFrom) -> None:
    text = """
    year region indicator       n  of
    2021 1101   individual_plan 20 100
    2022 1101   individual_plan 50 100
    2023 1101   individual_plan 12 100
    2024 1101   individual_plan 34 100
    """
    df = changes_over_time(release_from(text), "municipality", "1101")
    assert df.loc[0, "difference_lower"] > 0
    assert df.loc[0, "trend_p_value"] > 0.05
    assert df.loc[0, "word"] == "no_clear_change"


def test_a_single_year_has_no_change(release_from: ReleaseFrom) -> None:
    release = release_from("""
    region indicator       n  of
    1101   individual_plan 24 100
    """)
    assert changes_over_time(release, "municipality", "1101").empty
