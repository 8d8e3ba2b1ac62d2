"""Rates as they would be with the same mix of ages and sexes.

Sources:

- Direct: Dobson, A. J. et al. (1991). Confidence intervals for weighted sums of
  Poisson parameters. Statistics in Medicine 10, 457–462.
- Indirect: Breslow, N. E. and Day, N. E. (1987). Statistical methods in cancer
  research, volume II. IARC Scientific Publications 82.
- Refusing fewer than ten events: Office for Health Improvement and Disparities,
  Public health technical guide: directly standardised rates.
"""

import numpy as np
from numpy.typing import ArrayLike

from brukerplan.statistics.differences import Estimate
from brukerplan.statistics.intervals import as_floats, poisson_interval, share

FEWEST_EVENTS = 10
"""The fewest events in all that a directly standardised rate is given for."""

FEWEST_EXPECTED = 1.0
"""The fewest expected events that an indirectly standardised ratio is given for."""


def directly_standardised(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    per: float,
    confidence: float = 0.95,
) -> Estimate:
    """Give the rate per `per` with Dobson's interval; strata lie along the last axis.

    NaN where a stratum that has weight has no inhabitants or an unknown count, or
    where there are fewer than `FEWEST_EVENTS` in all.
    """
    o, n = np.broadcast_arrays(as_floats(events), as_floats(population))
    weight = as_floats(standard)
    weight = weight / np.sum(weight, axis=-1, keepdims=True)
    each = np.where(weight > 0, share(o, n), 0.0)
    value = np.sum(weight * each, axis=-1)
    per_person = np.where(weight > 0, share(each, n), 0.0)
    variance = np.sum(weight**2 * per_person, axis=-1)
    total = np.sum(o, axis=-1)
    total = np.where(total >= FEWEST_EVENTS, total, np.nan)
    limits = poisson_interval(total, confidence)
    scale = np.sqrt(share(variance, total))
    lower = value + scale * (limits.lower - total)
    upper = value + scale * (limits.upper - total)
    value = np.where(np.isnan(total), np.nan, value)
    return Estimate(value * per, lower * per, upper * per)


def indirectly_standardised(
    events: ArrayLike, expected: ArrayLike, *, confidence: float = 0.95
) -> Estimate:
    """Give observed over expected events, with the interval of the observed count.

    1 means as many as the reference's rates would give. NaN where fewer than
    `FEWEST_EXPECTED` are expected.
    """
    o, e = np.broadcast_arrays(as_floats(events), as_floats(expected))
    e = np.where(e >= FEWEST_EXPECTED, e, np.nan)
    limits = poisson_interval(np.where(np.isnan(e), np.nan, o), confidence)
    return Estimate(share(o, e), share(limits.lower, e), share(limits.upper, e))
