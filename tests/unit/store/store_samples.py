"""Small made-up surveys for the tests of the store."""

import pandas as pd

from brukerplan.tables import (
    COUNT_DTYPES,
    PARTICIPATION_DTYPES,
    PERSON_DTYPES,
    Source,
    Survey,
    empty_frame,
    typed,
)

AT = "2024-11-01T06:00:00+01:00"


def source(name: str = "a.csv", letter: str = "a") -> Source:
    return Source(name, letter * 64, "csv", "cp1252", ";")


def survey(
    *keys: tuple[int, str], people: int = 3, housing: str = "red", rows: int = 0
) -> Survey:
    """Give `people` made-up people in each year and municipality of `keys`."""
    blank = dict.fromkeys(PERSON_DTYPES, pd.NA)
    persons = [
        {
            **blank,
            "survey_year": year,
            "municipality_code": code,
            "sex": "female" if number % 2 else "male",
            "age": 40 + number,
            "housing": housing,
            "has_contact": None if number == 0 else number % 2 == 0,
            "source_line": number + 2,
        }
        for year, code in keys
        for number in range(people)
    ]
    return Survey(
        typed(pd.DataFrame(persons, columns=list(PERSON_DTYPES)), PERSON_DTYPES),
        empty_frame(COUNT_DTYPES),
        participation(*keys, rows=rows),
    )


def counts(*keys: tuple[int, str]) -> Survey:
    """Give a survey of municipalities that hold counts only."""
    records = [
        (year, code, "mental_only", "total", "housing", "red", 12)
        for year, code in keys
    ]
    frame = pd.DataFrame(records, columns=list(COUNT_DTYPES))
    return Survey(
        empty_frame(PERSON_DTYPES),
        typed(frame, COUNT_DTYPES),
        participation(*keys, kind="counts"),
    )


def participation(
    *keys: tuple[int, str], kind: str = "persons", rows: int = 0
) -> pd.DataFrame:
    records = [(year, code, kind, "all", "NAV; Rus", "", rows) for year, code in keys]
    frame = pd.DataFrame(records, columns=list(PARTICIPATION_DTYPES))
    return typed(frame, PARTICIPATION_DTYPES)
