"""Where the years of a report cannot be compared, and why."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from brukerplan.geography.breaks import series_breaks
from brukerplan.reporting.analysis.change_over_time import COVERAGE_CHANGE
from brukerplan.reporting.charts.chart_data import TrendBreak
from brukerplan.reporting.context import Material
from brukerplan.reporting.messages import msg

_LABELS = {
    "regime": msg("Another way of mapping"),
    "inclusion_rule": msg("Another rule for who is mapped"),
    "coverage": msg("Other municipalities took part"),
}
"""Each reason as a chart says it, the weightiest first."""


def breaks_between(years: Sequence[int], material: Material) -> Mapping[int, str]:
    """Give the years, of those in order, that break the place's series, and why.

    `regime`: whom the country maps changed. `inclusion_rule`: the place, or a
    municipality of it, counts by another rule. `coverage`: other municipalities took
    part, if the part of the adults that they cover changed by more than
    `COVERAGE_CHANGE` percentage points.
    """
    nation = series_breaks(years)
    told = _told(material)
    found = {}
    for before, year in pairwise(years):
        reasons = set(nation.get(year, ()))
        for other, more in told.items():
            if before < other <= year:
                reasons |= more
        if not _coverage_changed(before, year, material):
            reasons.discard("coverage")
        reason = next((one for one in _LABELS if one in reasons), None)
        if reason is not None:
            found[year] = reason
    return found


def trend_breaks(years: Sequence[int], material: Material) -> tuple[TrendBreak, ...]:
    """Give the breaks as a chart marks them."""
    return tuple(
        TrendBreak(year, material.words.t(_LABELS[reason]))
        for year, reason in breaks_between(years, material).items()
    )


def _told(material: Material) -> dict[int, set[str]]:
    """Give the reasons that the release tells for the place, by year."""
    place = material.peers[0].figures
    return {
        item["survey_year"]: set(item["reasons"].split(";"))
        for item in material.provenance.get("breaks", ())
        if (item["region_level"], item["region_code"]) == (place.level, place.code)
    }


def _coverage_changed(before: int, year: int, material: Material) -> bool:
    """Whether it did; also where it is not known for both years."""
    place = material.peers[0].figures
    covered = [
        material.release.place(one, place.level, place.code)
        .get("population_covered")
        .value
        for one in (before, year)
    ]
    if covered[0] is None or covered[1] is None:
        return True
    return abs(covered[1] - covered[0]) > COVERAGE_CHANGE
