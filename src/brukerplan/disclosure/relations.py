"""The ways in which cells add up: what an attacker may subtract from what.

Each relation is an equation `whole = part + part + … + rest`. The rest is there where
the parts in the table do not make up the whole (sex not known, a yes/no question of
which only `yes` is given): it is a number of people that nobody publishes. So a mere
inequality, such as "a colour is part of those rated", is an equation too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from brukerplan.disclosure.cells import COORDINATES, NONE, Cells, mixed_key
from brukerplan.tables import SUBSTANCE_GROUPS

Pairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""For each part: its cell, the cell of the whole, the number of the relation."""

GROUP_PARENTS = {
    **dict.fromkeys(SUBSTANCE_GROUPS, ("substance", "all")),
    "substance": ("all",),
    "mental_only": ("all",),
}
"""The groups that a problem group is part of, the smallest first."""


@dataclass(frozen=True)
class Relations:
    """Equations over cells and rests: `matrix @ count == 0`.

    `matrix` has a row per equation and a column per cell, then one per rest; +1 marks
    the whole, -1 its parts. `count` is the number in each column; `is_complement`
    marks the rests that are what a row's numerator leaves of its denominator.
    """

    matrix: sparse.csr_array
    count: NDArray[np.int64]
    cells: int
    is_complement: NDArray[np.bool_]

    def __repr__(self) -> str:
        """Give the size only, so that a log or a test failure shows no count."""
        return f"Relations({self.matrix.shape[0]} equations)"


def relations_of(cells: Cells, regions: pd.DataFrame) -> Relations:
    """Give every equation that holds between the cells (and their rests).

    `regions` has the columns `survey_year, part_level, part_code, whole_level,
    whole_code`, as in `IndicatorTable`.
    """
    finder = _Finder(cells)
    equations: list[Pairs] = []
    equations += _regions(finder, regions)
    equations += _one_column(finder, "problem_group", GROUP_PARENTS.get)
    equations += _one_column(finder, "sex", _sex_parents)
    equations += _ages(finder)
    equations += _one_column(finder, "atom", atom_parents)
    return _assemble(cells, equations)


def atom_parents(atom: str) -> tuple[str, ...]:
    """Give the sets that a set is part of, the smallest first.

    `housing:red` is part of `housing:known`, and that of `all`.
    """
    dimension, _, value = atom.partition(":")
    if not value:
        return () if atom == "all" else ("all",)
    if value in ("known", "missing"):
        return ("all",)
    return (f"{dimension}:known", "all")


def _sex_parents(sex: str) -> tuple[str, ...]:
    return () if sex == "total" else ("total",)


class _Finder:
    """Finds the cell that differs from another in one coordinate."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.sizes = [len(cells.levels[name]) for name in COORDINATES]
        self.keys = mixed_key([cells.codes[n] for n in COORDINATES], self.sizes)
        self.radix = dict(
            zip(
                COORDINATES,
                [int(np.prod(self.sizes[i + 1 :])) for i in range(len(COORDINATES))],
                strict=True,
            )
        )

    def with_code(
        self, cell: NDArray[np.int64], name: str, code: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Give the cells that equal `cell` but for coordinate `name`, or `NONE`."""
        change = (code - self.cells.codes[name][cell]) * self.radix[name]
        wanted = self.keys[cell] + change
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where((self.keys[at] == wanted) & (code >= 0), at, NONE)


def _one_column(
    finder: _Finder, name: str, parents: Callable[[str], tuple[str, ...] | None]
) -> Iterator[Pairs]:
    """Give each cell as a part of the smallest whole, along one column, that exists."""
    levels = finder.cells.levels[name]
    chains = [tuple(parents(level) or ()) for level in levels]
    code = finder.cells.codes[name]
    found = np.full(len(code), NONE)
    for step in range(max(map(len, chains), default=0)):
        codes = [
            levels.get_loc(c[step]) if len(c) > step and c[step] in levels else NONE
            for c in chains
        ]
        open_cells = np.flatnonzero(found == NONE)
        parent = np.asarray(codes, dtype="int64")[code[open_cells]]
        found[open_cells] = finder.with_code(open_cells, name, parent)
    part = np.flatnonzero(found != NONE)
    yield part, found[part], np.zeros(len(part), dtype="int64")


