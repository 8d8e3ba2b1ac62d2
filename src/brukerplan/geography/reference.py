"""The shipped tables of places and populations, read as text."""

from functools import cache
from pathlib import Path

import pandas as pd

from brukerplan.resources import resource_dir

FIRST_YEAR = 2013
"""The first year whose borders are known."""

LAST_YEAR = 2026
"""The last year whose borders are known."""


def reference_file(name: str) -> Path:
    """Give the path of the shipped reference table `name`."""
    return resource_dir("data/reference") / f"{name}.csv"


@cache
def read_table(name: str) -> pd.DataFrame:
    """Give a shipped table with all columns as text, empty text where empty."""
    return pd.read_csv(
        reference_file(name), dtype="str", keep_default_na=False, encoding="utf-8"
    )
