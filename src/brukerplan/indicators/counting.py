"""How many people there are, by place, problem group, sex, age and dimension.

One pass over the people per dimension; everything after is sums of small arrays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.definitions import Definitions, Dimension
from brukerplan.definitions.classification import MISSING, OUTSIDE, describe, numbers_of
from brukerplan.definitions.indicator_model import SUM
from brukerplan.tables import (
    AGE_BANDS,
    AREAS,
    PERSON_GROUPS,
    SEXES,
    SUBSTANCE_GROUPS,
    Survey,
)

Counts = NDArray[np.int64]

GROUP_AXIS = (*PERSON_GROUPS, "unknown")
SEX_AXIS = (*SEXES, "unknown")
AGE_AXIS = ("unknown", "16-17", *AGE_BANDS, "unspecified")
"""`unknown` is also under 16; `unspecified` an adult whose band is not known."""

SHAPE = (len(GROUP_AXIS), len(SEX_AXIS), len(AGE_AXIS))
ADULTS = (*AGE_BANDS, "unspecified")

GROUPS_OF = {
    **{group: (group,) for group in GROUP_AXIS},
    "all": GROUP_AXIS,
    "substance": SUBSTANCE_GROUPS,
}
SEXES_OF = {**{sex: (sex,) for sex in SEX_AXIS}, "total": SEX_AXIS}
AGES_OF = {
    **{band: (band,) for band in AGE_AXIS},
    "total": ADULTS,
    "16+": ("16-17", *ADULTS),
}
_AGE_EDGES = (16, 18, *(int(band[:2]) for band in AGE_BANDS[1:]))


@dataclass(frozen=True)
class YearCounts:
    """A survey year's people, by place (axis 0), then `SHAPE`.

    `everybody` counts recipients; `by_dimension` has a last axis: outside, missing,
    then the dimension's values; `sums` adds up the number that a dimension sums.
    `knows_sex` and `knows_age` say for each place
    whether its people are known by sex and by age at all.
    """

    places: tuple[str, ...]
    everybody: Counts
    by_dimension: Mapping[str, Counts]
    sums: Mapping[str, Counts]
    knows_sex: NDArray[np.bool_]
    knows_age: NDArray[np.bool_]

    def __repr__(self) -> str:
        """Give the size only, so that a log or a test failure shows no count."""
        return f"YearCounts({len(self.places)} places)"

    def count(
        self, name: str, dimension: Dimension | None, *, group: str, sex: str, age: str
    ) -> Counts:
        """Give the number of people of a set in each place, or the sum over them."""
        groups, sexes, ages = positions(group, sex, age)
        value = name.partition(":")[2]
        if dimension is None or value == SUM:
            cells = self.everybody if dimension is None else self.sums[dimension.id]
            chosen = cells[np.ix_(range(len(self.places)), groups, sexes, ages)]
            return chosen.sum(axis=(1, 2, 3))
        values = self._values(value, dimension)
        axes = (range(len(self.places)), groups, sexes, ages, values)
        return self.by_dimension[dimension.id][np.ix_(*axes)].sum(axis=(1, 2, 3, 4))

    @staticmethod
    def _values(value: str, dimension: Dimension) -> list[int]:
        if value == "missing":
            return [MISSING - OUTSIDE]
        if value == "known":
            return [i - OUTSIDE for i in range(len(dimension.values))]
        return [dimension.values.index(value) - OUTSIDE]


def positions(group: str, sex: str, age: str) -> tuple[list[int], list[int], list[int]]:
    """Give where on the axes the parts of a group, a sex and an age band stand."""
    return (
        [GROUP_AXIS.index(part) for part in GROUPS_OF[group]],
        [SEX_AXIS.index(part) for part in SEXES_OF[sex]],
        [AGE_AXIS.index(part) for part in AGES_OF[age]],
    )


def count_year(
    survey: Survey, year: int, *, definitions: Definitions, dimensions: Sequence[str]
) -> YearCounts:
    """Count the people of a survey year along the `dimensions` that are asked for."""
    took_part = survey.participation
    took_part = took_part[took_part["survey_year"] == year]
    places = tuple(sorted(set(took_part["municipality_code"])))
    persons = survey.persons[survey.persons["survey_year"] == year]
    counts = survey.counts[survey.counts["survey_year"] == year]
    cell = _cells(persons, places)
    shape = (len(places), *SHAPE)
    size = int(np.prod(shape))
    everybody = np.bincount(cell, minlength=size).reshape(shape)
    described = describe(persons, definitions)
    by_dimension = {}
    for name in dimensions:
        width = len(definitions.dimensions[name].values) - OUTSIDE
        at = cell * width + (described[name].astype("int64") - OUTSIDE)
        flat = np.bincount(at, minlength=size * width)
        by_dimension[name] = flat.reshape(*shape, width)
    sums = {
        name: np.bincount(
            cell,
            weights=np.where(described[name] < 0, 0, numbers_of(persons, dimension)),
            minlength=size,
        )
        .astype("int64")
        .reshape(shape)
        for name in dimensions
        if (dimension := definitions.dimensions[name]).number_in
    }
    if len(counts):
        everybody = everybody + _given(counts, places, "recipients", ("total",))[..., 0]
        for name in dimensions:
            dimension = definitions.dimensions[name]
            by_dimension[name] = by_dimension[name] + _from_counts(
                counts, places, dimension
            )
    return YearCounts(
        places, everybody, by_dimension, sums, *_known(everybody, SEX_AXIS, AGE_AXIS)
    )


def _known(
    everybody: Counts, sexes: Sequence[str], ages: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of each place whether it knows sex, and age, of anybody (if it has any)."""
    adults = everybody[..., [ages.index(band) for band in ADULTS]]
    nobody = adults.sum(axis=(1, 2, 3)) == 0
    with_sex = adults[:, :, [sexes.index(sex) for sex in SEXES]].sum(axis=(1, 2, 3))
    bands = everybody[..., [ages.index(band) for band in AGE_BANDS]]
    return nobody | (with_sex > 0), nobody | (bands.sum(axis=(1, 2, 3)) > 0)


