"""What follows from a release: comparisons, change, funnels, standardised rates.

All of it is worked out from shown figures, so it gives nothing away that the release
does not.
"""

from brukerplan.reporting.analysis.additivity import failing_sums
from brukerplan.reporting.analysis.change_over_time import breaks_of, changes_over_time
from brukerplan.reporting.analysis.funnel_limits import FunnelFigures, funnel
from brukerplan.reporting.analysis.region_comparisons import by_chance, comparisons
from brukerplan.reporting.analysis.release_diff import (
    ReleaseComparison,
    compare_releases,
)
from brukerplan.reporting.analysis.standardisation import standardised_rates

__all__ = [
    "FunnelFigures",
    "ReleaseComparison",
    "breaks_of",
    "by_chance",
    "changes_over_time",
    "compare_releases",
    "comparisons",
    "failing_sums",
    "funnel",
    "standardised_rates",
]
