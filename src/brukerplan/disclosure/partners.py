"""The first step of complementary suppression: no equation may give a number back.

Each equation is looked at by itself. A hidden number that stands alone in it is given
back by subtraction; one that stands beside others is confined by how far those can
give way. The cheapest partners that leave enough room are hidden too, and then the
equations that those stand in are looked at.
"""

import itertools
from collections import deque

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from brukerplan.disclosure.primary import Problem

UNBOUNDED = 10**9

Room = tuple[tuple[int, int], tuple[int, int]]
"""Of the hidden numbers of an equation with +1, and of those with -1: how far they can
go down together, and how many they are."""


def hide_partners(problem: Problem) -> NDArray[np.bool_]:
    """Give the hidden columns after every equation by itself leaves enough room."""
    return _Search(problem).run()


class _Search:
    """The state of the search: plain lists, which Python reads fastest one by one."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        matrix = _plain(problem)
        across = sparse.csc_array(matrix)
        self.cells_of = _slices(matrix.indices, matrix.indptr)
        self.signs_of = _slices(matrix.data, matrix.indptr)
        self.equations_of = _slices(across.indices, across.indptr)
        gives = np.maximum(problem.relations.count - problem.lowest, 0)
        self.gives = gives.tolist()
        self.cost = problem.cost.tolist()
        self.sensitive = problem.sensitive.tolist()
        self.hidden = problem.hidden.tolist()
        self.cells = problem.relations.cells
        self.width = problem.width
        self.queue: deque[int] = deque()
        self.waiting = [False] * len(self.cells_of)

    def run(self) -> NDArray[np.bool_]:
        """Look at equations until none gives anything back."""
        for equation in np.flatnonzero(_lacking(self.problem)).tolist():
            self.waiting[equation] = True
            self.queue.append(equation)
        before = self.hidden.copy()
        while self.queue:
            equation = self.queue.popleft()
            self.waiting[equation] = False
            self._protect(equation)
        added = [c for c, hidden in enumerate(self.hidden) if hidden > before[c]]
        for column in sorted(added, key=lambda c: (-self.cost[c], c)):
            self._show_if_spare(column)
        return np.array(self.hidden)

    def _show_if_spare(self, column: int) -> None:
        """Show a partner again that later ones have made needless."""
        self.hidden[column] = False
        for equation in self.equations_of[column]:
            columns, signs = self.cells_of[equation], self.signs_of[equation]
            room = self._room(columns, signs)
            for other, sign in zip(columns, signs, strict=True):
                if self._asks(other) and self._lack(other, sign, room) > 0:
                    self.hidden[column] = True
                    return

    def _ask_again(self, column: int) -> None:
        for equation in self.equations_of[column]:
            if not self.waiting[equation]:
                self.waiting[equation] = True
                self.queue.append(equation)

    def _protect(self, equation: int) -> None:
        """Hide partners in one equation until each hidden number has room."""
        columns, signs = self.cells_of[equation], self.signs_of[equation]
        room = self._room(columns, signs)
        for at, column in enumerate(columns):
            while (
                self._asks(column) and (lack := self._lack(column, signs[at], room)) > 0
            ):
                partner = self._cheapest(at, lack, columns, signs)
                if partner is None:
                    break
                self.hidden[partner] = True
                self._ask_again(partner)
                room = self._room(columns, signs)

    def _asks(self, column: int) -> bool:
        """Say whether a number is hidden and to be protected."""
        cell = column < self.cells or self.sensitive[column]
        return self.hidden[column] and cell

    def _room(self, columns: list[int], signs: list[int]) -> Room:
        """Give how far the hidden numbers of each sign can go down and up together."""
        plus = minus = 0
        many_plus = many_minus = 0
        for column, sign in zip(columns, signs, strict=True):
            if self.hidden[column]:
                if sign > 0:
                    plus += self.gives[column]
                    many_plus += 1
                else:
                    minus += self.gives[column]
                    many_minus += 1
        return (plus, many_plus), (minus, many_minus)

    def _lack(self, column: int, sign: int, room: Room) -> int:
        """Give how much room a hidden number lacks in an equation with such `room`."""
        (same, many), (others, many_others) = room if sign > 0 else room[::-1]
        gives = self.gives[column]
        up = same - gives + UNBOUNDED * many_others
        down = others + UNBOUNDED * (many - 1)
        if not self.sensitive[column]:
            return 0 if up + down else 1
        return self.width - up - min(down, gives)

    def _cheapest(
        self, at: int, lack: int, columns: list[int], signs: list[int]
    ) -> int | None:
        """Give the shown column that is best hidden beside the number at `at`."""
        best, least = None, None
        for other, column in enumerate(columns):
            if other == at or self.hidden[column] or self.cost[column] == np.inf:
                continue
            room = self.gives[column] if signs[other] == signs[at] else UNBOUNDED
            price = self.cost[column] + self._follows(column)
            key = (room < lack, price, -room, column)
            if least is None or key < least:
                best, least = column, key
        return best

    def _follows(self, column: int) -> float:
        """Give the price of the partners that this one would need elsewhere."""
        price = 0.0
        for equation in self.equations_of[column]:
            others = [c for c in self.cells_of[equation] if c != column]
            if not any(self.hidden[c] for c in others):
                price += min((self.cost[c] for c in others), default=0.0)
        return price


def _plain(problem: Problem) -> sparse.csr_array:
    """Give the equations of wholes and parts that each count once; others are left to
    the second step."""
    matrix = problem.relations.matrix
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    often = np.bincount(row[np.abs(matrix.data) > 1], minlength=matrix.shape[0]) > 0
    return sparse.csr_array(matrix[np.flatnonzero(~often)])


def _lacking(problem: Problem) -> NDArray[np.bool_]:
    """Say which equations leave some hidden number too little room from the start."""
    matrix = _plain(problem)
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    column, positive = matrix.indices, matrix.data > 0
    gives = np.maximum(problem.relations.count - problem.lowest, 0)[column]
    hidden = problem.hidden[column]
    side, other = 2 * row + positive, 2 * row + ~positive
    size = 2 * matrix.shape[0]
    given = np.bincount(side, weights=gives * hidden, minlength=size)
    number = np.bincount(side, weights=hidden, minlength=size)
    up = given[side] - gives + UNBOUNDED * number[other]
    down = given[other] + UNBOUNDED * (number[side] - 1)
    lack = problem.width - up - np.minimum(down, gives)
    sensitive = problem.sensitive[column]
    asks = hidden & ((column < problem.relations.cells) | sensitive)
    found = asks & np.where(sensitive, lack > 0, up + down == 0)
    lacking = np.zeros(matrix.shape[0], dtype=bool)
    lacking[row[found]] = True
    return lacking


def _slices(values: NDArray, starts: NDArray) -> list[list[int]]:
    """Cut an array at `starts` into lists."""
    plain, cuts = values.tolist(), starts.tolist()
    return [plain[a:b] for a, b in itertools.pairwise(cuts)]
