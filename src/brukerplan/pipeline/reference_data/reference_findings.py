"""Findings about populations, groupings and participation, in words."""

from collections.abc import Iterable
from typing import Any

from brukerplan.languages import load_texts
from brukerplan.pipeline.importing.finding_texts import Wording
from brukerplan.tables import Finding


def wording(language: str) -> Wording:
    """Give the words for findings about reference data in a language.

    Raises:
        UsageError: there is no such language.
    """
    return Wording(load_texts("reference_findings", language))


def known(findings: Iterable[object]) -> list[Finding]:
    """Give the findings that an error carries."""
    return [finding for finding in findings if isinstance(finding, Finding)]


def as_json(finding: Finding, words: Wording) -> dict[str, Any]:
    """Give a finding as plain values; the rule is for programs, the message to read."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "message": words.message(finding),
    }
