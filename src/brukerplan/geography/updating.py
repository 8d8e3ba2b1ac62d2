"""Newer tables of places, from what KLASS says: built and checked, never trusted.

KLASS gives the codes of a day and pairs of old and new codes. It gives no kind of
change; `kinds_of` works it out. What cannot be told apart from a division is taken
for one, so that figures become not estimable rather than wrong.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from brukerplan.errors import ReferenceDataError
from brukerplan.geography.places import counties, municipalities
from brukerplan.geography.reference_tables import UPDATED_TABLES, last_year, read_table

NOT_PLACES = ("21", "22", "23", "99")
"""Codes that begin so are Svalbard, Jan Mayen, the shelf and «not given»."""


@dataclass(frozen=True)
class FetchedPlaces:
    """What KLASS says of a year: codes and names on 1 January, and the changes.

    `municipalities` and `counties`: name by code. `changes` has the text columns
    change_date, old_code, old_name, new_code and new_name, after 1 January of the
    last known year.
    """

    year: int
    municipalities: Mapping[str, str]
    counties: Mapping[str, str]
    changes: pd.DataFrame


def updated_tables(fetched: FetchedPlaces) -> Mapping[str, pd.DataFrame]:
    """Give the tables of `UPDATED_TABLES` with the years up to `fetched.year`.

    Raises:
        ReferenceDataError: the changes do not lead from the known codes to the
            fetched ones.
    """
    table = fetched.changes
    for column in ("old_code", "new_code"):
        table = table[~table[column].str[:2].isin(NOT_PLACES)]
    table = table.assign(kind=kinds_of(table))
    codes = _places(fetched.municipalities)
    check_codes(fetched, _reached(table))
    every = read_table("municipality_changes")
    return dict(
        zip(
            UPDATED_TABLES,
            (
                _updated_municipalities(codes, table, fetched.year),
                _updated_counties(_places(fetched.counties), fetched.year),
                pd.concat([every, table[list(every.columns)]], ignore_index=True),
            ),
            strict=True,
        )
    )


def _places(names: Mapping[str, str]) -> dict[str, str]:
    return {c: n for c, n in sorted(names.items()) if c[:2] not in NOT_PLACES}


def kinds_of(table: pd.DataFrame) -> pd.Series:
    """Work out the kind of each change: `changes.changes` names them."""
    heirs = table.groupby(["change_date", "old_code"])["new_code"].transform("nunique")
    parents = table.groupby(["change_date", "new_code"])["old_code"].transform(
        "nunique"
    )
    stays = table["old_code"] == table["new_code"]
    renamed = table["old_name"] != table["new_name"]
    lives_on = stays.groupby([table["change_date"], table["old_code"]]).transform("any")
    kind = pd.Series("recode", index=table.index, dtype="str")
    kind = kind.mask(renamed, "recode_and_rename")
    kind = kind.mask(parents > 1, "merge")
    kind = kind.mask(stays, "official_name_extended")
    kind = kind.mask(stays & (parents > 1), "continues_and_absorbs")
    divided = heirs > 1
    kind = kind.mask(divided, "split")
    kind = kind.mask(divided & lives_on, "boundary_transfer")
    kind = kind.mask(divided & stays, "continues_after_losing_area")
    return kind


def _reached(table: pd.DataFrame) -> set[str]:
    """Give the codes that the changes lead to from those that are known."""
    reached = set(municipalities(last_year())["municipality_code"])
    for _, day in table.groupby("change_date"):
        reached = (reached - set(day["old_code"])) | set(day["new_code"])
    return reached


def check_codes(fetched: FetchedPlaces, expected: set[str]) -> None:
    """Refuse fetched municipalities that are not those expected.

    Raises:
        ReferenceDataError: there are others.
    """
    differ = expected ^ set(_places(fetched.municipalities))
    if differ:
        listed = ", ".join(sorted(differ)[:5])
        raise ReferenceDataError(
            f"KLASS and what is known of {fetched.year} do not agree: {listed}",
            hint="nothing was stored; try again later, or install a newer version",
            slug="answer-unusable",
        )


def _updated_municipalities(
    codes: Mapping[str, str], table: pd.DataFrame, year: int
) -> pd.DataFrame:
    known = read_table("municipalities")
    now = known["valid_to"] == ""
    listed = known["municipality_code"].map(codes)
    ended = now & (listed != known["municipality_name"])
    gone = dict(zip(table["old_code"], table["change_date"], strict=True))
    closing = known["municipality_code"].map(gone).fillna(f"{year}-01-01")
    closed = known.assign(valid_to=known["valid_to"].mask(ended, closing))
    kept = set(known.loc[now & ~ended, "municipality_code"])
    came = dict(zip(table["new_code"], table["change_date"], strict=True))
    short = known.groupby("municipality_code")["short_name"].agg(set)
    earlier = table.groupby("new_code")["old_code"].agg(set)
    new = [
        {
            "municipality_code": code,
            "municipality_name": name,
            "short_name": short_name(
                name, set().union(*short.reindex(earlier.get(code, {code})).dropna())
            ),
            "county_code": code[:2],
            "valid_from": came.get(code, f"{year}-01-01"),
            "valid_to": "",
        }
        for code, name in codes.items()
        if code not in kept
    ]
    return _in_order(closed, new, "municipality_code")


def short_name(name: str, before: Collection[str]) -> str:
    """Give the Norwegian name alone: the part that a place was called before, if any.

    `before` are the short names of the places that it came from.
    """
    plain = name.partition(" (")[0]
    return next((part for part in plain.split(" - ") if part in before), plain)


def _updated_counties(codes: Mapping[str, str], year: int) -> pd.DataFrame:
    known = read_table("counties")
    day = f"{year}-01-01"
    current = set(counties(last_year())["county_code"])
    gone = known["county_code"].isin(current - set(codes)) & (known["valid_to"] == "")
    closed = known.assign(valid_to=known["valid_to"].mask(gone, day))
    new = [
        {
            "county_code": code,
            "county_name": name.partition(" - ")[0],
            "official_name": name,
            "valid_from": day,
            "valid_to": "",
        }
        for code, name in codes.items()
        if code not in current
    ]
    return _in_order(closed, new, "county_code")


def _in_order(
    closed: pd.DataFrame, new: list[dict[str, str]], key: str
) -> pd.DataFrame:
    added = pd.DataFrame(new, columns=list(closed.columns), dtype="str")
    every = pd.concat([closed, added], ignore_index=True)
    return every.sort_values([key, "valid_from"], ignore_index=True)
