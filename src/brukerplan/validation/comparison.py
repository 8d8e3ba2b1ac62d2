"""Shares that are far from last year's or the county's: an area is named, no person.

A difference counts only if: both sides have rated enough people, it is large, and it is
larger than chance explains (a test of two shares, pooled; the limit is four standard
errors, since hundreds of shares are looked at together).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from brukerplan.tables import AREAS, LEVELS
from brukerplan.validation.findings import FindingGroup

LEAST_RATED = 30
STANDARD_ERRORS = 4.0
LIMITS = {"share-far-from-last-year": 0.20, "share-far-from-county": 0.25}
"""How large a difference between shares must be to be told."""

_KEYS = ["survey_year", "municipality_code"]


def level_counts(persons: pd.DataFrame) -> pd.DataFrame:
    """Count colours: survey_year, municipality_code, area, and a column per colour.

    A place has a row for each area that somebody was rated in.
    """
    numbered = persons.groupby(_KEYS, sort=True)
    place = numbered.ngroup().to_numpy()
    places = numbered.size().index.to_frame(index=False)
    parts = []
    for area in AREAS:
        codes, texts = pd.factorize(persons[area])
        counted = places.copy()
        for level in LEVELS:
            are = np.append(texts == level, False)[codes]
            counted[level] = np.bincount(place[are], minlength=len(places))
        rated = counted[list(LEVELS)].any(axis=1)
        parts.append(counted.assign(area=area)[rated])
    return pd.concat(parts, ignore_index=True)


def compare(
    files: Sequence[tuple[str, pd.DataFrame]], held: pd.DataFrame | None
) -> list[FindingGroup]:
    """Give what is odd about the shares of files beside all that is known.

    `files` are names with their person rows, `held` the person rows that the store
    has. A file takes the place of what the store has for the same municipality and
    year.
    """
    needed = [*_KEYS, *AREAS]
    parts = [(name, rows[needed]) for name, rows in files if len(rows)]
    if not parts:
        return []
    ours = level_counts(pd.concat([rows for _, rows in parts], ignore_index=True))
    firsts = [rows[_KEYS].drop_duplicates().assign(file=name) for name, rows in parts]
    names = pd.concat(firsts).drop_duplicates(_KEYS).set_index(_KEYS)["file"]
    known = [ours] if held is None or not len(held) else [ours, level_counts(held)]
    everything = pd.concat(known, ignore_index=True)
    return _odd(ours, everything.drop_duplicates([*_KEYS, "area"]), names)


def _odd(
    counted: pd.DataFrame, everything: pd.DataFrame, files: pd.Series
) -> list[FindingGroup]:
    before = everything.assign(survey_year=everything["survey_year"] + 1)
    sums = _of_county(everything)
    own = counted.assign(county=counted["municipality_code"].str[:2])
    county = own.merge(
        sums, on=["survey_year", "county", "area"], suffixes=("", "_all")
    )
    rest = county[[*_KEYS, "area"]].copy()
    for level in LEVELS:
        rest[level] = county[f"{level}_all"] - county[level]
    return [
        *_far(files, counted, before, "share-far-from-last-year"),
        *_far(files, counted, rest, "share-far-from-county"),
    ]


def _of_county(counts: pd.DataFrame) -> pd.DataFrame:
    by_county = counts.assign(county=counts["municipality_code"].str[:2])
    keys = ["survey_year", "county", "area"]
    return by_county.groupby(keys, sort=True)[list(LEVELS)].sum().reset_index()


def _far(
    files: pd.Series, ours: pd.DataFrame, theirs: pd.DataFrame, rule: str
) -> list[FindingGroup]:
    both = ours.merge(
        theirs, on=[*_KEYS, "area"], suffixes=("", "_other"), validate="one_to_one"
    )
    one = both[list(LEVELS)].to_numpy(dtype=float)
    other = both[[f"{level}_other" for level in LEVELS]].to_numpy(dtype=float)
    n, m = one.sum(axis=1, keepdims=True), other.sum(axis=1, keepdims=True)
    enough = ((n >= LEAST_RATED) & (m >= LEAST_RATED)).ravel()
    one, other, n, m = one[enough], other[enough], n[enough], m[enough]
    difference = one / n - other / m
    pooled = (one + other) / (n + m)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    far = (np.abs(difference) >= LIMITS[rule]) & (
        np.abs(difference) > STANDARD_ERRORS * error
    )
    most = np.abs(difference).argmax(axis=1) if len(difference) else np.array([], int)
    places = both[enough].reset_index(drop=True)
    return [
        FindingGroup(
            rule,
            str(files[tuple(places.loc[row, _KEYS])]),
            parameters={
                "municipality": str(places.at[row, "municipality_code"]),
                "category": LEVELS[most[row]],
                "area": str(places.at[row, "area"]),
            },
        )
        for row in np.flatnonzero(far[np.arange(len(most)), most])
    ]
