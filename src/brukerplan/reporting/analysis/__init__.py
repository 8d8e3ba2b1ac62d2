"""What follows from a release: comparisons, change, funnels, standardised rates.

All of it is worked out from shown figures, so it gives nothing away that the release
does not.
"""

from brukerplan.reporting.analysis.against import by_chance, comparisons
from brukerplan.reporting.analysis.change import breaks_of, changes_over_time
from brukerplan.reporting.analysis.funnels import FunnelFigures, funnel
from brukerplan.reporting.analysis.quality import ReleaseComparison, compare_releases
from brukerplan.reporting.analysis.standardised import standardised_rates
from brukerplan.reporting.analysis.sums import failing_sums

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
