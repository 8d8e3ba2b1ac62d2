"""Counts of made-up people, as a municipality holds them that keeps no rows."""

import pandas as pd

from brukerplan.tables import AREAS, COUNT_DTYPES, typed

_PLACE = ["survey_year", "municipality_code", "municipality_name"]
_WHO = [*_PLACE, "problem_group", "sex"]


def count_people(people: pd.DataFrame) -> pd.DataFrame:
    """Count adults by group, sex, area and colour, and the adults themselves.

    `people` has the columns of `PERSON_DTYPES` and `municipality_name`; the result has
    those of `COUNT_DTYPES` and `municipality_name`, without rows that count nobody.
    """
    adults = people[people["age"] >= 18]
    ratings = adults.melt(_WHO, list(AREAS), "life_area", "category")
    ratings["category"] = ratings["category"].fillna("missing")
    themselves = adults[_WHO].assign(life_area="recipients", category="total")
    counts = (
        pd.concat([themselves, ratings])
        .groupby([*_WHO, "life_area", "category"], sort=True)
        .size()
        .reset_index(name="count")
    )
    names = counts[["municipality_name"]]
    return typed(counts, COUNT_DTYPES).join(names)
