"""The ways in which cells add up: what an attacker may subtract from what.

Each relation is an equation `whole = part + part + … + rest`. The rest is there where
the parts in the table do not make up the whole (sex not known, a yes/no question of
which only `yes` is given): it is a number of people that nobody publishes. So a mere
inequality, such as "a colour is part of those rated", is an equation too.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from brukerplan.definitions.indicator_model import SUM
from brukerplan.disclosure.cells import NONE, Cells, Codes, mixed_key
from brukerplan.disclosure.sums import LEAST, REGIONS, Parts, parts_of

UNKNOWN = ("unknown", "unspecified")
"""What stands for the group, sex or age of those of whom it is not known."""


@dataclass(frozen=True)
class Relations:
    """Equations over cells and rests: `matrix @ count == 0`.

    `matrix` has a row per equation and a column per cell, then one per rest; +1 marks
    the whole, -1 its parts (other numbers those that count several times, or against
    the others). `count` is the number in each column; `is_complement`
    marks the rests that are what a row's numerator leaves of its denominator;
    `largest_part` is the most that one part region has of each cell.
    """

    matrix: sparse.csr_array
    count: Codes
    cells: int
    is_complement: NDArray[np.bool_]
    largest_part: Codes

    def __repr__(self) -> str:
        """Give the size only, so that a log or a test failure shows no count."""
        return f"Relations({self.matrix.shape[0]} equations)"


def relations_of(cells: Cells, regions: pd.DataFrame, sets: pd.DataFrame) -> Relations:
    """Give every equation that holds between the cells (and their rests).

    `regions` is as in `IndicatorTable`, `sets` as `definitions.set_relations` gives.
    """
    part, times, equation, whole, sort = _numbered(parts_of(cells, regions, sets))
    counted = times * cells.count[part]
    sums = np.bincount(equation, weights=counted, minlength=len(whole))
    rest = cells.count[whole] - sums.astype("int64")
    told = _tells_who_lacks(cells, part, equation, whole)
    below = np.flatnonzero((rest >= 0) & _has_rest(cells, whole, sort, rest, told))
    numerator, denominator, complement = _without_known(
        *_shares(cells), part, equation, whole, below
    )
    size, extra = len(whole), len(numerator)
    rests = len(cells) + np.arange(len(below) + extra)
    shares = size + np.arange(extra)
    entries: list[tuple[Codes, Codes, Codes | int]] = [
        (np.arange(size), whole, 1),
        (equation, part, -times),
        (below, rests[: len(below)], -1),
        (shares, denominator, 1),
        (shares, numerator, -1),
        (shares, rests[len(below) :], -1),
    ]
    left = cells.count[denominator] - cells.count[numerator]
    holds = np.concatenate([rest >= 0, left >= 0])
    count = np.concatenate([cells.count, rest[below], left])
    is_complement = np.arange(len(count)) >= len(cells) + len(below)
    is_complement[len(cells) + complement] = True
    matrix = _matrix(entries, (size + extra, len(count)))[np.flatnonzero(holds)]
    largest = np.zeros(len(cells), dtype="int64")
    regional = sort[equation] == REGIONS
    np.maximum.at(largest, whole[equation[regional]], cells.count[part[regional]])
    return Relations(matrix, count, len(cells), is_complement, largest)


def _matrix(
    entries: list[tuple[Codes, Codes, Codes | int]], shape: tuple[int, int]
) -> sparse.csr_array:
    """Give the matrix with the numbers at each row and column of the entries."""
    row = np.concatenate([entry[0] for entry in entries])
    column = np.concatenate([entry[1] for entry in entries])
    number = np.concatenate([np.full(len(entry[0]), entry[2]) for entry in entries])
    return sparse.csr_array((number, (row, column)), shape=shape)


def _tells_who_lacks(
    cells: Cells, part: Codes, equation: Codes, whole: Codes
) -> NDArray[np.bool_]:
    """Say which sums have a part for those of whom it is not known which part."""
    of = whole[equation]
    told = np.zeros(len(part), dtype=bool)
    for name in ("problem_group", "sex", "age_band"):
        unknown = np.asarray(cells.levels[name].isin(UNKNOWN))[cells.codes[name]]
        told |= unknown[part] & ~unknown[of]
    return np.bincount(equation[told], minlength=len(whole)) > 0


def _has_rest(
    cells: Cells, whole: Codes, sort: Codes, rest: Codes, told: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say which equations have a rest, be it nought.

    Where the parts of one such sum fall short, nobody knows that those of another do
    not, unless it is `told` of how many the part is not known. Only for regions is it
    known which took part, so there each sum is by itself.
    What a whole is only known to be no less than leaves a rest everywhere.
    """
    atoms = len(cells.levels["atom"])
    key = (np.maximum(sort, 0) * atoms + cells.codes["atom"][whole]) * 2 + told
    short = np.zeros(int(key.max(initial=-1)) + 1, dtype=bool)
    short[key[rest > 0]] = True
    return np.where(sort == REGIONS, rest > 0, short[key] | (sort < 0))


