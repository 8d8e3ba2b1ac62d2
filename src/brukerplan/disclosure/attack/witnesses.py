"""Numbers that may be the true ones for all that is published: witnesses.

Two witnesses in which a number differs by so much prove that nobody can confine it to
less. A witness need not be looked for in the whole nation at once: starting from one,
the numbers of a single county, or of a single theme, are changed while all others stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from brukerplan.disclosure.attack.reducing import Equations, reduced

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]

NEAR = 1e-6
NODES = 2000
"""How many nodes an integer program may visit."""

SMALL_PART = 3000
"""Parts are joined until they have this many unknowns."""

CHEAP = 0.2
"""An integer program may end this share of the least cost above it: witnesses are to
be cheap, not the cheapest."""

STEPS = 4
"""How often the neighbourhood of fractions is widened before they are given up."""


@dataclass(frozen=True)
class System:
    """What unknown whole numbers x satisfy: `low <= matrix @ x <= high`.

    They are from `least` to `most`; `floor` is the least by the equations alone, without
    what is known of hidden numbers. A rest, which stands in one equation and is at
    least 0, is no unknown: it makes the equation an inequality.
    """

    matrix: sparse.csc_array
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    floor: Floats

    @classmethod
    def of(cls, equations: sparse.csr_array, number: Floats, least: Floats) -> "System":
        """Take the system from equations over numbers, of which some are unknown (NaN).

        Columns of `equations` beyond those of `number` are the rests, each with -1.
        """
        columns = sparse.csc_array(equations)
        cells = columns[:, : len(number)]
        low = -(cells @ np.nan_to_num(number))
        high = low.copy()
        high[columns[:, len(number) :].indices] = np.inf
        unknown = np.flatnonzero(np.isnan(number))
        asked = Equations(sparse.csr_array(cells[:, unknown]), low, high)
        (matrix, low, high), floor, most = reduced(asked)
        known = np.maximum(floor, least[unknown])
        return cls(sparse.csc_array(matrix), low, high, known, most, floor)

    def part(self, at: Places, x: Floats) -> "System":
        """Give what is asked of the unknowns `at` while the others stay as in `x`."""
        row, matrix = self._rows(at)
        others = (self.matrix @ x)[row] - matrix @ x[at]
        low, high = self.low[row] - others, self.high[row] - others
        return self._of(at, matrix, low, high)

    def within(self, at: Places) -> "System":
        """Give the equations that have no unknowns but those `at`."""
        row, matrix = self._rows(at)
        entries = np.bincount(self.matrix.indices, minlength=len(self.low))[row]
        own = np.bincount(matrix.indices, minlength=len(row)) == entries
        rows = np.flatnonzero(own)
        matrix = sparse.csc_array(sparse.csr_array(matrix)[rows])
        return self._of(at, matrix, self.low[row[rows]], self.high[row[rows]])

    def _of(
        self, at: Places, matrix: sparse.csc_array, low: Floats, high: Floats
    ) -> "System":
        """Give a system of the unknowns `at` and some equations."""
        return System(matrix, low, high, self.least[at], self.most[at], self.floor[at])

    def _rows(self, at: Places) -> tuple[Places, sparse.csc_array]:
        """Give the equations that unknowns stand in, and their part of the matrix."""
        part = self.matrix[:, at]
        row, index = np.unique(part.indices, return_inverse=True)
        shape = (len(row), len(at))
        return row, sparse.csc_array((part.data, index, part.indptr), shape=shape)

    def _equations(self) -> list[LinearConstraint]:
        """Give the equations as a program wants them: none are no constraint."""
        if not len(self.low):
            return []
        return [LinearConstraint(self.matrix, self.low, self.high)]

    def best(self, cost: Floats, most: Floats | float = np.inf) -> Floats | None:
        """Give the x that costs least and is at most `most`, fractions allowed."""
        if not cost.size:
            return cost
        for presolve in (True, False):
            found = milp(
                cost,
                bounds=Bounds(self.least, np.minimum(self.most, most)),
                constraints=self._equations(),
                options={"presolve": presolve},
            )
            if found.x is not None or found.status == 2:
                break
        return None if found.x is None else np.asarray(found.x)

    def nearby(self, x: Floats, cost: Floats, most: Floats) -> Floats | None:
        """Give what costs least and is at most `most`, as changes of `x`.

        What goes up and what goes down are unknowns of their own, and no change at all
        is where the search starts: where little need change, little is to be done.
        """
        down = np.flatnonzero(x > self.least + NEAR)
        up = np.maximum(np.minimum(self.most, most) - x, 0)
        here = self.matrix @ x
        both = sparse.hstack([self.matrix, -self.matrix[:, down]], format="csc")
        changes = replace(self, matrix=both, low=self.low - here, high=self.high - here)
        found = milp(
            np.concatenate([cost, -cost[down]]),
            bounds=Bounds(0, np.concatenate([up, (x - self.least)[down]])),
            constraints=changes._equations(),
            options={"presolve": False},
        )
        if found.x is None:
            return None
        changed = x + found.x[: len(x)]
        changed[down] -= found.x[len(x) :]
        return np.asarray(changed)

    def extreme(self, cost: Floats, most: Floats, *, whole: bool) -> float:
        """Give the least that the x may cost, -inf where there is no least.

        In whole numbers, it is a bound that costs are surely not below.
        """
        found = milp(
            cost,
            integrality=np.full(len(cost), int(whole)),
            bounds=Bounds(self.least, np.minimum(self.most, most)),
            constraints=self._equations(),
            options={"node_limit": NODES},
        )
        value = found.mip_dual_bound if whole else found.fun
        return -np.inf if value is None else float(value)

    def whole(
        self, x: Floats, cost: Floats, most: Floats | float = np.inf
    ) -> Floats | None:
        """Give a cheap witness in whole numbers near `x`, or None where none is found.

        The fractions are made whole while the other numbers stay; where that cannot
        be, the numbers that stand in an equation with them may change too.
        """
        free = np.abs(x - np.round(x)) > NEAR
        x, most = np.where(free, x, np.round(x)), np.minimum(self.most, most)
        for _ in range(STEPS):
            at = np.flatnonzero(free)
            if not len(at):
                return x
            part = self.part(at, x)
            found = milp(
                cost[at],
                integrality=np.ones(len(at)),
                bounds=Bounds(part.least, most[at]),
                constraints=part._equations(),
                options={"node_limit": NODES, "mip_rel_gap": CHEAP},
            )
            if found.x is not None:
                x[at] = np.round(found.x)
                return x
            free = self.beside(free)
            x = np.where(free, x, np.round(x))
        return None

    def misfits(self, x: Floats) -> Bools:
        """Mark what is no whole number, out of its bounds or in an equation broken."""
        sums = self.matrix @ x
        broken = (sums < self.low - NEAR) | (sums > self.high + NEAR)
        outside = (x < self.least - NEAR) | (x > self.most + NEAR)
        fraction = np.abs(x - np.round(x)) > NEAR
        inside = abs(self.matrix).T @ broken.astype("float64") > 0
        return np.asarray(outside | fraction | inside)

    def beside(self, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Mark also what stands in an equation with something marked."""
        rows = abs(self.matrix) @ marked.astype("float64")
        return np.asarray(marked | (abs(self.matrix).T @ rows > 0))

    def loosened(self) -> "System":
        """Give the same without what is known of the least that numbers may be."""
        return replace(self, least=self.floor)

    def parts(
        self,
        moving: NDArray[np.bool_] | None = None,
        theme: Places | None = None,
    ) -> list[Places]:
        """Cut the `moving` unknowns into parts that no equation links within a theme.

        All may move where that is not told, and all are of one theme.
        """
        size = len(self.least)
        at = np.arange(size) if moving is None else np.flatnonzero(moving)
        if not len(at):
            return []
        theme = np.zeros(size, dtype="int64") if theme is None else theme
        part = self.matrix[:, at]
        column = np.repeat(np.arange(len(at)), np.diff(part.indptr))
        node = part.indices * (int(theme.max()) + 1) + theme[at][column]
        _, node = np.unique(node, return_inverse=True)
        both = len(at) + int(node.max(initial=-1)) + 1
        links = sparse.coo_array(
            (np.ones(len(node), dtype="int8"), (column, len(at) + node)),
            shape=(both, both),
        )
        _, label = connected_components(links, directed=False)
        order = np.argsort(label[: len(at)], kind="stable")
        starts = np.flatnonzero(np.diff(label[order])) + 1
        return [np.sort(at[group]) for group in np.split(order, starts)]


def joined(parts: Sequence[Places]) -> list[Places]:
    """Join small parts, since each program has a fixed price."""
    if not parts:
        return []
    batch = np.cumsum([len(part) for part in parts]) // SMALL_PART
    starts = np.flatnonzero(np.diff(batch)) + 1
    groups = np.split(np.arange(len(parts)), starts)
    return [np.sort(np.concatenate([parts[i] for i in group])) for group in groups]
