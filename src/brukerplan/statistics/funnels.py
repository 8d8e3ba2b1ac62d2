"""Funnel plots: how far chance alone carries a place of a given size from the rest.

Sources:

- Limits: Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional
  performance. Statistics in Medicine 24, 1185–1202, appendix A.1 (exact limits,
  interpolated between the whole numbers).
- Over-dispersion: Spiegelhalter, D. J. (2005). Handling over-dispersion of performance
  indicators. Quality and Safety in Health Care 14, 347–351 (winsorised at 10 %).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtrik, betaincc, chdtri, pdtr, pdtrik

from brukerplan.statistics.intervals import (
    Floats,
    Interval,
    as_floats,
    share,
)

WINSORISED_SHARE = 0.1
"""The share of the places at each end whose z is drawn in to the next one."""


def rate_funnel(target: float, population: ArrayLike, confidence: float) -> Interval:
    """Give the limits around the rate `target` (per person) by population."""
    n = as_floats(population)
    mean = target * n

    def cdf(events: Floats) -> Floats:
        return np.where(events < 0, 0.0, pdtr(np.maximum(events, 0), mean))

    limits = (
        _interpolated(pdtrik(tail, mean), cdf, tail) for tail in _tails(confidence)
    )
    return Interval(*(share(limit, n) for limit in limits))


def share_funnel(target: float, denominator: ArrayLike, confidence: float) -> Interval:
    """Give the limits around the share `target` (0–1) by denominator."""
    n = as_floats(denominator)

    def cdf(events: Floats) -> Floats:
        inside = np.clip(events, 0, np.maximum(n - 1, 0))
        at = betaincc(inside + 1, np.maximum(n - inside, 1), target)
        return np.where(events < 0, 0.0, np.where(events >= n, 1.0, at))

    limits = (
        _interpolated(bdtrik(tail, n, target), cdf, tail) for tail in _tails(confidence)
    )
    return Interval(*(np.minimum(share(limit, n), 1.0) for limit in limits))


def _tails(confidence: float) -> tuple[float, float]:
    return (1 - confidence) / 2, (1 + confidence) / 2


def _interpolated(
    about: ArrayLike, cdf: Callable[[Floats], Floats], tail: float
) -> Floats:
    """Give the quantile drawn in between whole numbers; never below nought.

    `about` is the quantile on a continuous scale: the whole one is at its ceiling, or
    one below where rounding has carried it over.
    """
    r = np.maximum(np.ceil(as_floats(about)), 0.0)
    r = np.where((r > 0) & (cdf(r - 1) >= tail), r - 1, r)
    at, below = cdf(r), cdf(r - 1)
    return np.maximum(r - share(at - tail, at - below), 0.0)


class OverDispersion(NamedTuple):
    """How much more places differ than chance would have it.

    `factor` is 1 for chance alone; `is_clear` whether it is above 1 beyond chance.
    """

    factor: float
    is_clear: bool

    def widened(self, limits: Interval, target: float) -> Interval:
        """Give limits that allow for it; unchanged where it is not clear."""
        if not self.is_clear:
            return limits
        spread = np.sqrt(self.factor)
        return Interval(
            np.maximum(target + (limits.lower - target) * spread, 0.0),
            target + (limits.upper - target) * spread,
        )


def over_dispersion(observed: ArrayLike, expected: ArrayLike) -> OverDispersion:
    """Give the over-dispersion of counts about what is expected of each place.

    z is on the square-root scale, where a count's spread does not depend on its size.
    Fewer than five places give a factor of 1.
    """
    o, e = as_floats(observed), as_floats(expected)
    usable = ~np.isnan(o) & (e > 0)
    z = np.sort(2 * (np.sqrt(o[usable]) - np.sqrt(e[usable])))
    if len(z) < 5:
        return OverDispersion(1.0, False)
    ends = int(len(z) * WINSORISED_SHARE)
    z = np.clip(z, z[ends], z[len(z) - 1 - ends])
    factor = float(np.mean(z**2))
    return OverDispersion(factor, factor > float(chdtri(len(z), 0.05)) / len(z))
