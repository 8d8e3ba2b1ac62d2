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


def hide_partners(problem: Problem) -> NDArray[np.bool_]:
    """Give the hidden columns after every equation by itself leaves enough room."""
    return _Search(problem).run()


class _Search:
    """The state of the search: plain lists, which Python reads fastest one by one."""

    def __init__(self, problem: Problem) -> None:
        matrix = problem.relations.matrix
        across = sparse.csc_array(matrix)
        self.cells_of = _slices(matrix.indices, matrix.indptr)
        self.signs_of = _slices(matrix.data, matrix.indptr)
        self.equations_of = _slices(across.indices, across.indptr)
        self.count = problem.relations.count.tolist()
        self.lowest = problem.lowest.tolist()
        self.cost = problem.cost.tolist()
        self.sensitive = problem.sensitive.tolist()
        self.hidden = problem.hidden.tolist()
        self.cells = problem.relations.cells
        self.width = problem.width
        self.queue: deque[int] = deque()
        self.waiting = [False] * len(self.cells_of)

    def run(self) -> NDArray[np.bool_]:
        """Look at equations until none gives anything back."""
        for column, hidden in enumerate(self.hidden):
            if hidden and (column < self.cells or self.sensitive[column]):
                self._ask_again(column)
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
            for at, other in enumerate(columns):
                asks = other < self.cells or self.sensitive[other]
                if self.hidden[other] and asks and self._lack(at, columns, signs) > 0:
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
        for at, column in enumerate(columns):
            if not self.hidden[column]:
                continue
            if not self.sensitive[column] and column >= self.cells:
                continue
            while (lack := self._lack(at, columns, signs)) > 0:
                partner = self._cheapest(at, lack, columns, signs)
                if partner is None:
                    break
                self.hidden[partner] = True
                self._ask_again(partner)

    def _lack(self, at: int, columns: list[int], signs: list[int]) -> int:
        """Give how much room the number at `at` lacks in this equation."""
        up = down = 0
        for other, column in enumerate(columns):
            if other != at and self.hidden[column]:
                gives = self._gives(column)
                same = signs[other] == signs[at]
                up += gives if same else UNBOUNDED
                down += UNBOUNDED if same else gives
        if not self.sensitive[columns[at]]:
            return 0 if up + down else 1
        return self.width - up - min(down, self._gives(columns[at]))

    def _gives(self, column: int) -> int:
        """Give how far a number can go down."""
        return max(self.count[column] - self.lowest[column], 0)

    def _cheapest(
        self, at: int, lack: int, columns: list[int], signs: list[int]
    ) -> int | None:
        """Give the shown column that is best hidden beside the number at `at`."""
        best, least = None, None
        for other, column in enumerate(columns):
            if other == at or self.hidden[column] or self.cost[column] == np.inf:
                continue
            room = self._gives(column) if signs[other] == signs[at] else UNBOUNDED
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


def _slices(values: NDArray, starts: NDArray) -> list[list[int]]:
    """Cut an array at `starts` into lists."""
    plain, cuts = values.tolist(), starts.tolist()
    return [plain[a:b] for a, b in itertools.pairwise(cuts)]
