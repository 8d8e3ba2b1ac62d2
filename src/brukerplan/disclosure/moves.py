"""Moves: changes of hidden numbers that keep every equation.

A linear program over one block of numbers moves as many sensitive ones as possible,
down or up. Rests are no variables of a program: each stands in one equation, so its
limits are the limits of that equation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from brukerplan.disclosure.primary import Problem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Columns = NDArray[np.int64]
Changes = NDArray[np.float32]

FAR = 3
"""Moves of numbers that have figures go no further than this many protection widths:
more is never needed to show that one has room, and it keeps the programs small."""

FEW = 0.02
"""Where no more than this share of a program's numbers gain by moving, it starts from
no move at all: little of it need change then."""

EXACT = 1e-6
GOLDEN = 0.6180339887498949

SPREAD = 50.0
"""How much more the numbers of one problem group in one place may weigh than those of
another. They rise together or not at all, so programs are to take some of them all the
way rather than all of them half the way."""

EVERY_ONE = slice(None)
"""The group of all open numbers."""


@dataclass(frozen=True)
class State:
    """What is hidden so far, and which numbers still lack room.

    Blocks without a column in common may change it at the same time. `lowest` and
    `highest` are how far moves have taken each number; `moves` are these moves, each
    the change of every cell.
    """

    problem: Problem
    across: sparse.csc_array
    hidden: Bools
    open: Bools
    lowest: Floats
    highest: Floats
    moves: list[Changes]

    @classmethod
    def of(cls, problem: Problem, hidden: Bools) -> "State":
        """Begin with what is hidden, and every sensitive number open."""
        return cls(
            problem,
            sparse.csc_array(problem.relations.matrix, dtype="float64"),
            hidden.copy(),
            problem.sensitive.copy(),
            np.zeros(len(hidden)),
            np.zeros(len(hidden)),
            [],
        )

    def new_move(self) -> Changes:
        """Give a move for blocks to write their parts of, at first none."""
        self.moves.append(np.zeros(self.problem.relations.cells, dtype="float32"))
        return self.moves[-1]

    def opened(self) -> int:
        """Count the numbers that lack room."""
        return int(np.count_nonzero(self.open))

    def equations_of(self, column: Columns) -> sparse.csc_array:
        """Give the equations that some columns stand in, and those columns."""
        part = self.across[:, column]
        row, index = np.unique(part.indices, return_inverse=True)
        shape = (len(row), len(column))
        return sparse.csc_array((part.data, index, part.indptr), shape=shape)


class Block:
    """A part of the problem that stands by itself; the other columns stand still."""

    def __init__(self, state: State, column: Columns) -> None:
        problem = state.problem
        self.state, self.column = state, column
        self.width = problem.width
        self.cost = problem.cost[column]
        room = problem.relations.count[column] - problem.lowest[column]
        is_rest = column >= problem.relations.cells
        self.far = np.where(is_rest, np.inf, float(FAR * self.width))
        self.down = np.clip(room, 0, self.far)
        matrix = state.equations_of(column)
        self.cell, self.rest = np.flatnonzero(~is_rest), np.flatnonzero(is_rest)
        self.rest_row = matrix[:, self.rest].indices
        self.core = matrix[:, self.cell]

    def best(
        self,
        sign: float,
        price: float,
        turn: int,
        group: slice = EVERY_ONE,
        spread: float = 1.0,
    ) -> Floats:
        """Give how open numbers move down (-1) or up (1) together as far as they need.

        At a price of more than 0, shown numbers may move too. Each `turn` weighs the
        numbers otherwise, so that others are the first: those of one group of people
        in one place up to `spread` times as much as those of another. Those of the open
        numbers that are not in `group` may move, but gain nothing by it.
        """
        state, column = self.state, self.column
        opened, size = np.zeros(len(column), dtype=bool), len(column)
        opened[np.flatnonzero(state.open[column])[group]] = True
        if not opened.any():
            return np.zeros(size)
        weight = 0.5 + (np.arange(size) * GOLDEN * turn) % 1
        if spread > 1:
            people = (state.problem.people[column] * GOLDEN * turn) % 1
            weight *= spread**people * np.log(spread) / (spread - 1)
        gain = np.where(opened, -sign * weight, 0.0)
        up = self.far.copy()
        if sign > 0:
            need = self.width + state.lowest[column]
            up[opened] = np.maximum(need[opened], 0)
        return self._solve(gain, up, price)

    def take(self, y: Floats, move: Changes) -> None:
        """Note a move that was found, write it to `move`, and hide what it changes."""
        state, column = self.state, self.column
        state.hidden[column[np.abs(y) > EXACT]] = True
        move[column[self.cell]] = y[self.cell]
        state.lowest[column] = np.minimum(state.lowest[column], y)
        state.highest[column] = np.maximum(state.highest[column], y)
        reach = state.highest[column] - state.lowest[column]
        state.open[column[reach >= self.width - EXACT]] = False

    def _solve(self, gain: Floats, up: Floats, price: float) -> Floats:
        """Give the best move; hidden numbers move freely, others at their cost."""
        hidden = self.state.hidden[self.column[self.cell]]
        free = np.flatnonzero(hidden)
        paid = np.flatnonzero(~hidden & (price > 0))
        either = np.concatenate([free, paid])
        cost = price * self.cost[self.cell[paid]]
        slope = self._slope(gain)
        part = self.core[:, either]
        limits = np.zeros((2, self.core.shape[0]))
        limits[:, self.rest_row] = -self.down[self.rest], up[self.rest]
        x = _best(
            np.concatenate([slope[free], cost + slope[paid], cost - slope[paid]]),
            LinearConstraint(
                sparse.hstack([part, -self.core[:, paid]], format="csc"), *limits
            ),
            np.concatenate([-self.down[self.cell[free]], np.zeros(2 * len(paid))]),
            np.concatenate([up[self.cell[either]], self.down[self.cell[paid]]]),
        )
        y = np.zeros(len(self.column))
        y[self.cell[free]] = x[: len(free)]
        y[self.cell[paid]] = x[len(free) : len(either)] - x[len(either) :]
        y[self.rest] = (self.core @ y[self.cell])[self.rest_row]
        return y

    def _slope(self, gain: Floats) -> Floats:
        """Give each cell's gain, with its share in what the rests gain."""
        of_row = np.zeros(self.core.shape[0])
        of_row[self.rest_row] = gain[self.rest]
        return np.asarray(gain[self.cell] + self.core.T @ of_row)


