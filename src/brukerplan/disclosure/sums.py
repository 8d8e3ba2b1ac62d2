"""Which cells are parts of which: along regions, groups, sexes, ages, sets and years."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from brukerplan.definitions.indicator_model import SUM
from brukerplan.disclosure.cells import COORDINATES, NONE, Cells, Codes, position_of
from brukerplan.tables import SUBSTANCE_GROUPS


class Parts(NamedTuple):
    """For each part: its cell, that of the whole, and how many times it counts.

    `kind` tells apart the sums that one whole is made up of in several ways.
    """

    part: Codes
    whole: Codes
    kind: Codes
    times: Codes


REGIONS, LEAST = 0, -1
"""The places among the sources of sums of those over regions, and of those that a whole
is only known to be no less than."""

GROUP_PARENTS = {
    **dict.fromkeys(SUBSTANCE_GROUPS, ("substance", "all")),
    "substance": ("all",),
    "mental_only": ("all",),
    "unknown": ("all",),
}
"""The groups that a problem group is part of, the smallest first."""

ANY_GROUP = "*"
"""Stands in set relations for the same problem group on both sides."""

OLDEST = 999
AGES = {"total": (18, OLDEST), "unspecified": (24, 25)}
"""What the bands without a number in their name cover. Adults of unspecified age are in
none of the bands, as is a range that lies across two of them."""

SUM_OF_YEARS = "_3_years"
YEARS_IN_SUM = 3


def parts_of(cells: Cells, regions: pd.DataFrame, sets: pd.DataFrame) -> list[Parts]:
    """Give every sum that the cells of a table may stand in.

    `regions` has the columns `survey_year, part_level, part_code, whole_level,
    whole_code`; `sets` those of `definitions.set_relations`.
    """
    finder = Finder(cells)
    return [
        _regions(finder, regions),
        _along(finder, "problem_group", lambda g: GROUP_PARENTS.get(g, ())),
        _along(finder, "sex", lambda sex: () if sex == "total" else ("total",)),
        *_ages(finder),
        _along(finder, "atom", atom_parents, _dimensions(cells)),
        _joined(_sets(finder, sets[sets["kind"] == "sum"])),
        _joined(_years(finder)),
        _joined(_least(finder, sets[sets["kind"] == "least"])),
    ]


def atom_parents(atom: str) -> tuple[str, ...]:
    """Give the sets that a set is part of, the smallest first.

    `housing:red` is part of `housing:known`, and that of `all`. A sum (of children)
    counts no people, so it is part of none.
    """
    dimension, _, value = atom.partition(":")
    if not value:
        return ()
    if value in ("known", "missing"):
        return ("all",)
    if value == SUM:
        return ()
    return (f"{dimension}:known", "all")


class Finder:
    """Finds the cell that differs from another in one coordinate."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        sizes = [len(cells.levels[name]) for name in COORDINATES]
        self.keys = cells.keys()
        self.radix = {
            name: int(np.prod(sizes[i + 1 :])) for i, name in enumerate(COORDINATES)
        }

    def with_code(self, cell: Codes, **codes: Codes | int) -> Codes:
        """Give the cells that equal `cell` but for the codes given, or `NONE`."""
        wanted = self.keys[cell]
        possible = np.ones(len(cell), dtype=bool)
        for name, code in codes.items():
            wanted = wanted + (code - self.cells.codes[name][cell]) * self.radix[name]
            possible &= np.asarray(code) >= 0
        return np.where(possible, position_of(self.keys, wanted), NONE)

    def code(self, name: str, level: str | int) -> int:
        """Give the code of one level of a coordinate, or `NONE`."""
        return int(self.cells.levels[name].get_indexer(pd.Index([level]))[0])


