"""Rows that seem to be the same person twice: told, never merged."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pandas as pd

from brukerplan.tables import AREAS
from brukerplan.validation.columns import TRUTHS
from brukerplan.validation.findings import FindingGroup

_NOT_THE_PERSON = ("unit", "source_line")

_TRUTHS_AT_ONCE = 40
"""As many digits in base three as 64 bits hold."""


def fingerprints(df: pd.DataFrame) -> pd.DataFrame:
    """Give for each row of `df` `person` and `unit`, both as numbers, and `is_rated`.

    Rows with equal `person` agree in municipality, year and all that describes the
    person. `is_rated` is false where no area has a rating: too little is known then. The
    numbers live in memory only and are never written.
    """
    arrays = {name: column.array for name, column in df.items()}
    described = [a for name, a in arrays.items() if name not in _NOT_THE_PERSON]
    truths = [array for array in described if array.dtype == TRUTHS]
    person = np.zeros(len(df), dtype=np.uint64)
    for start in range(0, len(truths), _TRUTHS_AT_ONCE):
        person = _mixed(person, _packed(truths[start : start + _TRUTHS_AT_ONCE]))
    for array in described:
        if array.dtype != TRUTHS:
            person = _mixed(person, _numbers(array))
    unit = _numbers(arrays["unit"])
    rated = {"person": person, "unit": unit, "is_rated": ~are_unrated(df)}
    return pd.DataFrame(rated, df.index)


def are_unrated(df: pd.DataFrame) -> np.ndarray:
    """Say for each row whether no area has a rating."""
    return np.logical_and.reduce([df[area].isna().to_numpy() for area in AREAS])


def _packed(truths: Sequence[pd.Categorical]) -> np.ndarray:
    """Give columns of yes, no or missing as one number in base three.

    Five of them fit into a byte, and bytes are quickly worked with.
    """
    packed = np.zeros(len(truths[0]), dtype=np.uint64)
    for start in range(0, len(truths), 5):
        five = np.zeros(len(packed), dtype=np.uint8)
        for array in truths[start : start + 5]:
            five *= np.uint8(3)
            five += (array.codes + np.int8(1)).view(np.uint8)
        packed *= np.uint64(3**5)
        packed += five
    return packed


def _numbers(array: Any) -> np.ndarray:
    """Give equal numbers for equal values, whatever else the column holds."""
    if pd.api.types.is_integer_dtype(array.dtype):
        return pd.Series(array).to_numpy(dtype=np.int64, na_value=-1).astype(np.uint64)
    words = array if isinstance(array, pd.Categorical) else pd.Categorical(array)
    known = words.categories.to_numpy(dtype=object)
    hashed = pd.util.hash_array(known, categorize=False)
    return np.append(hashed, np.uint64(0)).take(words.codes)


def _mixed(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Mix a column into a fingerprint (the finalizer of SplitMix64)."""
    mixed = one * np.uint64(0x9E3779B97F4A7C15)
    mixed += other
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    return mixed


def within_files(people: pd.DataFrame) -> list[FindingGroup]:
    """Give the rows that repeat an earlier row of their file, of any unit.

    `people` is as `fingerprints` gives it, with file; its index numbers the rows.
    """
    rated = people[people["is_rated"]]
    if rated["person"].is_unique:
        return []
    again = rated[rated.duplicated(["person", "file"], keep="first")]
    if not len(again):
        return []
    firsts = rated.drop_duplicates(["person", "file"]).rename_axis("row").reset_index()
    pairs = again.reset_index(names="again").merge(
        firsts, on=["person", "file"], suffixes=("", "_first"), validate="many_to_one"
    )
    same = (pairs["unit"] == pairs["unit_first"]).to_numpy()
    rows, others = pairs["again"].to_numpy(), pairs["row"].to_numpy()
    return [
        FindingGroup(rule, "", None, rows[chosen], others=others[chosen])
        for rule, chosen in (
            ("duplicate-row", same),
            ("duplicate-between-units", ~same),
        )
        if chosen.any()
    ]


def between_files(parts: Sequence[tuple[str, pd.DataFrame]]) -> list[FindingGroup]:
    """Give the rows of each file that an earlier file seems to have already.

    `parts` are the names of files and what `fingerprints` gave for them.
    """
    known = [people.assign(file=place) for place, (_, people) in enumerate(parts)]
    rated = [people[people["is_rated"]] for people in known if len(people)]
    if len(rated) < 2:
        return []
    every = pd.concat(rated).rename_axis("line").reset_index()
    firsts = every.drop_duplicates("person").set_index("person")["file"]
    every["first"] = firsts.reindex(every["person"]).to_numpy()
    again = every[every["file"] != every["first"]]
    groups = []
    for key, rows in again.groupby(["file", "first"], sort=True):
        file, first = cast(tuple[int, int], key)
        groups.append(
            FindingGroup(
                "duplicate-between-files",
                parts[file][0],
                None,
                rows["line"].to_numpy(),
                parameters={"other_file": parts[first][0]},
            )
        )
    return groups
