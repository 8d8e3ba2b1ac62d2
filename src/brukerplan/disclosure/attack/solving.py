"""How closely each hidden number can be confined, by linear and integer programs.

A program that makes one number as large as can be tells its upper bound exactly. One
that makes many large at once tells less, but whatever numbers it finds are possible
ones, so they show how far apart possible numbers lie. Numbers that are shown to be far
enough apart are safe; only for the others are their own bounds worked out.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse.csgraph import connected_components

from brukerplan.errors import InputError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NEAR = 1e-6
LITTLE = 0.04
NODES = 2000
"""How many nodes an integer program may visit for one number."""


@dataclass(frozen=True)
class Targets:
    """Which numbers to attack, and what counts as giving one away.

    A number `own` must not be confined more closely than to `width`, whatever it is.
    Of the others it is not known why they are hidden: they give way if they are surely
    small (above 0, below `small`), or if what they leave of their `base` is.
    """

    attacked: Bools
    own: Bools
    base: Floats
    width: float
    small: float

    def of(self, at: NDArray[np.int64]) -> "Targets":
        """Give the targets at some positions only."""
        return replace(
            self, attacked=self.attacked[at], own=self.own[at], base=self.base[at]
        )

    def open(self, low: Floats, high: Floats) -> Bools:
        """Say which are not cleared by possible values so far apart."""
        wide = high - low >= self.width - NEAR
        itself = (high >= self.small) | (low < 1)
        left = (self.base - low >= self.small) | (self.base - high < 1)
        unsure = ~self.own & itself & (left | np.isnan(self.base))
        return self.attacked & ~wide & ~unsure


@dataclass(frozen=True)
class Solved:
    """What was found of each unknown number.

    `lowest` and `highest` lie as far apart as possible numbers were found to lie; for
    those in `confined` they are the bounds themselves.
    """

    lowest: Floats
    highest: Floats
    confined: Bools


def confine(
    matrix: sparse.csr_array,
    number: Floats,
    least: Floats,
    targets: Targets,
) -> Solved:
    """Find the targets that give way.

    `matrix @ x == 0`; `number` is x where it is known, NaN elsewhere; `least` is the
    least that each may be.

    Raises:
        InputError: the published numbers contradict each other.
    """
    unknown = np.flatnonzero(np.isnan(number))
    right = -(matrix @ np.nan_to_num(number))
    part = matrix[:, unknown]
    used = np.flatnonzero(np.diff(part.indptr))
    lowest, highest = number.copy(), number.copy()
    confined = targets.open(number, number)
    label = _components(part[used])
    wanted = np.unique(label[targets.attacked[unknown]])
    for batch in _batches(label, wanted):
        at = np.flatnonzero(np.isin(label, batch))
        block = part[used][:, at]
        rows = np.flatnonzero(np.diff(block.indptr))
        attack = _Attack(
            block[rows],
            right[used][rows],
            least[unknown[at]],
            targets.of(unknown[at]),
            label[at],
        )
        attack.run()
        lowest[unknown[at]], highest[unknown[at]] = attack.low, attack.high
        confined[unknown[at]] = attack.confined
    return Solved(lowest, highest, confined)


def _components(part: sparse.csr_array) -> NDArray[np.int64]:
    """Number the groups of unknowns that no equation links to another."""
    size = part.shape[1]
    graph = sparse.block_array([[None, abs(part)], [abs(part).T, None]])
    _, label = connected_components(graph, directed=False)
    _, label = np.unique(label[len(label) - size :], return_inverse=True)
    return np.asarray(label)


def _batches(
    label: NDArray[np.int64], wanted: NDArray[np.int64], size: int = 3000
) -> list[NDArray[np.int64]]:
    """Put small groups together, since each program has a fixed price."""
    sizes = np.bincount(label)[wanted] if len(wanted) else np.empty(0, dtype="int64")
    batch = np.cumsum(sizes) // size
    return [wanted[batch == number] for number in np.unique(batch)]


class _Attack:
    """The attack on one block of unknowns."""

    def __init__(
        self,
        matrix: sparse.csr_array,
        right: Floats,
        least: Floats,
        targets: Targets,
        group: NDArray[np.int64],
    ) -> None:
        self.matrix, self.right, self.least = matrix, right, least
        self.targets, self.group, self.width = targets, group, targets.width
        self.low = np.full(len(least), np.inf)
        self.high = np.full(len(least), -np.inf)
        self.confined = np.zeros(len(least), dtype=bool)
        self.mix = np.random.default_rng(len(least))

    def run(self) -> None:
        """Attack all targets together while that clears some, then each by itself."""
        while True:
            before = self._suspects().sum()
            for sign in (1.0, -1.0, -1.0):
                self._together(self._suspects(), sign)
            after = self._suspects().sum()
            if after == 0 or before - after < LITTLE * before:
                break
        self._singly()

    def _suspects(self) -> Bools:
        return self.targets.open(self.low, self.high) & ~self.confined

    def _together(self, suspects: Bools, sign: float) -> None:
        """Make all suspects small (1) or large (-1), no larger than needed."""
        if not suspects.any():
            return
        weight = self.mix.uniform(0.5, 1.5, len(suspects))
        most = np.full(len(suspects), np.inf)
        if sign < 0:
            most[suspects] = self.low[suspects] + self.width
        self._note(self._linear(sign * weight * suspects, most))

    def _linear(self, cost: Floats, most: Floats) -> Floats:
        solution = linprog(
            cost,
            A_eq=self.matrix,
            b_eq=self.right,
            bounds=np.column_stack([self.least, most]),
            method="highs",
        )
        if solution.status == 3:
            return self._linear(cost, np.minimum(most, self.least + 10 * self.width))
        if solution.x is None and self.least.any():
            self.least = np.zeros_like(self.least)
            return self._linear(cost, most)
        if solution.x is None:
            raise InputError(
                "the published figures contradict each other",
                hint="they come from different releases, or a file was changed",
                slug="published-contradictory",
            )
        return np.asarray(solution.x)

    def _note(self, x: Floats) -> None:
        """Remember whole numbers only: others may not be possible."""
        whole = np.abs(x - np.round(x)) < NEAR
        self.low[whole] = np.minimum(self.low, np.round(x))[whole]
        self.high[whole] = np.maximum(self.high, np.round(x))[whole]

    def _singly(self) -> None:
        """Work out the bounds of a suspect in each group at a time."""
        asked = np.zeros(len(self.least), dtype=bool)
        while len(left := np.flatnonzero(self._suspects() & ~asked)):
            _, first = np.unique(self.group[left], return_index=True)
            one = np.zeros(len(self.least), dtype=bool)
            one[left[first]] = True
            asked |= one
            least = self._linear(one * 1.0, np.full(len(one), np.inf))
            most = self._linear(one * -1.0, np.full(len(one), np.inf))
            self._note(least)
            self._note(most)
            low, high = np.ceil(least - NEAR), np.floor(most + NEAR)
            sure = one & self.targets.open(low, high)
            self.confined |= sure
            self.low[sure], self.high[sure] = low[sure], high[sure]
        for doubtful in np.flatnonzero(self._suspects()):
            self._whole(int(doubtful))

    def _whole(self, one: int) -> None:
        """Bound one number by integer programs, where fractions left a doubt."""
        cost = np.zeros(len(self.least))
        bounds = []
        for sign in (1.0, -1.0):
            cost[one] = sign
            found = milp(
                cost,
                integrality=np.ones(len(cost)),
                bounds=Bounds(self.least, np.inf),
                constraints=LinearConstraint(self.matrix, self.right, self.right),
                options={"node_limit": NODES},
            )
            bounds.append(sign * found.mip_dual_bound)
            if found.x is not None:
                self._note(found.x)
        low, high = self.low.copy(), self.high.copy()
        low[one], high[one] = np.ceil(bounds[0] - NEAR), np.floor(bounds[1] + NEAR)
        self.confined[one] = self.targets.open(low, high)[one]
