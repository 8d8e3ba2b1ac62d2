"""From rows of figures to cells: each number of people once, however often it is used.

Two rows that count the same people (equal coordinates, equal sets) hold the same
number, so they are one cell and are hidden or shown together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.definitions import PUBLIC_SETS
from brukerplan.definitions.indicator_model import ALL, EVERY_GROUP

Codes = NDArray[np.int64]

COORDINATES = ("survey_year", "region", "problem_group", "sex", "age_band", "atom")
"""What tells one cell from another; `region` is `<level>:<code>`, `atom` the set."""

PUBLIC_ATOMS = (*PUBLIC_SETS, "")
"""Sets whose number is no secret: inhabitants, units, and nothing at all."""

NONE = -1
"""Stands where a row has no cell (a public denominator, a figure not counted)."""


@dataclass(frozen=True)
class Cells:
    """Each counted group of people once.

    `codes` holds a column of whole numbers per coordinate, `levels` the text that each
    code stands for; `count` the number of people. `numerator` and `denominator` have
    an entry per row of the table: the cell's position, or `NONE`.
    """

    codes: dict[str, Codes]
    levels: dict[str, pd.Index]
    count: Codes
    numerator: Codes
    denominator: Codes

    def __len__(self) -> int:
        """Give the number of cells."""
        return len(self.count)

    def __repr__(self) -> str:
        """Give the size only, so that a log or a test failure shows no count."""
        return f"Cells({len(self)} cells)"

    def keys(self) -> Codes:
        """Give one whole number for each cell, rising; of others, see `find`."""
        return mixed_key([self.codes[name] for name in COORDINATES], self._sizes())

    def find(self, uses: pd.DataFrame) -> Codes:
        """Give the cell of each use (columns `COORDINATES`), or `NONE`."""
        codes = [
            np.asarray(self.levels[name].get_indexer(pd.Index(uses[name])))
            for name in COORDINATES
        ]
        at = position_of(self.keys(), mixed_key(codes, self._sizes()))
        return np.where(np.all([code >= 0 for code in codes], axis=0), at, NONE)

    def _sizes(self) -> list[int]:
        return [len(self.levels[name]) for name in COORDINATES]

    def text(self, coordinate: str) -> NDArray[np.object_]:
        """Give a coordinate of each cell as text."""
        return self.levels[coordinate].to_numpy(dtype=object)[self.codes[coordinate]]


def cells_of(rows: pd.DataFrame) -> Cells:
    """Give the cells of a table's rows (columns of `INDICATOR_DTYPES`).

    Raises:
        ValueError: two rows give different numbers for the same people.
    """
    uses = pd.concat([uses_of(rows, "numerator"), uses_of(rows, "denominator")])
    codes, levels = {}, {}
    for name in COORDINATES:
        codes[name], levels[name] = pd.factorize(uses[name], sort=True)
    position, first = _number(codes, [len(levels[name]) for name in COORDINATES])
    count = uses["count"].to_numpy(dtype="int64")
    if np.any(count != count[first][position]):
        raise ValueError("two rows give different numbers for the same people")
    numerator = np.full(len(rows), NONE)
    denominator = np.full(len(rows), NONE)
    at = uses["row"].to_numpy()
    is_numerator = uses["is_numerator"].to_numpy()
    numerator[at[is_numerator]] = position[is_numerator]
    denominator[at[~is_numerator]] = position[~is_numerator]
    return Cells(
        {name: codes[name][first] for name in COORDINATES},
        {name: pd.Index(levels[name]) for name in COORDINATES},
        count[first],
        numerator,
        denominator,
    )


def uses_of(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    """Give a row for each use of a cell as `part` (numerator or denominator)."""
    counted = rows[part].notna() & ~rows[f"{part}_set"].isin(PUBLIC_ATOMS)
    used = rows[counted]
    every_group = used[f"{part}_set"] == EVERY_GROUP
    return pd.DataFrame(
        {
            "survey_year": used["survey_year"].astype("int64"),
            "region": used["region_level"] + ":" + used["region_code"],
            "problem_group": used["problem_group"].mask(every_group, ALL),
            "sex": used["sex"],
            "age_band": used["age_band"],
            "atom": used[f"{part}_set"].mask(every_group, ALL),
            "count": used[part].astype("int64"),
            "row": np.flatnonzero(counted.to_numpy()),
            "is_numerator": part == "numerator",
        }
    )


def _number(codes: dict[str, Codes], sizes: Sequence[int]) -> tuple[Codes, Codes]:
    """Number the distinct combinations: each use's number, each number's first use."""
    key = mixed_key([codes[name] for name in COORDINATES], sizes)
    _, first, position = np.unique(key, return_index=True, return_inverse=True)
    return position, first


def mixed_key(columns: Sequence[Codes], sizes: Sequence[int]) -> Codes:
    """Give one whole number per combination of codes (mixed radix)."""
    key = np.zeros(len(columns[0]), dtype="int64")
    for column, size in zip(columns, sizes, strict=True):
        key = key * max(size, 1) + column
    return key


def position_of(keys: Codes, wanted: Codes) -> Codes:
    """Give the position of each wanted key among rising `keys`, or `NONE`."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, NONE)
