"""A report's tables as a workbook: a sheet a table, and a sheet that lists them."""

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Format, Workbook
from xlsxwriter.worksheet import Worksheet

from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import Cell, Report, Table

_WIDEST = 60
_NEVER = date(2000, 1, 1)
"""The date inside a workbook that was given none: files must not hold the clock."""


def render_workbook(report: Report, full: Table, *, words: Words) -> bytes:
    """Give the workbook's bytes: the report's tables, and `full` as the last sheet.

    Text is written as text, so that no cell can become a formula.
    """
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    made_on = date.fromisoformat(report.made_on_iso) if report.made_on_iso else _NEVER
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties(
            {
                "title": report.title,
                "created": datetime(made_on.year, made_on.month, made_on.day),
            }
        )
        tables = [table for table in report.tables if table.rows]
        _write_contents(book, report, [*tables, full], words)
        for number, table in enumerate([*tables, full], start=1):
            _write_table(book, table, _sheet_name(number), report)
    return content.getvalue()


def _sheet_name(number: int) -> str:
    return f"T{number}"


def _write_contents(
    book: Workbook, report: Report, tables: list[Table], words: Words
) -> None:
    sheet = book.add_worksheet(words.t("Contents")[:31])
    bold = book.add_format({"bold": True, "font_size": 14})
    link = book.add_format({"font_color": "#0b4a73", "underline": 1})
    sheet.write_string(0, 0, report.title, bold)
    sheet.write_string(1, 0, report.subtitle)
    line = 2
    if report.is_internal:
        red = book.add_format({"bold": True, "font_color": "#7a1020"})
        sheet.write_string(line, 0, words.t("Exempt from public disclosure"), red)
        line += 1
    for number, table in enumerate(tables, start=1):
        name = _sheet_name(number)
        sheet.write_url(line + number, 0, f"internal:'{name}'!A1", link, name)
        sheet.write_string(line + number, 1, table.caption)
    line += len(tables) + 2
    for symbol in report.symbols:
        sheet.write_string(line, 0, symbol.term)
        sheet.write_string(line, 1, symbol.text)
        line += 1
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 90)


def _write_table(book: Workbook, table: Table, name: str, report: Report) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, table.caption, bold)
    sheet.write_string(1, 0, report.title)
    top = 3
    if table.spans:
        place = 0
        for span in table.spans:
            sheet.write_string(top, place, span.label, bold)
            place += span.columns
        top += 1
    for place, column in enumerate(table.columns):
        sheet.write_string(top, place, column.label, head)
    for line, row in enumerate(table.rows, start=top + 1):
        sheet.write_string(line, 0, row.label)
        for place, cell in enumerate(row.cells, start=1):
            _write_cell(sheet, line, place, cell, _formats(book))
    for line, note in enumerate(table.notes, start=top + len(table.rows) + 2):
        sheet.write_string(line, 0, note)
    sheet.freeze_panes(top + 1, 1)
    _fit(sheet, table)


def _formats(book: Workbook) -> dict[Any, Format]:
    """Give the workbook's formats of numbers, made once."""
    made: dict[Any, Format] = getattr(book, "brukerplan_formats", {})
    if not made:
        made["text"] = book.add_format({"align": "right"})
        for digits in (0, 1, 2):
            zeros = "." + "0" * digits if digits else ""
            made[digits] = book.add_format({"num_format": f"#,##0{zeros}"})
        book.brukerplan_formats = made
    return made


def _write_cell(
    sheet: Worksheet, line: int, place: int, cell: Cell, formats: dict[Any, Format]
) -> None:
    if cell.number is not None:
        sheet.write_number(line, place, cell.number, formats[cell.digits])
    elif cell.is_number:
        sheet.write_string(line, place, cell.text, formats["text"])
    else:
        sheet.write_string(line, place, cell.text)


def _fit(sheet: Worksheet, table: Table) -> None:
    """Make columns wide enough for their texts, up to a limit."""
    for place, column in enumerate(table.columns):
        texts = [
            row.label if place == 0 else row.cells[place - 1].text for row in table.rows
        ]
        widest = max([len(column.label) // 2, *map(len, texts)], default=8)
        sheet.set_column(place, place, min(widest + 3, _WIDEST))
