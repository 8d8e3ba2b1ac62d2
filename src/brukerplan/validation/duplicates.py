"""Rows that seem to be the same person twice: told, never merged."""

import numpy as np
import pandas as pd

from brukerplan.tables import AREAS
from brukerplan.validation.findings import FindingGroup

_NOT_THE_PERSON = ("unit", "source_line")


def fingerprints(df: pd.DataFrame) -> pd.DataFrame:
    """Give for each row its line (index), `person` and `unit`, both as numbers.

    Rows with equal `person` agree in municipality, year and all that describes the
    person. A row is left out only if: none of its areas has a rating (too little is
    known). The numbers live in memory only and are never written.
    """
    described = df.drop(columns=list(_NOT_THE_PERSON))
    person = np.zeros(len(df), dtype=np.uint64)
    for name in described:
        person = _mixed(person, _numbers(described[name]))
    people = pd.DataFrame({"person": person, "unit": _numbers(df["unit"])}, df.index)
    return people.assign(is_rated=df[list(AREAS)].notna().any(axis=1).to_numpy())


def _numbers(column: pd.Series) -> np.ndarray:
    """Give equal numbers for equal values, whatever else the column holds."""
    codes, texts = pd.factorize(
        column.astype(object).where(column.notna(), None).to_numpy()
    )
    hashed = pd.util.hash_array(np.array([str(text) for text in texts], dtype=object))
    return np.append(hashed, np.uint64(0))[codes]


def _mixed(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Mix a column into a fingerprint (the finalizer of SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed = one * np.uint64(0x9E3779B97F4A7C15) + other
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        return mixed ^ (mixed >> np.uint64(27))


def within_file(people: pd.DataFrame, file: str) -> list[FindingGroup]:
    """Give the rows that repeat an earlier row, of the same unit or of another."""
    rated = people[people["is_rated"]]
    again = rated[rated.duplicated("person", keep="first")]
    if not len(again):
        return []
    firsts = rated.drop_duplicates("person").reset_index().set_index("person")
    first = firsts.loc[again["person"]]
    same = first["unit"].to_numpy() == again["unit"].to_numpy()
    lines, others = again.index.to_numpy(), first["line"].to_numpy()
    return [
        FindingGroup(rule, file, None, lines[rows], others=others[rows])
        for rule, rows in (("duplicate-row", same), ("duplicate-between-units", ~same))
        if rows.any()
    ]


def between_files(parts: dict[str, pd.DataFrame]) -> list[FindingGroup]:
    """Give the rows of each file that an earlier file seems to have already."""
    groups = []
    seen: dict[str, pd.Series] = {}
    for file, people in parts.items():
        rated = people[people["is_rated"]] if len(people) else people
        for other, persons in seen.items():
            lines = rated.index[rated["person"].isin(persons)].to_numpy()
            if len(lines):
                groups.append(
                    FindingGroup(
                        "duplicate-between-files",
                        file,
                        None,
                        lines,
                        parameters={"other_file": other},
                    )
                )
        if len(rated):
            seen[file] = rated["person"]
    return groups
