"""A place against the others that took part: worked by hand, hidden stays hidden."""

from collections.abc import Callable

import pytest

from brukerplan import statistics
from brukerplan.definitions import load_definitions
from brukerplan.reporting.analysis import by_chance, comparisons
from brukerplan.tables import Release

ReleaseFrom = Callable[..., Release]

TEXT = """
region indicator              category n    of
1101   recipients_per_1000    total    60   2000
11     recipients_per_1000    total    260  12000
0      recipients_per_1000    total    260  12000
1101   homeless               total    12   60
11     homeless               total    20   250
1101   function_level_housing green    30   60
11     function_level_housing green    130  250
1101   individual_plan        total    :    60
11     individual_plan        total    80   250
"""


def test_others_are_the_region_without_the_place(release_from: ReleaseFrom) -> None:
    df = comparisons(
        release_from(TEXT),
        "municipality",
        "1101",
        against=[("county", "11")],
        definitions=load_definitions(),
    ).set_index("indicator_id")
    rate = df.loc["recipients_per_1000"]
    assert (rate["others_numerator"], rate["others_denominator"]) == (200, 10_000)
    assert rate["value"] == 30.0
    assert rate["others_value"] == 20.0
    assert rate["difference"] == pytest.approx(10.0)
    assert rate["ratio"] == pytest.approx(1.5)
    assert rate["own_part"] == pytest.approx(1 / 6)


def test_intervals_are_those_of_the_formulas(release_from: ReleaseFrom) -> None:
    df = comparisons(
        release_from(TEXT),
        "municipality",
        "1101",
        against=[("county", "11")],
        definitions=load_definitions(),
    ).set_index("indicator_id")
    ratio = statistics.rate_ratio([60], [2000], [200], [10_000])
    rate = df.loc["recipients_per_1000"]
    assert rate["ratio_lower"] == pytest.approx(ratio.lower[0], rel=1e-12)
    assert rate["ratio_upper"] == pytest.approx(ratio.upper[0], rel=1e-12)
    share = statistics.share_ratio([12], [60], [8], [190])
    assert df.loc["homeless"]["ratio_lower"] == pytest.approx(share.lower[0], rel=1e-12)


def test_the_word_follows_polarity(release_from: ReleaseFrom) -> None:
    df = comparisons(
        release_from(TEXT),
        "municipality",
        "1101",
        against=[("county", "11")],
        definitions=load_definitions(),
    ).set_index("indicator_id")
    assert df.loc["recipients_per_1000"]["verdict"] == "higher"  # neither good nor bad
    assert df.loc["homeless"]["verdict"] == "worse"
    assert df.loc["function_level_housing"]["verdict"] == "similar"


def test_nothing_is_compared_with_what_is_hidden(release_from: ReleaseFrom) -> None:
    df = comparisons(
        release_from(TEXT),
        "municipality",
        "1101",
        against=[("county", "11"), ("nation", "0")],
        definitions=load_definitions(),
    )
    assert "individual_plan" not in set(df["indicator_id"])
    assert set(df.loc[df["against_level"] == "nation", "indicator_id"]) == {
        "recipients_per_1000"
    }


def test_a_region_that_is_all_of_another_is_not_compared_with_it(
    release_from: ReleaseFrom,
) -> None:
    df = comparisons(
        release_from(TEXT),
        "county",
        "11",
        against=[("nation", "0")],
        definitions=load_definitions(),
    )
    assert df.empty


def test_how_many_differ_by_chance() -> None:
    assert by_chance(200) == pytest.approx(10)
    assert by_chance(500, confidence=0.998) == pytest.approx(1)
