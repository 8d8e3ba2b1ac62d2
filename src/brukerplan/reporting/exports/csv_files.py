"""Text files of a release: one for people in Norway, one for machines."""

import io

import numpy as np
import pandas as pd

from brukerplan.reporting.exports.public import (
    CODES,
    Export,
    guarded,
    marked,
    newest_first,
    symbols,
    words_of,
)
from brukerplan.reporting.numbers import DIGITS, rounded

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that the file is UTF-8."""


def csv_for_people(export: Export) -> bytes:
    """Give CSV that Excel in Norway opens right: semicolons, decimal commas.

    Values are rounded half up as in the reports; a figure that is not shown has its
    symbol in place of a number. The codes that programs use come last.
    """
    export = newest_first(export)
    rows, t = export.rows, export.texts.text
    words = words_of(export)
    symbol = symbols(rows)
    columns = {
        t("Survey year"): rows["survey_year"].astype("str"),
        t("Region code"): rows["region_code"],
        t("Region"): guarded(rows["region_name"]),
        t("Theme"): words["theme"],
        t("Indicator"): words["indicator"],
        t("Category"): words["category"],
        t("Problem group"): words["problem_group"],
        t("Sex"): words["sex"],
        t("Age"): words["age_band"],
        t("Number"): _counts(rows["numerator"]).where(symbol == "", symbol),
        t("Out of"): _counts(rows["denominator"]),
        t("Value"): _rounded(rows["value"], rows["unit"]).where(symbol == "", symbol),
        t("Unit"): words["unit"],
        t("Lower 95% limit"): _rounded(rows["lower"], rows["unit"]),
        t("Upper 95% limit"): _rounded(rows["upper"], rows["unit"]),
    }
    codes = {name: rows[name].astype("str") for name in CODES}
    df = marked(pd.DataFrame({**columns, **codes}), export)
    text = df.to_csv(index=False, sep=";", lineterminator="\r\n")
    return (BYTE_ORDER_MARK + text).encode("utf-8")


def csv_for_machines(export: Export) -> bytes:
    """Give CSV with the release's columns: commas, decimal points, full precision."""
    buffer = io.StringIO()
    df = export.rows.assign(region_name=guarded(export.rows["region_name"]))
    marked(df, export).to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue().encode("utf-8")


def _counts(column: pd.Series) -> pd.Series:
    return column.astype("str").where(column.notna(), "")


def _rounded(column: pd.Series, unit: pd.Series) -> pd.Series:
    """Give numbers as text with a decimal comma and the unit's digits."""
    pairs = pd.DataFrame({"value": column, "unit": unit}).drop_duplicates()
    written = {
        (value, name): ""
        if np.isnan(value)
        else str(rounded(value, DIGITS[name])).replace(".", ",")
        for value, name in zip(pairs["value"], pairs["unit"], strict=True)
        if not np.isnan(value)
    }
    return pd.Series(
        [written.get(key, "") for key in zip(column, unit, strict=True)],
        index=column.index,
        dtype="str",
    )
