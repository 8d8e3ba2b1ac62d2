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

FAR = 3
"""Moves go no further than this many protection widths: more is never needed to show
that a number has room, and it keeps the programs small."""

ENOUGH_PROGRESS = 0.1
"""The share of the open numbers that a move must settle to be worth repeating."""

LAST = 1e-6
"""The price where nothing helps but hiding what is used most: there any progress is
enough, since there is nothing else to try."""

EXACT = 1e-6
GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class State:
    """What is hidden so far, which numbers still lack room, and where moves start.

    Blocks without a column in common may change it at the same time. Moves of one
    theme (housing, plans) start at `base`, a move found for all themes together: else
    the numbers of a place with few people could go no higher than its true number of
    people. `lowest` and `highest` are how far moves have taken each number.
    """

    problem: Problem
    across: sparse.csc_array
    hidden: Bools
    open: Bools
    base: Floats
    lowest: Floats
    highest: Floats

    @classmethod
    def of(cls, problem: Problem, hidden: Bools) -> "State":
        """Begin with what is hidden, and every sensitive number open."""
        none = np.zeros(len(hidden))
        return cls(
            problem,
            sparse.csc_array(problem.relations.matrix, dtype="float64"),
            hidden.copy(),
            problem.sensitive.copy(),
            none,
            none.copy(),
            none.copy(),
        )

    def equations_of(self, column: Columns) -> sparse.csc_array:
        """Give the equations that some columns stand in, and those columns."""
        part = self.across[:, column]
        row, index = np.unique(part.indices, return_inverse=True)
        shape = (len(row), len(column))
        return sparse.csc_array((part.data, index, part.indptr), shape=shape)


def worth_repeating(before: int, after: int, price: float) -> bool:
    """Say whether a move that left `after` of `before` numbers open settled enough."""
    needed = 1.0 if price == LAST else max(ENOUGH_PROGRESS * before, 1)
    return after > 0 and before - after >= needed


class Block:
    """A part of the problem that stands by itself; the other columns stand still."""

    def __init__(self, state: State, column: Columns) -> None:
        problem = state.problem
        self.state, self.column = state, column
        self.width = problem.width
        self.cost = problem.cost[column]
        self.base = state.base[column]
        room = problem.relations.count[column] - problem.lowest[column]
        self.down = np.clip(room, 0, FAR * self.width) + self.base
        self.turn = 0
        matrix = state.equations_of(column)
        is_rest = column >= problem.relations.cells
        self.cell, self.rest = np.flatnonzero(~is_rest), np.flatnonzero(is_rest)
        self.rest_row = matrix[:, self.rest].indices
        self.core = matrix[:, self.cell]

    def repeat(self, price: float) -> None:
        """Move the open numbers until that settles too few of them."""
        if self.opened():
            self.move(-1.0, 0.0)
        before, again = self.opened(), self.opened() > 0
        while again:
            self.move(1.0, price)
            again = worth_repeating(before, self.opened(), price)
            before = self.opened()

    def opened(self) -> int:
        """Count the numbers that lack room."""
        return int(np.count_nonzero(self.state.open[self.column]))

    def move(self, sign: float, price: float) -> Floats:
        """Move the open numbers down (-1) or up (1) together as far as they need.

        At a price of more than 0, shown numbers may move too, and are then hidden.
        """
        self.turn += 1
        state, column = self.state, self.column
        opened, size = state.open[column], len(column)
        weight = 0.5 + (np.arange(size) * GOLDEN * self.turn) % 1
        gain = np.where(opened, -sign * weight, 0.0)
        up = FAR * self.width - self.base
        if sign > 0:
            need = self.width + state.lowest[column] - self.base
            up[opened] = np.maximum(need[opened], 0)
        y = self._solve(gain, up, price)
        state.hidden[column[np.abs(y) > EXACT]] = True
        y += self.base
        state.lowest[column] = np.minimum(state.lowest[column], y)
        state.highest[column] = np.maximum(state.highest[column], y)
        reach = state.highest[column] - state.lowest[column]
        state.open[column[reach >= self.width - EXACT]] = False
        return y

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
    bounds = Bounds(lowest, highest)
    for presolve in (True, False):
        options = {"presolve": presolve}
        found = milp(cost, bounds=bounds, constraints=equations, options=options)
        if found.x is not None:
            return np.asarray(found.x)
    return np.zeros_like(cost)
