"""The sheet of standardised rates: worked out from what the release shows."""

from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter import Workbook

from brukerplan.reporting.analysis import standardised_rates
from brukerplan.reporting.exports.public import Export

GROUPS = ("all", "substance", "mental_only")
NOT_ESTIMABLE = ".."

_METHODS = {
    "direct": "Rate per 1,000, directly standardised",
    "indirect": "Ratio of observed to expected, indirectly standardised",
}
_STANDARDS = {
    "participants": "The municipalities that took part",
    "norway_2024": "Norway, 1 January 2024",
}
_STRATA = {"sex_and_age": "Sex and age", "age": "Age", "": ""}
_REASONS = {
    "": "",
    "hidden": "Too much is hidden",
    "too_few": "Too few people",
    "no_reference": "No reference",
}


def write_standardised(book: Workbook, export: Export, formats: dict[Any, Any]) -> None:
    """Write the rates of the release's own year, for each place and problem group."""
    frames = [standardised_rates(export.release, problem_group=g) for g in GROUPS]
    df = pd.concat(frames, ignore_index=True)
    df = df[df["region_code"].isin(export.rows["region_code"])].reset_index(drop=True)
    if df.empty:
        return
    t = export.texts.text
    group = {g: export.definitions.word("group", g, export.language) for g in GROUPS}
    texts = {
        t("Region code"): df["region_code"],
        t("Region"): df["region_name"],
        t("Problem group"): df["problem_group"].map(group),
        t("Method"): _said(df["method"], _METHODS, export),
        t("Standard"): _said(df["standard"], _STANDARDS, export),
        t("By"): _said(df["strata"], _STRATA, export),
        t("Why there is none"): _said(df["reason"], _REASONS, export),
    }
    sheet = book.add_worksheet(t("Standardised rates"))
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 6, 30)
    for column, (title, values) in enumerate(texts.items()):
        sheet.write_string(0, column, title, formats["head"])
        for line, value in enumerate(values.tolist(), start=1):
            sheet.write_string(line, column, value)
    numbers = {
        t("Value"): df["value"],
        t("Lower 95% limit"): df["lower"],
        t("Upper 95% limit"): df["upper"],
    }
    for column, (title, numbers_of) in enumerate(numbers.items(), start=len(texts)):
        sheet.write_string(0, column, title, formats["head"])
        for line, number in enumerate(numbers_of.tolist(), start=1):
            if np.isnan(number):
                sheet.write_string(line, column, NOT_ESTIMABLE, formats["symbol"])
            else:
                sheet.write_number(line, column, number, formats[2])
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(df), len(texts) + len(numbers) - 1)


def _said(codes: pd.Series, words: dict[str, str], export: Export) -> pd.Series:
    """Give the words for codes, in the export's language."""
    known = {c: export.texts.text(word) if word else "" for c, word in words.items()}
    return codes.map(known)
