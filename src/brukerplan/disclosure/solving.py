"""Solving: the best move that a program allows, in whole numbers.

People are whole, so a move is to be one of whole numbers. Nearly all that a linear
program finds is whole by itself. An integer program makes the rest so, which is a small
one since it changes little but the fractions.
"""

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from brukerplan.disclosure.programs import EXACT, Floats, Places, Program, Smaller

BESIDE = (0, 3, 6, np.inf, np.inf)
"""To make fractions whole, numbers may move as well that stand in sums of no more than
so many with them: in short ones at first, so that few do."""

NODES = 200
"""So many nodes an integer program may visit."""

CHEAP = 0.5
"""It may end this share of the least cost above it: the fractions are few, and what they
gain is little beside the rest."""


def best_move(made: Smaller, gain: Floats) -> Floats:
    """Give the move that gains most, or one in whole numbers that is near it.

    `gain` is what is gained by moving each number up by one, less what that costs. It
    is no move at all where the solver finds no way.
    """
    program, gains = made.program, made.gains(gain)
    found = _found(program, gains, presolve=False)
    if found is None:
        found = _found(program, gains, presolve=True)
    if found is None:
        return np.zeros_like(gain)
    return made.move(_whole(program, gains, found))


def _whole(program: Program, gain: Floats, x: Floats) -> Floats:
    """Give the move `x` in whole numbers.

    The fractions change while all else stays as it is; where that cannot be, what
    stands in a sum with them may change too, and then what stands beside that. The move
    keeps its fractions where none of this helps.
    """
    free = np.abs(x - np.round(x)) > EXACT
    if not free.any():
        return np.round(x)
    sums = abs(program.rows(program.low == program.high).matrix)
    for entries in BESIDE:
        some = sums[np.flatnonzero(np.diff(sums.indptr) <= entries)]
        free = free | (some.T @ (some @ free.astype("float64")) > 0)
        at, rounded = np.flatnonzero(free), np.where(free, 0.0, np.round(x))
        part = _among(program, at, rounded)
        found = _found(part, gain[at], presolve=True, whole=True)
        if found is not None:
            rounded[at] = np.round(found)
            return rounded
    return x


def _among(program: Program, at: Places, others: Floats) -> Program:
    """Give what is asked of the numbers `at` while the others are as they are.

    Here no move at all need not be within the limits.
    """
    part = sparse.csc_array(program.matrix)[:, at]
    row, index = np.unique(part.indices, return_inverse=True)
    matrix = sparse.csc_array((part.data, index, part.indptr), (len(row), len(at)))
    there = (program.matrix @ others)[row]
    return Program(
        program.price[at],
        sparse.csr_array(matrix),
        program.low[row] - there,
        program.high[row] - there,
        program.least[at],
        program.most[at],
    )


def _found(
    program: Program, gain: Floats, *, presolve: bool, whole: bool = False
) -> Floats | None:
    """Give the move that gains most, or None where the solver finds none.

    Numbers whose move has a price go down and up as numbers of their own, both at least
    0. If nothing is taken out beforehand, all do: the solver starts from no move at
    all, and changes only what gains something or has to follow.
    """
    size = len(gain)
    if not size:
        return gain
    apart = np.flatnonzero((program.least < 0) & ((program.price > 0) | (not presolve)))
    least, most = program.least.copy(), program.most
    least[apart] = 0
    limits = []
    if len(program.low):
        both = [program.matrix, -program.matrix[:, apart]]
        matrix = sparse.hstack(both, format="csc")
        limits = [LinearConstraint(matrix, program.low, program.high)]
    up, down = program.price - gain, program.price + gain
    found = milp(
        np.concatenate([up, down[apart]]),
        integrality=np.full(size + len(apart), int(whole)),
        bounds=Bounds(
            np.concatenate([least, np.zeros(len(apart))]),
            np.concatenate([most, -program.least[apart]]),
        ),
        constraints=limits,
        options={
            "presolve": presolve,
            **({"node_limit": NODES, "mip_rel_gap": CHEAP} if whole else {}),
        },
    )
    if found.x is None:
        return None
    x = np.array(found.x[:size])
    x[apart] -= found.x[size:]
    return x
