"""The second step: every sensitive number has room in all equations at once.

What may be true for all that an attacker can see is a polytope: the hidden numbers
that fit every equation. A *move* leads from the true numbers to other numbers that fit
as well. A sensitive number is protected when moves take it so far down and so far up
that the distance is at least the protection width.

Looking for each number's own moves would take two linear programs for each. Instead
each program moves as many numbers at once as it can, and only those that did not get
far enough are in the next. When that no longer helps, shown numbers may move too, at
their cost: those that do must be hidden. After that, many find room in what is hidden
by then, which programs over half as many numbers show. Hiding more never takes room
away, so a number that has room once keeps it.

With the numbers of counties and the nation standing still, each county is a problem of
its own. The numbers of one theme (housing, plans) are a smaller problem, but within it
a place with few people cannot get more of them. Where much is to be moved, places move
in groups (`groups`), since many small programs settle more than one large one in
the same time: first in groups of one county, then a few counties with some of their
municipalities each, then all counties with few of them, which is where the numbers of
counties get room. Should any be left, they move in all places together. Parts are
worked on at the same time, and how many at a time changes nothing in the outcome.
"""

import itertools
import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from brukerplan.disclosure.cells import NONE
from brukerplan.disclosure.groups import far_groups, near_groups, wide_groups
from brukerplan.disclosure.moves import SPREAD, Block, Bools, Changes, Columns, State
from brukerplan.disclosure.primary import Problem
from brukerplan.errors import DisclosureError

SMALL_BLOCK = 3000
"""Parts of the problem are joined until they have this many columns, since each
program has a fixed price."""

PRICE = 1e-3
"""What moving a shown number by one costs, for each row that is lost by hiding it, in
steps of a sensitive number. Low, since protection comes first."""

LAST_PRICES = (PRICE, 1e-4, 1e-6)
"""The prices at which the last open numbers move whatever there is: low ones where
nothing helps but hiding what is used most."""

ENOUGH = 0.1
"""The share of the open numbers that a round of `MANY` columns must settle to be worth
repeating; of fewer columns, less, by the square, since such rounds cost less."""

ONCE = 1.0
"""Of `MANY` columns, such a round is not repeated."""

MANY = 100_000
"""Where more columns than this move, places are taken in groups."""

SIZE = 45_000
"""So many columns such a group has, so that its program is a small one."""

WIDE = 12_000
"""So many columns of municipalities of each county move with what they are part of."""

GROUPS = 4
"""Into so many groups the last open numbers are divided: with more, fewer rounds settle
them, but each takes longer."""


class Room(NamedTuple):
    """What is hidden in the end, and the moves that show that it is enough.

    `hidden` has an entry per column; each of `moves` is a change of every cell.
    """

    hidden: Bools
    moves: list[Changes]


