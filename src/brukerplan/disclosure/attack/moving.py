"""Looking for witnesses that lie far apart, first for many numbers at once.

Programs grow faster than what they are about, so each is kept small: one theme, or one
county, and there only the numbers within a few equations of those that are still under
suspicion. What no small program clears is looked at by itself.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

import numpy as np

from brukerplan.disclosure.attack.bounding import bounds, bounds_nearby
from brukerplan.disclosure.attack.claims import fitting, furthest, mended
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

REACHES = (3, 3, 3, 4, 9)
"""How many equations away from a suspect numbers may change, in round after round."""

SAME_WAY = 3
"""In so many rounds all suspects move the same way, then each its own."""

ENOUGH = 0.1
"""The share of a part's suspects that a move must clear to be worth another."""

FEW = 0.01
"""Where no more than this share of a part's numbers are suspects, witnesses are looked
for near the present one."""

TOGETHER = 8
"""So many claims are mended before it is seen which suspects are left."""

REFINED = 4
"""So many equations away bounds are looked for once a number has given way."""

COUNTIES_PAY = 0.25
"""The share of all suspects that moving whole counties must clear to be done again."""

SAMPLE = 16
"""About so many suspects are bounded to see whether bounding the others is worth it."""


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
        self.system, self.targets, self.local, self.theme = (
            system,
            targets,
            local,
            theme,
        )
        self.width, self.pool = targets.width, pool
        size = len(system.least)
        self.confined = np.zeros(size, dtype=bool)
        self.low = np.full(size, np.inf)
        self.high = np.full(size, -np.inf)
        self.draw = np.random.default_rng(size)
        self.mix = self.draw.uniform(0.5, 1.5, size)
        self.rough = np.zeros(size, dtype=bool)
        self.anywhere = np.ones(size, dtype=bool)
        self.together = np.zeros_like(theme)
        self.witness = np.zeros(size)
        self.sure = np.zeros(size, dtype=bool)
        self.claims = np.zeros((0, size))
        self.claimed = self.low.copy(), self.high.copy()

    def begin(self, claims: Floats) -> None:
        """Take the first table claimed as a witness if it fits, or look for one.

        What hangs together with a fraction is no witness in whole numbers, and nothing
        that is found beside it is.
        """
        if len(claims) and not self.system.misfits(claims[0]).any():
            self.witness = claims[0].copy()
        else:
            found = first_witness(self.system, self.local, self.pool)
            self.system, self.witness = found
            claims = claims[:0]
        misfits = self.system.misfits(self.witness)
        for at in self.system.parts():
            self.sure[at] = not misfits[at].any()
        self._note(self._all(), self.witness)
        self.claims = claims
        least = claims.min(axis=0, initial=np.inf)
        self.claimed = least, claims.max(axis=0, initial=-np.inf)
        fits = partial(fitting, self.system, self.witness)
        for at, numbers in self.pool.map(fits, claims[1:]):
            self._note(at, numbers)

    def _mend(self) -> None:
        """Mend claims that would take suspects further, a few tables at a time.

        The last come first: they are of what was hardest to move.
        """
        for end in range(len(self.claims), 1, -TOGETHER):
            tables = self.claims[max(end - TOGETHER, 1) : end]
            work = [one for table in tables for one in self._unmended(table)]
            work.sort(key=lambda one: len(one[1]), reverse=True)
            for at, numbers in self.pool.map(self._mended, work):
                self._note(at, numbers)

    def _unmended(self, table: Floats) -> list[tuple[Floats, Places, Bools]]:
        """Give the changes in a table that would take suspects further, with these."""
        wanted = self._suspects(self._all()) & furthest(self.claimed, table)
        wanted &= (table < self.low - NEAR) | (table > self.high + NEAR)
        if not wanted.any():
            return []
        changes = self.system.parts(np.abs(table - self.claims[0]) > NEAR)
        return [(table, at, wanted) for at in changes if wanted[at].any()]

    def _mended(self, work: tuple[Floats, Places, Bools]) -> tuple[Places, Floats]:
        return mended(self.system, self.claims[0], *work)

    def run(self) -> None:
        """Look for witnesses of many numbers, then of one at a time, then for bounds.

        What the nearest equations give away needs no search for witnesses.
        """
        for turn, reach in enumerate(REACHES):
            if turn >= SAME_WAY:
                self._mingle()
            self._mend()
            self._each(self._around(self.anywhere, reach), self.theme, self._apart)
            self._each(self._around(self.local, reach), self.together, self._onward)
        self._give_way((1, 2, 3))
        self._each(self.local, self.theme, self._singly)
        self._while_it_pays(self._by_county, COUNTIES_PAY)
        self._while_it_pays(self._everywhere, ENOUGH)
        self._give_way((1, 2, 3, 4))
        for one in np.flatnonzero(self._suspects(self._all())):
            self._bound(int(one))
        self._refine()

    def undecided(self) -> Bools:
        """Say which numbers are neither cleared nor known to give way."""
        return self._suspects(self._all())

    def _mingle(self) -> None:
        """Draw anew which way each suspect moves, and how much it counts."""
        size = len(self.mix)
        self.mix = self.draw.uniform(0.5, 1.5, size)
        self.mix *= self.draw.choice((-1.0, 1.0), size)

    def _while_it_pays(self, work: Callable[[], None], share: float) -> None:
        """Do some work as long as it clears such a share of the suspects."""
        before, again = self._left(), True
        while before and again:
            work()
            after = self._left()
            again, before = before - after >= max(share * before, 1), after

    def _by_county(self) -> None:
        """Move the suspects of whole counties, then one at a time within a theme."""
        self._mingle()
        self._each(self.local, self.together, self._onward)
        self._each(self.local, self.theme, self._singly)

    def _everywhere(self) -> None:
        """Move the suspects of the whole nation, then one at a time within counties."""
        self._mingle()
        self._each(self.anywhere, self.together, self._onward)
        self._each(self.local, self.together, self._singly)

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

    def _give_way(self, steps: Sequence[int]) -> None:
        """Bound the suspects by the equations around them, nearer ones first.

        What gives way is known more closely from then on, which may bring down others.
        Of each distance it is tried on a few whether it is worth doing for all.
        """
        for step in steps:
            again = True
            while again:
                suspects = np.flatnonzero(self._suspects(self._all()))
                few = suspects[:: max(1, len(suspects) // SAMPLE)]
                fell = self._bounded(few, step)
                again = fell >= max(ENOUGH * len(few), 1)
                if again:
                    self._bounded(np.setdiff1d(suspects, few), step)

    def _bounded(self, suspects: Places, steps: int) -> int:
        """Bound suspects by the equations so many steps around; count what gives way.

        The bounds hold for whatever numbers fit, so all that follows may use them; but
        the most is not known where it was looked for no further.
        """
        nearby = partial(bounds_nearby, self.system, steps, self.width)
        found = list(self.pool.map(nearby, suspects.tolist()))
        least, most = self.system.least.copy(), self.system.most.copy()
        fell = 0
        for one, (low, high) in zip(suspects, found, strict=True):
            fell += self._settled(one, (low, high))
            if low <= high:
                least[one] = max(least[one], low)
            if low <= high < low + self.width:
                most[one] = min(most[one], high)
        self.system = replace(self.system, least=least, most=most)
        return fell

    def _apart(self, at: Places) -> None:
        """Move the suspects of a part, and then back while that clears some."""
        part = self.system.part(at, self.witness)
        self._move(part, at, self._suspects(at), 1.0)
        before, again = int(self._suspects(at).sum()), True
        while before and again:
            self._move(part, at, self._suspects(at), -1.0)
            after = int(self._suspects(at).sum())
            again, before = before - after >= max(ENOUGH * before, 1), after

    def _onward(self, at: Places) -> None:
        """Move the suspects of a part, and go on from there."""
        part = self.system.part(at, self.witness)
        self.witness[at] = self._move(part, at, self._suspects(at), -1.0)

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
                        self._move(part, alone, chosen, sign)

    def _move(self, part: System, at: Places, chosen: Bools, sign: float) -> Floats:
        """Make the `chosen` small (1) or large (-1), no larger than needed.

        It is the other way round for those whose mix is below 0. Where they are few, it
        is quicker to look near the present witness. Gives the witness that was found,
        which is noted, or the present one.
        """
        here = self.witness[at]
        if not chosen.any():
            return here
        most = np.full(len(at), np.inf)
        cost = sign * self.mix[at] * chosen
        most[cost < 0] = self.low[at][cost < 0] + self.width
        near = np.count_nonzero(chosen) <= FEW * len(at)
        x = part.nearby(here, cost, most) if near else part.best(cost, most)
        whole = None if x is None else part.whole(x, cost, most)
        if whole is None:
            return here
        self._note(at, whole)
        return whole

    def _note(self, at: Places, x: Floats) -> None:
        """Remember how far apart numbers were found to lie, all of them whole."""
        sure = self.sure[at]
        at, x = at[sure], np.round(x[sure])
        self.low[at] = np.minimum(self.low[at], x)
        self.high[at] = np.maximum(self.high[at], x)

    def _bound(self, one: int) -> None:
        """Look for witnesses of one number among all, then bound it by all equations.

        Fractions may leave a doubt; then integer programs decide.
        """
        if not self._suspects(np.array([one])).any():
            return
        parts = self.system.parts()
        at = next(at for at in parts if one in at)
        part = self.system.part(at, self.witness)
        for sign in (1.0, -1.0):
            self._move(part, at, at == one, sign)
        for whole in (False, True):
            if not self._suspects(np.array([one])).any():
                return
            self._settled(one, bounds(part, at == one, self.width, whole=whole))

    def _settled(self, one: int, limits: tuple[float, float]) -> bool:
        """Say whether bounds show that a number gives way, and remember them if so.

        They are rough where no witnesses lie so far apart.
        """
        low, high = np.array([limits[0]]), np.array([limits[1]])
        if not self.targets.of(np.array([one])).open(low, high)[0]:
            return False
        self.rough[one] = self.high[one] - self.low[one] < limits[1] - limits[0]
        self.confined[one] = True
        self.low[one], self.high[one] = limits
        return True

    def _refine(self) -> None:
        """Bound what gave way by more equations, where its bounds are rough."""
        rough = np.flatnonzero(self.rough)
        self.rough[:] = False
        self._bounded(rough, REFINED)
