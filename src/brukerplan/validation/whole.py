"""Rules about the file as a whole: its years, its municipalities, its size."""

import re

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


def check_years(
    keys: pd.DataFrame, file: str, heading: str | None, year_now: int | None
) -> list[FindingGroup]:
    """Give what is odd about the survey years of a file."""
    years = keys["survey_year"].dropna()
    found = sorted(int(year) for year in years.unique())
    named = [int(text) for text in _YEAR_IN_NAME.findall(_stem(file))]
    groups = []
    if named and found and not set(named) & set(found):
        groups.append(FindingGroup("survey-year-disagrees-with-file", file, heading))
    if len(found) > 1:
        groups.append(FindingGroup("years-mixed", file, heading))
    if year_now is not None:
        future = years[years > year_now].index.to_numpy()
        if len(future):
            groups.append(FindingGroup("survey-year-in-future", file, heading, future))
    return groups


def check_mixture(
    keys: pd.DataFrame, file: str, heading: str | None
) -> list[FindingGroup]:
    """Give rows of a municipality that does not seem to belong in the file."""
    codes = keys["municipality_code"].dropna()
    shares = codes.value_counts(normalize=True)
    if len(shares) < 2:
        return []
    years = {str(year) for year in keys["survey_year"].dropna().unique()}
    named = set(_CODE_IN_NAME.findall(_stem(file))) - years
    home = (named & set(shares.index)) or set(shares.index[:1])
    if len(home) > 1 or (not named & home and shares.iloc[0] < 1 - _STRAY_SHARE):
        return []
    strays = codes[~codes.isin(home)].index.to_numpy()
    return [FindingGroup("municipalities-mixed", file, heading, strays)]


def check_size(survey: Survey, file: str) -> list[FindingGroup]:
    """Give the municipalities with next to no rows for their inhabitants."""
    groups = []
    for year, rows in survey.persons.groupby("survey_year", sort=True):
        try:
            adults = adults_by_municipality(population(int(str(year))))
        except ReferenceDataError:
            continue
        counted = rows["municipality_code"].value_counts().sort_index()
        per_1000 = 1000 * counted / adults.reindex(counted.index).astype("float64")
        groups += [
            FindingGroup("rows-too-few", file, parameters={"municipality": str(code)})
            for code in per_1000.index[per_1000 < _LEAST_PER_1000]
        ]
    return groups


def _stem(file: str) -> str:
    return np.char.rpartition(np.array(file), ".")[0].item() or file
