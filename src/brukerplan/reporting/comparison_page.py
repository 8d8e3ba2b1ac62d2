"""The comparison of two releases as tables of text, for the terminal and as HTML."""

from dataclasses import dataclass

import pandas as pd

from brukerplan.definitions import Definitions
from brukerplan.reporting.analysis import ReleaseComparison
from brukerplan.reporting.environment import fill, make_environment
from brukerplan.reporting.numbers import DIGITS, Numbers

MOST_ROWS = 200
"""The most rows of a table on the page; the JSON has them all."""

_TEXT = {
    "failing_sums": (
        "Sums that fail",
        "Parts that do not add up to their whole, as far as they are shown.",
    ),
    "outliers": (
        "Out of line",
        "Municipalities beyond 1.5 times the quartiles' distance (weighted by size), in "
        + "level or in change; «clear» where the whole 95% interval lies beyond.",
    ),
    "changed": (
        "Different",
        "Values that differ, those whose difference is clear at 95% first.",
    ),
    "newly_hidden": ("Newly hidden", "Shown before, hidden now."),
    "newly_shown": ("Newly shown", "Hidden before, shown now."),
    "new": ("New", "Figures that the older release does not have."),
    "vanished": ("Vanished", "Figures that the newer release does not have."),
}

_NUMBERS = {
    "old_value": "Before",
    "value": "Now",
    "difference": "Difference",
    "lower_fence": "Lower fence",
    "upper_fence": "Upper fence",
    "whole": "Whole",
    "parts": "Sum of parts",
}


@dataclass(frozen=True)
class PageColumn:
    """A column's heading, and whether numbers stand under it."""

    title: str
    is_number: bool


@dataclass(frozen=True)
class PageTable:
    """One kind of finding: the first rows of it, as text."""

    name: str
    title: str
    explanation: str
    total: int
    caption: str
    columns: tuple[PageColumn, ...]
    rows: tuple[tuple[str, ...], ...]


def comparison_tables(
    comparison: ReleaseComparison, definitions: Definitions, *, most: int = MOST_ROWS
) -> tuple[PageTable, ...]:
    """Give the findings as tables of text, at most `most` rows of each."""
    return tuple(
        _table(name, frame, definitions, most)
        for name, frame in comparison.frames().items()
    )


def comparison_html(
    comparison: ReleaseComparison, definitions: Definitions, *, marking: str = ""
) -> bytes:
    """Give the comparison as one self-contained page."""
    text = fill(
        make_environment("html"),
        "comparison.j2",
        title=f"Release {comparison.new_name} against {comparison.old_name}",
        verdict=verdict_of(comparison),
        passes=comparison.passes,
        marking=marking,
        tables=comparison_tables(comparison, definitions),
    )
    return text.encode("utf-8")


def verdict_of(comparison: ReleaseComparison) -> str:
    """Give the result in a sentence."""
    if comparison.passes:
        return "Every sum holds, as far as the figures are shown."
    return (
        f"{len(comparison.failing_sums)} sums fail: do not publish before you know why."
    )


def _table(
    name: str, frame: pd.DataFrame, definitions: Definitions, most: int
) -> PageTable:
    title, explanation = _TEXT[name]
    first = frame.head(most)
    words = _words(first, definitions)
    numbers = {
        heading: _written(first, column)
        for column, heading in _NUMBERS.items()
        if column in first.columns
    }
    cells = {**words, **numbers}
    more = f", the first {most} of {len(frame)}" if len(frame) > most else ""
    return PageTable(
        name=name,
        title=title,
        explanation=explanation,
        total=len(frame),
        caption=f"{title}{more}",
        columns=tuple(PageColumn(heading, heading in numbers) for heading in cells),
        rows=tuple(zip(*cells.values(), strict=True)) if len(first) else (),
    )


def _words(rows: pd.DataFrame, definitions: Definitions) -> dict[str, list[str]]:
    if "region_name" in rows.columns:
        region = (rows["region_code"] + " " + rows["region_name"]).tolist()
    else:
        region = rows["region_code"].tolist()
    ages = zip(rows["sex"], rows["age_band"], strict=True)
    words = {
        "Region": region,
        "Indicator": rows["indicator_id"].tolist(),
        "Category": [definitions.category_word(c, "en") for c in rows["category"]],
        "Group": [definitions.word("group", g, "en") for g in rows["problem_group"]],
        "Sex, age": ["" if a == ("total", "total") else ", ".join(a) for a in ages],
    }
    if "what" in rows.columns:
        words["What"] = rows["what"].tolist()
    if "is_clear" in rows.columns:
        words["Clear"] = ["yes" if clear else "" for clear in rows["is_clear"]]
    return words


def _written(rows: pd.DataFrame, column: str) -> list[str]:
    write = Numbers("en")
    units = rows["unit"] if "unit" in rows.columns else ["count"] * len(rows)
    return [
        "" if pd.isna(value) else write.number(float(value), DIGITS[unit])
        for value, unit in zip(rows[column], units, strict=True)
    ]
