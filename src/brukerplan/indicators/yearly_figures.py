"""The figures of one survey year: whom each counts, out of whom, region by region."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.definitions import (
    Category,
    Definitions,
    Dimension,
    Grouping,
    Indicator,
)
from brukerplan.definitions.indicator_model import EVERY_GROUP, POPULATION, PUBLIC_SETS
from brukerplan.indicators.counting import AGE_AXIS, YearCounts, count_year
from brukerplan.indicators.region_sums import (
    Floats,
    Inhabitants,
    Regions,
    find_inhabitants,
    find_regions,
)
from brukerplan.indicators.rows import Figure
from brukerplan.tables import AGE_BANDS, SEXES, Status, Survey

LARGE_LEVELS = frozenset(("county", "nation"))
_OTHER_AGES = tuple(band for band in AGE_AXIS if band not in AGE_BANDS)


@dataclass(frozen=True)
class YearFigures:
    """A survey year being worked out; `is_trend` for the years before the release's."""

    survey_year: int
    is_trend: bool
    counts: YearCounts
    inhabitants: Inhabitants
    regions: Regions
    definitions: Definitions

    @classmethod
    def of(
        cls,
        survey: Survey,
        survey_year: int,
        *,
        is_trend: bool,
        population: pd.DataFrame,
        regions: pd.DataFrame,
        names: pd.DataFrame,
        definitions: Definitions,
    ) -> "YearFigures":
        """Count the people of a survey year; for the other frames see `compute`."""
        chosen = [i for i in definitions.indicators if i.trend or not is_trend]
        counts = count_year(
            survey,
            survey_year,
            definitions=definitions,
            dimensions=_dimensions_of(chosen, definitions.dimensions),
        )
        of_year = population[population["survey_year"] == survey_year]
        links = regions[regions["survey_year"] == survey_year]
        return cls(
            survey_year,
            is_trend,
            counts,
            find_inhabitants(counts.places, of_year),
            find_regions(counts.places, links, names),
            definitions,
        )

    def figures(self) -> Iterator[Figure]:
        """Give each figure that is counted from people."""
        for indicator in self.definitions.indicators:
            if indicator.trend or not self.is_trend:
                for category in indicator.categories:
                    if not _counts_no_person(category):
                        yield from self._of_category(indicator, category)
        if not self.is_trend:
            yield from self._leftovers()

    def _of_category(
        self, indicator: Indicator, category: Category
    ) -> Iterator[Figure]:
        for (group, sex, age), levels in _cells(indicator, self.is_trend).items():
            yield self.figure(indicator, category, group, sex, age, levels)

    def _leftovers(self) -> Iterator[Figure]:
        """Give people whom no total of 18 and over, sex or group is the sum of.

        A reader of data quality must know of them. For large regions only: in a small
        place they are few, and would hide the totals beside them.
        """
        indicator = self.definitions.indicator("recipients")
        category = indicator.categories[0]
        groups = indicator.groupings[0].groups
        for group, sex, age in [
            ("unknown", "total", "total"),
            *((group, "unknown", "total") for group in groups),
            *((group, "total", age) for group in groups for age in _OTHER_AGES),
        ]:
            if self.count("all", group, sex, age).any():
                yield self.figure(indicator, category, group, sex, age, LARGE_LEVELS)

    def count(self, name: str, group: str, sex: str, age: str) -> NDArray[np.int64]:
        """Give the people of a set in each place."""
        dimension = self.definitions.dimensions.get(name.partition(":")[0])
        return self.counts.count(name, dimension, group=group, sex=sex, age=age)

    def figure(
        self,
        indicator: Indicator,
        category: Category,
        group: str,
        sex: str,
        age: str,
        levels: frozenset[str],
    ) -> Figure:
        """Give one figure in every region."""
        known = self._knows(sex, age)
        numerator = self.regions.sums(self.count(category.numerator, group, sex, age))
        denominator = self._denominator(category.denominator, group, sex, age, known)
        status = np.full(len(self.regions), str(Status.SHOWN), dtype=object)
        if denominator is not None:
            nobody = denominator == 0
            unanswered = self._unanswered(category.denominator, group, sex, age)
            status[nobody] = str(Status.NOT_APPLICABLE)
            status[(nobody & unanswered) | np.isnan(denominator)] = str(Status.MISSING)
        status[self.regions.sums(known) == 0] = str(Status.MISSING)
        gone = status == str(Status.MISSING)
        return Figure(
            self.survey_year,
            self.regions,
            indicator,
            category,
            np.where(gone, np.nan, numerator),
            None if denominator is None else np.where(gone, np.nan, denominator),
            status,
            group,
            sex,
            age,
            levels=levels,
        )

    def _knows(self, sex: str, age: str) -> NDArray[np.bool_]:
        """Tell which places know what is asked for, and so count at all."""
        known = np.ones(len(self.counts.places), dtype=bool)
        known &= self.counts.knows_sex | (sex in ("total", "unknown"))
        return known & (self.counts.knows_age | (age not in (*AGE_BANDS, "16+")))

    def _denominator(
        self, name: str, group: str, sex: str, age: str, known: NDArray[np.bool_]
    ) -> Floats | None:
        if not name:
            return None
        if name == POPULATION:
            people = np.where(known, self.inhabitants.count(sex, age), 0)
            return self.regions.sums(people)
        if name == EVERY_GROUP:
            return self.regions.sums(self.count("all", "all", sex, age))
        return self.regions.sums(self.count(name, group, sex, age))

    def _unanswered(
        self, name: str, group: str, sex: str, age: str
    ) -> NDArray[np.bool_]:
        """Tell where nobody is in the denominator because nobody was answered for.

        Those among whom somebody may be (`within`) may not have been answered for.
        """
        dimension, _, value = name.partition(":")
        if value != "known":
            return np.zeros(len(self.regions), dtype=bool)
        missing = self.regions.sums(self.count(f"{dimension}:missing", group, sex, age))
        within, _, value = self.definitions.dimensions[dimension].within.partition(":")
        if not value:
            return missing > 0
        known = self.regions.sums(self.count(f"{within}:known", group, sex, age))
        before = self._unanswered(f"{within}:known", group, sex, age)
        return (missing > 0) | ((known == 0) & before)


