"""Equations without what they say twice, so that programs over them are small.

Half of what follows from published files is said several times: the same people are
counted in several tables, and that a part is at most its whole follows from what the
whole is made up of. What is left out here changes no set of possible numbers.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

ROUNDING = 1e-9


class Equations(NamedTuple):
    """`low <= matrix @ x <= high`, a row for each equation."""

    matrix: sparse.csr_array
    low: Floats
    high: Floats

    def at(self, rows: NDArray[np.generic]) -> "Equations":
        """Give some of the equations."""
        return Equations(
            sparse.csr_array(self.matrix[rows]), self.low[rows], self.high[rows]
        )


def reduced(equations: Equations) -> tuple[Equations, Floats, Floats]:
    """Give what `equations` over whole numbers of at least 0 say, in fewer of them.

    Those with one unknown are told as the least and the most that it may be, which are
    given too. Empty ones are left only where they contradict.
    """
    once = _once(equations)
    entries = np.diff(once.matrix.indptr)
    least, most = _limits(once.at(np.flatnonzero(entries == 1)))
    contradictory = (entries == 0) & ((once.low > 0) | (once.high < 0))
    several = np.flatnonzero(entries > 1)
    needed = several[~_implied(once.at(several))]
    rows = np.concatenate([np.flatnonzero(contradictory), needed])
    return once.at(rows), least, most


def _once(equations: Equations) -> Equations:
    """Merge equations with the same left side, or with all its signs turned round.

    Left sides are told apart by a sum of whole numbers of 64 bits drawn for the
    unknowns, a fixed draw, and are then compared in full.
    """
    matrix, low, high = equations
    matrix.sort_indices()
    entries = np.diff(matrix.indptr)
    turn = np.ones(len(low))
    turn[entries > 0] = np.sign(matrix.data[matrix.indptr[:-1][entries > 0]])
    matrix = sparse.csr_array(sparse.diags_array(turn) @ matrix)
    low, high = np.where(turn > 0, low, -high), np.where(turn > 0, high, -low)
    draw = np.random.default_rng(0).integers(-(2**62), 2**62, matrix.shape[1])
    key = matrix.astype("int64") @ draw
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    if (matrix - matrix[first[group]]).count_nonzero():
        return Equations(matrix, low, high)
    lowest, highest = np.full(len(first), -np.inf), np.full(len(first), np.inf)
    np.maximum.at(lowest, group, low)
    np.minimum.at(highest, group, high)
    return Equations(sparse.csr_array(matrix[first]), lowest, highest)


def _limits(single: Equations) -> tuple[Floats, Floats]:
    """Give the least and the most that equations with one unknown each allow it."""
    matrix, low, high = single
    size = matrix.shape[1]
    least, most = np.zeros(size), np.full(size, np.inf)
    one, times = matrix.indices, matrix.data
    with np.errstate(invalid="ignore"):
        ends = np.sort([low / times, high / times], axis=0)
    np.maximum.at(least, one, np.ceil(ends[0] - ROUNDING))
    np.minimum.at(most, one, np.floor(ends[1] + ROUNDING))
    return least, most


def _implied(equations: Equations) -> NDArray[np.bool_]:
    """Say which equations only say that a part is at most a whole made up of it."""
    matrix, low, high = equations
    size = matrix.shape[1]
    two = np.flatnonzero((np.diff(matrix.indptr) == 2) & (low != high))
    pairs = equations.at(two)
    unknown, sign = (
        pairs.matrix.indices.reshape(-1, 2),
        pairs.matrix.data.reshape(-1, 2),
    )
    upward = np.isfinite(pairs.low)
    first_whole = (sign[:, 0] > 0) == upward
    whole = np.where(first_whole, unknown[:, 0], unknown[:, 1])
    part = np.where(first_whole, unknown[:, 1], unknown[:, 0])
    least = np.where(upward, pairs.low, -pairs.high)
    simple = (sign.sum(axis=1) == 0) & (
        np.isfinite(pairs.low) != np.isfinite(pairs.high)
    )
    said = np.isin(whole * size + part, _parts_of_wholes(equations))
    implied = np.zeros(len(low), dtype=bool)
    implied[two[simple & (least <= 0) & said]] = True
    return implied


def _parts_of_wholes(equations: Equations) -> Rows:
    """Give, for sums of one whole and its parts, each pair as a number.

    The whole is the only one with its sign; the rest of it must be at least 0.
    """
    matrix, low, high = equations
    size = matrix.shape[1]
    row = np.repeat(np.arange(len(low)), np.diff(matrix.indptr))
    found = []
    for turn in (1.0, -1.0):
        ours = matrix.data * turn > 0
        one = np.bincount(row[ours], minlength=len(low)) == 1
        times = np.bincount(row[ours], matrix.data[ours], minlength=len(low))
        sums = one & (times == turn) & (low == high) & (turn * low >= 0)
        whole = np.zeros(len(low), dtype="int64")
        whole[row[ours]] = matrix.indices[ours]
        part = ~ours & sums[row] & (np.abs(matrix.data) >= 1)
        found.append(whole[row[part]] * size + matrix.indices[part])
    return np.unique(np.concatenate(found))
