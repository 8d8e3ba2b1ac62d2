"""Shares that are far from last year's or the county's: an area is named, no person.

A difference counts only if: both sides have rated enough people, it is large, and it is
larger than chance explains (a test of two shares, pooled; the limit is four standard
errors, since hundreds of shares are looked at together).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from brukerplan.tables import AREAS, LEVELS
from brukerplan.validation.findings import FindingGroup

LEAST_RATED = 30
STANDARD_ERRORS = 4.0
LIMITS = {"share-far-from-last-year": 0.20, "share-far-from-county": 0.25}
"""How large a difference between shares must be to be told."""

_KEYS = ["survey_year", "municipality_code"]

COMPARED = (*_KEYS, *AREAS)
"""The columns of person rows that are compared."""

_NOT_RATED = len(LEVELS)

NO_LEVELS = np.zeros((0, len(AREAS), len(LEVELS) + 1), dtype=np.int64)
"""What `level_counts` gives where there are no places."""


def level_counts(
    df: pd.DataFrame, place_of: np.ndarray, rows: np.ndarray, places: int
) -> np.ndarray:
    """Count people: an array of places by areas by green, yellow, red and not rated.

    `place_of` has the place (from 0) of each row of `df`; only `rows` (true or false)
    count.
    """
    counted = np.zeros((places, len(AREAS), len(LEVELS) + 1), dtype=np.int64)
    size = places * (_NOT_RATED + 1)
    starts, everybody = place_of * (_NOT_RATED + 1), rows.all()
    for number, area in enumerate(AREAS):
        cells = starts + _levels_of(df[area].array)
        if not everybody:
            cells = cells[rows]
        counted[:, number] = np.bincount(cells, minlength=size).reshape(places, -1)
    return counted


def _levels_of(array: Any) -> np.ndarray:
    """Give each row's colour by its place in `LEVELS`."""
    words = array if isinstance(array, pd.Categorical) else pd.Categorical(array)
    places = {level: place for place, level in enumerate(LEVELS)}
    known = [places.get(word, _NOT_RATED) for word in words.categories]
    return np.array([*known, _NOT_RATED]).take(words.codes)


@dataclass(frozen=True)
class _Shares:
    """Colours counted by year and place: `keys` sorted, `levels` as `level_counts`."""

    keys: pd.Index
    levels: np.ndarray


def compare(
    files: Sequence[tuple[str, pd.DataFrame, np.ndarray]], held: pd.DataFrame | None
) -> list[FindingGroup]:
    """Give what is odd about the shares of files beside all that is known.

    `files` are names with the survey_year and municipality_code of places and the
    `level_counts` of each, `held` the person rows that the store has (`COMPARED`). A file takes the
    place of what the store has for the same municipality and year.
    """
    parts = [
        (name, places[_KEYS][counted], levels[counted])
        for name, places, levels in files
        if len(levels) and (counted := levels[:, 0].sum(axis=1) > 0).any()
    ]
    if not parts:
        return []
    firsts = [places.assign(file=name) for name, places, _ in parts]
    names = pd.concat(firsts).drop_duplicates(_KEYS).set_index(_KEYS)["file"]
    ours = _together(
        pd.concat([places for _, places, _ in parts]),
        np.concatenate([levels for _, _, levels in parts]),
    )
    return _odd(ours, _with_held(ours, held), names)


def _together(places: pd.DataFrame, levels: np.ndarray) -> _Shares:
    """Add up the counts of equal places, which several files may speak of."""
    by_place = places.groupby(_KEYS, sort=True)
    summed = np.zeros((by_place.ngroups, *levels.shape[1:]), dtype=np.int64)
    np.add.at(summed, by_place.ngroup().to_numpy(), levels)
    return _Shares(by_place.size().index, summed)


def _with_held(ours: _Shares, held: pd.DataFrame | None) -> _Shares:
    """Give all that is known, area by area: ours where ours says anything."""
    if held is None or not len(held):
        return ours
    by_place = held.groupby(_KEYS, sort=True)
    everybody = np.ones(len(held), dtype=bool)
    theirs = level_counts(
        held, by_place.ngroup().to_numpy(), everybody, by_place.ngroups
    )
    keys = ours.keys.union(by_place.size().index)
    levels = _at(_Shares(by_place.size().index, theirs), keys)
    mine = _at(ours, keys)
    is_rated = mine[:, :, :_NOT_RATED].any(axis=2, keepdims=True)
    return _Shares(keys, np.where(is_rated, mine, levels))


def _at(shares: _Shares, keys: pd.Index) -> np.ndarray:
    """Give the counts of the places `keys`, nobody where a place is not known."""
    rows = shares.keys.get_indexer(keys)
    return np.where((rows < 0)[:, None, None], 0, shares.levels[rows])


def _odd(ours: _Shares, everything: _Shares, files: pd.Series) -> list[FindingGroup]:
    years, codes = (ours.keys.get_level_values(level) for level in _KEYS)
    before = pd.MultiIndex.from_arrays([years - 1, codes])
    rest = _of_county(everything, ours.keys) - ours.levels
    return [
        *_far(files, ours, _at(everything, before), "share-far-from-last-year"),
        *_far(files, ours, rest, "share-far-from-county"),
    ]


def _of_county(everything: _Shares, places: pd.Index) -> np.ndarray:
    """Give for each of `places` the counts of its whole county in its year."""
    every = _counties(everything.keys)
    counties = every.unique()
    summed = np.zeros((len(counties), *everything.levels.shape[1:]), dtype=np.int64)
    np.add.at(summed, counties.get_indexer(every), everything.levels)
    return summed[counties.get_indexer(_counties(places))]


def _counties(places: pd.Index) -> pd.MultiIndex:
    years, codes = (places.get_level_values(level) for level in _KEYS)
    return pd.MultiIndex.from_arrays([years, codes.str[:2]])


def _far(
    files: pd.Series, ours: _Shares, theirs: np.ndarray, rule: str
) -> list[FindingGroup]:
    """Give the areas of places whose shares are far from `theirs`, area by area."""
    one = ours.levels[:, :, :_NOT_RATED].transpose(1, 0, 2).reshape(-1, len(LEVELS))
    other = theirs[:, :, :_NOT_RATED].transpose(1, 0, 2).reshape(-1, len(LEVELS))
    n, m = one.sum(axis=1, keepdims=True), other.sum(axis=1, keepdims=True)
    enough = np.flatnonzero((n >= LEAST_RATED) & (m >= LEAST_RATED))
    one, other, n, m = one[enough], other[enough], n[enough], m[enough]
    difference = one / n - other / m
    pooled = (one + other) / (n + m)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    far = (np.abs(difference) >= LIMITS[rule]) & (
        np.abs(difference) > STANDARD_ERRORS * error
    )
    most = np.abs(difference).argmax(axis=1) if len(difference) else np.array([], int)
    groups = []
    for row in np.flatnonzero(far[np.arange(len(most)), most]):
        area, place = divmod(int(enough[row]), len(ours.keys))
        key = cast(Any, ours.keys[place])
        said = {
            "municipality": str(key[1]),
            "category": LEVELS[most[row]],
            "area": AREAS[area],
        }
        groups.append(FindingGroup(rule, str(files.at[key]), parameters=said))
    return groups