def _cells(
    indicator: Indicator, is_trend: bool
) -> dict[tuple[str, str, str], frozenset[str]]:
    """Give group, sex and age band of each figure, and the levels that it is for."""
    cells: dict[tuple[str, str, str], frozenset[str]] = {}
    for grouping in indicator.groupings:
        for group in grouping.groups:
            for sex, age in _breakdown(grouping, indicator.population, is_trend):
                key = group, sex, age
                cells[key] = cells.get(key, frozenset()) | set(grouping.levels)
    return cells


def _breakdown(
    grouping: Grouping, population: str, is_trend: bool
) -> Iterator[tuple[str, str]]:
    """Give the sex and age of each figure: the total, then the parts."""
    yield "total", "16+" if population == "16+" else "total"
    if is_trend:
        return
    if "sex" in grouping.by:
        yield from ((sex, "total") for sex in SEXES)
    if "age_band" in grouping.by:
        yield from (("total", band) for band in AGE_BANDS)
    if "sex*age_band" in grouping.by:
        yield from ((sex, band) for sex in SEXES for band in AGE_BANDS)


def _counts_no_person(category: Category) -> bool:
    return category.numerator in PUBLIC_SETS


def _dimensions_of(
    indicators: Iterable[Indicator], known: Mapping[str, Dimension]
) -> list[str]:
    sets = [
        name
        for indicator in indicators
        for category in indicator.categories
        for name in (category.numerator, category.denominator)
    ]
    names = dict.fromkeys(s.partition(":")[0] for s in sets if ":" in s)
    return list(dict.fromkeys(n for name in names for n in _with_bases(name, known)))


def _with_bases(name: str, known: Mapping[str, Dimension]) -> Iterator[str]:
    """Give a dimension, and those that say whom it describes."""
    while name:
        yield name
        name = known[name].within.partition(":")[0]
