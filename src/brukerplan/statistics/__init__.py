"""The formulas: each is here once, with its source, and works on whole arrays."""

from brukerplan.statistics.differences import (
    Estimate,
    difference,
    false_discovery_adjusted,
    rate_ratio,
    share_ratio,
    verdict,
)
from brukerplan.statistics.funnels import (
    OverDispersion,
    over_dispersion,
    rate_funnel,
    share_funnel,
)
from brukerplan.statistics.intervals import (
    BYAR_FROM,
    CONFIDENCE,
    Floats,
    Interval,
    as_floats,
    byar_interval,
    exact_poisson_interval,
    normal_quantile,
    poisson_interval,
    rate,
    rate_interval,
    share,
    wilson_interval,
)
from brukerplan.statistics.outliers import fences, outliers, weighted_quantile
from brukerplan.statistics.standardising import (
    FEWEST_EVENTS,
    FEWEST_EXPECTED,
    directly_standardised,
    indirectly_standardised,
)
from brukerplan.statistics.trend_tests import (
    FEWEST_YEARS,
    Trend,
    trend_of_rates,
    trend_of_shares,
)

__all__ = [
    "BYAR_FROM",
    "CONFIDENCE",
    "FEWEST_EVENTS",
    "FEWEST_EXPECTED",
    "FEWEST_YEARS",
    "Estimate",
    "Floats",
    "Interval",
    "OverDispersion",
    "Trend",
    "as_floats",
    "byar_interval",
    "difference",
    "directly_standardised",
    "exact_poisson_interval",
    "false_discovery_adjusted",
    "fences",
    "indirectly_standardised",
    "normal_quantile",
    "outliers",
    "over_dispersion",
    "poisson_interval",
    "rate",
    "rate_funnel",
    "rate_interval",
    "rate_ratio",
    "share",
    "share_funnel",
    "share_ratio",
    "trend_of_rates",
    "trend_of_shares",
    "verdict",
    "weighted_quantile",
    "wilson_interval",
]
