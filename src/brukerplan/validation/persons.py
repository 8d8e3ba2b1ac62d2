"""From judged columns to person rows, and the rules that look at a whole row."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from brukerplan.tables import AREAS, PARTICIPATION_DTYPES, PERSON_DTYPES, Survey, typed
from brukerplan.validation.columns import filled, spelt_out, truths
from brukerplan.validation.duplicates import are_unrated
from brukerplan.validation.findings import FindingGroup
from brukerplan.validation.layout import Layout
from brukerplan.validation.row_keys import Keys, numbered

YOUNGEST, OLDEST = 16, 105

_KEYS = ["survey_year", "municipality_code"]

_SPELLERS = 2
"""Arrow spells out several columns at a time; more would wait for memory."""

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
    df = pd.DataFrame(dict(values), copy=False)
    absent = [name for name in PERSON_DTYPES if name not in df]
    df = df.assign(**{name: _nothing(len(df), PERSON_DTYPES[name]) for name in absent})
    born = df["survey_year"] - df["birth_year"]
    df["age"] = born.fillna(df["age"])
    for answer, number in CHILDREN.items():
        if answer in absent:
            has = (df[number] > 0).array
            df[answer] = truths(has.to_numpy(dtype=np.int8, na_value=-1))
    df["source_line"] = lines
    return df[list(PERSON_DTYPES)]


def _nothing(size: int, dtype: str) -> pd.api.extensions.ExtensionArray:
    """Give a column of which the file says nothing."""
    if dtype == "boolean":
        return truths(np.full(size, -1))
    return filled(pd.NA, size, "Int32" if dtype.lower().startswith("int") else dtype)


def finished(df: pd.DataFrame, keys: Keys, kept: np.ndarray) -> list[pd.DataFrame]:
    """Give, for each file, its `kept` rows with exactly the types of `PERSON_DTYPES`.

    They are sorted by year and municipality, and keep their order within one.
    """
    rows = np.flatnonzero(kept)
    rows = rows[np.argsort(keys.of_row[rows], kind="stable")]
    if not np.array_equal(rows, np.arange(len(df))):
        df = df.take(rows)
    with ThreadPoolExecutor(_SPELLERS) as spellers:
        arrays = [df[name].array for name in PERSON_DTYPES]
        spelt = spellers.map(spelt_out, arrays, PERSON_DTYPES.values())
        df = pd.DataFrame(dict(zip(PERSON_DTYPES, spelt, strict=True)), copy=False)
    return [
        df.iloc[start:end].reset_index(drop=True)
        for start, end in keys.of_files(keys.sizes(kept))
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
    masks: list[tuple[str, str | None, pd.Series | np.ndarray]] = [
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
            has = df[answer].array.codes
            none = (df[number] == 0).to_numpy(dtype=bool, na_value=False)
            some = (df[number] > 0).to_numpy(dtype=bool, na_value=False)
            wrong = ((has == 1) & none) | ((has == 0) & some)
            masks.append(("children-against-care", headings[number], wrong))
    return [
        group for rule, column, mask in masks for group in _group(rule, column, mask)
    ]


def _unrated(df: pd.DataFrame, headings: Headings) -> np.ndarray:
    if not any(area in headings for area in AREAS):
        return np.zeros(len(df), dtype=bool)
    return are_unrated(df)


def _group(
    rule: str, column: str | None, mask: pd.Series | np.ndarray
) -> list[FindingGroup]:
    if isinstance(mask, pd.Series):
        mask = mask.fillna(False).to_numpy(dtype=bool)
    rows = np.flatnonzero(mask)
    return [FindingGroup(rule, "", column, rows)] if len(rows) else []


def participation_of(keys: Keys, kept: np.ndarray, units: object) -> list[pd.DataFrame]:
    """Give, for each file, who took part: rows of `PARTICIPATION_DTYPES`.

    `units` is an array with the unit of each row, `kept` says which rows are imported;
    the others were set aside. Places are those of `Keys.whole`, in their order.
    """
    aside, named = keys.sizes(~kept), _units(keys, kept, units)
    places = keys.whole
    every = pd.DataFrame(
        {
            "survey_year": [keys.known[place].year for place in places],
            "municipality_code": [keys.known[place].code for place in places],
            "data_kind": "persons",
            "inclusion_rule": "",
            "units": [named[place] for place in places],
            "mapping_date": "",
            "rows_set_aside": aside[places],
        }
    )
    every = typed(every, PARTICIPATION_DTYPES)
    sizes = np.zeros(len(keys.known), dtype=np.int64)
    sizes[places] = 1
    return [
        every.iloc[start:end].reset_index(drop=True)
        for start, end in keys.of_files(sizes)
    ]


def _units(keys: Keys, kept: np.ndarray, units: object) -> list[str]:
    """Give for each known key the units that its `kept` rows name, sorted and joined."""
    names, unit_of = numbered(units)
    width = len(names) + 1
    pairs = (keys.of_row * width + unit_of)[kept]
    found: list[list[str]] = [[] for _ in keys.known]
    for pair in np.sort(pd.unique(pairs)).tolist():
        place, unit = divmod(pair, width)
        if unit < len(names):
            found[place].append(names[unit].replace(";", ","))
    return [";".join(texts) for texts in found]


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
