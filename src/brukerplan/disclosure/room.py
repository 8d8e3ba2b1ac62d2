"""The second step: every sensitive number has room in all equations at once.

What may be true for all that an attacker can see is a polytope: the hidden numbers
that fit every equation. A *move* leads from the true numbers to other numbers that fit
as well. A sensitive number is protected when moves take it so far down and so far up
that the distance is at least the protection width.

Looking for each number's own moves would take two linear programs for each. Instead
each program moves as many numbers at once as it can, and only those that did not get
far enough are in the next. When that no longer helps, shown numbers may move too, at
their cost: those that do must be hidden. Hiding more never takes room away, so a number
that has room once keeps it.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from brukerplan.disclosure.primary import Problem
from brukerplan.errors import DisclosureError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FAR = 3
"""Moves go no further than this many protection widths: more is never needed to show
that a number has room, and it keeps the programs small."""

SMALL_BLOCK = 3000
"""Parts of the problem are joined until they have this many columns, since each
program has a fixed price."""

ENOUGH_PROGRESS = 0.1
"""The share of the open numbers that a program must settle to be worth repeating."""

PRICE = 1e-3
"""What moving a shown number by one costs, for each row that is lost by hiding it, in
steps of a sensitive number. Low, since protection comes first."""

LAST = 1e-6
"""The same where nothing helps but hiding what is used most."""

EXACT = 1e-6
GOLDEN = 0.6180339887498949


def make_room(problem: Problem, hidden: Bools) -> Bools:
    """Give the hidden columns after every sensitive one has room.

    Raises:
        DisclosureError: some number cannot be protected by hiding others.
    """
    search = _Search(problem, hidden)
    possible, local = np.isfinite(problem.cost), problem.local
    nothing, everything = np.zeros_like(possible), np.ones_like(possible)
    detail = possible & ~problem.headline
    search.among(nothing, local, by_theme=False, price=0.0)
    for moving in (local, everything):
        search.among(detail, moving, by_theme=True, price=PRICE)
    for may_open, price in ((detail, PRICE), (possible, PRICE), (possible, LAST)):
        search.from_bases(may_open, local, price)
    search.among(possible, everything, by_theme=True, price=LAST)
    search.from_bases(possible, everything, LAST)
    if search.open.any():
        raise DisclosureError(
            f"{int(search.open.sum())} small numbers cannot be protected",
            hint="publish fewer tables, or a higher --smallest-count",
            slug="disclosure-unprotectable",
        )
    return search.hidden


def enough(before: int, price: float) -> float:
    """Give how many of the open numbers a move must settle to be worth another.

    At the last price any is enough: there is nothing else to try.
    """
    return 1 if price == LAST else max(ENOUGH_PROGRESS * before, 1)


class _Search:
    """What is hidden so far, which numbers still lack room, and where moves start.

    Moves of one theme (housing, plans) start at `base`, a move found for all themes
    together: else the numbers of a place with few people could go no higher than its
    true number of people.
    """

    def __init__(self, problem: Problem, hidden: Bools) -> None:
        self.problem = problem
        self.hidden = hidden.copy()
        self.open = problem.sensitive.copy()
        self.base = np.zeros(len(hidden))
        self.lowest = np.zeros(len(hidden))
        self.highest = np.zeros(len(hidden))

    def among(
        self, may_open: Bools, moving: Bools, *, by_theme: bool, price: float
    ) -> None:
        """Move open numbers, hiding what `may_open` allows, while that settles some.

        Columns that are not `moving` stand still.
        """
        for block in self._blocks(may_open, moving, by_theme):
            block.repeat(price)

    def from_bases(self, may_open: Bools, moving: Bools, price: float) -> None:
        """Move all themes together, then each from there, while that settles some."""
        while before := int(self.open.sum()):
            for block in self._blocks(may_open, moving, by_theme=False):
                self.base[block.column] = block.move(1.0, price)
            self.among(may_open, moving, by_theme=True, price=price)
            self.base[:] = 0
            if before - int(self.open.sum()) < enough(before, price):
                return

    def _blocks(
        self, may_open: Bools, moving: Bools, by_theme: bool
    ) -> "Iterator[_Block]":
        """Cut the problem into parts that have no equation in common.

        By theme, the columns of other themes stand still meanwhile.
        """
        column = np.flatnonzero((self.hidden | may_open) & moving)
        matrix = self.problem.relations.matrix[:, column]
        matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))]
        theme = self.problem.theme[column]
        label = _parts(abs(matrix), theme if by_theme else np.zeros_like(theme))
        size = np.bincount(label)
        wanted = np.bincount(label, weights=self.open[column]) > 0
        batch = np.where(wanted, _batches(np.where(wanted, size, 0)), -1)[label]
        for number in range(batch.max(initial=-1) + 1):
            inside = np.flatnonzero(batch == number)
            if len(inside):
                yield _Block(self, matrix[:, inside], column[inside])


def _parts(pattern: sparse.csr_array, theme: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the parts that columns belong to: linked by an equation and of a theme."""
    entries = pattern.tocoo()
    row, column = entries.coords
    node = row * (int(theme.max(initial=0)) + 1) + theme[column]
    _, node = np.unique(node, return_inverse=True)
    size = pattern.shape[1]
    nodes = size + int(node.max(initial=-1)) + 1
    links = sparse.coo_array(
        (np.ones(len(node)), (column, size + node)), shape=(nodes, nodes)
    )
    _, label = connected_components(links, directed=False)
    _, label = np.unique(label[:size], return_inverse=True)
    return np.asarray(label)


