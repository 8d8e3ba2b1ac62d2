"""How the people that sets describe overlap: what disclosure control must know.

Kept here, beside the definitions that it follows from, so that an analyst who adds an
indicator need not think of it.
"""

from collections.abc import Iterator

import pandas as pd

from brukerplan.definitions.implied_inequalities import Inequality, inequalities
from brukerplan.definitions.indicator_model import (
    ALL,
    EVERY_GROUP,
    SUM,
    Definitions,
    Dimension,
)
from brukerplan.tables import PROBLEM_GROUPS

RELATION_COLUMNS = (
    "relation_id",
    "kind",
    "whole_group",
    "whole_set",
    "part_group",
    "part_set",
    "times",
)
ANY_GROUP = "*"


def set_relations(definitions: Definitions) -> pd.DataFrame:
    """Give the relations between sets of the same year, region, sex and age band.

    A row a part, with `RELATION_COLUMNS`. Where `kind` is `sum`, the parts of one
    `relation_id` make up the whole and do not overlap. Where it is `least`, the whole
    is at least what the parts, each so many `times`, come to: no less where parts that
    count 1 or more lack, but unknown where one lacks that counts below 0. A group of
    `*` on both sides stands for the same problem group, whichever it is.
    """
    rows = [
        (f"{number}", *row)
        for number, relation in enumerate(_relations(definitions))
        for row in relation
    ]
    relations = pd.DataFrame(rows, columns=list(RELATION_COLUMNS))
    texts = dict.fromkeys(RELATION_COLUMNS[:-1], "str")
    return relations.astype({**texts, "times": "int64"})


Relation = list[tuple[str, str, str, str, str, int]]


def _relations(definitions: Definitions) -> Iterator[Relation]:
    for group in PROBLEM_GROUPS:
        yield [("sum", group, EVERY_GROUP, ALL, ALL, 1)]
    for dimension in definitions.dimensions.values():
        known = f"{dimension.id}:known"
        yield _sum(known, *(f"{dimension.id}:{value}" for value in dimension.values))
        yield _sum(dimension.base, known, f"{dimension.id}:missing")
        yield from _groups(dimension)
        yield from _numbers(dimension, definitions)
    yield from map(_implied, inequalities(definitions))


def _sum(whole: str, *parts: str) -> Relation:
    return [("sum", ANY_GROUP, whole, ANY_GROUP, part, 1) for part in parts]


def _at_most(whole: str, *parts: str) -> Relation:
    return [("least", ANY_GROUP, whole, ANY_GROUP, part, 1) for part in parts]


def _implied(inequality: Inequality) -> Relation:
    """Give an inequality as a whole that is no less than the others together."""
    whole = next(name for name, times in inequality.items() if times == 1)
    return [
        ("least", ANY_GROUP, whole, ANY_GROUP, name, -times)
        for name, times in inequality.items()
        if name != whole
    ]


def _groups(dimension: Dimension) -> Iterator[Relation]:
    if dimension.groups:
        yield [("sum", ALL, f"{dimension.id}:yes", g, ALL, 1) for g in dimension.groups]


def _numbers(dimension: Dimension, definitions: Definitions) -> Iterator[Relation]:
    """Each person adds 1 or more to a sum; sums over some are part of those over all."""
    if not dimension.number_in:
        return
    yield _at_most(f"{dimension.id}:{SUM}", f"{dimension.id}:known")
    for other in definitions.dimensions.values():
        values = [f"{other.id}:{value}" for value in other.values]
        parts = [
            part.id
            for part in definitions.dimensions.values()
            if part.number_in == dimension.number_in and part.within in values
        ]
        if parts and other.within == dimension.within:
            for end in (SUM, "known"):
                whole, names = f"{dimension.id}:{end}", [f"{p}:{end}" for p in parts]
                yield _at_most(whole, *names)
