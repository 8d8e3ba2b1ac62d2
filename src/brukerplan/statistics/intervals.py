"""Intervals for counts, rates and shares; everything works on whole arrays.

Sources:

- Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
  inference. Journal of the American Statistical Association 22, 209–212.
- Byar's approximation: Breslow, N. E. and Day, N. E. (1987). Statistical methods in
  cancer research, volume II, equation 2.13. IARC Scientific Publications 82.
- Exact Poisson limits: Garwood, F. (1936). Fiducial limits for the Poisson
  distribution. Biometrika 28, 437–442.
- The switch at ten events: Office for Health Improvement and Disparities, Public
  health technical guide: confidence intervals.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainccinv, gammaincinv, ndtri

Floats = NDArray[np.float64]

BYAR_FROM = 10
"""The number of events from which Byar's approximation is used; exact below."""

CONFIDENCE = {"95": 0.95, "998": 0.998}
"""The confidence levels in an interval's name, such as `wilson_95`, `byar_998`."""


class Interval(NamedTuple):
    """The two limits, arrays of one shape; empty (NaN) where there is none."""

    lower: Floats
    upper: Floats


def as_floats(values: ArrayLike | Any) -> Floats:
    """Give `values` as an array of floats; what is missing becomes NaN."""
    if hasattr(values, "to_numpy"):
        return np.asarray(values.to_numpy(dtype="float64", na_value=np.nan))
    return np.asarray(values, dtype="float64")


def normal_quantile(confidence: float) -> float:
    """Give z so that `confidence` of a normal distribution lies within ±z."""
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    return float(ndtri((1 + confidence) / 2))


def share(numerator: ArrayLike, denominator: ArrayLike) -> Floats:
    """Give numerator / denominator; NaN where the denominator is nought or missing."""
    n, d = np.broadcast_arrays(as_floats(numerator), as_floats(denominator))
    return np.divide(n, d, out=np.full(n.shape, np.nan), where=d > 0)


def rate(numerator: ArrayLike, denominator: ArrayLike, per: float) -> Floats:
    """Give the rate per `per` of the denominator; NaN where that is nought."""
    return share(numerator, denominator) * per


def wilson_interval(
    numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Give Wilson's score interval (without continuity correction) of a share, 0–1.

    The lower limit is exactly 0 for 0 of n, the upper exactly 1 for n of n; both are
    NaN for 0 of 0.

    Raises:
        ValueError: a numerator is negative or above its denominator.
    """
    x, n = np.broadcast_arrays(as_floats(numerator), as_floats(denominator))
    if np.any((x < 0) | (x > n)):
        raise ValueError("a share has 0 <= numerator <= denominator")
    z2 = normal_quantile(confidence) ** 2
    n = np.where(n > 0, n, np.nan)
    p = x / n
    middle = x + z2 / 2
    half = np.sqrt(z2 * (x * (1 - p) + z2 / 4))
    lower = np.where(x == 0, 0.0, (middle - half) / (n + z2))
    upper = np.where(x == n, 1.0, (middle + half) / (n + z2))
    none = np.isnan(p)
    return Interval(np.where(none, np.nan, lower), np.where(none, np.nan, upper))


def byar_interval(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """Give Byar's approximate limits of a Poisson count above nought."""
    o = as_floats(count)
    z = normal_quantile(confidence)
    o = np.where(o > 0, o, np.nan)
    lower = o * (1 - 1 / (9 * o) - z / (3 * np.sqrt(o))) ** 3
    o1 = o + 1
    upper = o1 * (1 - 1 / (9 * o1) + z / (3 * np.sqrt(o1))) ** 3
    return Interval(lower, upper)


def exact_poisson_interval(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """Give the exact limits of a Poisson count (half a chi-squared quantile)."""
    o = as_floats(count)
    tail = (1 - confidence) / 2
    lower = np.where(o == 0, 0.0, gammaincinv(np.where(o > 0, o, np.nan), tail))
    return Interval(
        np.where(np.isnan(o), np.nan, lower), np.asarray(gammainccinv(o + 1, tail))
    )


def poisson_interval(count: ArrayLike, confidence: float = 0.95) -> Interval:
    """Give the limits of a count: exact below `BYAR_FROM` events, Byar from there up.

    Raises:
        ValueError: a count is negative.
    """
    o = as_floats(count)
    if np.any(o < 0):
        raise ValueError("a count is not negative")
    few = o < BYAR_FROM
    exact = exact_poisson_interval(np.where(few, o, np.nan), confidence)
    byar = byar_interval(np.where(few, np.nan, o), confidence)
    return Interval(
        np.where(few, exact.lower, byar.lower), np.where(few, exact.upper, byar.upper)
    )


def rate_interval(
    numerator: ArrayLike, denominator: ArrayLike, per: float, confidence: float = 0.95
) -> Interval:
    """Give the limits of a rate per `per`: those of its count over the denominator."""
    limits = poisson_interval(numerator, confidence)
    return Interval(
        rate(limits.lower, denominator, per), rate(limits.upper, denominator, per)
    )
