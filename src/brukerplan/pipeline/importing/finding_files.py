"""Findings as files that the user asks for: a page to read, a workbook to correct."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from brukerplan.errors import UsageError
from brukerplan.pipeline.importing.finding_texts import (
    Wording,
    file_name,
    verdict,
    wording,
)
from brukerplan.pipeline.importing.survey_import import Checked
from brukerplan.reporting.findings_report import (
    FileSummary,
    FindingsReport,
    Place,
    RuleFindings,
    render_findings,
)
from brukerplan.reporting.findings_workbook import (
    MarkedFile,
    MarkedRow,
    render_findings_workbook,
)
from brukerplan.store.durable_files import write_file
from brukerplan.tables import RawTable, Severity
from brukerplan.validation import FindingGroup, rules

PLACES_PER_RULE = 1_000
"""Places listed for a rule in a report."""

ROWS_PER_FILE = 20_000

_LABELS = {
    "title": "Findings in files for BrukerPlan",
    "accepted": "The files can be imported.",
    "refused": "The files cannot be imported as they are.",
    "privacy": "This page names files, lines and columns, and never what a cell says.",
    "since_last": "Since last time",
    "files": "Files",
    "file": "File",
    "layout": "Layout",
    "rows": "Rows",
    "errors": "Errors",
    "warnings": "Warnings",
    "summary": "Summary",
    "places": "Findings",
    "line": "Line",
    "column": "Column",
    "message": "What is wrong",
    "severity": "Severity",
    "rule": "Rule",
}


def check_report_path(path: Path) -> None:
    """Refuse a report that is neither a page nor a workbook, before any work.

    Raises:
        UsageError: the name ends in something else than .html or .xlsx.
    """
    if path.suffix.lower() not in (".html", ".xlsx"):
        raise UsageError(
            f"«{path.name}» is not a kind of findings report",
            hint="let the name end in .html or .xlsx",
        )


def write_findings(
    path: Path, checked: Checked, language: str, *, since_last: Sequence[str] = ()
) -> None:
    """Write the findings to `path`, readable by its owner alone.

    A workbook holds the rows that something is said of, without cells that hold
    personal data; a page holds no cell.

    Raises:
        UsageError: the name ends in something else than .html or .xlsx.
        StoreError: the file cannot be written.
    """
    check_report_path(path)
    words = wording(language)
    report = findings_report(checked, words, since_last)
    if path.suffix.lower() == ".html":
        data = render_findings(report).encode("utf-8")
    else:
        data = render_findings_workbook(report, list(_marked_files(checked, words)))
    write_file(path, data)


def findings_report(
    checked: Checked, words: Wording, since_last: Sequence[str] = ()
) -> FindingsReport:
    """Give what a report of findings shows."""
    return FindingsReport(
        language=words.texts.language,
        verdict=verdict(checked, words),
        is_accepted=checked.is_accepted,
        files=tuple(
            FileSummary(
                name=one.source.name,
                rows=str(one.rows),
                layout="–" if one.layout is None else one.layout.schema_id,
                errors=str(one.count(Severity.FATAL) + one.count(Severity.ERROR)),
                warnings=str(one.count(Severity.WARNING)),
            )
            for one in checked.results
        ),
        rules=tuple(_rules(checked, words)),
        since_last=tuple(since_last),
        labels={name: words.texts.text(text) for name, text in _LABELS.items()},
    )


def _rules(checked: Checked, words: Wording) -> Iterator[RuleFindings]:
    by_rule: dict[str, list[FindingGroup]] = {}
    for group in checked.groups:
        by_rule.setdefault(group.rule, []).append(group)
    for rule, groups in by_rule.items():
        number = sum(group.count for group in groups)
        places = [
            Place(
                file=one.file,
                line="" if one.line is None else str(one.line),
                column=one.column or "",
                message=words.message(one),
            )
            for group in groups
            for one in group.findings(PLACES_PER_RULE)
        ][:PLACES_PER_RULE]
        more = words.texts.text("and {number} more; use --json for all")
        left = number - len(places)
        yield RuleFindings(
            rule=rule,
            kind=groups[0].severity.value,
            severity=words.severity(groups[0].severity),
            number=str(number),
            fix=words.texts.text(rules()[rule].fix).replace("`", ""),
            places=tuple(places),
            more=more.format(number=left) if left else "",
        )


def _marked_files(checked: Checked, words: Wording) -> Iterator[MarkedFile]:
    for raw in checked.tables:
        groups = [
            group
            for group in checked.groups
            if group.file == raw.source.name and len(group.lines)
        ]
        if groups:
            yield _marked(raw, groups, _hidden(raw, checked), words)


def _hidden(raw: RawTable, checked: Checked) -> set[str]:
    """Give the columns that hold personal data: not even the workbook has them."""
    return {
        group.column
        for group in checked.groups
        if group.file == raw.source.name
        and group.column is not None
        and group.severity == Severity.FATAL
    }


def _marked(
    raw: RawTable, groups: Sequence[FindingGroup], hidden: set[str], words: Wording
) -> MarkedFile:
    headings = list(map(str, raw.cells.columns))
    places = {heading: place for place, heading in reversed([*enumerate(headings)])}
    said: dict[int, dict[int, list[str]]] = {}
    for group in groups:
        place = places.get(group.column or "", -1)
        for one in group.findings(ROWS_PER_FILE):
            cells = said.setdefault(one.line or 0, {})
            cells.setdefault(place, []).append(words.message(one))
    lines = np.array(sorted(said)[:ROWS_PER_FILE])
    rows = raw.cells.loc[raw.cells.index.isin(lines)].astype("str")
    kept = [heading not in hidden for heading in headings]
    return MarkedFile(
        name=file_name(raw.source.name),
        headings=headings,
        rows=[
            MarkedRow(
                line=int(line),
                cells=[
                    cell if keep else "" for cell, keep in zip(cells, kept, strict=True)
                ],
                said={at: "; ".join(texts) for at, texts in said[int(line)].items()},
            )
            for line, cells in zip(rows.index, rows.to_numpy().tolist(), strict=True)
        ],
    )
