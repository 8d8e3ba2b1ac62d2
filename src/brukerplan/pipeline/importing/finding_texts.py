"""Findings in words, for people: grouped, in their language, without a cell's value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brukerplan.errors import one_line
from brukerplan.languages import Texts, load_texts
from brukerplan.pipeline.importing.survey_import import Checked, Imported
from brukerplan.tables import Finding, Severity
from brukerplan.validation import FindingGroup, rules

LINES_PER_RULE = 20
"""Lines printed for a rule; `--json` gives all."""


@dataclass(frozen=True)
class Wording:
    """Findings said in one language."""

    texts: Texts

    def message(self, one: Finding) -> str:
        """Give what is wrong, with names of areas and colours in the language."""
        words = {
            name: self._word(value) if name in ("area", "category") else value
            for name, value in one.parameters.items()
        }
        return self.texts.text(one.message).format(**words)

    def _word(self, value: str | int) -> str:
        return self.texts.in_context("value", str(value))

    def severity(self, severity: Severity) -> str:
        """Give the name of a severity."""
        return self.texts.in_context("severity", severity.value)

    def line(self, one: Finding) -> str:
        """Give a finding as `file:line: severity: «column»: message [rule]`."""
        place = one.file if one.line is None else f"{one.file}:{one.line}"
        column = f"«{one_line(one.column)}»: " if one.column else ""
        severity = self.severity(one.severity)
        return f"{place}: {severity}: {column}{self.message(one)} [{one.rule}]"


def wording(language: str) -> Wording:
    """Give the words for findings in a language.

    Raises:
        UsageError: there is no such language.
    """
    return Wording(load_texts("findings", language))


def summary_lines(checked: Checked, words: Wording) -> Iterator[str]:
    """Give for each rule that is broken how often and where, and how to put it right."""
    catalogue = rules()
    by_rule: dict[str, list[FindingGroup]] = {}
    for group in checked.groups:
        by_rule.setdefault(group.rule, []).append(group)
    for rule, groups in by_rule.items():
        number = sum(group.count for group in groups)
        files = len({group.file for group in groups})
        columns = sorted(
            {f"«{one_line(group.column)}»" for group in groups if group.column}
        )
        where = ", ".join(columns[:4]) + (" …" if len(columns) > 4 else "")
        severity = words.severity(groups[0].severity)
        text = words.texts.plural(
            "{severity}: {rule}: {number} in {files} file",
            "{severity}: {rule}: {number} in {files} files",
            files,
        )
        said = text.format(severity=severity, rule=rule, number=number, files=files)
        yield f"{said} ({where})" if where else said
        yield f"    {words.texts.text(catalogue[rule].fix)}"


def detail_lines(checked: Checked, words: Wording) -> Iterator[str]:
    """Give the findings line by line, at most `LINES_PER_RULE` for each rule."""
    shown: dict[str, int] = {}
    more: dict[str, int] = {}
    for group in checked.groups:
        room = LINES_PER_RULE - shown.get(group.rule, 0)
        listed = min(room, group.count)
        if room > 0:
            for one in group.findings(listed):
                yield words.line(one)
        shown[group.rule] = shown.get(group.rule, 0) + max(0, listed)
        more[group.rule] = more.get(group.rule, 0) + group.count - max(0, listed)
    for rule, number in more.items():
        if number:
            text = words.texts.text("and {number} more; use --json for all")
            yield f"[{rule}] {text.format(number=number)}"


def file_lines(checked: Checked, words: Wording) -> Iterator[str]:
    """Give a line for each file: its rows, its layout, and how it was read."""
    for one in checked.results:
        layout = "–" if one.layout is None else one.layout.schema_id
        how = [one.source.format, one.source.encoding, one.source.sheet]
        delimiter = one.source.delimiter
        how.append("TAB" if delimiter == "\t" else delimiter)
        told = ", ".join(part for part in how if part)
        text = words.texts.text("{file}: {rows} rows, layout {layout} ({how})")
        yield text.format(file=one.source.name, rows=one.rows, layout=layout, how=told)


def file_name(name: str) -> str:
    """Give the last part of a name, such as that of a file within a zip file."""
    return name.rpartition("/")[2]


def verdict(checked: Checked, words: Wording) -> str:
    """Give one line with the sum of it all."""

    def some(one: str, many: str, number: int) -> str:
        return words.texts.plural(one, many, number).format(number=number)

    files = some("{number} file", "{number} files", len(checked.results))
    rows = some("{number} row", "{number} rows", checked.rows)
    fatal = checked.count(Severity.FATAL)
    grave = some("{number} fatal finding", "{number} fatal findings", fatal)
    errors = some("{number} error", "{number} errors", checked.count(Severity.ERROR))
    warning = checked.count(Severity.WARNING)
    mild = some("{number} warning", "{number} warnings", warning)
    return f"{files}, {rows}: {grave}, {errors}, {mild}"


def import_lines(done: Imported, words: Wording) -> Iterator[str]:
    """Give what was stored, so that rows in are rows stored and rows set aside."""
    said = words.texts.text
    if not done.is_allowed:
        yield said("Nothing was imported.")
        return
    account = said("Rows in the files {rows} = stored {kept} + set aside {aside}")
    if not done.results:
        yield said("Nothing was imported: this was a dry run.")
        account = said("Rows in the files {rows} = to store {kept} + aside {aside}")
    rows, aside = done.checked.rows, done.rows_set_aside
    yield account.format(rows=rows, kept=done.rows_kept, aside=aside)
    same = sum(one.status == "unchanged" for one in done.results)
    if same:
        yield words.texts.plural(
            "{number} file was in the store already",
            "{number} files were in the store already",
            same,
        ).format(number=same)
    for year, code in sorted({k for one in done.results for k in one.brought_back}):
        yield said(
            "Municipality {code} in {year} had been erased, and is in the store again. "
            "To erase it: {command}"
        ).format(
            code=code,
            year=year,
            command=f"brukerplan store forget --municipality {code} --year {year}",
        )
    years = sorted({year for one in done.results for year in one.years})
    if years:
        next_command = f"brukerplan compute --year {years[-1]}"
        yield said("Next: {command}").format(command=next_command)


def import_as_json(done: Imported, language: str) -> Mapping[str, Any]:
    """Give the findings and what was stored as the documented JSON."""
    return {
        **as_json(done.checked, wording(language)),
        "allowed": done.is_allowed,
        "rows": done.checked.rows,
        "rows_stored": done.rows_kept if done.results else 0,
        "rows_set_aside": done.rows_set_aside,
        "imports": [
            {
                "file": stored.source_name,
                "status": stored.status,
                "municipalities": list(stored.municipalities),
                "years": list(stored.years),
                "rows": stored.rows,
                "brought_back": [
                    {"year": year, "municipality": code}
                    for year, code in stored.brought_back
                ],
            }
            for stored in done.results
        ],
    }


def as_json(checked: Checked, words: Wording) -> Mapping[str, Any]:
    """Give all findings and files as the documented JSON."""
    return {
        "accepted": checked.is_accepted,
        "files": [
            {
                "file": one.source.name,
                "sha256": one.source.sha256,
                "format": one.source.format,
                "encoding": one.source.encoding,
                "delimiter": one.source.delimiter,
                "sheet": one.source.sheet,
                "layout": None if one.layout is None else one.layout.schema_id,
                "rows": one.rows,
                "rows_with_errors": len(one.set_aside),
                "dropped_columns": list(one.source.dropped_columns),
            }
            for one in checked.results
        ],
        "counts": {
            severity.value: checked.count(severity)
            for severity in (Severity.FATAL, Severity.ERROR, Severity.WARNING)
        },
        "findings": [
            {
                "rule": one.rule,
                "severity": one.severity.value,
                "file": one.file,
                "line": one.line,
                "column": one.column,
                "message": words.message(one),
            }
            for group in checked.groups
            for one in group.findings()
        ],
    }
