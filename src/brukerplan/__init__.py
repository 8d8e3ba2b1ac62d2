"""Brukerplan: from municipalities' exports to published reports.

In a notebook, `import brukerplan` gives the functions that the commands use; see
`docs/how-to/notebook.md`. They are imported when they are first used, so that the
command line starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brukerplan.definitions import load_definitions
    from brukerplan.pipeline.example_data.example_exports import write_examples
    from brukerplan.pipeline.importing.survey_import import check_files, import_files
    from brukerplan.pipeline.publishing.export_files import write_export
    from brukerplan.pipeline.publishing.release_comparison import compare
    from brukerplan.pipeline.publishing.report_batch import load_release, make_reports
    from brukerplan.pipeline.releasing.new_release import compute_release
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
    "check_files": "pipeline.importing.survey_import",
    "compare": "pipeline.publishing.release_comparison",
    "comparisons": "reporting.analysis",
    "compute_release": "pipeline.releasing.new_release",
    "funnel": "reporting.analysis",
    "import_files": "pipeline.importing.survey_import",
    "load_definitions": "definitions",
    "load_release": "pipeline.publishing.report_batch",
    "make_reports": "pipeline.publishing.report_batch",
    "standardised_rates": "reporting.analysis",
    "write_examples": "pipeline.example_data.example_exports",
    "write_export": "pipeline.publishing.export_files",
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
