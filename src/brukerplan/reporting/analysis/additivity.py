"""Do the parts of a release add up to their wholes, as far as they are shown?"""

import pandas as pd

from brukerplan.geography import NATION_CODE
from brukerplan.reporting.analysis.estimates import FIGURE
from brukerplan.tables import Release, Status

SUM_COLUMNS = (
    "survey_year",
    "region_level",
    "region_code",
    *FIGURE,
    "column",
    "whole",
    "parts",
    "hidden_parts",
)
_PARTS = {"county": "municipality", "nation": "county"}
_NO_SUM = ("participating_municipalities", "population_covered")
"""Figures of which a region's is not the sum of the regions shown within it."""


def failing_sums(release: Release) -> pd.DataFrame:
    """Give the sums that fail; empty where all is well.

    A region's count must be the sum of its parts' where all of them are shown, and
    never less than the sum of those that are. Municipalities against their county,
    counties against the nation; and the colours of an area against those rated. A row
    a failure, with `SUM_COLUMNS`.

    On the borders of another year, people of a divided municipality are in a county's
    figure and in no municipality's: then only «never less» is held.
    """
    rows = release.rows[~release.rows["indicator_id"].isin(_NO_SUM)]
    frames = [
        _by_region(rows, whole, part, column, int(release.provenance["survey_year"]))
        for whole, part in _PARTS.items()
        for column in ("numerator", "denominator")
    ]
    found = pd.concat([*frames, _by_colour(rows)], ignore_index=True)
    return found[list(SUM_COLUMNS)]


def _by_region(
    rows: pd.DataFrame, whole: str, part: str, column: str, year: int
) -> pd.DataFrame:
    keys = ["survey_year", *FIGURE]
    parts = rows[rows["region_level"] == part]
    over = parts["region_code"].str[:2] if whole == "county" else NATION_CODE
    parts = parts.assign(region_code=over)
    took_part = ~parts["status"].isin([Status.MISSING, Status.NOT_ESTIMABLE])
    parts = parts[took_part]
    sums = parts.groupby(["region_code", *keys]).agg(
        parts=(column, "sum"), shown=(column, "count"), all_parts=(column, "size")
    )
    wholes = rows[(rows["region_level"] == whole) & rows[column].notna()]
    both = wholes.merge(sums.reset_index(), on=["region_code", *keys])
    both = both.assign(
        column=column,
        whole=both[column],
        hidden_parts=both["all_parts"] - both["shown"],
    )
    exact = (both["hidden_parts"] == 0) & (both["survey_year"] == year)
    wrong = (both["parts"] > both["whole"]) | (exact & (both["parts"] < both["whole"]))
    return both[wrong]


def _by_colour(rows: pd.DataFrame) -> pd.DataFrame:
    """Hold the categories that share a denominator against it."""
    colours = rows[
        rows["indicator_id"].str.startswith("function_level_")
        & rows["category"].isin(["green", "yellow", "red"])
    ]
    keys = ["survey_year", "region_level", "region_code"]
    keys += [name for name in FIGURE if name != "category"]
    sums = colours.groupby(keys).agg(
        parts=("numerator", "sum"),
        shown=("numerator", "count"),
        whole=("denominator", "max"),
    )
    sums = sums[sums["whole"].notna()].reset_index()
    sums = sums.assign(
        category="total", column="numerator", hidden_parts=3 - sums["shown"]
    )
    exact = sums["hidden_parts"] == 0
    wrong = (sums["parts"] > sums["whole"]) | (exact & (sums["parts"] != sums["whole"]))
    return sums[wrong]
