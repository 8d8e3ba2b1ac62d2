"""Findings as one self-contained HTML page: for whoever must correct a file.

It names files, lines, columns and rules, and never what a cell says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from brukerplan.reporting.environment import fill, make_environment


@dataclass(frozen=True)
class FileSummary:
    """A file that was checked: its name, rows, layout, and how often it breaks rules.

    All are text that is ready to print.
    """

    name: str
    rows: str
    layout: str
    errors: str
    warnings: str


@dataclass(frozen=True)
class Place:
    """Where a rule is broken: file, line (empty for the whole file), column, and what
    is said of it."""

    file: str
    line: str
    column: str
    message: str


@dataclass(frozen=True)
class RuleFindings:
    """A rule that is broken: what it is called, how grave it is, what to do, where.

    `kind` is fatal, error or warning; `more` says how many places are left out, empty
    if none are.
    """

    rule: str
    kind: str
    severity: str
    number: str
    fix: str
    places: tuple[Place, ...]
    more: str


@dataclass(frozen=True)
class FindingsReport:
    """All that the page shows. `labels` are its fixed texts in its language."""

    language: str
    verdict: str
    is_accepted: bool
    files: tuple[FileSummary, ...]
    rules: tuple[RuleFindings, ...]
    since_last: tuple[str, ...]
    labels: Mapping[str, str]


def render_findings(report: FindingsReport) -> str:
    """Give the page as HTML.

    Raises:
        ReportError: the template is wrong.
    """
    return fill(make_environment("html"), "findings.html.j2", report=report)