def _best(
    cost: Floats, equations: LinearConstraint, lowest: Floats, highest: Floats
) -> Floats:
    """Give the cheapest move; none at all where the solver finds no way.

    What the solver takes out of a program beforehand, it rarely fails to put back; then
    it is given the program as it stands.
    """
    if not cost.size:
        return cost
    found = None
    if np.count_nonzero(cost < 0) <= FEW * cost.size:
        found = _best_of_few(cost, equations, lowest, highest)
    for presolve in (True, False):
        if found is None:
            found = _solved(cost, equations, lowest, highest, presolve=presolve)
    return np.zeros_like(cost) if found is None else found


def _best_of_few(
    cost: Floats, equations: LinearConstraint, lowest: Floats, highest: Floats
) -> Floats | None:
    """Give the cheapest move, where few numbers gain by moving.

    Down and up are numbers of their own, both at least 0: the solver starts from there,
    and has little left to do. Over the whole nation, it is ten times as fast.
    """
    falling = np.flatnonzero(lowest < 0)
    matrix = sparse.hstack([equations.A, -equations.A[:, falling]], format="csc")
    found = _solved(
        np.concatenate([cost, -cost[falling]]),
        LinearConstraint(matrix, equations.lb, equations.ub),
        np.zeros(len(cost) + len(falling)),
        np.concatenate([highest, -lowest[falling]]),
        presolve=False,
    )
    if found is None:
        return None
    best = found[: len(cost)].copy()
    best[falling] -= found[len(cost) :]
    return best


def _solved(
    cost: Floats,
    equations: LinearConstraint,
    lowest: Floats,
    highest: Floats,
    *,
    presolve: bool,
) -> Floats | None:
    found = milp(
        cost,
        bounds=Bounds(lowest, highest),
        constraints=equations,
        options={"presolve": presolve},
    )
    return None if found.x is None else np.asarray(found.x)
