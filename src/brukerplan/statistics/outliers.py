"""Figures that stand out among their like.

Source: Tukey, J. W. (1977). Exploratory data analysis, section 2D: beyond 1.5 times the
distance between the quartiles; here with quartiles weighted by the size of the place,
so that many small places do not decide what is usual.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from brukerplan.statistics.intervals import Floats, as_floats

FENCE = 1.5
FEWEST = 8
"""The fewest figures among which one can stand out."""


def weighted_quantile(values: ArrayLike, weights: ArrayLike, at: float) -> float:
    """Give the value below which a share `at` of the weight lies (interpolated).

    With equal weights it is the usual quantile in the middle of the steps (type 5 of
    Hyndman and Fan). NaN where nothing has weight.
    """
    v, w = as_floats(values), as_floats(weights)
    use = ~np.isnan(v) & (w > 0)
    if not use.any():
        return float("nan")
    order = np.argsort(v[use], kind="stable")
    v, w = v[use][order], w[use][order]
    middle = (np.cumsum(w) - w / 2) / w.sum()
    return float(np.interp(at, middle, v))


def fences(values: ArrayLike, weights: ArrayLike) -> tuple[float, float]:
    """Give the limits beyond which a figure stands out; NaN where there are too few."""
    v = as_floats(values)
    if np.count_nonzero(~np.isnan(v)) < FEWEST:
        return float("nan"), float("nan")
    low, high = (weighted_quantile(v, weights, at) for at in (0.25, 0.75))
    return low - FENCE * (high - low), high + FENCE * (high - low)


def outliers(values: ArrayLike, weights: ArrayLike) -> NDArray[np.bool_]:
    """Tell which figures lie beyond the fences."""
    v: Floats = as_floats(values)
    low, high = fences(v, weights)
    return (v < low) | (v > high)
