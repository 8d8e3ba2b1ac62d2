"""Solving: the best move that a program allows, in whole numbers.

A program is solved by the simplex method from no move at all, with few of its limits
at first: most are far off, and the solver goes on from where it is once those that were
broken are added. So each of its steps is over fewer equations.

People are whole, so a move is to be one of whole numbers. Nearly all that a linear
program finds is whole by itself. An integer program makes the rest so, which is a small
one since it changes little but the fractions.
"""

import highspy
import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from brukerplan.disclosure.programs import EXACT, Floats, Places, Program, Smaller

NEAR = 1
"""Limits that a move of so many people may break are there from the start."""

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
    if not len(gains):
        return made.move(gains)
    found = _from_no_move(program, gains)
    if found is None:
        found = _found(program, gains)
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
        found = _found(part, gain[at], whole=True)
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


def _from_no_move(program: Program, gain: Floats) -> Floats | None:
    """Give the move that gains most, or None where the solver does not get there.

    Each number goes down and up as numbers of their own, both at least 0: so the solver
    starts from no move at all, and changes only what gains something or has to follow.
    """
    size = len(gain)
    apart = np.flatnonzero(program.least < 0)
    matrix = sparse.hstack([program.matrix, -program.matrix[:, apart]], format="csr")
    in_use = np.minimum(-program.low, program.high) <= NEAR
    solver = _solver()
    solver.passModel(_model(program, gain, apart, matrix, np.flatnonzero(in_use)))
    while True:
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        x = np.array(solver.getSolution().col_value)
        sums = matrix @ x
        broken = (sums < program.low - EXACT) | (sums > program.high + EXACT)
        added = np.flatnonzero(broken & ~in_use)
        if not len(added):
            break
        in_use[added] = True
        part = matrix[added]
        solver.addRows(
            len(added),
            program.low[added],
            program.high[added],
            part.nnz,
            part.indptr[:-1],
            part.indices,
            part.data,
        )
    x[apart] -= x[size:]
    return x[:size]


def _solver() -> highspy.Highs:
    """Give a solver that says nothing, takes nothing out beforehand, and works alone."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("threads", 1)
    return solver


def _model(
    program: Program,
    gain: Floats,
    apart: Places,
    matrix: sparse.csr_array,
    row: Places,
) -> highspy.HighsLp:
    """Give a program in the solver's form, with the limits at `row`.

    After the columns of all numbers come those in which the ones at `apart` go down.
    """
    down, part = np.zeros(len(apart)), matrix[row]
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = part.shape
    up_cost, down_cost = program.price - gain, (program.price + gain)[apart]
    model.col_cost_ = np.concatenate([up_cost, down_cost])
    model.col_lower_ = np.concatenate([np.maximum(program.least, 0), down])
    model.col_upper_ = np.concatenate([program.most, -program.least[apart]])
    model.row_lower_, model.row_upper_ = program.low[row], program.high[row]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = part.indptr
    model.a_matrix_.index_ = part.indices
    model.a_matrix_.value_ = part.data
    return model


def _found(program: Program, gain: Floats, *, whole: bool = False) -> Floats | None:
    """Give the move that gains most, or None where the solver finds none.

    Numbers whose move has a price go down and up as numbers of their own.
    """
    size = len(gain)
    apart = np.flatnonzero((program.least < 0) & (program.price > 0))
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
        options={"node_limit": NODES, "mip_rel_gap": CHEAP} if whole else {},
    )
    if found.x is None:
        return None
    x = np.array(found.x[:size])
    x[apart] -= found.x[size:]
    return x