def _parts(part: Codes, whole: Codes, kind: Codes | int = 0) -> Parts:
    """Keep the parts whose whole is a cell."""
    found = (whole != NONE) & (whole != part)
    kinds = np.broadcast_to(np.asarray(kind, dtype="int64"), part.shape)
    once = np.ones(int(found.sum()), dtype="int64")
    return Parts(part[found], whole[found], kinds[found], once)


def _joined(parts: Iterable[Parts]) -> Parts:
    """Put parts from several places together: equal numbers are then one sum."""
    none = np.empty(0, dtype="int64")
    columns = zip((none, none, none, none), *parts, strict=True)
    return Parts(*map(np.concatenate, columns))


def _dimensions(cells: Cells) -> Codes:
    """Number what each cell's set is about: sets about different things overlap."""
    names = [atom.partition(":")[0] for atom in cells.levels["atom"]]
    return np.asarray(pd.factorize(pd.Index(names))[0])[cells.codes["atom"]]


def _along(
    finder: Finder,
    name: str,
    parents: Callable[[str], tuple[str, ...]],
    kind: Codes | int = 0,
) -> Parts:
    """Give each cell as a part of the smallest whole, along one column, that exists."""
    chains = [parents(level) for level in finder.cells.levels[name]]
    code = finder.cells.codes[name]
    whole = np.full(len(code), NONE)
    for step in range(max(map(len, chains), default=0)):
        codes = [finder.code(name, c[step]) if len(c) > step else NONE for c in chains]
        open_cells = np.flatnonzero(whole == NONE)
        parent = np.asarray(codes, dtype="int64")[code[open_cells]]
        whole[open_cells] = finder.with_code(open_cells, **{name: parent})
    return _parts(np.arange(len(code)), whole, kind)


def _regions(finder: Finder, regions: pd.DataFrame) -> Parts:
    """Give each cell as a part of the regions around it."""
    levels, years = (finder.cells.levels[n] for n in ("region", "survey_year"))
    kinds = _same_borders(regions) + ">" + regions["whole_level"]
    part = pd.Index(regions["part_level"] + ":" + regions["part_code"])
    whole = pd.Index(regions["whole_level"] + ":" + regions["whole_code"])
    links = pd.DataFrame(
        {
            "survey_year": years.get_indexer(pd.Index(regions["survey_year"])),
            "region": levels.get_indexer(part),
            "whole": levels.get_indexer(whole),
            "kind": pd.factorize(kinds)[0],
        }
    )
    links = links[(links >= 0).all(axis="columns")]
    codes = finder.cells.codes
    cells = pd.DataFrame({n: codes[n] for n in ("survey_year", "region")})
    pairs = cells.reset_index(names="cell").merge(links, on=["survey_year", "region"])
    part_cell = pairs["cell"].to_numpy(dtype="int64")
    region = pairs["whole"].to_numpy(dtype="int64")
    whole_cell = finder.with_code(part_cell, region=region)
    return _parts(part_cell, whole_cell, pairs["kind"].to_numpy(dtype="int64"))


def _same_borders(regions: pd.DataFrame) -> pd.Series:
    """Give the kind of part: parts of other borders (`municipality@2019`) by themselves.

    A region on other borders itself is made up of what there is in it, whatever the
    borders.
    """
    elsewhere = regions["whole_level"].str.contains("@")
    plain = regions["part_level"].str.partition("@")[0]
    return regions["part_level"].mask(elsewhere, plain)


def ages_of(band: str) -> tuple[int, int]:
    """Give the first and last age of a band: `18-24`, `80+`, or `total` for adults."""
    if band in AGES:
        return AGES[band]
    first, _, last = band.rstrip("+").partition("-")
    return int(first), int(last) if last else OLDEST


