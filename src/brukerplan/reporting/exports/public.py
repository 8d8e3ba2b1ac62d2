"""A release as the rows that a file may hold: one status, one symbol for what is hidden.

Which of the two kinds of hiding it was would tell an attacker that a count is small,
so no file says it.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from brukerplan.definitions import Definitions
from brukerplan.languages import Texts, load_texts
from brukerplan.reporting.numbers import SYMBOLS
from brukerplan.tables import RELEASE_DTYPES, Release, Status, typed

INTERNAL_MARK = "Unntatt offentlighet"
"""What every file of a release that may not be published is marked with."""

CODES = (
    "survey_year",
    "region_level",
    "region_code",
    "indicator_id",
    "problem_group",
    "sex",
    "age_band",
    "category",
    "unit",
    "status",
)
"""Columns that follow the words, under their own names: what each figure is called by
programs. `brukerplan audit` reads files by them."""

_RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Export:
    """What an export is made from: rows that may be published, and words for them.

    `rows` has the columns of `RELEASE_DTYPES`.
    """

    rows: pd.DataFrame
    release: Release
    definitions: Definitions
    language: str

    @property
    def texts(self) -> Texts:
        """The catalogue of the exports."""
        return load_texts("exports", self.language)

    @property
    def is_internal(self) -> bool:
        """Whether the figures are exempt from publishing."""
        return self.release.policy.get("audience", "public") != "public"


def export_of(
    release: Release,
    *,
    definitions: Definitions,
    language: str = "nb",
    regions: tuple[str, ...] = (),
) -> Export:
    """Give what may be exported, of all regions or of those with the given codes."""
    rows = release.rows
    if regions:
        rows = rows[rows["region_code"].isin(regions)]
    hidden = rows["status"] == Status.COMPLEMENTARY
    rows = rows.assign(status=rows["status"].mask(hidden, str(Status.SUPPRESSED)))
    rows = typed(rows, RELEASE_DTYPES).reset_index(drop=True)
    return Export(rows, release, definitions, language)


def newest_first(export: Export) -> Export:
    """Give the export with the newest survey year at the top, as people read it."""
    rows = export.rows.sort_values(
        "survey_year", ascending=False, kind="stable", ignore_index=True
    )
    return replace(export, rows=rows)


def symbols(rows: pd.DataFrame) -> pd.Series:
    """Give the symbol of each row: empty where the figure is shown."""
    by_status = {str(status): symbol for status, symbol in SYMBOLS.items()}
    return rows["status"].map(by_status).fillna("").astype("str")


def words_of(export: Export) -> pd.DataFrame:
    """Give each row's codes in words: theme, indicator, group, sex, age, category, unit.

    Looked up once a code, not once a row.
    """
    rows, definitions, language = export.rows, export.definitions, export.language

    def word(column: str, kind: str) -> pd.Series:
        codes = rows[column].unique()
        known = {code: definitions.word(kind, code, language) for code in codes}
        return rows[column].map(known)

    indicators = {i: definitions.indicator(i) for i in rows["indicator_id"].unique()}
    three = export.texts.text("sum of three years")
    names = {
        i: found.label[language] + ("" if i == found.id else f" ({three})")
        for i, found in indicators.items()
    }
    themes = {
        i: definitions.word("theme", found.theme, language)
        for i, found in indicators.items()
    }
    categories = {
        code: definitions.category_word(code, language)
        for code in rows["category"].unique()
    }
    return pd.DataFrame(
        {
            "theme": rows["indicator_id"].map(themes),
            "indicator": rows["indicator_id"].map(names),
            "problem_group": word("problem_group", "group"),
            "sex": word("sex", "sex"),
            "age_band": word("age_band", "age_band"),
            "category": rows["category"].map(categories),
            "unit": word("unit", "unit"),
        }
    ).astype("str")


def guarded(text: pd.Series) -> pd.Series:
    """Give text that a spreadsheet cannot take for a formula.

    Names of own groupings come from a user's file; one that begins as a formula does
    gets an apostrophe before it.
    """
    risky = text.str.startswith(_RISKY_STARTS).fillna(False).astype("bool")
    return text.mask(risky, "'" + text)


def marked(df: pd.DataFrame, export: Export) -> pd.DataFrame:
    """Give `df` with a column that marks each row, if the figures are internal."""
    return df.assign(marking=INTERNAL_MARK) if export.is_internal else df


def floats(column: pd.Series) -> np.ndarray:
    """Give a column of numbers as floats; NaN where there is none."""
    return np.asarray(column.to_numpy(dtype="float64", na_value=np.nan))
