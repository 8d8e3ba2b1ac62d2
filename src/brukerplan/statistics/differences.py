"""Two figures beside each other: difference, ratio, and how to say it in a word.

The two must count different people (a municipality and the others of its county), or
the intervals are too wide or too narrow.

Sources:

- Difference: the square-and-add method, from each figure's own interval. Newcombe,
  R. G. (1998). Interval estimation for the difference between independent
  proportions. Statistics in Medicine 17, 873–890 (method 10); Zou, G. Y. and Donner,
  A. (2008). Construction of confidence limits about effect measures. Statistics in
  Medicine 27, 1693–1702 (the same for rates).
- Ratio of rates: exact, given the sum of the two counts. Przyborowski, J. and
  Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series.
  Biometrika 31, 313–323.
- Ratio of shares: Katz, D. et al. (1978). Obtaining confidence intervals for the risk
  ratio in cohort studies. Biometrics 34, 469–474.
- Many tests: Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery
  rate. Journal of the Royal Statistical Society B 57, 289–300.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

from brukerplan.statistics.intervals import (
    Floats,
    Interval,
    as_floats,
    normal_quantile,
    share,
)

BETTER = "better"
SIMILAR = "similar"
WORSE = "worse"
HIGHER = "higher"
LOWER = "lower"


class Estimate(NamedTuple):
    """A value and its interval, arrays of one shape; NaN where there is none."""

    value: Floats
    lower: Floats
    upper: Floats


def difference(first: Estimate, second: Estimate) -> Estimate:
    """Give first − second with the interval that follows from theirs."""
    value = first.value - second.value
    down = np.hypot(first.value - first.lower, second.upper - second.value)
    up = np.hypot(first.upper - first.value, second.value - second.lower)
    return Estimate(value, value - down, value + up)


def rate_ratio(
    numerator: ArrayLike,
    denominator: ArrayLike,
    other_numerator: ArrayLike,
    other_denominator: ArrayLike,
    confidence: float = 0.95,
) -> Estimate:
    """Give the ratio of two rates with its exact interval.

    The upper limit is infinite where the other count is nought; all is NaN where both
    counts are, or a denominator is.
    """
    a, n, b, m = np.broadcast_arrays(
        *map(as_floats, (numerator, denominator, other_numerator, other_denominator))
    )
    usable = (n > 0) & (m > 0) & (a + b > 0)
    a, b = np.where(usable, a, np.nan), np.where(usable, b, np.nan)
    tail = (1 - confidence) / 2
    low = np.where(a == 0, 0.0, betaincinv(np.where(a > 0, a, np.nan), b + 1, tail))
    high = betaincinv(a + 1, np.where(b > 0, b, np.nan), 1 - tail)
    high = np.where(b == 0, 1.0, high)
    scale = share(m, n)
    with np.errstate(divide="ignore"):
        value = np.divide(a, b) * scale
        upper = np.divide(high, 1 - high) * scale
    lower = np.divide(low, 1 - low) * scale
    return Estimate(value, lower, np.where(usable, upper, np.nan))


def share_ratio(
    numerator: ArrayLike,
    denominator: ArrayLike,
    other_numerator: ArrayLike,
    other_denominator: ArrayLike,
    confidence: float = 0.95,
) -> Estimate:
    """Give the ratio of two shares with its interval; NaN where a count is nought."""
    a, n, b, m = map(
        as_floats, (numerator, denominator, other_numerator, other_denominator)
    )
    a, b = np.where(a > 0, a, np.nan), np.where(b > 0, b, np.nan)
    value = share(a, n) / share(b, m)
    spread = np.sqrt(np.maximum(1 / a - 1 / n + 1 / b - 1 / m, 0))
    factor = np.exp(normal_quantile(confidence) * spread)
    return Estimate(value, value / factor, value * factor)


def verdict(
    interval: Interval, polarity: ArrayLike, *, neutral: float
) -> NDArray[np.object_]:
    """Say how a figure stands to another, from the interval of what tells them apart.

    `neutral` is what no difference is: 0 for a difference, 1 for a ratio. Gives
    `similar` while the interval holds it; else `better` or `worse` by `polarity`
    (`higher_is_better`, `lower_is_better`), or just `higher` or `lower` where that is
    `neutral`; empty where there is no interval.
    """
    higher, lower = interval.lower > neutral, interval.upper < neutral
    sign = np.asarray(polarity, dtype=object)
    good = (higher & (sign == "higher_is_better")) | (
        lower & (sign == "lower_is_better")
    )
    bad = (lower & (sign == "higher_is_better")) | (
        higher & (sign == "lower_is_better")
    )
    none = np.isnan(interval.lower) | np.isnan(interval.upper)
    words = [none, good, bad, higher, lower]
    return np.select(words, ["", BETTER, WORSE, HIGHER, LOWER], SIMILAR).astype(object)


def false_discovery_adjusted(p_values: ArrayLike) -> Floats:
    """Give Benjamini and Hochberg's adjusted p-values; NaN stays NaN."""
    p = as_floats(p_values)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    result = np.full(p.shape, np.nan)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return result
