"""Every combination of answers that people can give, described as people are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.definitions.classification import Codes, describe
from brukerplan.definitions.indicator_model import Definitions, Dimension
from brukerplan.tables import AREAS, LEVELS, PERSON_GROUPS

Described = Mapping[str, Codes]
"""Each dimension's code for each combination."""


def roots_of(dimension: Dimension, definitions: Definitions) -> frozenset[str]:
    """Give the columns of the survey that a dimension rests on in the end."""
    own = {dimension.column, dimension.number_in, *dimension.areas, *dimension.rated}
    own |= {"problem_group"} if dimension.groups else set()
    own |= set(AREAS) if dimension.index else set()
    sources = (roots_of(one, definitions) for one in _sources(dimension, definitions))
    return frozenset(own - {""}).union(*sources)


def _sources(dimension: Dimension, definitions: Definitions) -> list[Dimension]:
    names = (*dimension.all_of, *dimension.any_of, *dimension.none_of)
    names += (dimension.within,) if dimension.within else ()
    return [definitions.dimensions[name.partition(":")[0]] for name in names]


def _closure(dimension: Dimension, definitions: Definitions) -> set[str]:
    """Give a dimension and all those that it is described by."""
    sources = (_closure(one, definitions) for one in _sources(dimension, definitions))
    return {dimension.id}.union(*sources)


def answers_of(definitions: Definitions) -> Callable[[Dimension, Dimension], Described]:
    """Give a function that describes all combinations of answers to two dimensions.

    Combinations of colours that are described alike count as one.
    """
    roots = {d.id: roots_of(d, definitions) for d in definitions.dimensions.values()}
    colours = _of_columns(list(AREAS))
    by_area = {name for name, columns in roots.items() if columns <= set(AREAS)}
    rated = describe(colours, _only(by_area, definitions))
    kept: dict[frozenset[str], Described] = {}

    def answers(first: Dimension, second: Dimension) -> Described:
        columns = roots[first.id] | roots[second.id]
        wanted = _closure(first, definitions) | _closure(second, definitions)
        if wanted <= by_area:
            return rated
        if not columns & set(AREAS):
            wanted = {name for name, own in roots.items() if own <= columns}
        key = frozenset(wanted)
        if key not in kept:
            people = _of_columns(sorted(columns - set(AREAS)))
            if told := [rated[name] for name in sorted(wanted & by_area)]:
                people = people.merge(colours.iloc[_distinct(told)], how="cross")
            kept[key] = describe(people, _only(wanted, definitions))
        return kept[key]

    return answers


def _only(names: set[str], definitions: Definitions) -> Definitions:
    dimensions = definitions.dimensions.items()
    return replace(definitions, dimensions={k: d for k, d in dimensions if k in names})


def _distinct(told: Sequence[Codes]) -> NDArray[np.int64]:
    """Give where each combination of codes stands first."""
    rows = pd.DataFrame(dict(enumerate(told)))
    return np.flatnonzero(~rows.duplicated())


def _of_columns(columns: list[str]) -> pd.DataFrame:
    """Give a row for each combination of answers in some columns of the survey."""
    possible: dict[str, tuple[str, ...]] = {area: (*LEVELS, "") for area in AREAS}
    possible["problem_group"] = (*PERSON_GROUPS, "")
    answers = [possible.get(name, (True, False, None)) for name in columns]
    rows = pd.DataFrame(list(product(*answers)), columns=columns)
    return rows.astype({n: "str" if n in possible else "boolean" for n in columns})
