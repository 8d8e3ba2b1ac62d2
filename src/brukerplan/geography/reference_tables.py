"""The tables of places, as text: those shipped, or newer ones from `regions update`."""

from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar, TypeVarTuple

import pandas as pd

from brukerplan.errors import ReferenceDataError
from brukerplan.resources import reference_file

FIRST_YEAR = 2013
"""The first year whose borders are known."""

LAST_YEAR = 2026
"""The last year whose borders are known from the shipped tables."""

UPDATED_TABLES = ("municipalities", "counties", "municipality_changes")
"""The tables that `regions update` makes anew, in this order of writing."""

UPDATED_UNTIL = "updated_until.txt"
"""The file beside them that says the last year they cover."""

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


def read_table(name: str) -> pd.DataFrame:
    """Give a table with all columns as text, empty text where empty."""
    return _read(reference_file(f"{name}.csv"), tables_in_use())


@cache
def _read(path: Path, _tables: tuple[str, int]) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")


def last_year() -> int:
    """Give the last year whose borders are known."""
    path = reference_file(UPDATED_UNTIL)
    return int(path.read_text(encoding="ascii")) if path.is_file() else LAST_YEAR


def tables_in_use() -> tuple[str, int]:
    """Tell the tables in use from others: where they lie, and when written."""
    path = reference_file(f"{UPDATED_TABLES[-1]}.csv")
    return str(path), path.stat().st_mtime_ns


def check_year(year: int) -> int:
    """Give back a year whose borders are known.

    Raises:
        ReferenceDataError: they are not known.
    """
    if not FIRST_YEAR <= year <= last_year():
        raise ReferenceDataError(
            f"municipalities and counties are known for {FIRST_YEAR}–{last_year()}, "
            f"not for {year}",
            hint="choose another year, or for a new one: brukerplan regions update",
            slug="year-not-covered",
        )
    return year


def cached_with_tables(
    function: Callable[[*Arguments], Result],
) -> Callable[[*Arguments], Result]:
    """Remember what a function gives, for as long as the same tables are in use."""

    @cache
    def remembered(_tables: tuple[str, int], *args: *Arguments) -> Result:
        return function(*args)

    @wraps(function)
    def asked(*args: *Arguments) -> Result:
        return remembered(tables_in_use(), *args)

    return asked
