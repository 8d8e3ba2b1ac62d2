"""The published files, read as anybody would read them.

A release folder or its Parquet file, and exports in CSV, xlsx and JSON, all hold one
row per figure under the same headings. A number that was hidden shows as an empty cell
or as a symbol; a number that was forgotten in another column still tells.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from brukerplan.disclosure.attack.cubes import cube_rows
from brukerplan.errors import InputError
from brukerplan.tables import FIGURE_KEYS

PUBLISHED = [*FIGURE_KEYS, "numerator", "denominator", "status", "own", "clash"]
"""A published figure: `status` is `shown`, `hidden`, or as published; `own` says that
it was hidden for its own sake, where the file tells; `clash` that its number is
hidden in one column and shown in another."""

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
PER = {"per_1000": 1000.0, "percent": 100.0, "mean": 1.0}
HIDDEN = ("suppressed", "complementary", "hidden")


HEADINGS = {
    "numerator": ("Antall", "Tal", "Number"),
    "denominator": ("Av", "Out of"),
    "value": ("Verdi", "Value"),
    "lower": ("Nedre 95 % grense", "Lower 95% limit"),
    "upper": ("Øvre 95 % grense", "Upper 95% limit"),
}
"""What exports for people call the numbers, in any language; the keys of a figure
stand beside them under their own names."""


def read_published(path: Path) -> pd.DataFrame:
    """Read the figures of one published file, or of a release's folder.

    Gives the columns of `PUBLISHED`.

    Raises:
        InputError: the file cannot be read or holds no figures.
    """
    file = path / "release.parquet" if path.is_dir() else path
    try:
        raw = _raw(file)
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise InputError(
            f"cannot read «{file.name}» as published figures",
            hint="give a release's folder, or a .parquet, .csv, .xlsx or .json export",
            slug="published-unreadable",
        ) from err
    raw = raw.rename(columns=_plain)
    lacking = [name for name in (*FIGURE_KEYS, "status") if name not in raw]
    if lacking:
        raise InputError(
            f"«{file.name}» lacks the column «{lacking[0]}»",
            hint="give an export that has one row per figure",
            slug="published-unreadable",
        )
    return published_figures(raw)


def _raw(file: Path) -> pd.DataFrame:
    """Read the cells as text or numbers, whatever the format gives."""
    if file.suffix == ".parquet":
        return pd.read_parquet(file)
    if file.suffix == ".csv":
        head = file.read_bytes()[:4096].decode("utf-8-sig", errors="replace")
        separator = ";" if head.count(";") > head.count(",") else ","
        return pd.read_csv(
            file, sep=separator, dtype="str", encoding="utf-8-sig", na_filter=False
        )
    if file.suffix == ".xlsx":
        sheets = pd.read_excel(
            file, sheet_name=None, header=None, dtype="str", engine="calamine"
        )
        return pd.concat([_table(sheet) for sheet in sheets.values()])
    if file.suffix == ".json":
        content = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(content, dict) and content.get("class") == "dataset":
            return cube_rows(content)
        return pd.DataFrame(content["rows"] if isinstance(content, dict) else content)
    raise ValueError("unknown kind of file")


def _plain(heading: object) -> object:
    """Give the plain name of a number's heading, whatever spaces it is set with."""
    text = " ".join(str(heading).split())
    names = (name for name, words in HEADINGS.items() if text in words)
    return next(names, heading)


def _table(sheet: pd.DataFrame) -> pd.DataFrame:
    """Find the table of figures in a sheet: below the row that has all the keys."""
    keys = set(FIGURE_KEYS)
    is_head = sheet.apply(lambda row: keys <= set(row.dropna()), axis="columns")
    if not is_head.any():
        return pd.DataFrame()
    at = int(np.argmax(is_head))
    body = sheet.iloc[at + 1 :]
    return body.set_axis(sheet.iloc[at].tolist(), axis="columns")


def _number(column: pd.Series) -> pd.Series:
    """Read numbers, with a decimal comma or point; symbols are no numbers."""
    if pd.api.types.is_numeric_dtype(column):
        return column.astype("Float64")
    text = column.astype("str").str.replace(r"[\\s\u00a0\u202f]", "", regex=True)
    text = text.str.replace(",", ".").str.replace("\u2212", "-")
    return pd.to_numeric(text, errors="coerce").astype("Float64")


def published_figures(raw: pd.DataFrame) -> pd.DataFrame:
    """Give the figures of raw rows: `PUBLISHED`."""
    df = raw[list(FIGURE_KEYS)].astype("str")
    df["survey_year"] = df["survey_year"].astype("int64")
    for name in NUMBERS:
        numbers = raw[name] if name in raw else pd.Series(pd.NA, index=raw.index)
        df[name] = _number(numbers)
    hidden = raw["status"].isin(HIDDEN)
    df["status"] = raw["status"].astype("str").mask(hidden, "hidden")
    told = set(HIDDEN) & set(raw["status"])
    df["own"] = (raw["status"] != "complementary") & (len(told) > 1)
    unit = raw["unit"] if "unit" in raw else pd.Series("", index=raw.index)
    guessed = df["numerator"].fillna(_from_values(df, unit))
    left = df[["value", "lower", "upper"]].notna().any(axis="columns")
    df["clash"] = hidden & (guessed.notna() | left)
    df["numerator"] = guessed
    return df[PUBLISHED].reset_index(drop=True)


def _from_values(df: pd.DataFrame, unit: pd.Series) -> pd.Series:
    """Work the number out of a value or limit that was left beside a hidden one.

    A value gives it by one multiplication; a mere limit is counted as giving it too,
    since the number follows by trying a few.
    """
    per = unit.map(PER).astype("Float64")
    exact = (df["value"] * df["denominator"] / per).round()
    exact = exact.fillna(df["value"].where(unit == "count"))
    limit = df["lower"].fillna(df["upper"]) * df["denominator"] / per
    return exact.fillna(limit.round())
