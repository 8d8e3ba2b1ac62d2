"""How closely each hidden number can be confined, by linear and integer programs.

A program that makes one number as large as can be tells its upper bound exactly. One
that makes many large at once tells less, but whatever whole numbers it finds are
possible ones (witnesses), so they show how far apart possible numbers lie. Numbers that
are shown to be far enough apart are safe; only for the others are their own bounds
worked out.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from brukerplan.disclosure.attack.witnesses import NEAR, System
from brukerplan.errors import InputError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]

LITTLE = 0.4
"""The share of the suspects that a round must clear to be worth another."""

ENOUGH = 0.1
"""The share of a part's suspects that a move must clear to be worth another."""

NEIGHBOURS = 2
"""So many times the equations around a number are widened before all are taken."""

SMALL_PART = 3000
"""Parts are joined until they have this many unknowns: each program has a fixed
price."""


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

    def of(self, at: Places) -> "Targets":
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
    *,
    local: Bools,
    theme: Places,
) -> Solved:
    """Find the targets that give way.

    `matrix @ x == 0`, where x are the numbers and then the rests; `number` is x where
    it is known, NaN elsewhere; `least` is the least that each may be. `local` are the
    numbers of single municipalities and `theme` what each is about: what is not local,
    or of another theme, stays as it is while witnesses are looked for at first.

    Raises:
        InputError: the published numbers contradict each other.
    """
    unknown = np.flatnonzero(np.isnan(number))
    lowest, highest = number.copy(), number.copy()
    confined = targets.open(number, number)
    wanted = targets.of(unknown)
    if wanted.attacked.any():
        system = System.of(matrix, number, least)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            attack = _Attack(system, wanted, local[unknown], theme[unknown], pool)
            attack.run()
        lowest[unknown], highest[unknown] = attack.low, attack.high
        confined[unknown] = attack.confined
    return Solved(lowest, highest, confined)


