"""Rules about a file as a whole: its years, its municipalities, its size."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from brukerplan.errors import ReferenceDataError
from brukerplan.geography import adults_by_municipality, population
from brukerplan.validation.findings import FindingGroup
from brukerplan.validation.row_keys import Keys

_STRAY_SHARE = 0.1
"""Rows of another municipality are strays if they are no more than this share."""

_LEAST_PER_1000 = 1
_YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_CODE_IN_NAME = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def check_future(
    keys: Keys, heading: str | None, year_now: int | None
) -> list[FindingGroup]:
    """Give the rows whose survey year is after `year_now`."""
    if year_now is None:
        return []
    later = [n for n, key in enumerate(keys.known) if (key.year or 0) > year_now]
    if not later:
        return []
    return [FindingGroup("survey-year-in-future", "", heading, keys.rows(later))]


def check_keys(
    keys: Keys, files: Sequence[str], headings: Mapping[str, str]
) -> list[list[FindingGroup]]:
    """Give, for each file, what is odd about its survey years."""
    found: list[list[FindingGroup]] = []
    heading = headings.get("survey_year")
    for file, years in zip(files, _years(keys, files), strict=True):
        named = {int(text) for text in _YEAR_IN_NAME.findall(_stem(file))}
        groups = []
        if named and years and not named & years:
            rule = "survey-year-disagrees-with-file"
            groups.append(FindingGroup(rule, file, heading))
        if len(years) > 1:
            groups.append(FindingGroup("years-mixed", file, heading))
        found.append(groups)
    return found


def check_strays(
    keys: Keys, files: Sequence[str], headings: Mapping[str, str]
) -> list[FindingGroup]:
    """Give rows of a municipality that does not seem to belong in its file."""
    groups = []
    years, codes = _years(keys, files), _codes(keys, files)
    heading = headings.get("municipality_code")
    for file, name in enumerate(files):
        if len(codes[file]) < 2:
            continue
        home = _home(name, codes[file], {str(year) for year in years[file]})
        if home:
            strays = [
                place
                for place, key in enumerate(keys.known)
                if key.file == file and key.code and key.code not in home
            ]
            rows = keys.rows(strays)
            groups.append(FindingGroup("municipalities-mixed", "", heading, rows))
    return groups


def _home(file: str, codes: Mapping[str, int], years: set[str]) -> set[str]:
    """Give the municipality that a file is for; nothing where it is for several."""
    named = (set(_CODE_IN_NAME.findall(_stem(file))) - years) & set(codes)
    if named:
        return set(named) if len(named) == 1 else set()
    largest = max(codes, key=lambda code: (codes[code], str(code)))
    share = codes[largest] / sum(codes.values())
    return {largest} if share >= 1 - _STRAY_SHARE else set()


def _years(keys: Keys, files: Sequence[str]) -> list[set[int]]:
    """Give, for each file, its survey years."""
    found: list[set[int]] = [set() for _ in files]
    for key in keys.known:
        if key.year is not None:
            found[key.file].add(key.year)
    return found


def _codes(keys: Keys, files: Sequence[str]) -> list[Counter[str]]:
    """Give, for each file, how many rows have which municipality."""
    found: list[Counter[str]] = [Counter() for _ in files]
    sizes = keys.sizes(np.ones(len(keys.of_row), dtype=bool))
    for key, rows in zip(keys.known, sizes.tolist(), strict=True):
        if key.code is not None:
            found[key.file][key.code] += rows
    return found


def check_sizes(
    keys: Keys, kept: np.ndarray, files: Sequence[str]
) -> list[list[FindingGroup]]:
    """Give, for each file, the municipalities with next to no rows for their people.

    Only rows that are `kept` count, which all have a year and a municipality.
    """
    found: list[list[FindingGroup]] = [[] for _ in files]
    adults: dict[int, Mapping[str, float]] = {}
    for key, rows in zip(keys.known, keys.sizes(kept).tolist(), strict=True):
        if not rows or key.year is None or key.code is None:
            continue
        if key.year not in adults:
            adults[key.year] = _adults(key.year)
        if rows < _LEAST_PER_1000 * adults[key.year].get(key.code, 0) / 1000:
            said = {"municipality": key.code}
            group = FindingGroup("rows-too-few", files[key.file], parameters=said)
            found[key.file].append(group)
    return found


def _adults(year: int) -> Mapping[str, float]:
    try:
        adults = adults_by_municipality(population(year)).dropna()
    except ReferenceDataError:
        return {}
    return {str(code): float(number) for code, number in adults.items()}


def _stem(file: str) -> str:
    return file.rpartition(".")[0] or file
