"""Sentences say no more than the figures bear."""

import pandas as pd
import pytest
from made_up_release import made_up_release
from report_pages import Pages

from brukerplan.definitions import Definitions
from brukerplan.reporting.comparison_texts import difference, rest_of
from brukerplan.reporting.release_index import ABSENT, Datum
from brukerplan.statistics import rate_interval
from brukerplan.tables import Release, Status


def rate(numerator: int, denominator: int) -> Datum:
    limits = rate_interval(numerator, denominator, 1000.0)
    return Datum(
        Status.SHOWN,
        "per_1000",
        numerator,
        denominator,
        numerator / denominator * 1000,
        float(limits.lower),
        float(limits.upper),
    )


def interval(lower: float, upper: float) -> Datum:
    middle = (lower + upper) / 2
    return Datum(Status.SHOWN, "percent", 1, 2, middle, lower, upper)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (interval(10, 12), interval(7, 9), "higher"),
        (interval(10, 12), interval(7, 10), "alike"),
        (interval(10, 12), interval(11, 20), "alike"),
        (interval(10, 12), interval(12, 20), "alike"),
        (interval(10, 12), interval(12.1, 20), "lower"),
        (interval(10, 12), ABSENT, ""),
        (Datum(Status.SUPPRESSED, "percent"), interval(1, 2), ""),
    ],
)
def test_overlapping_intervals_are_never_a_difference(
    own: Datum, other: Datum, expected: str
) -> None:
    assert difference(own, other) == expected


def test_rest_of_a_county_is_the_county_less_the_municipality() -> None:
    """300 of 20,000 less 100 of 5,000 leaves 200 of 15,000: 13.3 per 1,000."""
    rest = rest_of(rate(300, 20_000), rate(100, 5_000))
    assert (rest.numerator, rest.denominator) == (200, 15_000)
    assert rest.value == pytest.approx(13.3333, abs=1e-4)
    assert rest.lower == pytest.approx(rate(200, 15_000).lower)


def test_rest_is_unknown_where_either_is_hidden_or_nobody_is_left() -> None:
    hidden = Datum(Status.COMPLEMENTARY, "per_1000")
    assert rest_of(hidden, rate(1, 10)) is ABSENT
    assert rest_of(rate(10, 100), hidden) is ABSENT
    assert rest_of(rate(10, 100), rate(10, 100)) is ABSENT


def _with_rate(release: Release, year: int, per_1000: float) -> Release:
    """Set Stavanger's rate in a year; the intervals follow from 116,000 adults."""
    from dataclasses import replace

    rows = release.rows.copy()
    here = (
        (rows["survey_year"] == year)
        & (rows["region_code"] == "1103")
        & (rows["indicator_id"] == "recipients_per_1000")
        & (rows["problem_group"] == "all")
        & (rows["sex"] == "total")
        & (rows["age_band"] == "total")
    )
    datum = rate(round(per_1000 * 116), 116_000)
    rows.loc[here, ["numerator", "denominator"]] = [datum.numerator, datum.denominator]
    rows.loc[here, ["value", "lower", "upper"]] = [
        datum.value,
        datum.lower,
        datum.upper,
    ]
    assert int(here.sum()) == 1
    return replace(release, rows=rows)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (20.0, "The rate is not clearly different from that of 2023"),
        (15.0, "The rate is higher than in 2023 (15.0)."),
        (26.0, "The rate is lower than in 2023 (26.0)."),
    ],
)
def test_change_is_named_only_where_intervals_part(
    release: Release, definitions: Definitions, before: float, expected: str
) -> None:
    changed = _with_rate(_with_rate(release, 2024, 20.2), 2023, before)
    report = Pages(changed, definitions).report("1103", "en")
    assert report.how_many.trend.paragraphs[0].startswith(expected)


def test_change_across_another_way_of_mapping_is_not_named(
    definitions: Definitions,
) -> None:
    release = made_up_release(years=(2019, 2024), county_codes=("03",))
    report = Pages(release, definitions).report("0301", "en")
    assert report.how_many.trend.paragraphs[0].startswith(
        "The rate cannot be compared with that of 2019"
    )


def test_what_stands_out_is_large_and_certain(
    release: Release, definitions: Definitions
) -> None:
    """A rate of 60 against 20 in the rest of the country must be named, once."""
    report = Pages(_with_rate(release, 2024, 60.0), definitions).report("1103", "en")
    named = [text for text in report.stands_out.points if "60.0" in text]
    assert len(named) == 1
    assert "higher than in the rest of Norway" in named[0]


def test_places_are_sorted_by_rate_and_those_without_come_last(pages: Pages) -> None:
    table = pages.report("11").how_many.places.figures[0].table
    values = [row.cells[1].number for row in table.rows]
    shown = [value for value in values if value is not None]
    assert shown == sorted(shown, reverse=True)
    assert values[: len(shown)] == shown
    assert pd.isna(pd.Series(values[len(shown) :], dtype="float64")).all()