class _Attack:
    """The attack: one witness, and how far from it others are found to lie.

    Threads work on parts without an unknown in common, so what they find does not hang
    on which is the first.
    """

    def __init__(
        self,
        system: System,
        targets: Targets,
        local: Bools,
        theme: Places,
        pool: Executor,
    ) -> None:
        self.targets, self.local, self.theme = targets, local, theme
        self.width, self.pool = targets.width, pool
        size = len(system.least)
        self.confined = np.zeros(size, dtype=bool)
        self.low = np.full(size, np.inf)
        self.high = np.full(size, -np.inf)
        self.mix = np.random.default_rng(size).uniform(0.5, 1.5, size)
        self.anywhere = np.ones(size, dtype=bool)
        self.together = np.zeros_like(theme)
        self.system, self.witness = self._first(system)

    def _first(self, system: System) -> tuple[System, Floats]:
        """Find a first witness, and note it.

        Where numbers hidden as "at least 1" can only be nought, the others are taken to
        be at least nought too.

        Raises:
            InputError: there is none.
        """
        witness = np.zeros(len(system.least))
        for at in _joined(system.parts(self.anywhere, self.together)):
            part = system.part(at, witness)
            x = part.best(np.ones(len(at)))
            if x is None:
                least = system.least.copy()
                least[at] = 0
                system = replace(system, least=least)
                part = part.loosened()
                x = part.best(np.ones(len(at)))
            if x is None:
                raise InputError(
                    "the published figures contradict each other",
                    hint="they come from different releases, or a file was changed",
                    slug="published-contradictory",
                )
            whole = part.whole(x, np.ones(len(at)))
            witness[at] = x if whole is None else whole
        self._note(np.arange(len(witness)), witness)
        return system, witness

    def run(self) -> None:
        """Look for witnesses in ever larger parts, then bound what is left singly."""
        again = True
        while again and (before := self._left()):
            self._each(self.anywhere, self.theme, self._apart)
            self._each(self.local, self.together, self._onward)
            again = before - self._left() >= LITTLE * before
        self._each(self.anywhere, self.together, self._onward)
        self._each(self.anywhere, self.theme, self._apart)
        self._each(self.local, self.theme, self._singly)
        self._each(self.local, self.together, self._singly)
        for one in np.flatnonzero(self._suspects(np.arange(len(self.low)))):
            self._bound(int(one))

    def _left(self) -> int:
        return int(self._suspects(np.arange(len(self.low))).sum())

    def _suspects(self, at: Places) -> Bools:
        """Say which of some unknowns are neither cleared nor known to give way."""
        open_ones = self.targets.of(at).open(self.low[at], self.high[at])
        return np.asarray(open_ones & ~self.confined[at])

    def _each(
        self, moving: Bools, theme: Places, work: Callable[[Places], None]
    ) -> None:
        """Do some work on each part of the `moving` unknowns that has suspects."""
        if not self._left():
            return
        parts = self.system.parts(moving, theme)
        wanted = _joined([at for at in parts if self._suspects(at).any()])
        for _ in self.pool.map(work, sorted(wanted, key=len, reverse=True)):
            pass

    def _apart(self, at: Places) -> None:
        """Move the suspects of a part down, and up while that clears some."""
        part = self.system.part(at, self.witness)
        self._move(part, at, self._suspects(at), 1.0)
        before, again = int(self._suspects(at).sum()), True
        while before and again:
            self._move(part, at, self._suspects(at), -1.0)
            after = int(self._suspects(at).sum())
            again, before = before - after >= max(ENOUGH * before, 1), after

    def _onward(self, at: Places) -> None:
        """Move the suspects of a part up, and go on from there."""
        part = self.system.part(at, self.witness)
        self.witness[at] = self._move(part, at, self._suspects(at), -1.0)

    def _singly(self, at: Places) -> None:
        """Move each suspect of a part by itself."""
        part = self.system.part(at, self.witness)
        for one in np.flatnonzero(self._suspects(at)):
            for sign in (1.0, -1.0):
                if self._suspects(at)[one]:
                    self._move(part, at, np.arange(len(at)) == one, sign)

    def _move(self, part: System, at: Places, chosen: Bools, sign: float) -> Floats:
        """Make the `chosen` small (1) or large (-1), no larger than needed.

        Gives the witness that was found, which is noted, or the present one.
        """
        if not chosen.any():
            return self.witness[at]
        most = np.full(len(at), np.inf)
        if sign < 0:
            most[chosen] = self.low[at][chosen] + self.width
        cost = sign * self.mix[at] * chosen
        x = part.best(cost, most)
        whole = None if x is None else part.whole(x, cost, most)
        if whole is None:
            return self.witness[at]
        self._note(at, whole)
        return whole

    def _note(self, at: Places, x: Floats) -> None:
        """Remember how far apart whole numbers were found to lie."""
        whole = np.abs(x - np.round(x)) < NEAR
        at, x = at[whole], np.round(x[whole])
        self.low[at] = np.minimum(self.low[at], x)
        self.high[at] = np.maximum(self.high[at], x)

    def _bound(self, one: int) -> None:
        """Bound one number by ever more of the equations around it, at last by all.

        What a few equations confine, all of them do. Fractions may leave a doubt; then
        integer programs decide.
        """
        around = np.arange(len(self.low)) == one
        for _ in range(NEIGHBOURS):
            around = self.system.beside(around)
            part = self.system.within(np.flatnonzero(around))
            bounds = self._bounds(part, np.flatnonzero(around) == one, whole=False)
            if self._settled(one, bounds):
                return
        parts = self.system.parts(self.anywhere, self.together)
        at = next(at for at in parts if one in at)
        part = self.system.part(at, self.witness)
        for sign in (1.0, -1.0):
            self._move(part, at, at == one, sign)
        if not self._suspects(np.array([one])).any():
            return
        for whole in (False, True):
            bounds = self._bounds(part, at == one, whole=whole)
            if self._settled(one, bounds):
                return

    def _settled(self, one: int, bounds: tuple[float, float]) -> bool:
        """Say whether bounds show that a number gives way, and remember them if so."""
        low, high = self.low.copy(), self.high.copy()
        low[one], high[one] = bounds
        if not self.targets.open(low, high)[one]:
            return False
        self.confined[one] = True
        self.low[one], self.high[one] = bounds
        return True

    def _bounds(self, part: System, one: Bools, *, whole: bool) -> tuple[float, float]:
        """Give the least and most that one number of a part may be.

        The most is looked for no further than the width above the least.
        """
        most = np.full(len(one), np.inf)
        least = np.ceil(part.extreme(one.astype("float64"), most, whole=whole) - NEAR)
        most[one] = least + self.width
        largest = -part.extreme(-one.astype("float64"), most, whole=whole)
        return float(least), float(np.floor(largest + NEAR))


def _joined(parts: Sequence[Places]) -> list[Places]:
    """Join small parts."""
    if not parts:
        return []
    batch = np.cumsum([len(part) for part in parts]) // SMALL_PART
    starts = np.flatnonzero(np.diff(batch)) + 1
    groups = np.split(np.arange(len(parts)), starts)
    return [np.sort(np.concatenate([parts[i] for i in group])) for group in groups]
