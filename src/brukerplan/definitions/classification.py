"""What each mapped person is, along each dimension: codes instead of words.

A missing rating is never taken for an answer: where it could change the result, the
result is missing; where it could not, the result stands (three-valued logic).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.definitions.indicator_model import (
    Condition,
    Definitions,
    Dimension,
    IndexRule,
)
from brukerplan.tables import AREAS, LEVELS

Codes = NDArray[np.int8]
"""A person's value in a dimension: its position among the values, or one of these."""

MISSING = -1
OUTSIDE = -2
"""The person is not among those whom the dimension describes."""


def describe(persons: pd.DataFrame, definitions: Definitions) -> Mapping[str, Codes]:
    """Give each dimension's code for each row of `persons`.

    Of the columns of `PERSON_DTYPES`, it needs those that the dimensions rest on.
    """
    described: dict[str, Codes] = {}
    colours = _colours(persons)
    for dimension in definitions.dimensions.values():
        codes = _codes(dimension, persons, colours, described, definitions)
        if dimension.within:
            inside = _holds(dimension.within, described, definitions) == 1
            codes = np.where(inside, codes, np.int8(OUTSIDE))
        described[dimension.id] = codes
    return described


def numbers_of(persons: pd.DataFrame, dimension: Dimension) -> NDArray[np.int64]:
    """Give each person's number in the column that a dimension sums; 0 where none."""
    return persons[dimension.number_in].to_numpy(dtype="int64", na_value=0)


def _codes(
    dimension: Dimension,
    persons: pd.DataFrame,
    colours: Mapping[str, Codes],
    described: Mapping[str, Codes],
    definitions: Definitions,
) -> Codes:
    if dimension.column:
        return _of_column(persons[dimension.column], dimension.values)
    if dimension.number_in:
        told = numbers_of(persons, dimension) > 0
        return np.where(told, 0, MISSING).astype("int8")
    if dimension.groups:
        return _yes_no(persons["problem_group"].isin(list(dimension.groups)).to_numpy())
    if dimension.rated:
        rated = [colours[area] != MISSING for area in dimension.rated]
        return _yes_no(np.logical_and.reduce(rated))
    if dimension.count_of:
        chosen = [colours[area] for area in dimension.areas]
        return _banded(chosen, LEVELS.index(dimension.count_of), dimension)
    if dimension.index:
        rule = definitions.rules[dimension.index]
        return apply_rule(rule, colours, values=dimension.values)
    truths = {
        key: [_holds(name, described, definitions) for name in getattr(dimension, key)]
        for key in ("all_of", "any_of", "none_of")
    }
    truth = _combined(truths["all_of"], truths["any_of"], truths["none_of"])
    return np.select([truth == 1, truth == 0], [0, 1], MISSING).astype("int8")


def _of_column(column: pd.Series, values: Sequence[str]) -> Codes:
    if pd.api.types.is_bool_dtype(column.dtype):
        answer = column.to_numpy(dtype="float64", na_value=np.nan)
        return np.select([answer == 1, answer == 0], [0, 1], MISSING).astype("int8")
    return np.asarray(pd.Index(values).get_indexer(pd.Index(column)), dtype="int8")


def _colours(persons: pd.DataFrame) -> Mapping[str, Codes]:
    rated = [area for area in AREAS if area in persons]
    return {area: _of_column(persons[area], LEVELS) for area in rated}


def _yes_no(truth: NDArray[np.bool_]) -> Codes:
    return np.where(truth, 0, 1).astype("int8")


def _holds(
    name: str, described: Mapping[str, Codes], definitions: Definitions
) -> Codes:
    """Give 1 where a set holds, 0 where it does not, -1 where that is not known."""
    dimension, _, value = name.partition(":")
    codes = described[dimension]
    wanted = definitions.dimensions[dimension].values.index(value)
    return np.select([codes == MISSING, codes == wanted], [-1, 1], 0).astype("int8")


def _combined(
    all_of: Sequence[Codes], any_of: Sequence[Codes], none_of: Sequence[Codes]
) -> Codes:
    """Give Kleene's conjunction, disjunction, or negated disjunction."""
    if all_of:
        return _and(all_of)
    denied = _and([_not(truth) for truth in any_of or none_of])
    return _not(denied) if any_of else denied


def _and(truths: Sequence[Codes]) -> Codes:
    """Give 0 where any is 0, else -1 where any is -1, else 1."""
    stacked = np.stack(list(truths))
    some_no, some_unknown = (stacked == 0).any(axis=0), (stacked == -1).any(axis=0)
    return np.select([some_no, some_unknown], [0, -1], 1).astype("int8")


def _not(truth: Codes) -> Codes:
    return np.where(truth == -1, -1, 1 - truth).astype("int8")


def _banded(chosen: Sequence[Codes], colour: int, dimension: Dimension) -> Codes:
    """Give the band of how many have the colour, where the missing cannot move it."""
    stacked = np.stack(list(chosen))
    least = (stacked == colour).sum(axis=0)
    most = least + (stacked == MISSING).sum(axis=0)
    codes = np.full(len(least), MISSING, dtype="int8")
    for place, (low, high) in enumerate(dimension.bands.values()):
        codes[(low <= least) & (most <= high)] = place
    return codes


def apply_rule(
    rule: IndexRule, colours: Mapping[str, Codes], *, values: Sequence[str]
) -> Codes:
    """Give each person's level on the index: the first that holds.

    Missing where a level that comes before could hold, were the missing ratings known.
    `colours` has a code per area: a position in `LEVELS`, or `MISSING`.
    """
    size = len(next(iter(colours.values())))
    result = np.full(size, MISSING, dtype="int8")
    undecided = np.ones(size, dtype=bool)
    for level in rule.levels:
        parts = [_met(c, colours) for c in level.all_of]
        if level.any_of:
            parts.append(_not(_and([_not(_met(c, colours)) for c in level.any_of])))
        truth = _and(parts) if parts else np.ones(size, dtype="int8")
        result[undecided & (truth == 1)] = values.index(level.value)
        undecided &= truth == 0
    return result


def _met(condition: Condition, colours: Mapping[str, Codes]) -> Codes:
    """Give 1, 0 or -1: whether enough areas have one of the condition's colours."""
    stacked = np.stack([colours[area] for area in condition.areas])
    wanted = [LEVELS.index(colour) for colour in condition.colours]
    least = np.isin(stacked, wanted).sum(axis=0)
    most = least + (stacked == MISSING).sum(axis=0)
    enough = condition.at_least
    return np.select([least >= enough, most < enough], [1, 0], -1).astype("int8")
