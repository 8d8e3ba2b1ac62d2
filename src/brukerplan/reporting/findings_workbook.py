"""Findings as a workbook with the file's own rows, marked: for the unit that corrects.

It holds what the cells say, so it is made only when asked for, and cells with personal
data are left out. Text is written as text: no cell can become a formula.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from brukerplan.reporting.findings_report import FindingsReport

_FIXED = datetime(2000, 1, 1)
"""The date inside the workbook: the same findings give the same file."""

_SHEET_NAME = 31
_WIDEST = 60


@dataclass(frozen=True)
class MarkedRow:
    """A row of the user's file: its line, its cells, and what is said of some.

    `said` is by the cell's place from 0; -1 stands for the row as a whole.
    """

    line: int
    cells: Sequence[str]
    said: Mapping[int, str]


@dataclass(frozen=True)
class MarkedFile:
    """The rows of a file that something is said of, under the file's headings."""

    name: str
    headings: Sequence[str]
    rows: Sequence[MarkedRow]


def render_findings_workbook(
    report: FindingsReport, files: Sequence[MarkedFile]
) -> bytes:
    """Give the workbook: a sheet of findings, then a sheet for each file with some."""
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": report.labels["title"], "created": _FIXED})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _write_findings(book, report, bold)
        for number, file in enumerate(files, start=1):
            _write_rows(book, file, f"{number} {file.name}", report, bold)
    return content.getvalue()


def _write_findings(book: Workbook, report: FindingsReport, bold: Format) -> None:
    sheet = book.add_worksheet(_sheet_name(report.labels["places"]))
    names = ("severity", "rule", "file", "line", "column", "message")
    _heading(sheet, [report.labels[name] for name in names], bold)
    row = 1
    for rule in report.rules:
        for place in rule.places:
            texts = [rule.severity, rule.rule, place.file, place.line, place.column]
            for column, text in enumerate([*texts, place.message]):
                sheet.write_string(row, column, text)
            row += 1
        if rule.more:
            sheet.write_string(row, 0, rule.more)
            row += 1
    for column, width in enumerate((10, 30, 34, 8, 26, _WIDEST)):
        sheet.set_column(column, column, width)
    sheet.autofilter(0, 0, max(row - 1, 1), len(names) - 1)


def _write_rows(
    book: Workbook, file: MarkedFile, name: str, report: FindingsReport, bold: Format
) -> None:
    sheet = book.add_worksheet(_sheet_name(name))
    marked = book.add_format({"bg_color": "#ffd9d6", "border": 1})
    _heading(sheet, [report.labels["line"], *file.headings], bold)
    last = len(file.headings) + 1
    sheet.write_string(0, last, report.labels["message"], bold)
    for row, one in enumerate(file.rows, start=1):
        sheet.write_number(row, 0, one.line)
        for place, cell in enumerate(one.cells):
            if place in one.said:
                sheet.write_string(row, place + 1, cell, marked)
                sheet.write_comment(row, place + 1, one.said[place])
            else:
                sheet.write_string(row, place + 1, cell)
        sheet.write_string(row, last, "; ".join(dict.fromkeys(one.said.values())))
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, last - 1, 18)
    sheet.set_column(last, last, _WIDEST)


def _heading(sheet: Worksheet, texts: Sequence[str], bold: Format) -> None:
    for column, text in enumerate(texts):
        sheet.write_string(0, column, text, bold)
    sheet.freeze_panes(1, 1)


def _sheet_name(text: str) -> str:
    """Give a name that a workbook accepts for a sheet."""
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in text)
    return plain.strip()[:_SHEET_NAME]
