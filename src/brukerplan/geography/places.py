"""Municipalities, counties and groups of municipalities, as valid on a date."""

from datetime import date

import pandas as pd

from brukerplan.geography.reference_tables import (
    cached_with_tables,
    check_year,
    last_year,
    read_table,
)

GROUPS_SINCE = "2020-01-01"
"""KOSTRA groups and centrality classes are those of 2020: no figure before has them."""

GROUPS_ON_BORDERS_OF = 2024
"""The year whose municipalities the groups are given for."""


def as_date(on: date | int) -> str:
    """Give a date or a year (its 1 January) as ISO text.

    Raises:
        ReferenceDataError: the borders of that year are not known.
    """
    check_year(on if isinstance(on, int) else on.year)
    return f"{on}-01-01" if isinstance(on, int) else on.isoformat()


def _valid_on(table: pd.DataFrame, day: str) -> pd.DataFrame:
    """Give the rows of a table with `valid_from` and `valid_to` that hold on `day`."""
    ended = (table["valid_to"] != "") & (table["valid_to"] <= day)
    return table[(table["valid_from"] <= day) & ~ended]


def municipalities(on: date | int) -> pd.DataFrame:
    """Give the municipalities valid on a date, sorted by code.

    Columns: municipality_code, name (official), short_name (Norwegian alone),
    county_code, county_name, kostra_group, centrality_class. The last two are empty
    where not known: before 2020, and where the area is not a municipality of 2024.
    All columns are text.

    Raises:
        ReferenceDataError: the borders of that year are not known.
    """
    return _municipalities(as_date(on)).copy(deep=False)


@cached_with_tables
def _municipalities(day: str) -> pd.DataFrame:
    rows = _valid_on(read_table("municipalities"), day)
    rows = rows.rename(columns={"municipality_name": "name"})
    rows = rows.merge(_counties(day), on="county_code", validate="many_to_one")
    rows = rows.merge(_groups(day), on="municipality_code", how="left")
    rows = rows.fillna({"kostra_group": "", "centrality_class": ""})
    columns = ["municipality_code", "name", "short_name", "county_code", "county_name"]
    columns += ["kostra_group", "centrality_class"]
    return rows[columns].sort_values("municipality_code", ignore_index=True)


def _groups(day: str) -> pd.DataFrame:
    """Give the groups of municipalities, by the codes that were valid on `day`."""
    from brukerplan.geography.changes import unchanged_codes

    groups = read_table("municipality_groups")
    if day < GROUPS_SINCE or last_year() < GROUPS_ON_BORDERS_OF:
        return groups.iloc[:0]
    codes = unchanged_codes(int(day[:4]), GROUPS_ON_BORDERS_OF)
    codes = codes.merge(groups, left_on="new_code", right_on="municipality_code")
    codes = codes.drop(columns="municipality_code")
    return codes.rename(columns={"old_code": "municipality_code"})


def counties(on: date | int) -> pd.DataFrame:
    """Give the counties valid on a date: county_code, county_name; sorted by code.

    Raises:
        ReferenceDataError: the borders of that year are not known.
    """
    return _counties(as_date(on)).copy(deep=False)


@cached_with_tables
def _counties(day: str) -> pd.DataFrame:
    rows = _valid_on(read_table("counties"), day)[["county_code", "county_name"]]
    return rows.sort_values("county_code", ignore_index=True)
