"""How the people that sets describe overlap: what disclosure control must know.

Kept here, beside the definitions that it follows from, so that an analyst who adds an
indicator need not think of it.
"""

from collections.abc import Iterator

import pandas as pd

from brukerplan.definitions.model import (
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
)
ANY_GROUP = "*"


def set_relations(definitions: Definitions) -> pd.DataFrame:
    """Give the relations between sets of the same year, region, sex and age band.

    A row a part, with `RELATION_COLUMNS`. Where `kind` is `sum`, the parts of one
    `relation_id` make up the whole and do not overlap; where it is `part`, they do not
    overlap either, and together are no more than the whole. A group of `*` on both sides stands for the same problem
    group, whichever it is.
    """
    rows = [
        (f"{number}", *row)
        for number, relation in enumerate(_relations(definitions))
        for row in relation
    ]
    return pd.DataFrame(rows, columns=list(RELATION_COLUMNS), dtype="str")


Relation = list[tuple[str, str, str, str, str]]


def _relations(definitions: Definitions) -> Iterator[Relation]:
    for group in PROBLEM_GROUPS:
        yield [("sum", group, EVERY_GROUP, ALL, ALL)]
    for dimension in definitions.dimensions.values():
        known = f"{dimension.id}:known"
        yield _sum(known, *(f"{dimension.id}:{value}" for value in dimension.values))
        yield _sum(dimension.base, known, f"{dimension.id}:missing")
        yield from _logic(dimension)
        yield from _service_pairs(dimension, definitions)
        yield from _groups(dimension)
        yield from _numbers(dimension, definitions)


def _sum(whole: str, *parts: str) -> Relation:
    return [("sum", ANY_GROUP, whole, ANY_GROUP, part) for part in parts]


def _part(whole: str, part: str) -> Relation:
    return [("part", ANY_GROUP, whole, ANY_GROUP, part)]


def _logic(dimension: Dimension) -> Iterator[Relation]:
    """Those for whom all hold are among those for whom one does, and so on."""
    for source in dimension.all_of:
        yield _part(source, f"{dimension.id}:yes")
    for source in dimension.any_of:
        if not dimension.within:
            yield _part(f"{dimension.id}:yes", source)
    for source in dimension.none_of:
        if not dimension.within:
            yield _part(f"{dimension.id}:no", source)


def _service_pairs(
    dimension: Dimension, definitions: Definitions
) -> Iterator[Relation]:
    """What is needed and received is the `no` both of the gap and of what ends."""
    if not dimension.id.startswith("gap_"):
        return
    other = f"not_needed_{dimension.id.removeprefix('gap_')}"
    if other in definitions.dimensions:
        yield _sum(f"{dimension.id}:no", f"{other}:no")


def _groups(dimension: Dimension) -> Iterator[Relation]:
    if dimension.groups:
        yield [("sum", ALL, f"{dimension.id}:yes", g, ALL) for g in dimension.groups]


def _numbers(dimension: Dimension, definitions: Definitions) -> Iterator[Relation]:
    """Each person adds 1 or more to a sum; sums over some are part of those over all."""
    if not dimension.number_in:
        return
    yield _part(f"{dimension.id}:{SUM}", f"{dimension.id}:known")
    for other in definitions.dimensions.values():
        values = [f"{other.id}:{value}" for value in other.values]
        parts = [
            part.id
            for part in definitions.dimensions.values()
            if part.number_in == dimension.number_in and part.within in values
        ]
        if parts and other.within == dimension.within:
            for end in (SUM, "known"):
                yield [
                    (
                        "part",
                        ANY_GROUP,
                        f"{dimension.id}:{end}",
                        ANY_GROUP,
                        f"{p}:{end}",
                    )
                    for p in parts
                ]
