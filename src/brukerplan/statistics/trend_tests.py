"""Change over three or more years: is there a rise or a fall that the data bear?

Sources:

- Shares: Armitage, P. (1955). Tests for linear trends in proportions and frequencies.
  Biometrics 11, 375–386.
- Rates: the score test of the slope in a Poisson regression with the logarithm of the
  population as offset; Breslow, N. E. and Day, N. E. (1987), volume II, section 3.6.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from brukerplan.statistics.intervals import Floats, as_floats, share

FEWEST_YEARS = 3
"""The fewest years that a trend is tested over."""

RISE = "rise"
FALL = "fall"
NO_CLEAR_TREND = "no_clear_trend"


class Trend(NamedTuple):
    """The test's z (above nought: rising) and its two-sided p-value; NaN where none."""

    z: Floats
    p_value: Floats

    def word(self, significance: float = 0.05) -> NDArray[np.object_]:
        """Say rise or fall where p is below `significance`; empty where untested."""
        sure = self.p_value < significance
        words = [np.isnan(self.z), sure & (self.z > 0), sure & (self.z < 0)]
        return np.select(words, ["", RISE, FALL], NO_CLEAR_TREND).astype(object)


def trend_of_rates(events: ArrayLike, population: ArrayLike, years: ArrayLike) -> Trend:
    """Test for a linear trend in rates; years lie along the last axis.

    A year with an unknown count or no population is left out; NaN where fewer than
    `FEWEST_YEARS` are left.
    """
    o, n, used, t = _usable(events, population, years)
    total = o.sum(axis=-1)
    weight = share(n, n.sum(axis=-1, keepdims=True))
    mean = (weight * t).sum(axis=-1, keepdims=True)
    score = (o * (t - mean)).sum(axis=-1)
    variance = total * (weight * (t - mean) ** 2).sum(axis=-1)
    return _test(score, variance, used)


def trend_of_shares(
    numerator: ArrayLike, denominator: ArrayLike, years: ArrayLike
) -> Trend:
    """Test for a linear trend in shares (Cochran and Armitage); else the same."""
    x, n, used, t = _usable(numerator, denominator, years)
    total = n.sum(axis=-1, keepdims=True)
    p = share(x.sum(axis=-1), total[..., 0])
    mean = share((n * t).sum(axis=-1, keepdims=True), total)
    score = (x * (t - mean)).sum(axis=-1)
    variance = p * (1 - p) * (n * (t - mean) ** 2).sum(axis=-1)
    return _test(score, variance, used)


def _usable(
    numerator: ArrayLike, denominator: ArrayLike, years: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    x, n, t = np.broadcast_arrays(*map(as_floats, (numerator, denominator, years)))
    use = ~np.isnan(x) & (n > 0)
    return np.where(use, x, 0.0), np.where(use, n, 0.0), use.sum(axis=-1), t


def _test(score: Floats, variance: Floats, used: Floats) -> Trend:
    enough = (used >= FEWEST_YEARS) & (variance > 0)
    z = np.divide(
        score,
        np.sqrt(np.where(enough, variance, 1)),
        out=np.full(np.shape(score), np.nan),
        where=enough,
    )
    return Trend(z, 2 * ndtr(-np.abs(z)))
