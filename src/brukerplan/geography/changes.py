"""How municipalities became others: the changes, and who lies in whom.

Every municipality of every year is written as a set of *atoms*: the smallest areas
whose people can be told apart. An atom is a municipality of 2013, or a piece of one
that was divided later. One municipality lies wholly in another exactly if its atoms
do; that holds forwards, backwards and over any number of reforms. Boundary transfers
between municipalities that live on are followed by the main part, and reported.
"""

from collections.abc import Mapping

import pandas as pd

from brukerplan.geography.reference_tables import (
    FIRST_YEAR,
    cached_with_tables,
    check_year,
    last_year,
    read_table,
)

Atoms = frozenset[str]

CODE = "municipality_code"
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
    every = changes(FIRST_YEAR, last_year())
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


@cached_with_tables
def atoms(year: int) -> Mapping[str, Atoms]:
    """Give the atoms of each municipality of a year, by its code.

    Raises:
        ReferenceDataError: the borders of that year are not known.
    """
    return _history()[check_year(year)]


@cached_with_tables
def _history() -> Mapping[int, Mapping[str, Atoms]]:
    """Give the atoms of the municipalities of every year."""
    table = read_table("municipalities")
    start = f"{FIRST_YEAR}-01-01"
    ended = (table["valid_to"] != "") & (table["valid_to"] <= start)
    first = table[(table["valid_from"] <= start) & ~ended]
    history = {FIRST_YEAR: {code: frozenset({code}) for code in first[CODE]}}
    for year in range(FIRST_YEAR + 1, last_year() + 1):
        table = changes(year - 1, year)
        pieces = _pieces(history[year - 1], table)
        history = {
            y: {code: _refined(area, pieces) for code, area in areas.items()}
            for y, areas in history.items()
        }
        history[year] = _after(history[year - 1], table)
    return history


def _pieces(current: Mapping[str, Atoms], table: pd.DataFrame) -> dict[str, Atoms]:
    """Give the pieces of each atom that the changes of a day divide.

    A divided municipality whose earlier parts are known to have gone whole is not
    divided anew: `municipality_split_parts` says where they went.
    """
    known = set(read_table("municipality_split_parts")["split_code"])
    splits = table[(table["kind"] == SPLIT) & ~table["old_code"].isin(known)]
    return {
        atom: frozenset(f"{atom}>{part}" for part in new)
        for code, new in splits.groupby("old_code")["new_code"]
        for atom in current[str(code)]
    }


def _refined(area: Atoms, pieces: Mapping[str, Atoms]) -> Atoms:
    if not pieces.keys() & area:
        return area
    return frozenset(p for atom in area for p in pieces.get(atom, {atom}))


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
        parts = set(rows["part_code"])
        return frozenset(atom for atom in whole if atom.partition(">")[0] in parts)
    return frozenset(atom for atom in whole if atom.endswith(f">{new_code}"))


@cached_with_tables
def unchanged_codes(from_year: int, to_year: int) -> pd.DataFrame:
    """Give old_code and new_code of the municipalities that are one and the same."""
    by_atoms = {area: code for code, area in atoms(to_year).items()}
    pairs = [
        (code, by_atoms[area])
        for code, area in atoms(from_year).items()
        if area in by_atoms
    ]
    return pd.DataFrame(pairs, columns=["old_code", "new_code"], dtype="str")
