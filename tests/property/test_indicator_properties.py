"""What holds of indicators whatever the survey: sums, order, and no more than there are."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from brukerplan.definitions import load_definitions
from brukerplan.indicators import compute
from brukerplan.tables import (
    AGE_BANDS,
    AREAS,
    COUNT_DTYPES,
    LEVELS,
    PARTICIPATION_DTYPES,
    PERSON_DTYPES,
    PERSON_GROUPS,
    SERVICES,
    YES_NO_COLUMNS,
    Survey,
    empty_frame,
    typed,
)

PLACES = ["1101", "1103", "1106"]
DEFINITIONS = load_definitions()
NAMES = pd.DataFrame(
    [("municipality", c, c) for c in PLACES]
    + [("county", "11", "x"), ("nation", "0", "x")],
    columns=["region_level", "region_code", "region_name"],
)
REGIONS = pd.DataFrame(
    [(2024, "municipality", c, "county", "11") for c in PLACES]
    + [(2024, "county", "11", "nation", "0")],
    columns=["survey_year", "part_level", "part_code", "whole_level", "whole_code"],
)
POPULATION = pd.DataFrame(
    [
        (2024, code, sex, band, 100 * (2 if sex == "total" else 1))
        for code in PLACES
        for sex in ("total", "female", "male")
        for band in ("16-17", *AGE_BANDS)
    ],
    columns=["survey_year", "municipality_code", "sex", "age_band", "population"],
)


def survey_of(seed: int, size: int, missing: float) -> Survey:
    """Draw people whose every answer is missing with some probability."""
    random = np.random.default_rng(seed)

    def drawn(values: list[object], may_lack: bool = True) -> np.ndarray:
        picked = np.array(values, dtype=object)[random.integers(len(values), size=size)]
        lacking = may_lack & (random.random(size) < missing)
        return np.where(lacking, None, picked)

    columns: dict[str, object] = {
        "survey_year": 2024,
        "municipality_code": drawn(list(PLACES), False),
        "unit": "x",
        "sex": drawn(["female", "male"]),
        "birth_year": None,
        "age": drawn(list(range(14, 99))),
        "problem_group": drawn(list(PERSON_GROUPS), False),
        **{area: drawn(list(LEVELS)) for area in AREAS},
        **{name: drawn([True, False]) for name in YES_NO_COLUMNS},
        "daily_care_children_count": None,
        "contact_children_count": None,
        "source_line": 2,
    }
    for kind in ("received", "needed"):
        for service in SERVICES:
            columns[f"{kind}_{service}"] = drawn([True, False])
    persons = pd.DataFrame(columns, index=range(size))
    taking = pd.DataFrame(
        [(2024, code, "persons", "", "", "", 0) for code in PLACES],
        columns=list(PARTICIPATION_DTYPES),
    )
    return Survey(
        typed(persons, PERSON_DTYPES),
        empty_frame(COUNT_DTYPES),
        typed(taking, PARTICIPATION_DTYPES),
    )


def rows_of(survey: Survey) -> pd.DataFrame:
    return compute(
        survey,
        year=2024,
        population=POPULATION,
        regions=REGIONS,
        names=NAMES,
        definitions=DEFINITIONS,
    ).rows


surveys = st.builds(
    survey_of,
    seed=st.integers(0, 10_000),
    size=st.integers(0, 120),
    missing=st.sampled_from([0.0, 0.1, 0.5]),
)
FIGURE = ["indicator_id", "problem_group", "sex", "age_band", "category"]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(surveys)
def test_municipalities_add_up_to_the_county_and_the_nation(survey: Survey) -> None:
    rows = rows_of(survey)
    for column in ("numerator", "denominator"):
        wide = rows.pivot(index=FIGURE, columns="region_code", values=column)
        # Sex or age that no person of a place states is unknown there, not nought.
        wide = wide[wide[PLACES].notna().all(axis="columns")]
        assert (wide[PLACES].sum(axis="columns") == wide["11"]).all()
        assert (wide["11"] == wide["0"]).all()


@settings(max_examples=12, deadline=None, derandomize=True)
@given(surveys)
def test_no_share_is_of_more_than_its_whole(survey: Survey) -> None:
    rows = rows_of(survey)
    shares = rows[rows["unit"] == "percent"].dropna(subset=["numerator", "denominator"])
    assert (shares["numerator"] <= shares["denominator"]).all()
    assert (rows["numerator"].dropna() >= 0).all()


@settings(max_examples=12, deadline=None, derandomize=True)
@given(surveys)
def test_colours_and_missing_make_up_everybody(survey: Survey) -> None:
    rows = rows_of(survey)
    rows = rows[rows["status"].isin(["shown", "not_applicable"])]
    housing = rows[rows["indicator_id"] == "function_level_housing"]
    keys = ["region_code", "problem_group"]
    counted = housing.groupby(keys)["numerator"].sum()
    everybody = rows[
        (rows["indicator_id"] == "recipients")
        & (rows["sex"] == "total")
        & (rows["age_band"] == "total")
    ].set_index(keys)["numerator"]
    complete = housing.groupby(keys).size() == 4
    for key in counted.index[complete]:
        assert counted[key] == everybody[key]


@settings(max_examples=6, deadline=None, derandomize=True)
@given(surveys, st.integers(0, 1000))
def test_the_order_of_people_does_not_matter(survey: Survey, seed: int) -> None:
    shuffled = Survey(
        survey.persons.sample(frac=1, random_state=seed, ignore_index=True),
        survey.counts,
        survey.participation,
    )
    pd.testing.assert_frame_equal(rows_of(survey), rows_of(shuffled))


@settings(max_examples=12, deadline=None, derandomize=True)
@given(surveys)
def test_equal_people_have_equal_numbers(survey: Survey) -> None:
    rows = rows_of(survey)
    keys = ["region_code", "problem_group", "sex", "age_band"]
    uses = pd.concat(
        rows[[*keys, f"{part}_set", part]].set_axis([*keys, "people", "n"], axis=1)
        for part in ("numerator", "denominator")
    ).dropna(subset=["n"])
    uses = uses[~uses["people"].isin(["every_group"])]
    assert (uses.groupby([*keys, "people"])["n"].nunique() == 1).all()