def _batches(size: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the batches that parts of these sizes are joined into."""
    return np.asarray(np.cumsum(size) // SMALL_BLOCK, dtype="int64")


class _Block:
    """A part of the problem that stands by itself."""

    def __init__(
        self, search: _Search, matrix: sparse.csr_array, column: NDArray[np.int64]
    ) -> None:
        problem = search.problem
        self.search = search
        self.matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))]
        self.column = column
        self.width = problem.width
        self.cost = problem.cost[column]
        self.base = search.base[column]
        room = problem.relations.count[column] - problem.lowest[column]
        self.down = np.clip(room, 0, FAR * self.width) + self.base
        self.turn = 0

    def repeat(self, price: float) -> None:
        """Move the open numbers until that settles too few of them."""
        if self._open():
            self.move(-1.0, 0.0)
        while before := self._open():
            self.move(1.0, price)
            if before - self._open() < enough(before, price):
                return

    def _open(self) -> int:
        return int(self.search.open[self.column].sum())

    def move(self, sign: float, price: float) -> Floats:
        """Move the open numbers down (-1) or up (1) together as far as they need."""
        self.turn += 1
        search, column = self.search, self.column
        opened, size = search.open[column], len(column)
        weight = 0.5 + (np.arange(size) * GOLDEN * self.turn) % 1
        gain = np.where(opened, -sign * weight, 0.0)
        up = FAR * self.width - self.base
        if sign > 0:
            need = self.width + search.lowest[column] - self.base
            up[opened] = np.maximum(need[opened], 0)
        moving = search.hidden[column] | (price > 0)
        y = self._solve(gain, up, moving, price)
        search.hidden[column[np.abs(y) > EXACT]] = True
        y += self.base
        search.lowest[column] = np.minimum(search.lowest[column], y)
        search.highest[column] = np.maximum(search.highest[column], y)
        reach = search.highest[column] - search.lowest[column]
        search.open[column[reach >= self.width - EXACT]] = False
        return y

    def _solve(self, gain: Floats, up: Floats, moving: Bools, price: float) -> Floats:
        """Give the best move; hidden numbers move freely, others at their cost."""
        hidden = self.search.hidden[self.column]
        free, paid = np.flatnonzero(moving & hidden), np.flatnonzero(moving & ~hidden)
        cost = price * self.cost[paid]
        columns = np.concatenate([free, paid])
        part = self.matrix[:, columns]
        matrix = sparse.hstack([part, -self.matrix[:, paid]], format="csc")
        kept = np.flatnonzero(np.diff(matrix.tocsr().indptr))
        solution = linprog(
            np.concatenate([gain[free], cost, cost]),
            A_eq=matrix[kept],
            b_eq=np.zeros(len(kept)),
            bounds=np.column_stack(
                [
                    np.concatenate([-self.down[free], np.zeros(2 * len(paid))]),
                    np.concatenate([up[columns], self.down[paid]]),
                ]
            ),
            method="highs-ds",
        )
        y = np.zeros(len(self.column))
        y[free] = solution.x[: len(free)]
        y[paid] = solution.x[len(free) : len(columns)] - solution.x[len(columns) :]
        return y
