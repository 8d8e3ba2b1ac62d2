"""Files of counts: from judged columns to `COUNT_DTYPES`, and whether they add up."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from brukerplan.tables import (
    COUNT_DTYPES,
    LEVELS,
    PARTICIPATION_DTYPES,
    PERSON_DTYPES,
    Survey,
    empty_frame,
    typed,
)
from brukerplan.validation.findings import FindingGroup
from brukerplan.validation.persons import Headings

_WHO = ["survey_year", "municipality_code", "problem_group", "sex"]
_CELL = [*_WHO, "life_area", "category"]


def count_frame(values: Mapping[str, object]) -> pd.DataFrame:
    """Give rows with the columns of `COUNT_DTYPES`, not yet in their narrow types."""
    df = pd.DataFrame(
        {
            name: array.astype("str") if isinstance(array, pd.Categorical) else array
            for name, array in values.items()
        }
    )
    if "sex" not in df:
        df["sex"] = pd.array(["total"] * len(df), dtype="str")
    return df.assign(sex=df["sex"].fillna("total"))[list(COUNT_DTYPES)]


def check_counts(df: pd.DataFrame, headings: Headings) -> list[FindingGroup]:
    """Give the rows that stand twice, make no sense, or do not add up."""
    lines = df.index.to_numpy()
    groups: list[FindingGroup] = []
    complete = df.notna().all(axis=1).to_numpy()

    def add(rule: str, column: str | None, bad: np.ndarray, **said: str) -> None:
        if bad.any():
            groups.append(FindingGroup(rule, "", column, lines[bad], said))

    add(
        "count-repeated",
        None,
        df.duplicated(_CELL, keep="first").to_numpy() & complete,
    )
    is_total = (df["category"] == "total").to_numpy(dtype=bool)
    is_people = (df["life_area"] == "recipients").to_numpy(dtype=bool)
    add(
        "count-category-misplaced",
        headings.get("category"),
        (is_total != is_people) & complete,
    )
    sound = df[complete & (is_total == is_people)].drop_duplicates(_CELL)
    for rule, bad, said in _sums(sound):
        add(rule, headings.get("count"), np.isin(lines, bad), **said)
    by_place = sound.groupby(_WHO[:3], sort=True)["sex"]
    both = by_place.transform(
        lambda sexes: "total" in set(sexes) and len(set(sexes)) > 1
    )
    add(
        "sexes-mixed",
        headings.get("sex"),
        np.isin(lines, sound.index[both.to_numpy(dtype=bool)]),
    )
    return groups


def _sums(df: pd.DataFrame) -> list[tuple[str, np.ndarray, dict[str, str]]]:
    """Give what does not add up to the recipients: the rule, lines and area."""
    people = df[df["life_area"] == "recipients"].set_index(_WHO)["count"]
    rated = df[df["life_area"] != "recipients"]
    of_rows = people.reindex(pd.MultiIndex.from_frame(rated[_WHO])).to_numpy(
        dtype="float64", na_value=np.nan
    )
    lacking = rated.index[np.isnan(of_rows)].to_numpy()
    found: list[tuple[str, np.ndarray, dict[str, str]]] = []
    if len(lacking):
        found.append(("recipients-missing", lacking, {}))
    sums = rated.groupby([*_WHO, "life_area"], sort=True)["count"].transform("sum")
    has_missing = (
        (rated["category"] == "missing")
        .groupby([rated[name] for name in [*_WHO, "life_area"]], sort=True)
        .transform("any")
        .to_numpy(dtype=bool)
    )
    sum_of = sums.to_numpy(dtype="float64")
    wrong = np.where(has_missing, sum_of != of_rows, sum_of > of_rows) & ~np.isnan(
        of_rows
    )
    for area in sorted(set(rated["life_area"][wrong])):
        rows = wrong & (rated["life_area"] == area).to_numpy(dtype=bool)
        found.append(
            ("counts-not-adding-up", rated.index[rows].to_numpy(), {"area": area})
        )
    return found


def survey_of(df: pd.DataFrame, aside: pd.DataFrame) -> Survey:
    """Give a survey of counts alone.

    Where an area's colours are fewer than the recipients and no row counts those
    without a rating, they are counted as missing.
    """
    known = aside.dropna(subset=_WHO[:2])
    rows = typed(df, COUNT_DTYPES) if len(df) else empty_frame(COUNT_DTYPES)
    keys = ["survey_year", "municipality_code"]
    both = pd.concat([rows[keys], known[keys]]).drop_duplicates().sort_values(keys)
    set_aside = known.groupby(keys, sort=True).size()
    index = pd.MultiIndex.from_frame(both)
    participation = both.assign(
        data_kind="counts",
        inclusion_rule="",
        units="",
        mapping_date="",
        rows_set_aside=set_aside.reindex(index).fillna(0).to_numpy(),
    )
    return Survey(
        persons=empty_frame(PERSON_DTYPES),
        counts=_with_missing(rows).sort_values(_CELL, ignore_index=True),
        participation=typed(participation.reset_index(drop=True), PARTICIPATION_DTYPES),
    )


def _with_missing(rows: pd.DataFrame) -> pd.DataFrame:
    people = rows[rows["life_area"] == "recipients"].set_index(_WHO)["count"]
    rated = rows[rows["category"].isin(LEVELS)]
    told = rows[rows["category"] == "missing"][[*_WHO, "life_area"]]
    sums = rated.groupby([*_WHO, "life_area"], sort=True)["count"].sum().reset_index()
    whole = people.reindex(pd.MultiIndex.from_frame(sums[_WHO])).to_numpy()
    sums["count"] = whole - sums["count"].to_numpy()
    is_told = pd.MultiIndex.from_frame(sums[[*_WHO, "life_area"]]).isin(
        pd.MultiIndex.from_frame(told)
    )
    extra = sums[~is_told & (sums["count"] > 0).to_numpy()]
    return typed(
        pd.concat([rows, extra.assign(category="missing")], ignore_index=True),
        COUNT_DTYPES,
    )
