"""Sums over three survey years, for places where a single year has too few people."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from brukerplan.definitions import THREE_YEARS, Category, Indicator
from brukerplan.indicators.region_sums import Floats, Regions
from brukerplan.indicators.rows import Figure, statuses
from brukerplan.indicators.yearly_figures import YearFigures


def three_year_figures(
    made: Sequence[YearFigures], year: int, *, gaps: pd.DataFrame | None = None
) -> list[Figure]:
    """Give sums over `year` and the two years before, where all three were surveyed.

    A region's sum is that of its own figures of the three years, people and
    inhabitants alike; a region that lacks one of them (`gaps` as in `compute`) has
    none.
    """
    last = [one for one in made if year - 2 <= one.survey_year <= year]
    if [one.survey_year for one in last] != [year - 2, year - 1, year]:
        return []
    lacking = _lacking(gaps, last)
    return [
        _figure(last, indicator, category, group, levels, lacking)
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


def _lacking(gaps: pd.DataFrame | None, last: Sequence[YearFigures]) -> pd.MultiIndex:
    """Give level and code of the regions without a figure in one of the years."""
    if gaps is None:
        return pd.MultiIndex.from_arrays([[], []])
    of_years = gaps["survey_year"].isin([one.survey_year for one in last])
    return pd.MultiIndex.from_frame(gaps.loc[of_years, ["region_level", "region_code"]])


def _figure(
    last: Sequence[YearFigures],
    indicator: Indicator,
    category: Category,
    group: str,
    levels: frozenset[str],
    lacking: pd.MultiIndex,
) -> Figure:
    newest = last[-1]
    keys = _keys(newest.regions)
    people, inhabitants = np.zeros(len(keys)), np.zeros(len(keys))
    for one in last:
        counted = one.count(category.numerator, group, "total", "total")
        people += _aligned(one.regions.sums(counted), one.regions, keys)
        over = one.regions.sums(one.inhabitants.count("total", "total"))
        inhabitants += _aligned(over, one.regions, keys)
    none = keys.isin(lacking) | ~(inhabitants > 0)
    numerator = np.where(none, np.nan, people)
    denominator = np.where(none, np.nan, inhabitants)
    return Figure(
        newest.survey_year,
        newest.regions,
        indicator,
        category,
        numerator,
        denominator,
        statuses(numerator, denominator),
        group,
        suffix=THREE_YEARS,
        levels=levels,
    )


def _keys(regions: Regions) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([regions.level, regions.code])


def _aligned(sums: Floats, regions: Regions, keys: pd.MultiIndex) -> Floats:
    """Give the sums of the regions in `keys`; NaN for those that `regions` lacks."""
    at = _keys(regions).get_indexer(keys)
    return np.where(at >= 0, sums[at], np.nan)