def _numbered(sums: list[Parts]) -> tuple[Codes, Codes, Codes, Codes, Codes]:
    """Number the equations: each part's cell, how many times it counts, and equation;
    each equation's whole and sort.

    The sort is the source of the sum and its number within the source, or below 0 where
    the sum is only known not to exceed the whole. Equations with
    the same whole and the same parts are one: two sources (the table's own structure,
    the definitions) may name the same sum.
    """
    columns = zip(*sums, strict=True)
    parts, wholes, kinds, times = (np.concatenate(column) for column in columns)
    source = np.repeat(np.arange(len(sums)), [len(s.part) for s in sums])
    sizes = [1, len(sums), int(kinds.max(initial=0)) + 1]
    key = mixed_key([wholes, source, kinds], sizes)
    _, first, equation = np.unique(key, return_index=True, return_inverse=True)
    sort = np.where(source == REGIONS, REGIONS, source * sizes[2] + kinds)
    sort[source == len(sums) + LEAST] = LEAST
    return _without_repeats(parts, times, equation, wholes[first], sort[first])


def _without_repeats(
    part: Codes, times: Codes, equation: Codes, whole: Codes, sort: Codes
) -> tuple[Codes, Codes, Codes, Codes, Codes]:
    """Keep the first of the equations that have the same whole and parts."""
    mixed = (part.astype("uint64") + 1) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mark = np.zeros(len(whole), dtype="uint64")
    np.add.at(mark, equation, mixed * times.astype("uint64"))
    same = pd.DataFrame({"whole": whole, "mark": mark}).duplicated().to_numpy()
    number = np.cumsum(~same) - 1
    kept = ~same[equation]
    return part[kept], times[kept], number[equation[kept]], whole[~same], sort[~same]


def _without_known(
    numerator: Codes,
    denominator: Codes,
    part: Codes,
    equation: Codes,
    whole: Codes,
    below: Codes,
) -> tuple[Codes, Codes, Codes]:
    """Take out the shares that sums of one part say already.

    `below` are the sums with a rest. Gives the shares left, and the positions in
    `below` of the sums whose rest is what a numerator leaves of its denominator.
    """
    single = np.bincount(equation, minlength=len(whole)) == 1
    only = np.full(len(whole), NONE)
    only[equation] = part
    alone = np.flatnonzero(single[below])
    size = int(whole.max(initial=0)) + int(denominator.max(initial=0)) + 1
    said = only[below[alone]] * size + whole[below[alone]]
    share = numerator * size + denominator
    left = ~np.isin(share, said)
    return numerator[left], denominator[left], alone[np.isin(said, share)]


def _shares(cells: Cells) -> tuple[Codes, Codes]:
    """Give each pair of a numerator and the people whom it is a share of, once.

    A sum over people (the numerator of a mean) is no share of them.
    """
    both = (cells.numerator != NONE) & (cells.denominator != NONE)
    both &= cells.numerator != cells.denominator
    is_sum = np.array([atom.endswith(f":{SUM}") for atom in cells.levels["atom"]])
    both[both] &= ~is_sum[cells.codes["atom"][cells.numerator[both]]]
    pairs = np.column_stack([cells.numerator[both], cells.denominator[both]])
    pairs = np.unique(pairs, axis=0)
    return pairs[:, 0], pairs[:, 1]
