"""Which of the unknown numbers are attacked, and what counts as giving one away."""

from dataclasses import dataclass, replace

import numpy as np

from brukerplan.disclosure.attack.witnesses import NEAR, Bools, Floats, Places


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
