"""Moves: changes of hidden numbers that keep every equation.

A linear program over one block of numbers moves as many sensitive ones as possible,
down or up. Rests are no variables of a program: each stands in one equation, so its
limits are the limits of that equation.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from brukerplan.disclosure.primary import Problem
from brukerplan.disclosure.programs import (
    EXACT,
    Floats,
    Program,
    Smaller,
    as_it_is,
    smaller,
)
from brukerplan.disclosure.solving import best_move

Bools = NDArray[np.bool_]
Columns = NDArray[np.int64]
Changes = NDArray[np.float32]

FAR = 3
"""Moves of numbers that have figures go no further than this many protection widths:
more is never needed to show that one has room, and it keeps the programs small."""

WORTH = 1000
"""Of so few columns, a program is solved sooner than it is made smaller."""

GOLDEN = 0.6180339887498949

SPREAD = 50.0
"""How much more the numbers of one problem group in one place may weigh than those of
another. They rise together or not at all, so programs are to take some of them all the
way rather than all of them half the way."""


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

    def opened(self) -> Columns:
        """Give where the block has numbers that lack room."""
        return np.flatnonzero(self.state.open[self.column])

    def ready(self, sign: float, price: float) -> "Ready":
        """Give the block as open numbers are to move in it, down (-1) or up (1).

        Up, they go as far as they need. Hidden numbers move freely; at a `price` of more
        than 0, shown ones may move too, at their cost.
        """
        state, column = self.state, self.column
        up = self.far.copy()
        if sign > 0:
            opened = self.opened()
            need = np.maximum(self.width + state.lowest[column[opened]], 0)
            up[opened] = np.ceil(need - EXACT)
        hidden = state.hidden[column[self.cell]]
        moving = np.flatnonzero(hidden | (price > 0))
        cost = np.where(hidden, 0.0, price * self.cost[self.cell])
        low, high = np.zeros((2, self.core.shape[0]))
        low[self.rest_row], high[self.rest_row] = -self.down[self.rest], up[self.rest]
        program = Program(
            cost[moving],
            sparse.csr_array(self.core[:, moving]),
            low,
            high,
            -self.down[self.cell[moving]],
            up[self.cell[moving]],
        )
        made = smaller if len(column) > WORTH else as_it_is
        return Ready(self, sign, moving, made(program))

    def take(self, y: Floats, move: Changes) -> None:
        """Note a move that was found, write it to `move`, and hide what it changes."""
        state, column = self.state, self.column
        state.hidden[column[np.abs(y) > EXACT]] = True
        move[column[self.cell]] = y[self.cell]
        state.lowest[column] = np.minimum(state.lowest[column], y)
        state.highest[column] = np.maximum(state.highest[column], y)
        reach = state.highest[column] - state.lowest[column]
        state.open[column[reach >= self.width - EXACT]] = False

    def gain_of_cells(self, gain: Floats) -> Floats:
        """Give each cell's gain, with its share in what the rests gain."""
        of_row = np.zeros(self.core.shape[0])
        of_row[self.rest_row] = gain[self.rest]
        return np.asarray(gain[self.cell] + self.core.T @ of_row)


class Ready(NamedTuple):
    """A block of which is known how far each number goes: what is `moving`, and how."""

    block: Block
    sign: float
    moving: Columns
    made: Smaller

    def best(
        self, turn: int, part: int = 0, parts: int = 1, spread: float = 1.0
    ) -> Floats:
        """Give how open numbers move together as far as they need.

        Each `turn` weighs the numbers otherwise, so that others are the first: those of
        one group of people in one place up to `spread` times as much as those of
        another. Where the open numbers are divided into several `parts`, those of
        other parts may move too, but gain nothing by it.
        """
        block = self.block
        opened, size = block.opened(), len(block.column)
        people = block.state.problem.people[block.column]
        together = opened[np.argsort(people[opened], kind="stable")]
        opened = np.array_split(together, parts)[part]
        if not len(opened):
            return np.zeros(size)
        weight = 0.5 + (np.arange(size) * GOLDEN * turn) % 1
        if spread > 1:
            share = (people * GOLDEN * turn) % 1
            weight *= spread**share * np.log(spread) / (spread - 1)
        gain = np.zeros(size)
        gain[opened] = self.sign * weight[opened]
        y = np.zeros(size)
        gains = block.gain_of_cells(gain)[self.moving]
        y[block.cell[self.moving]] = best_move(self.made, gains)
        y[block.rest] = (block.core @ y[block.cell])[block.rest_row]
        return y
