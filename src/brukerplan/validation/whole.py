"""Rules about a file as a whole: its years, its municipalities, its size.

Frames of keys have file (from 0), survey_year and municipality_code; their index
numbers the rows.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from brukerplan.errors import ReferenceDataError
from brukerplan.geography import adults_by_municipality, population
from brukerplan.tables import Survey
from brukerplan.validation.findings import FindingGroup

_STRAY_SHARE = 0.1
"""Rows of another municipality are strays if they are no more than this share."""

_LEAST_PER_1000 = 1
_YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_CODE_IN_NAME = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def check_future(
    keys: pd.DataFrame, heading: str | None, year_now: int | None
) -> list[FindingGroup]:
    """Give the rows whose survey year is after `year_now`."""
    if year_now is None:
        return []
    rows = np.flatnonzero((keys["survey_year"] > year_now).fillna(False))
    return (
        [FindingGroup("survey-year-in-future", "", heading, rows)] if len(rows) else []
    )


def check_keys(
    keys: pd.DataFrame, files: Sequence[str], headings: Mapping[str, str]
) -> list[list[FindingGroup]]:
    """Give, for each file, what is odd about its survey years."""
    found: list[list[FindingGroup]] = []
    heading = headings.get("survey_year")
    for file, years in zip(files, _distinct(keys, "survey_year", files), strict=True):
        named = {int(text) for text in _YEAR_IN_NAME.findall(_stem(file))}
        groups = []
        if named and years and not named & set(years):
            rule = "survey-year-disagrees-with-file"
            groups.append(FindingGroup(rule, file, heading))
        if len(years) > 1:
            groups.append(FindingGroup("years-mixed", file, heading))
        found.append(groups)
    return found


def check_strays(
    keys: pd.DataFrame, files: Sequence[str], headings: Mapping[str, str]
) -> list[FindingGroup]:
    """Give rows of a municipality that does not seem to belong in its file."""
    groups = []
    years = _distinct(keys, "survey_year", files)
    codes = _distinct(keys, "municipality_code", files)
    for file, name in enumerate(files):
        if len(codes[file]) < 2:
            continue
        home = _home(name, codes[file], {str(year) for year in years[file]})
        if home:
            of_file = keys[(keys["file"] == file).to_numpy()]
            strays = of_file["municipality_code"].dropna()
            rows = strays.index[~strays.isin(home)].to_numpy()
            heading = headings.get("municipality_code")
            groups.append(FindingGroup("municipalities-mixed", "", heading, rows))
    return groups


def _home(file: str, codes: Mapping[object, int], years: set[str]) -> set[object]:
    """Give the municipality that a file is for; nothing where it is for several."""
    named = (set(_CODE_IN_NAME.findall(_stem(file))) - years) & set(codes)
    if named:
        return set(named) if len(named) == 1 else set()
    largest = max(codes, key=lambda code: (codes[code], str(code)))
    share = codes[largest] / sum(codes.values())
    return {largest} if share >= 1 - _STRAY_SHARE else set()


def _distinct(
    keys: pd.DataFrame, name: str, files: Sequence[str]
) -> list[dict[object, int]]:
    """Give, for each file, how many rows have which value."""
    sizes = keys.groupby(["file", name], sort=True).size().reset_index(name="rows")
    found: list[dict[object, int]] = [{} for _ in files]
    for file, value, rows in sizes.itertuples(index=False):
        found[file][value] = rows
    return found


def check_sizes(
    surveys: Sequence[Survey], files: Sequence[str]
) -> list[list[FindingGroup]]:
    """Give, for each file, the municipalities with next to no rows for their people."""
    found: list[list[FindingGroup]] = [[] for _ in files]
    adults: dict[int, Mapping[str, float]] = {}
    keys = ["file", "survey_year", "municipality_code"]
    parts = [
        survey.persons[keys[1:]].assign(file=n) for n, survey in enumerate(surveys)
    ]
    sizes = pd.concat(parts).groupby(keys, sort=True).size().reset_index(name="rows")
    for file, year, code, rows in sizes.itertuples(index=False):
        if year not in adults:
            adults[year] = _adults(year)
        if rows < _LEAST_PER_1000 * adults[year].get(code, 0) / 1000:
            said = {"municipality": code}
            group = FindingGroup("rows-too-few", files[file], parameters=said)
            found[file].append(group)
    return found


def _adults(year: int) -> Mapping[str, float]:
    try:
        adults = adults_by_municipality(population(year)).dropna()
    except ReferenceDataError:
        return {}
    return {str(code): float(number) for code, number in adults.items()}


def _stem(file: str) -> str:
    return file.rpartition(".")[0] or file
