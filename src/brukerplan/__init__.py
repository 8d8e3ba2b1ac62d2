"""Brukerplan: from municipalities' exports to published reports.

In a notebook, `import brukerplan` gives the functions that the commands use; see
`docs/how-to/notebook.md`. They are imported when they are first used, so that the
command line starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brukerplan.definitions import load_definitions
    from brukerplan.pipeline.comparing import compare
    from brukerplan.pipeline.examples import write_examples
    from brukerplan.pipeline.exports import write_export
    from brukerplan.pipeline.releases import compute_release
    from brukerplan.pipeline.reports import load_release, make_reports
    from brukerplan.pipeline.surveys import check_files, import_files
    from brukerplan.reporting.analysis import (
        changes_over_time,
        comparisons,
        funnel,
        standardised_rates,
    )

__all__ = [
    "changes_over_time",
    "check_files",
    "compare",
    "comparisons",
    "compute_release",
    "funnel",
    "import_files",
    "load_definitions",
    "load_release",
    "make_reports",
    "standardised_rates",
    "write_examples",
    "write_export",
]

_HOMES = {
    "changes_over_time": "reporting.analysis",
    "check_files": "pipeline.surveys",
    "compare": "pipeline.comparing",
    "comparisons": "reporting.analysis",
    "compute_release": "pipeline.releases",
    "funnel": "reporting.analysis",
    "import_files": "pipeline.surveys",
    "load_definitions": "definitions",
    "load_release": "pipeline.reports",
    "make_reports": "pipeline.reports",
    "standardised_rates": "reporting.analysis",
    "write_examples": "pipeline.examples",
    "write_export": "pipeline.exports",
}
"""Where each function lives."""


def __getattr__(name: str) -> Any:
    """Give one of the functions in `__all__`, imported now."""
    if name in _HOMES:
        return getattr(import_module(f"brukerplan.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'brukerplan' has no attribute '{name}'")


def __dir__() -> list[str]:
    """List the functions too, for completion in notebooks."""
    return sorted([*globals(), *__all__])
