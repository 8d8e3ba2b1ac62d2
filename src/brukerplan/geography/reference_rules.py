"""What can be wrong with a file of reference data: `data/rules/reference_data.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd

from brukerplan.errors import ValidationFailed
from brukerplan.resources import resource_dir
from brukerplan.tables import Finding, Severity


@cache
def reference_rules() -> Mapping[str, Mapping[str, str]]:
    """Give the rules by id: severity, message, when it occurs, how to fix it."""
    path = resource_dir("data/rules") / "reference_data.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def line_finding(
    rule: str,
    file: str,
    *,
    line: int | None = None,
    column: str | None = None,
    **parameters: str | int,
) -> Finding:
    """Give the finding of a rule in a line of a file."""
    said = reference_rules()[rule]
    severity = Severity(said["severity"])
    return Finding(rule, severity, said["message"], file, line, column, parameters)


def cells_finding(rule: str, rows: pd.DataFrame, **parameters: str | int) -> Finding:
    """Give the finding of a rule about population cells (`statbank.CELL_COLUMNS`).

    `line` is that of the first row, unless the finding is about a whole year.
    """
    files = ", ".join(rows["file"].unique())
    about_cells = "year" not in parameters and len(rows) > 0
    line = (int(rows["line"].iloc[0]) or None) if about_cells else None
    said = reference_rules()[rule]
    severity = Severity(said["severity"])
    return Finding(rule, severity, said["message"], files, line, None, parameters)


def refusal(findings: Sequence[Finding], *, slug: str) -> ValidationFailed:
    """Give the error for a file that users write by hand: its first fault, in words."""
    first = findings[0]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return ValidationFailed(
        f"«{first.file}», line {first.line}: {first.text()} [{first.rule}]{more}",
        findings=findings,
        hint="correct the file and try again; nothing was changed",
        slug=slug,
    )
