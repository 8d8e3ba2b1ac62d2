"""The formulas: each is here once, with its source, and works on whole arrays."""

from brukerplan.statistics.intervals import (
    BYAR_FROM,
    CONFIDENCE,
    Floats,
    Interval,
    byar_interval,
    exact_poisson_interval,
    normal_quantile,
    poisson_interval,
    rate,
    rate_interval,
    share,
    wilson_interval,
)

__all__ = [
    "BYAR_FROM",
    "CONFIDENCE",
    "Floats",
    "Interval",
    "byar_interval",
    "exact_poisson_interval",
    "normal_quantile",
    "poisson_interval",
    "rate",
    "rate_interval",
    "share",
    "wilson_interval",
]
