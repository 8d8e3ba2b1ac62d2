"""How municipalities became others: the changes, and who lies in whom.

Every municipality of every year is written as a set of *atoms*: the smallest areas
whose people can be told apart. An atom is a municipality of 2013, or a piece of one
that was divided later. One municipality lies wholly in another exactly if its atoms
do; that holds forwards, backwards and over any number of reforms. Boundary transfers
between municipalities that live on are followed by the main part, and reported.
"""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from brukerplan.geography.reference import FIRST_YEAR, LAST_YEAR, read_table

Atoms = frozenset[str]

MINOR = "boundary_transfer"
SPLIT = "split"


def changes(from_year: int, to_year: int) -> pd.DataFrame:
    """Give the changes after 1 January of one year up to and with that of the other.

    Columns: change_date, old_code, old_name, new_code, new_name, kind; all text.
    `kind` is recode, recode_and_rename, merge, merge_main_part, split,
    boundary_transfer, continues_and_absorbs, continues_after_losing_area,
    official_name_extended or label_only, from Statistics Norway's KLASS.
    """
    table = read_table("municipality_changes")
    dates = table["change_date"]
    chosen = (dates > f"{from_year}-01-01") & (dates <= f"{to_year}-01-01")
    return table[chosen].reset_index(drop=True)


def history_of(code: str, year: int) -> pd.DataFrame:
    """Give the changes that led to a municipality of a year, and those it went into.

    Columns as `changes` gives, oldest first; changes of name are among them.
    """
    every = changes(FIRST_YEAR, LAST_YEAR)
    earlier = every[every["change_date"] <= f"{year}-01-01"]
    later = every[every["change_date"] > f"{year}-01-01"]
    found = _linked(earlier.iloc[::-1], {code}, known="new_code", other="old_code")
    found += _linked(later, {code}, known="old_code", other="new_code")
    return every.loc[sorted(found)].reset_index(drop=True)


def _linked(
    table: pd.DataFrame, codes: set[str], *, known: str, other: str
) -> list[int]:
    """Give the positions of the changes linked to `codes`, in the table's order."""
    found = []
    for position, one, another in zip(
        table.index, table[known], table[other], strict=True
    ):
        if one in codes:
            codes = codes | {another}
            found.append(int(position))
    return found


@cache
def atoms(year: int) -> Mapping[str, Atoms]:
    """Give the atoms of each municipality of a year, by its code."""
    return _history()[year]


@cache
def _history() -> Mapping[int, Mapping[str, Atoms]]:
    """Give the atoms of the municipalities of every year."""
    table = read_table("municipalities")
    start = f"{FIRST_YEAR}-01-01"
    first = table[
        (table["valid_from"] <= start)
        & ((table["valid_to"] > start) | (table["valid_to"] == ""))
    ]
    pieces = _pieces()
    current = {
        code: pieces.get(code, frozenset({code})) for code in first["municipality_code"]
    }
    history = {FIRST_YEAR: current}
    for year in range(FIRST_YEAR + 1, LAST_YEAR + 1):
        current = _after(current, changes(year - 1, year))
        history[year] = current
    return history


def _pieces() -> Mapping[str, Atoms]:
    """Give, for a municipality of 2013 that was divided later, its pieces.

    A divided municipality that had been put together from several others is not
    divided anew: `municipality_split_parts` says where its earlier parts went.
    """
    known = set(read_table("municipality_split_parts")["split_code"])
    table = changes(FIRST_YEAR, LAST_YEAR)
    splits = table[(table["kind"] == SPLIT) & ~table["old_code"].isin(known)]
    pieces: dict[str, Atoms] = {}
    for code, new in splits.groupby("old_code")["new_code"]:
        origin = _origin(str(code), table)
        pieces[origin] = frozenset(f"{origin}>{part}" for part in new)
    return pieces


def _origin(code: str, table: pd.DataFrame) -> str:
    """Follow recodings back from a code to the municipality of 2013."""
    earlier = table[(table["new_code"] == code) & (table["old_code"] != code)]
    while len(earlier):
        code = str(earlier["old_code"].iloc[0])
        earlier = table[(table["new_code"] == code) & (table["old_code"] != code)]
    return code


def _after(current: Mapping[str, Atoms], table: pd.DataFrame) -> dict[str, Atoms]:
    """Give the atoms of the municipalities after the changes of one day."""
    moves = table[table["kind"] != MINOR]
    result = {c: a for c, a in current.items() if c not in set(table["old_code"])}
    for old, new, kind in zip(
        moves["old_code"], moves["new_code"], moves["kind"], strict=True
    ):
        moved = current[old] if kind != SPLIT else _part(current[old], old, new)
        result[new] = result.get(new, frozenset()) | moved
    return result


def _part(whole: Atoms, split_code: str, new_code: str) -> Atoms:
    """Give the atoms of a divided municipality that went to one of its successors."""
    table = read_table("municipality_split_parts")
    rows = table[(table["split_code"] == split_code) & (table["new_code"] == new_code)]
    if len(rows):
        return whole & set(rows["part_code"])
    return frozenset(atom for atom in whole if atom.endswith(f">{new_code}"))


@cache
def unchanged_codes(from_year: int, to_year: int) -> pd.DataFrame:
    """Give old_code and new_code of the municipalities that are one and the same."""
    by_atoms = {area: code for code, area in atoms(to_year).items()}
    pairs = [
        (code, by_atoms[area])
        for code, area in atoms(from_year).items()
        if area in by_atoms
    ]
    return pd.DataFrame(pairs, columns=["old_code", "new_code"], dtype="str")