def make_room(problem: Problem, hidden: Bools) -> Room:
    """Hide more columns until every sensitive one has room.

    Raises:
        DisclosureError: some number cannot be protected by hiding others.
    """
    state = State.of(problem, hidden)
    possible, local = np.isfinite(problem.cost), problem.local
    nothing, everything = np.zeros_like(possible), np.ones_like(possible)
    detail = possible & ~problem.headline
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        search = Search(state, pool)
        search.among(nothing, Way(local, 0.0, near=SIZE, down=True))
        search.among(nothing, Way(local, 0.0, by_theme=True, down=True, enough=ONCE))
        search.among(detail, Way(local, PRICE, by_theme=True, enough=ONCE))
        search.among(nothing, Way(local, 0.0, by_theme=True, enough=ONCE))
        search.among(detail, Way(local, PRICE, near=SIZE, enough=ONCE))
        search.among(nothing, Way(local, 0.0, near=SIZE, enough=0.15))
        search.among(detail, Way(everything, PRICE, far=SIZE, enough=ONCE))
        search.among(nothing, Way(everything, 0.0, far=SIZE, enough=ONCE))
        state.open[problem.wished] = False
        search.among(possible, Way(local, PRICE, near=2 * SIZE, enough=ONCE))
        search.among(nothing, Way(local, 0.0, near=2 * SIZE, enough=0.2))
        search.among(possible, Way(everything, PRICE, far=SIZE // 2, enough=0.15))
        search.the_last(possible)
    if state.open.any():
        raise DisclosureError(
            f"{state.opened()} small numbers cannot be protected",
            hint="publish fewer tables, or a higher --smallest-count",
            slug="disclosure-unprotectable",
        )
    return Room(state.hidden, state.moves)


class Way(NamedTuple):
    """How numbers are moved, and which: all that are not `moving` stand still.

    `price` is that of hiding more. Where more than `MANY` columns move, places move in
    groups of about `near` columns, the places of a county by themselves, or in groups
    of about `far` with a few counties, or all counties move with about `wide` columns
    of each, and the rest stands still. `by_theme`, numbers of other themes stand still.
    In the first round, they move `down` too; later, few get further down.
    `enough` is as in `ENOUGH`: more where the next way settles numbers sooner, less
    where all ways after it cost more.
    In `groups`, open numbers move by groups, each in a program of its own.
    """

    moving: Bools
    price: float
    near: int | None = None
    far: int | None = None
    wide: int | None = None
    by_theme: bool = False
    down: bool = False
    enough: float = ENOUGH
    groups: int = 1


class Search:
    """Cuts the problem into parts that move by themselves, and settles each."""

    def __init__(self, state: State, pool: Executor) -> None:
        self.state, self.pool, self.turn = state, pool, 0

    def among(self, may_open: Bools, way: Way) -> None:
        """Move open numbers, hiding what `may_open` allows, while that settles some.

        Only the places of open numbers are hidden more of: there it is needed, and
        what is hidden elsewhere may move too.
        """
        state, down = self.state, way.down
        before, after, needed = np.inf, state.opened(), 1.0
        while after and before - after >= needed:
            place = state.problem.place
            here = np.isin(place, np.unique(place[state.open]))
            column = (state.hidden | (may_open & here)) & way.moving
            self._round(column, way, down=down)
            before, after, down = after, state.opened(), False
            share = way.enough * min(1.0, np.count_nonzero(column) / MANY) ** 2
            needed = max(share * before, 1.0)

    def the_last(self, may_open: Bools) -> None:
        """Settle what is left at ever lower prices: all counties move, then everything.

        Few can go the same way at once, since they share small totals: so each of some
        groups has a program of its own. They move down as well where none gets further
        up.
        """
        everything = np.ones_like(may_open)
        for price, wide in itertools.product(LAST_PRICES, (WIDE, None)):
            way, stuck = Way(everything, price, wide=wide, groups=GROUPS), False
            while before := self.state.opened():
                self._round(self.state.hidden | may_open, way, down=stuck)
                settled = self.state.opened() < before
                if stuck and not settled:
                    break
                stuck = not settled

    def _round(self, column: Bools, way: Way, *, down: bool) -> None:
        """Move each part once, the largest first, so that no worker ends long after."""
        self.turn += 2
        parts = _batches(self._parts(np.flatnonzero(column), way))
        blocks = [Block(self.state, p) for p in sorted(parts, key=len, reverse=True)]
        if down:
            self._move(blocks, way._replace(price=0.0), -1.0, self.turn)
        self._move(blocks, way, 1.0, self.turn + 1)

    def _parts(self, column: Columns, way: Way) -> list[Columns]:
        """Cut columns into parts that move by themselves; keep those with open ones."""
        problem, opened = self.state.problem, self.state.open
        if len(column) <= MANY:
            return open_parts(self.state, column, by_theme=way.by_theme)
        if way.near:
            label = near_groups(problem, column, way.near, self.turn)
        elif way.far:
            label = far_groups(problem, column, opened, way.far, self.turn)
        elif way.wide:
            label = wide_groups(problem, column, opened, way.wide, self.turn)
        else:
            return open_parts(self.state, column, by_theme=way.by_theme)
        return _cut(column, label, opened)

    def _move(self, blocks: Sequence[Block], way: Way, sign: float, turn: int) -> None:
        """Move each part of the open numbers of each block, all from the same state.

        What is found is taken in a fixed order, whichever is found first.
        """
        ready = self.pool.map(lambda block: block.ready(sign, way.price), blocks)
        # Of the last numbers none may weigh so little that it is not worth its price.
        spread = SPREAD if way.groups == 1 else 1.0
        work = [(one, part) for one in ready for part in range(way.groups)]
        found = self.pool.map(
            lambda one: one[0].best(turn, one[1], way.groups, spread), work
        )
        moves = [self.state.new_move() for _ in range(way.groups)]
        for (one, part), y in zip(work, list(found), strict=True):
            one.block.take(y, moves[part])


def open_parts(state: State, column: Columns, *, by_theme: bool) -> list[Columns]:
    """Cut columns into parts that have no equation in common, and keep those with an
    open number; by theme, only columns of the same theme are in the same part."""
    if not state.open[column].any():
        return []
    theme = state.problem.theme[column]
    label = _labels(
        state.equations_of(column), theme if by_theme else np.zeros_like(theme)
    )
    return _cut(column, label, state.open)


def _cut(column: Columns, label: Columns, opened: Bools) -> list[Columns]:
    """Put columns of the same label together, and keep the parts with an open number;
    those labelled `NONE` are in no part."""
    wanted = np.zeros(int(label.max(initial=NONE)) + 2, dtype=bool)
    wanted[label[opened[column]]] = True
    wanted[NONE] = False
    order = np.argsort(label, kind="stable")
    order = order[wanted[label[order]]]
    starts = np.flatnonzero(np.diff(label[order])) + 1
    return [column[at] for at in np.split(order, starts) if at.size]


def _labels(matrix: sparse.csc_array, theme: Columns) -> Columns:
    """Number the parts that columns belong to: linked by an equation and of a theme."""
    column = np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))
    node = matrix.indices * (int(theme.max(initial=0)) + 1) + theme[column]
    _, node = np.unique(node, return_inverse=True)
    size = matrix.shape[1]
    nodes = size + int(node.max(initial=-1)) + 1
    links = sparse.coo_array(
        (np.ones(len(node), dtype="int8"), (column, size + node)), shape=(nodes, nodes)
    )
    _, label = connected_components(links, directed=False)
    return np.asarray(label[:size], dtype="int64")


def _batches(parts: Sequence[Columns]) -> list[Columns]:
    """Join small parts, since each program has a fixed price."""
    if not parts:
        return []
    batch = np.cumsum([len(part) for part in parts]) // SMALL_BLOCK
    starts = np.flatnonzero(np.diff(batch)) + 1
    groups = np.split(np.arange(len(parts)), starts)
    return [np.sort(np.concatenate([parts[i] for i in group])) for group in groups]
