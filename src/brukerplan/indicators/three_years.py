"""Sums over three survey years, for places where a single year has too few people."""

from collections.abc import Sequence

import numpy as np

from brukerplan.definitions import THREE_YEARS, Category, Indicator
from brukerplan.indicators.figures import YearFigures
from brukerplan.indicators.regions import Regions
from brukerplan.indicators.rows import Figure, statuses


def three_year_figures(made: Sequence[YearFigures], year: int) -> list[Figure]:
    """Give sums over `year` and the two years before, where all three were surveyed.

    The denominator is the inhabitants of the three years together. A region's sums
    are over the places that took part in all three.
    """
    last = [one for one in made if year - 2 <= one.survey_year <= year]
    if [one.survey_year for one in last] != [year - 2, year - 1, year]:
        return []
    return [
        _figure(last, indicator, category, group, levels)
        for indicator in last[-1].definitions.indicators
        if indicator.three_years
        for category in indicator.categories
        for group, levels in _groups(indicator).items()
    ]


def _groups(indicator: Indicator) -> dict[str, frozenset[str]]:
    """Give the levels that each problem group is given for."""
    levels: dict[str, frozenset[str]] = {}
    for grouping in indicator.groupings:
        for group in grouping.groups:
            levels[group] = levels.get(group, frozenset()) | set(grouping.levels)
    return levels


def _figure(
    last: Sequence[YearFigures],
    indicator: Indicator,
    category: Category,
    group: str,
    levels: frozenset[str],
) -> Figure:
    newest = last[-1]
    places = [
        place
        for place in newest.counts.places
        if all(place in one.counts.places for one in last)
    ]
    people, inhabitants = np.zeros(len(places)), np.zeros(len(places))
    for one in last:
        at = [one.counts.places.index(place) for place in places]
        people += one.count(category.numerator, group, "total", "total")[at]
        inhabitants += one.inhabitants.count("total", "total")[at]
    regions = _only(newest.regions, np.isin(newest.counts.places, places))
    over = regions.sums(inhabitants)
    has = over > 0
    numerator = np.where(has, regions.sums(people), np.nan)
    denominator = np.where(has, over, np.nan)
    return Figure(
        newest.survey_year,
        regions,
        indicator,
        category,
        numerator,
        denominator,
        statuses(numerator, denominator),
        group,
        suffix=THREE_YEARS,
        levels=levels,
    )


def _only(regions: Regions, chosen: np.ndarray) -> Regions:
    return Regions(
        regions.level, regions.code, regions.name, regions.membership[:, chosen]
    )
