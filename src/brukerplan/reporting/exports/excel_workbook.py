"""A release as a workbook: a sheet per theme, notes, sources, symbols explained."""

import io
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from brukerplan.reporting.exports.public import (
    CODES,
    INTERNAL_MARK,
    Export,
    floats,
    newest_first,
    symbols,
    words_of,
)
from brukerplan.reporting.exports.standardised_sheet import write_standardised
from brukerplan.reporting.numbers import DIGITS

_CREATED = datetime(2000, 1, 1)
"""A fixed date in the file's properties, so that the same release gives the same bytes."""

_SHEET_NAME = 31
"""The longest name that a sheet may have."""

_CLOSED = {"collapsed": True}
"""Marks the column beside hidden ones, where a spreadsheet shows the button for them."""

_FORMATS = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "mark": {"bold": True, "font_color": "#9c0006"},
    "symbol": {"align": "right"},
    0: {"num_format": "#,##0"},
    1: {"num_format": "#,##0.0"},
    2: {"num_format": "#,##0.00"},
}


def workbook(export: Export) -> bytes:
    """Give an xlsx file; text is always written as text, never as a formula."""
    buffer = io.BytesIO()
    export = newest_first(export)
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(buffer, options) as book:
        book.set_properties(
            {"created": _CREATED, "title": export.texts.text(_TITLE), "author": ""}
        )
        formats = {name: book.add_format(style) for name, style in _FORMATS.items()}
        _write_notes(book, export, formats)
        _write_themes(book, export, formats)
        write_standardised(book, export, formats)
        _write_definitions(book, export, formats)
        for sheet in book.worksheets() if export.is_internal else ():
            sheet.set_header(f"&C{INTERNAL_MARK}")
    return buffer.getvalue()


_TITLE = "Figures from the mapping of recipients"


def _write_notes(book: Workbook, export: Export, formats: dict[Any, Any]) -> None:
    t = export.texts.text
    sheet = book.add_worksheet(t("About"))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100, formats["wrap"])
    sheet.write_string(0, 0, t(_TITLE), formats["title"])
    line = 1
    if export.is_internal:
        sheet.write_string(1, 0, INTERNAL_MARK, formats["mark"])
        line = 2
    for name, text in _notes(export):
        line += 1
        sheet.write_string(line, 0, name, formats["head"] if name else None)
        sheet.write_string(line, 1, text, formats["wrap"])


def _notes(export: Export) -> list[tuple[str, str]]:
    t = export.texts.text
    provenance, policy = export.release.provenance, export.release.policy
    smallest = policy.get("smallest_count", "")
    sources = [str(item["text"]) for item in provenance.get("population", ())]
    return [
        (t("Survey year"), str(provenance.get("survey_year", ""))),
        (t("Population"), t("Figures are for people of 18 and over.")),
        (
            t("Hidden figures"),
            t(
                "Counts from 1 to {largest}, and what would reveal them, are hidden."
            ).format(largest=int(smallest) - 1 if smallest else ""),
        ),
        (":", t("hidden, so that nobody can be recognised")),
        ("..", t("not known: not asked, not answered, took no part, cannot be told")),
        (".", t("has no meaning here, such as a share of nobody")),
        ("0", t("a true nought")),
        (
            t("Intervals"),
            t("95% intervals: Byar or exact for rates, Wilson for shares."),
        ),
        (
            t("Index"),
            t(
                "The living-conditions index is a local definition, not the official one."
            ),
        ),
        (t("Sources"), "; ".join(dict.fromkeys(sources))),
        (t("Program"), f"brukerplan {provenance.get('program_version', '')}"),
    ]


def _write_themes(book: Workbook, export: Export, formats: dict[Any, Any]) -> None:
    words = words_of(export)
    symbol = symbols(export.rows)
    for theme in dict.fromkeys(i.theme for i in export.definitions.indicators):
        name = export.definitions.word("theme", theme, export.language)
        chosen = (words["theme"] == name).to_numpy()
        if chosen.any():
            sheet = book.add_worksheet(name[:_SHEET_NAME])
            _write_rows(
                sheet,
                export,
                export.rows[chosen],
                words[chosen],
                symbol[chosen],
                formats,
            )


def _write_rows(
    sheet: Worksheet,
    export: Export,
    rows: pd.DataFrame,
    words: pd.DataFrame,
    symbol: pd.Series,
    formats: dict[Any, Any],
) -> None:
    t = export.texts.text
    texts = {
        t("Region code"): (rows["region_code"], 10),
        t("Region"): (rows["region_name"], 18),
        t("Indicator"): (words["indicator"], 44),
        t("Category"): (words["category"], 24),
        t("Problem group"): (words["problem_group"], 30),
        t("Sex"): (words["sex"], 12),
        t("Age"): (words["age_band"], 16),
        t("Unit"): (words["unit"], 18),
    }
    numbers = {
        t("Number"): "numerator",
        t("Out of"): "denominator",
        t("Value"): "value",
        t("Lower 95% limit"): "lower",
        t("Upper 95% limit"): "upper",
    }
    sheet.write_string(0, 0, t("Survey year"), formats["head"])
    sheet.write_column(1, 0, rows["survey_year"].tolist())
    for column, (title, (values, width)) in enumerate(texts.items(), start=1):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, formats["head"])
        for line, value in enumerate(values.tolist(), start=1):
            sheet.write_string(line, column, value)
    shown = symbol.tolist()
    digits = rows["unit"].map(DIGITS).tolist()
    for column, (title, name) in enumerate(numbers.items(), start=1 + len(texts)):
        sheet.set_column(column, column, 11)
        sheet.write_string(0, column, title, formats["head"])
        whole = name in ("numerator", "denominator")
        for line, value in enumerate(floats(rows[name]).tolist(), start=1):
            if not np.isnan(value):
                form = formats[0 if whole else digits[line - 1]]
                sheet.write_number(line, column, value, form)
            elif name in ("numerator", "value") and shown[line - 1]:
                sheet.write_string(line, column, shown[line - 1], formats["symbol"])
    last = len(texts) + len(numbers)
    for column, name in enumerate(CODES, start=last + 1):
        sheet.write_string(0, column, name, formats["head"])
        for line, value in enumerate(rows[name].astype("str").tolist(), start=1):
            sheet.write_string(line, column, value)
    sheet.set_column(
        last + 1, last + len(CODES), 12, None, {"level": 1, "hidden": True}
    )
    sheet.set_column(last + 1 + len(CODES), last + 1 + len(CODES), None, None, _CLOSED)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(rows), last)


def _write_definitions(book: Workbook, export: Export, formats: dict[Any, Any]) -> None:
    t, language = export.texts.text, export.language
    sheet = book.add_worksheet(t("Definitions"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60, formats["wrap"])
    sheet.set_column(2, 2, 110, formats["wrap"])
    for column, title in enumerate(("Code", "Indicator", "Definition")):
        sheet.write_string(0, column, t(title), formats["head"])
    for line, indicator in enumerate(export.definitions.indicators, start=1):
        sheet.write_string(line, 0, indicator.id)
        sheet.write_string(line, 1, indicator.label[language], formats["wrap"])
        sheet.write_string(line, 2, indicator.definition[language], formats["wrap"])
    sheet.freeze_panes(1, 1)
