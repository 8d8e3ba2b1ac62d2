"""Looking for witnesses that lie far apart, first for many numbers at once.

Programs grow faster than what they are about, so each is kept small: one theme, or one
county, and there only the numbers within a few equations of those that are still under
suspicion. What no small program clears is looked at by itself.
"""

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np

from brukerplan.disclosure.attack.first import first_witness
from brukerplan.disclosure.attack.targets import Targets
from brukerplan.disclosure.attack.witnesses import (
    NEAR,
    Bools,
    Floats,
    Places,
    System,
    joined,
)

REACHES = (3, 3, 3, 4, 4, 9)
"""How many equations away from a suspect numbers may change, in round after round."""

ENOUGH = 0.1
"""The share of a part's suspects that a move must clear to be worth another."""

NEIGHBOURS = 2
"""So many times the equations around a number are widened before all are taken."""


class Attack:
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
        self.system, self.witness = first_witness(system, local, pool)
        self._note(np.arange(size), self.witness)

    def run(self) -> None:
        """Look for witnesses of many numbers, then of one at a time, then for bounds.

        What the nearest equations give away needs no search for witnesses.
        """
        for reach in REACHES:
            self._each(self._around(self.anywhere, reach), self.theme, self._apart)
            self._each(self._around(self.local, reach), self.together, self._onward)
        self._one_by_one(self._bound_nearby)
        self._each(self.local, self.theme, self._singly)
        self._each(self.anywhere, self.together, self._drift)
        self._each(self.local, self.together, self._singly)
        self._each(self.anywhere, self.together, self._drift)
        self._each(self.local, self.together, self._singly)
        for one in np.flatnonzero(self._suspects(self._all())):
            self._bound(int(one))

    def _all(self) -> Places:
        return np.arange(len(self.low))

    def _left(self) -> int:
        return int(self._suspects(self._all()).sum())

    def _suspects(self, at: Places) -> Bools:
        """Say which of some unknowns are neither cleared nor known to give way."""
        open_ones = self.targets.of(at).open(self.low[at], self.high[at])
        return np.asarray(open_ones & ~self.confined[at])

    def _around(self, moving: Bools, reach: int) -> Bools:
        """Mark those of `moving` that are so few equations away from a suspect."""
        around = self._suspects(self._all()) & moving
        for _ in range(reach):
            around = self.system.beside(around) & moving
        return around

    def _each(
        self, moving: Bools, theme: Places, work: Callable[[Places], None]
    ) -> None:
        """Do some work on each batch of parts of the `moving` that have suspects."""
        if not self._left():
            return
        parts = self.system.parts(moving, theme)
        wanted = joined([at for at in parts if self._suspects(at).any()])
        for _ in self.pool.map(work, sorted(wanted, key=len, reverse=True)):
            pass

    def _one_by_one(self, work: Callable[[int], object]) -> None:
        """Do some work on each suspect."""
        suspects = np.flatnonzero(self._suspects(self._all()))
        for _ in self.pool.map(work, suspects.tolist()):
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

    def _drift(self, at: Places) -> None:
        """Move the suspects of a large part up by small changes, and go on from there."""
        part = self.system.part(at, self.witness)
        chosen = self._suspects(at)
        self.witness[at] = self._move(part, at, chosen, -1.0, near=True)

    def _singly(self, at: Places) -> None:
        """Move each suspect of a part by itself."""
        batch = self.system.part(at, self.witness)
        for places in batch.parts():
            alone = at[places]
            part = self.system.part(alone, self.witness)
            for one in np.flatnonzero(self._suspects(alone)):
                for sign in (-1.0, 1.0):
                    if self._suspects(alone)[one]:
                        chosen = np.arange(len(alone)) == one
                        self._move(part, alone, chosen, sign, near=True)

    def _move(
        self,
        part: System,
        at: Places,
        chosen: Bools,
        sign: float,
        *,
        near: bool = False,
    ) -> Floats:
        """Make the `chosen` small (1) or large (-1), no larger than needed.

        Where they are few, it is quicker to look `near` the present witness. Gives the
        witness that was found, which is noted, or the present one.
        """
        here = self.witness[at]
        if not chosen.any():
            return here
        most = np.full(len(at), np.inf)
        if sign < 0:
            most[chosen] = self.low[at][chosen] + self.width
        cost = sign * self.mix[at] * chosen
        x = part.nearby(here, cost, most) if near else part.best(cost, most)
        whole = None if x is None else part.whole(x, cost, most)
        if whole is None:
            return here
        self._note(at, whole)
        return whole

    def _note(self, at: Places, x: Floats) -> None:
        """Remember how far apart whole numbers were found to lie."""
        whole = np.abs(x - np.round(x)) < NEAR
        at, x = at[whole], np.round(x[whole])
        self.low[at] = np.minimum(self.low[at], x)
        self.high[at] = np.maximum(self.high[at], x)

    def _bound_nearby(self, one: int, steps: int = 1) -> bool:
        """Bound a number by ever more of the equations around it.

        What a few equations confine, all of them do. Says whether it gives way.
        """
        around = np.zeros(len(self.low), dtype=bool)
        around[one] = True
        for _ in range(steps):
            around = self.system.beside(around)
            at = np.flatnonzero(around)
            bounds = self._bounds(self.system.within(at), at == one, whole=False)
            if self._settled(one, bounds):
                return True
        return False

    def _bound(self, one: int) -> None:
        """Look for witnesses of one number among all, then bound it by all equations.

        Fractions may leave a doubt; then integer programs decide.
        """
        if not self._suspects(np.array([one])).any() or self._bound_nearby(
            one, NEIGHBOURS
        ):
            return
        parts = self.system.parts()
        at = next(at for at in parts if one in at)
        part = self.system.part(at, self.witness)
        for sign in (1.0, -1.0):
            self._move(part, at, at == one, sign, near=True)
        for whole in (False, True):
            if not self._suspects(np.array([one])).any():
                return
            self._settled(one, self._bounds(part, at == one, whole=whole))

    def _settled(self, one: int, bounds: tuple[float, float]) -> bool:
        """Say whether bounds show that a number gives way, and remember them if so."""
        low, high = np.array([bounds[0]]), np.array([bounds[1]])
        if not self.targets.of(np.array([one])).open(low, high)[0]:
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