def _regions(finder: _Finder, regions: pd.DataFrame) -> Iterator[Pairs]:
    """Give each cell as a part of the regions around it."""
    levels = finder.cells.levels["region"]
    years = finder.cells.levels["survey_year"]
    parts = pd.Index(regions["part_level"] + ":" + regions["part_code"])
    wholes = pd.Index(regions["whole_level"] + ":" + regions["whole_code"])
    year = pd.Index(regions["survey_year"].astype("int64"))
    links = pd.DataFrame(
        {
            "survey_year": years.get_indexer(year),
            "region": levels.get_indexer(parts),
            "whole": levels.get_indexer(wholes),
            "kind": pd.factorize(regions["part_level"] + ">" + regions["whole_level"])[
                0
            ],
        }
    )
    links = links[(links >= 0).all(axis="columns")]
    codes = finder.cells.codes
    cells = pd.DataFrame({n: codes[n] for n in ("survey_year", "region")})
    cells["cell"] = np.arange(len(cells))
    pairs = cells.merge(links, on=["survey_year", "region"])
    part = pairs["cell"].to_numpy()
    whole = finder.with_code(part, "region", pairs["whole"].to_numpy(dtype="int64"))
    kept = whole != NONE
    yield part[kept], whole[kept], pairs["kind"].to_numpy(dtype="int64")[kept]


def ages_of(band: str) -> tuple[int, int]:
    """Give the first and last age of a band: `18-24`, `80+`, or `total` for all."""
    if band.endswith("+"):
        return int(band[:-1]), 999
    first, _, last = band.partition("-")
    return (int(first), int(last)) if last else (0, 999)


def _ages(finder: _Finder) -> Iterator[Pairs]:
    """Give the finest bands as parts of each wider one, and wide ones of wider ones."""
    levels = finder.cells.levels["age_band"]
    bands = [ages_of(level) for level in levels]
    code = finder.cells.codes["age_band"]

    def within(inner: int, outer: int) -> bool:
        a, b = bands[inner], bands[outer]
        return inner != outer and b[0] <= a[0] and a[1] <= b[1] and a != b

    finest = [
        i for i in range(len(bands)) if not any(within(j, i) for j in range(len(bands)))
    ]
    kind = 0
    for whole in range(len(bands)):
        wide = [i for i in range(len(bands)) if within(i, whole) and i not in finest]
        for first in [None, *wide]:
            parts = [
                i
                for i in finest
                if within(i, whole) and (first is None or not within(i, first))
            ]
            parts += [] if first is None else [first]
            part = np.flatnonzero(np.isin(code, parts))
            found = finder.with_code(part, "age_band", np.full(len(part), whole))
            kept = found != NONE
            kind += 1
            yield part[kept], found[kept], np.full(int(kept.sum()), kind)


def _assemble(cells: Cells, equations: list[Pairs]) -> Relations:
    """Join the parts into equations and add the rests."""
    part, equation, whole = _number_equations(equations)
    size = len(whole)
    total = np.bincount(equation, weights=cells.count[part], minlength=size)
    rest = cells.count[whole] - total.astype("int64")
    holds = rest >= 0
    below = np.flatnonzero(holds & (rest > 0))
    pair = _complement_pairs(cells)
    complement = cells.count[pair[1]] - cells.count[pair[0]]
    rows, columns, values = [], [], []

    def add(row: NDArray[np.int64], column: NDArray[np.int64], sign: int) -> None:
        rows.append(row)
        columns.append(column)
        values.append(np.full(len(row), sign))

    add(np.arange(size), whole, 1)
    add(equation, part, -1)
    add(below, len(cells) + np.arange(len(below)), -1)
    extra = size + np.arange(len(pair[0]))
    add(extra, pair[1], 1)
    add(extra, pair[0], -1)
    add(extra, len(cells) + len(below) + np.arange(len(extra)), -1)
    count = np.concatenate([cells.count, rest[below], complement])
    matrix = sparse.csr_array(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))),
        shape=(size + len(extra), len(count)),
    )
    valid = np.concatenate([holds, np.ones(len(extra), dtype=bool)])
    is_complement = np.zeros(len(count), dtype=bool)
    is_complement[len(cells) + len(below) :] = True
    return Relations(matrix[valid], count, len(cells), is_complement)


def _number_equations(equations: list[Pairs]) -> Pairs:
    """Number the equations: each part's cell, its equation, each equation's whole."""
    parts = np.concatenate([e[0] for e in equations])
    wholes = np.concatenate([e[1] for e in equations])
    source = np.repeat(np.arange(len(equations)), [len(e[0]) for e in equations])
    kinds = np.concatenate([e[2] for e in equations])
    sizes = [int(source.max(initial=0)) + 1, int(kinds.max(initial=0)) + 1]
    key = mixed_key([wholes, source, kinds], [1, *sizes])
    _, first, equation = np.unique(key, return_index=True, return_inverse=True)
    return parts, equation, wholes[first]


def _complement_pairs(cells: Cells) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give each pair of a numerator and the people whom it is a share of, once."""
    both = (cells.numerator != NONE) & (cells.denominator != NONE)
    both &= cells.numerator != cells.denominator
    pairs = np.column_stack([cells.numerator[both], cells.denominator[both]])
    pairs = np.unique(pairs, axis=0)
    pairs = pairs[cells.count[pairs[:, 1]] >= cells.count[pairs[:, 0]]]
    return pairs[:, 0], pairs[:, 1]