def _ages(finder: Finder) -> Iterator[Parts]:
    """Give the finest bands as parts of each wider one, and wide ones of wider ones."""
    bands = [ages_of(level) for level in finder.cells.levels["age_band"]]
    numbers = range(len(bands))

    def within(inner: int, outer: int) -> bool:
        (a, b), (c, d) = bands[inner], bands[outer]
        return c <= a and b <= d and (a, b) != (c, d)

    finest = {i for i in numbers if not any(within(j, i) for j in numbers)}
    for whole in numbers:
        wide = [i for i in numbers if within(i, whole) and i not in finest]
        inside = [i for i in finest if within(i, whole)]
        for first in wide:
            others = [i for i in inside if not within(i, first)]
            yield _bands(finder, [first, *others], whole)
        yield _bands(finder, inside, whole)


def _bands(finder: Finder, parts: list[int], whole: int) -> Parts:
    part = np.flatnonzero(np.isin(finder.cells.codes["age_band"], parts))
    return _parts(part, finder.with_code(part, age_band=np.full(len(part), whole)))


def _sets(finder: Finder, sets: pd.DataFrame) -> Iterator[Parts]:
    """Give the parts that the definitions name; each relation is a sum of its own."""
    codes = finder.cells.codes
    order = np.argsort(codes["atom"], kind="stable")
    starts = np.searchsorted(
        codes["atom"][order], np.arange(len(finder.cells.levels["atom"]) + 1)
    )
    numbers = pd.factorize(sets["relation_id"])[0]
    columns = ("part_set", "whole_set", "part_group", "whole_group")
    named = zip(*(sets[column].tolist() for column in columns), strict=True)
    for number, names in zip(numbers, named, strict=True):
        part_set, whole_set, part_group, whole_group = names
        part_atom = finder.code("atom", part_set)
        if part_atom == NONE:
            continue
        part = order[starts[part_atom] : starts[part_atom + 1]]
        wanted: dict[str, int] = {"atom": finder.code("atom", whole_set)}
        if part_group != ANY_GROUP:
            group = finder.code("problem_group", part_group)
            part = part[codes["problem_group"][part] == group]
            wanted["problem_group"] = finder.code("problem_group", whole_group)
        yield _parts(part, finder.with_code(part, **wanted), int(number))


def _least(finder: Finder, sets: pd.DataFrame) -> Iterator[Parts]:
    """Give what wholes are no less than, where all that counts against it is a cell."""
    atom, atoms = finder.cells.codes["atom"], finder.cells.levels["atom"]
    lacks = ~sets["part_set"].isin(atoms)
    unknown = sets.loc[lacks & (sets["times"] < 0), "relation_id"]
    asked = sets["whole_set"].isin(atoms) & ~sets["relation_id"].isin(unknown)
    told = sets[asked & ~lacks]
    for number, (_, parts) in enumerate(told.groupby("relation_id", sort=False)):
        code = finder.code("atom", parts["whole_set"].iloc[0])
        whole = np.flatnonzero(atom == code)
        times = parts["times"].to_numpy()
        found = np.array(
            [
                finder.with_code(whole, atom=finder.code("atom", name))
                for name in parts["part_set"]
            ]
        )
        there = found != NONE
        known = there[times < 0].all(axis=0) & there[times > 0].any(axis=0)
        for cells, count in zip(np.where(known, found, NONE), times, strict=True):
            kept = cells != NONE
            size = int(kept.sum())
            yield Parts(
                cells[kept], whole[kept], np.full(size, number), np.full(size, count)
            )


def _years(finder: Finder) -> Iterator[Parts]:
    """Give each year as a part of the sums over three years that it stands in."""
    years = finder.cells.levels["survey_year"]
    cells, codes = finder.cells, finder.cells.codes
    longer = [finder.code("atom", f"{a}{SUM_OF_YEARS}") for a in cells.levels["atom"]]
    atom = np.asarray(longer, dtype="int64")[codes["atom"]]
    part = np.flatnonzero(atom != NONE)
    for later in range(YEARS_IN_SUM):
        year = years.get_indexer(years + later)[codes["survey_year"][part]]
        whole = finder.with_code(part, survey_year=year, atom=atom[part])
        yield _parts(part, whole)
