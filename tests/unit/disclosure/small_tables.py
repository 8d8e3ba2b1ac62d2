"""Makes small tables of counts by hand, for the tests of disclosure control."""

from collections.abc import Iterable, Sequence

import pandas as pd

from brukerplan.disclosure import DisclosurePolicy, suppress
from brukerplan.tables import INDICATOR_DTYPES, IndicatorTable, Release, typed

NO_SETS = pd.DataFrame(
    columns=[
        "relation_id",
        "kind",
        "whole_group",
        "whole_set",
        "part_group",
        "part_set",
        "times",
    ]
)
COLOURS = ("green", "yellow", "red")


def colours_table(
    places: dict[str, tuple[int, int, int]],
    *,
    missing: int | dict[str, int] = 0,
    of_everyone: bool = False,
) -> IndicatorTable:
    """Give housing by colour for municipalities (all in county 11) and their sums.

    `places` has green, yellow and red of each municipality; `missing` people of the
    first, or of each, were not rated. Definitions are those of the indicators `recipients` and
    `function_level_housing`, and with `of_everyone` also `of_everyone_housing`.
    """
    counts = {("municipality", code): [*n, 0] for code, n in places.items()}
    lacking = missing if isinstance(missing, dict) else {min(places): missing}
    for code, number in lacking.items():
        counts["municipality", code][3] = number
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    counts |= {("county", "11"): total, ("nation", "0"): total}
    rows = [
        row for place, numbers in counts.items() for row in _rows(place, tuple(numbers))
    ]
    if of_everyone:
        everybody = {place: sum(numbers) for place, numbers in counts.items()}
        rows += [_of_everyone(row, everybody) for row in rows if _is_colour(row)]
    df = pd.DataFrame(rows).assign(
        survey_year=2024, problem_group="all", sex="total", age_band="total"
    )
    df["region_name"] = df["region_code"]
    regions = pd.DataFrame(
        [(2024, "municipality", code, "county", "11") for code in places]
        + [(2024, "county", "11", "nation", "0")],
        columns=["survey_year", "part_level", "part_code", "whole_level", "whole_code"],
    )
    return IndicatorTable(typed(df, INDICATOR_DTYPES), regions)


RECIPIENTS = {
    "indicator_id": "recipients",
    "category": "total",
    "denominator": pd.NA,
    "unit": "count",
    "interval": "",
    "numerator_set": "all",
    "denominator_set": "",
}
"""What rows that count recipients have in common."""

OF_EVERYBODY = {"problem_group": "all", "sex": "total", "age_band": "total"}


def county_table(
    rows: list[dict], places: Iterable[str], **same: object
) -> IndicatorTable:
    """Give rows of municipalities, their counties and the nation (`0`) as a table.

    A code begins with that of the county. Each row has a `region_code`, and counts everybody unless it says whom; the columns
    in `same` are alike in all rows.
    """
    df = pd.DataFrame([OF_EVERYBODY | row for row in rows]).assign(
        survey_year=2024, status="shown", **same
    )
    levels = {4: "municipality", 2: "county", 1: "nation"}
    df["region_level"] = df["region_code"].str.len().map(levels)
    df["region_name"] = df["region_code"]
    links = [(2024, "municipality", code, "county", code[:2]) for code in places]
    counties = sorted({code[:2] for code in places})
    regions = pd.DataFrame(
        links + [(2024, "county", code, "nation", "0") for code in counties],
        columns=["survey_year", "part_level", "part_code", "whole_level", "whole_code"],
    )
    return IndicatorTable(typed(df, INDICATOR_DTYPES), regions)


def _rows(place: tuple[str, str], numbers: tuple[int, ...]) -> list[dict]:
    level, code = place
    known, everybody = sum(numbers[:3]), sum(numbers)
    base = {"region_level": level, "region_code": code}
    rows = [
        {
            **base,
            **RECIPIENTS,
            "numerator": everybody,
        }
    ]
    for category, number in zip((*COLOURS, "missing"), numbers, strict=True):
        whole = everybody if category == "missing" else known
        rows.append(
            {
                **base,
                "indicator_id": "function_level_housing",
                "category": category,
                "numerator": number,
                "denominator": whole,
                "unit": "percent",
                "interval": "wilson_95",
                "numerator_set": f"housing:{category}",
                "denominator_set": "all" if category == "missing" else "housing:known",
            }
        )
    for row in rows:
        empty = row["denominator_set"] and row["denominator"] == 0
        row["status"] = "not_applicable" if empty else "shown"
    return rows


def _is_colour(row: dict) -> bool:
    return row["category"] in COLOURS


def _of_everyone(row: dict, everybody: dict[tuple[str, str], int]) -> dict:
    number = everybody[row["region_level"], row["region_code"]]
    return {
        **row,
        "indicator_id": "of_everyone_housing",
        "denominator": number,
        "denominator_set": "all",
        "status": "shown" if number else "not_applicable",
    }


def protect(
    table: IndicatorTable, earlier: Sequence[Release] = (), **rules: object
) -> Release:
    """Protect a table under the default policy, or with some rules changed."""
    return suppress(
        table,
        DisclosurePolicy.from_mapping(rules),
        sets=NO_SETS,
        provenance={"survey_year": 2024},
        earlier=earlier,
    ).release


def figure(release: Release, code: str, category: str) -> pd.Series:
    """Give the row of one colour (or `total` for the recipients) of a region."""
    rows = release.rows
    return rows[(rows["region_code"] == code) & (rows["category"] == category)].iloc[0]
