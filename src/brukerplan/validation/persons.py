"""From judged columns to person rows, and the rules that look at a whole row."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from brukerplan.tables import AREAS, PARTICIPATION_DTYPES, PERSON_DTYPES, Survey, typed
from brukerplan.validation.columns import filled
from brukerplan.validation.findings import FindingGroup
from brukerplan.validation.layout import Layout

YOUNGEST, OLDEST = 16, 105

_KEYS = ["survey_year", "municipality_code"]

CHILDREN = {
    "has_daily_care": "daily_care_children_count",
    "has_contact": "contact_children_count",
}
"""Each yes or no about children, and the number that goes with it."""


def person_frame(values: Mapping[str, object], lines: np.ndarray) -> pd.DataFrame:
    """Give rows with the columns of `PERSON_DTYPES`, not yet in their narrow types.

    `values` has an array for each field that the file tells; the others are missing.
    Age is worked out where the year of birth is told, and care for children where
    only their number is.
    """
    df = pd.DataFrame(dict(values))
    absent = [name for name in PERSON_DTYPES if name not in df]
    empty = {
        name: filled(pd.NA, len(df), _wide(PERSON_DTYPES[name])) for name in absent
    }
    df = df.assign(**empty)
    born = df["survey_year"] - df["birth_year"]
    df["age"] = born.fillna(df["age"])
    for answer, number in CHILDREN.items():
        if answer in absent:
            df[answer] = (df[number] > 0).astype("boolean")
    df["source_line"] = lines
    return df[list(PERSON_DTYPES)]


def _wide(dtype: str) -> str:
    return "Int32" if dtype.lower().startswith("int") else dtype


def finished(df: pd.DataFrame, file_of: np.ndarray, files: int) -> list[pd.DataFrame]:
    """Give, for each file, its rows with exactly the types of `PERSON_DTYPES`.

    They are sorted by year and municipality, and keep their order within one.
    """
    rows = df.assign(file=file_of).sort_values(["file", *_KEYS], kind="stable")
    ends = np.searchsorted(rows["file"], np.arange(files + 1))
    rows = typed(rows, PERSON_DTYPES)
    return [
        rows.iloc[start:end].reset_index(drop=True) for start, end in pairwise(ends)
    ]


class Headings(dict[str, str]):
    """The file's own heading for each field that it tells, for findings."""

    def __init__(self, layout: Layout) -> None:
        """Take the columns from `layout`."""
        super().__init__((one.field.name, one.heading) for one in layout.columns)


def check_rows(
    df: pd.DataFrame, given_age: object | None, headings: Headings
) -> list[FindingGroup]:
    """Give the rows whose answers do not agree with each other or with reason.

    `given_age` is the age as the file has it, an array, if it has one.
    """
    age_column = headings.get("birth_year") or headings.get("age")
    masks: list[tuple[str, str | None, pd.Series]] = [
        ("age-under-16", age_column, df["age"] < YOUNGEST),
        ("age-over-105", age_column, df["age"] > OLDEST),
        (
            "group-against-ratings",
            headings.get("substance_use"),
            (df["problem_group"] == "mental_only") & (df["substance_use"] == "red"),
        ),
        (
            "group-against-ratings",
            headings.get("mental_health"),
            (df["problem_group"] == "substance_only") & (df["mental_health"] == "red"),
        ),
        ("ratings-all-missing", None, _unrated(df, headings)),
    ]
    if given_age is not None and "birth_year" in headings:
        told = pd.Series(given_age, index=df.index)
        difference = (told - (df["survey_year"] - df["birth_year"])).abs()
        masks.append(("age-disagrees", headings["age"], difference > 1))
    for answer, number in CHILDREN.items():
        if answer in headings and number in headings:
            masks.append(
                (
                    "children-against-care",
                    headings[number],
                    (df[answer] & (df[number] == 0)) | (~df[answer] & (df[number] > 0)),
                )
            )
    return [
        group for rule, column, mask in masks for group in _group(rule, column, mask)
    ]


def _unrated(df: pd.DataFrame, headings: Headings) -> pd.Series:
    if not any(area in headings for area in AREAS):
        return pd.Series(False, index=df.index)
    return df[list(AREAS)].isna().all(axis=1)


def _group(rule: str, column: str | None, mask: pd.Series) -> list[FindingGroup]:
    rows = np.flatnonzero(mask.fillna(False).to_numpy(dtype=bool))
    return [FindingGroup(rule, "", column, rows)] if len(rows) else []


def participation_of(
    df: pd.DataFrame, aside: Sequence[pd.DataFrame]
) -> list[pd.DataFrame]:
    """Give, for each file, who took part: rows of `PARTICIPATION_DTYPES`.

    `df` are the rows that are kept, of all files, with file (from 0), survey_year,
    municipality_code and unit; `aside` by file those that are not.
    """
    keys = ["file", *_KEYS]
    left_out = pd.concat(
        [part[_KEYS].assign(file=file) for file, part in enumerate(aside)]
    ).dropna()
    sizes = left_out.groupby(keys, sort=True).size()
    named = df[[*keys, "unit"]].dropna().drop_duplicates().sort_values([*keys, "unit"])
    named = named.assign(unit=named["unit"].str.replace(";", ","))
    units = named.groupby(keys, sort=True)["unit"].agg(";".join)
    both = pd.concat([df[keys], left_out[keys]]).drop_duplicates().sort_values(keys)
    index = pd.MultiIndex.from_frame(both)
    every = both.assign(
        data_kind="persons",
        inclusion_rule="",
        units=units.reindex(index).fillna("").to_numpy(),
        mapping_date="",
        rows_set_aside=sizes.reindex(index).fillna(0).to_numpy(),
    )
    ends = np.searchsorted(every["file"], np.arange(len(aside) + 1))
    every = typed(every, PARTICIPATION_DTYPES)
    return [
        every.iloc[start:end].reset_index(drop=True) for start, end in pairwise(ends)
    ]


def joined_survey(surveys: Sequence[Survey]) -> Survey:
    """Give surveys of people, which may share municipalities and years, as one."""
    if len(surveys) == 1:
        return surveys[0]
    return Survey(
        persons=pd.concat([one.persons for one in surveys], ignore_index=True),
        counts=surveys[0].counts,
        participation=_joined_participation([one.participation for one in surveys]),
    )


def _joined_participation(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Give who took part according to several files: units and rows together."""
    keys = _KEYS
    every = pd.concat(parts, ignore_index=True)
    by_place = every.groupby(keys, sort=True)
    units = by_place["units"].agg(
        lambda texts: ";".join(sorted({u for t in texts for u in t.split(";")} - {""}))
    )
    first = every.drop_duplicates(keys).sort_values(keys, ignore_index=True)
    return typed(
        first.assign(
            units=units.to_numpy(),
            rows_set_aside=by_place["rows_set_aside"].sum().to_numpy(),
        ),
        PARTICIPATION_DTYPES,
    )