def _cells(persons: pd.DataFrame, places: Sequence[str]) -> Counts:
    """Give each person's position in the flattened array of places and `SHAPE`."""
    place = pd.Index(places).get_indexer(pd.Index(persons["municipality_code"]))
    if (place < 0).any():
        raise ValueError("people are registered in a municipality that took no part")
    group = _position(persons["problem_group"], GROUP_AXIS)
    sex = _position(persons["sex"], SEX_AXIS)
    age = persons["age"].to_numpy(dtype="float64", na_value=-1)
    band = np.searchsorted(_AGE_EDGES, age, side="right")
    return np.ravel_multi_index((place, group, sex, band), (len(places), *SHAPE))


def _position(column: pd.Series, axis: Sequence[str]) -> Counts:
    """Give the place of each value on the axis; what is not there is `unknown`."""
    found = pd.Index(axis).get_indexer(pd.Index(column))
    return np.where(found < 0, axis.index("unknown"), found)


def _given(
    counts: pd.DataFrame, places: Sequence[str], area: str, categories: Sequence[str]
) -> Counts:
    """Give what municipalities with counts only say of an area, by category."""
    rows = counts[counts["life_area"] == area]
    result = np.zeros((len(places), *SHAPE, len(categories)), dtype="int64")
    at = (
        pd.Index(places).get_indexer(pd.Index(rows["municipality_code"])),
        _position(rows["problem_group"], GROUP_AXIS),
        _position(rows["sex"], SEX_AXIS),
        np.full(len(rows), AGE_AXIS.index("unspecified")),
        pd.Index(categories).get_indexer(pd.Index(rows["category"])),
    )
    np.add.at(result, at, rows["count"].to_numpy())
    return result


def _from_counts(
    counts: pd.DataFrame, places: Sequence[str], dimension: Dimension
) -> Counts:
    """Give the same for a dimension; what such municipalities do not tell is missing."""
    width = len(dimension.values) - OUTSIDE
    result = np.zeros((len(places), *SHAPE, width), dtype="int64")
    if dimension.column in AREAS and not dimension.within:
        categories = ("missing", *dimension.values)
        result[..., 1:] = _given(counts, places, dimension.column, categories)
        return result
    everybody = _given(counts, places, "recipients", ("total",))[..., 0]
    if dimension.groups:
        inside = [GROUP_AXIS.index(group) for group in dimension.groups]
        others = [g for g in range(len(GROUP_AXIS)) if g not in inside]
        result[..., 0 - OUTSIDE][:, inside] = everybody[:, inside]
        result[..., 1 - OUTSIDE][:, others] = everybody[:, others]
    elif not dimension.within:
        result[..., MISSING - OUTSIDE] = everybody
    else:
        result[..., 0] = everybody
    return result
