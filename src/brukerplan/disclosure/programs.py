"""Programs: what is asked of a move, and the same in fewer numbers and equations.

Much of what stands in equations says little. Where nobody's answer is missing, those
asked and those who answered are equal; where two parts of a sum that is shown are
hidden, one rises as the other falls. Such numbers are one. Limits that others keep
anyway, and those said several times, are left out. What is left says the same of fewer
numbers, so a program takes half the time or less.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from brukerplan.disclosure.cells import NONE

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

EXACT = 1e-6


@dataclass(frozen=True)
class Program:
    """A move x is to keep `low <= matrix @ x <= high` and `least <= x <= most`.

    `price` is what it costs to move a number by one, up or down. All limits are whole
    numbers, those of single numbers finite, and no move at all is within them.
    """

    price: Floats
    matrix: sparse.csr_array
    low: Floats
    high: Floats
    least: Floats
    most: Floats

    def rows(self, kept: NDArray[np.bool_]) -> "Program":
        """Give the same with some of the equations only."""
        return replace(
            self,
            matrix=sparse.csr_array(self.matrix[np.flatnonzero(kept)]),
            low=self.low[kept],
            high=self.high[kept],
        )


class Smaller(NamedTuple):
    """A smaller program that says the same as another.

    Each number of the other moves as that at `of` does, times `sign`; where `of` is
    `NONE`, it stands still.
    """

    program: Program
    of: Places
    sign: Floats

    def gains(self, gain: Floats) -> Floats:
        """Give what is gained by moving each number of the smaller program up by one."""
        there = self.of != NONE
        size = len(self.program.price)
        gains = np.bincount(self.of[there], (self.sign * gain)[there], size)
        return gains.astype("float64")

    def move(self, x: Floats) -> Floats:
        """Give the move of all numbers of the other program."""
        return np.where(self.of == NONE, 0.0, self.sign * np.append(x, 0.0)[self.of])


def as_it_is(program: Program) -> Smaller:
    """Give the same program, no smaller."""
    size = len(program.price)
    return Smaller(program, np.arange(size), np.ones(size))


def smaller(program: Program) -> Smaller:
    """Give a program with fewer numbers and equations that says the same."""
    made = as_it_is(program)
    while True:
        before = made.program.matrix.shape
        step = _joined(_limited(made.program))
        made = Smaller(
            step.program,
            np.where(made.of == NONE, NONE, np.append(step.of, NONE)[made.of]),
            made.sign * np.append(step.sign, 1.0)[made.of],
        )
        if step.program.matrix.shape == before:
            return made._replace(program=_needed(step.program))


def _limited(program: Program) -> Program:
    """Say of numbers alone in an equation how far they go, instead of the equation."""
    matrix = program.matrix
    entries = np.diff(matrix.indptr)
    one = np.flatnonzero(entries == 1)
    column, times = (part[matrix.indptr[one]] for part in (matrix.indices, matrix.data))
    ends = np.sort([program.low[one] / times, program.high[one] / times], axis=0)
    least, most = program.least.copy(), program.most.copy()
    np.maximum.at(least, column, np.ceil(ends[0] - EXACT))
    np.minimum.at(most, column, np.floor(ends[1] + EXACT))
    return replace(program, least=least, most=most).rows(entries > 1)


def _joined(program: Program) -> Smaller:
    """Make one number of those that are equal or opposite, and leave out the still.

    Each number is linked as itself and as its opposite; one that is linked with its own
    opposite stands still.
    """
    size = len(program.price)
    pair, first, second, equal = _pairs(program)
    start = np.concatenate([first, first + size])
    end = np.where(equal, second, second + size)
    ends = np.concatenate([end, (end + size) % (2 * size)])
    links = sparse.coo_array(
        (np.ones(len(start), dtype="int8"), (start, ends)), shape=(2 * size, 2 * size)
    )
    _, label = connected_components(links, directed=False)
    itself, opposite = label[:size], label[size:]
    sign = np.sign(opposite - itself).astype("float64")
    _, group = np.unique(np.minimum(itself, opposite), return_inverse=True)
    low, high = np.sort([sign * x for x in (program.least, program.most)], axis=0)
    least = _grouped(np.maximum, low, group)
    most = _grouped(np.minimum, high, group)
    moving = (least < 0) | (most > 0)
    of = np.where(moving, np.cumsum(moving) - 1, NONE)[group]
    number = np.flatnonzero(of != NONE)
    onto = sparse.csr_array(
        (sign[number], (number, of[number])), shape=(size, int(moving.sum()))
    )
    kept = np.ones(len(program.low), dtype=bool)
    kept[pair] = False
    rest = program.rows(kept)
    matrix = sparse.csr_array(rest.matrix @ onto)
    matrix.eliminate_zeros()
    joined = Program(
        np.bincount(group, program.price)[moving].astype("float64"),
        matrix,
        rest.low,
        rest.high,
        least[moving],
        most[moving],
    )
    return Smaller(joined, of, sign)


def _pairs(program: Program) -> tuple[Places, Places, Places, NDArray[np.bool_]]:
    """Give the equations that make two numbers equal or opposite, these, and which."""
    matrix = program.matrix
    two = np.diff(matrix.indptr) == 2
    two &= (program.low == 0) & (program.high == 0)
    row = np.flatnonzero(two)
    at = matrix.indptr[row]
    alike = np.abs(matrix.data[at]) == np.abs(matrix.data[at + 1])
    row, at = row[alike], at[alike]
    first, second = (matrix.indices[at + i].astype("int64") for i in (0, 1))
    return row, first, second, matrix.data[at] != matrix.data[at + 1]


def _grouped(extreme: np.ufunc, numbers: Floats, group: Places) -> Floats:
    """Give the extreme number of each group."""
    # What any number is more extreme than: for the largest of each, less than all.
    start = -extreme(-np.inf, np.inf)
    found = np.full(int(group.max(initial=NONE)) + 1, start)
    extreme.at(found, group, numbers)
    return found


def _needed(program: Program) -> Program:
    """Leave out limits that no move within all others' can break, and repeated ones.

    Left sides are told apart by a sum of whole numbers of 64 bits drawn for the
    numbers, a fixed draw, and are then compared in full.
    """
    rises, falls = (program.matrix.copy() for _ in range(2))
    rises.data, falls.data = np.maximum(rises.data, 0), np.minimum(falls.data, 0)
    lowest = rises @ program.least + falls @ program.most
    highest = rises @ program.most + falls @ program.least
    left = program.rows((lowest < program.low) | (highest > program.high))
    matrix = left.matrix
    matrix.sort_indices()
    sign = np.sign(matrix.data[matrix.indptr[:-1]])
    matrix = sparse.csr_array(sparse.diags_array(sign) @ matrix)
    low, high = np.sort([sign * left.low, sign * left.high], axis=0)
    draw = np.random.default_rng(0).integers(-(2**62), 2**62, matrix.shape[1])
    key = matrix.astype("int64") @ draw
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    if (matrix - matrix[first[group]]).count_nonzero():
        return left
    return replace(
        left,
        matrix=sparse.csr_array(matrix[first]),
        low=_grouped(np.maximum, low, group),
        high=_grouped(np.minimum, high, group),
    )
