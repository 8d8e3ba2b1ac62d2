"""Regions in time: what `brukerplan regions` answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from brukerplan import geography
from brukerplan.errors import UsageError
from brukerplan.geography import Region
from brukerplan.tables import Status


@dataclass(frozen=True)
class ShownRegion:
    """A region on a date, what it is part of, and what it came from and became.

    `municipalities` are the codes that it consists of; `history` has the columns of
    `geography.changes`.
    """

    region: Region
    on: date
    municipalities: tuple[str, ...]
    wholes: Mapping[str, str]
    history: pd.DataFrame


def show_region(text: str, *, on: date) -> ShownRegion:
    """Give a region on a date.

    Raises:
        ReferenceDataError: there is no such region on that date.
    """
    region = geography.find_region(text, year=on.year)
    codes = codes_in(region, on=on)
    if region.level != "municipality":
        nothing = geography.changes(on.year, on.year)
        return ShownRegion(region, on, codes, {}, nothing)
    rows = geography.municipalities(on).set_index("municipality_code")
    row = rows.loc[region.code]
    wholes = {
        "county": f"{row['county_code']} {row['county_name']}",
        "kostra_group": str(row["kostra_group"]),
        "centrality": str(row["centrality_class"]),
    }
    history = geography.history_of(region.code, on.year)
    return ShownRegion(region, on, codes, wholes, history)


def codes_in(region: Region, *, on: date | int) -> tuple[str, ...]:
    """Give the codes of the municipalities that a region consists of on a date."""
    if region.level == "municipality":
        return (region.code,)
    rows = geography.municipalities(on)
    if region.level == "county":
        rows = rows[rows["county_code"] == region.code]
    return tuple(rows["municipality_code"])


def list_regions(on: date, *, county: str | None = None) -> pd.DataFrame:
    """Give the municipalities on a date, of one county if it is named.

    Columns as `geography.municipalities` gives.

    Raises:
        ReferenceDataError: the year is not covered, or there is no such county.
        UsageError: the county named is something else.
    """
    rows = geography.municipalities(on)
    if county is None:
        return rows
    region = geography.find_region(county, year=on.year)
    if region.code == "0301":
        region = geography.find_region("03", year=on.year)
    if region.level != "county":
        raise UsageError(f"«{county}» is not a county in {on.year}")
    return rows[rows["county_code"] == region.code]


@dataclass(frozen=True)
class RegionParts:
    """What a region was in another year: `status` is shown or not_estimable.

    `parts` has a row for each municipality of `from_year` that shares area with the
    region: municipality_code, name, is_whole (all of it lies in the region) and
    has_minor_move.
    """

    region: Region
    year: int
    from_year: int
    status: Status
    parts: pd.DataFrame


def parts_of(text: str, *, year: int, from_year: int) -> RegionParts:
    """Say which municipalities of another year a region of a year consists of.

    The region's figure of `from_year` can be told only if each of them lies wholly in
    it; and then only if all of a municipality's parts took part.

    Raises:
        ReferenceDataError: a year is not covered, or there is no such region.
    """
    region = geography.find_region(text, year=year)
    rows = geography.correspondence(from_year, year)
    inside = rows["new_code"].isin(codes_in(region, on=year))
    by_old = rows.assign(inside=inside).groupby("old_code")
    parts = by_old.agg(
        shares=("inside", "any"),
        is_whole=("inside", "all"),
        has_minor_move=("has_minor_move", "any"),
    )
    parts = parts[parts.pop("shares")].rename_axis("municipality_code").reset_index()
    names = geography.municipalities(from_year).set_index("municipality_code")["name"]
    parts.insert(1, "name", parts["municipality_code"].map(names))
    exact = bool(parts["is_whole"].all())
    status = Status.SHOWN if exact else Status.NOT_ESTIMABLE
    return RegionParts(region, year, from_year, status, parts)


def list_changes(from_year: int, to_year: int) -> pd.DataFrame:
    """Give the changes from 1 January of one year to that of another.

    Columns: change_date, old_code, old_name, new_code, new_name, kind, and
    consequence: `exact`, `not_estimable` or `name` (nobody moves), or `main_part`.

    Raises:
        ReferenceDataError: one of the years is not covered.
        UsageError: the years are in the wrong order.
    """
    if from_year >= to_year:
        raise UsageError("--from must be before --to")
    geography.municipalities(from_year)
    geography.municipalities(to_year)
    rows = geography.changes(from_year, to_year)
    return rows.assign(consequence=rows["kind"].map(CONSEQUENCES).fillna("exact"))


CONSEQUENCES = {
    "split": "not_estimable",
    "boundary_transfer": "main_part",
    "merge_main_part": "main_part",
    "continues_after_losing_area": "main_part",
    "official_name_extended": "name",
    "label_only": "name",
}
"""What a kind of change means for a figure that is told on the other borders."""
