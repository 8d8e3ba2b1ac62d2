"""Made-up people: who they are, and that they depend on nothing but their own place."""

import pandas as pd
import pytest

from brukerplan.synthetic.made_up_people import draw_people
from brukerplan.synthetic.shares import SMALL_PLACE
from brukerplan.tables import AREAS, LEVELS, PERSON_DTYPES, PERSON_GROUPS

PLACES = pd.DataFrame(
    [
        ("0301", 580_000, 1),
        ("1103", 117_000, 2),
        ("1151", 160, 6),
        ("4601", 240_000, 2),
    ],
    columns=["municipality_code", "adults", "centrality"],
)


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return draw_people(PLACES, year=2024, seed=7)


def test_same_seed_gives_same_people(people: pd.DataFrame) -> None:
    assert draw_people(PLACES, year=2024, seed=7).equals(people)


def test_other_seed_gives_other_people(people: pd.DataFrame) -> None:
    assert not draw_people(PLACES, year=2024, seed=8).equals(people)


@pytest.mark.parametrize("kept", [["1103"], ["1151", "0301"]])
def test_leaving_municipalities_out_changes_nobody_in_the_others(
    people: pd.DataFrame, kept: list[str]
) -> None:
    some = draw_people(
        PLACES[PLACES["municipality_code"].isin(kept)], year=2024, seed=7
    )
    expected = people[people["municipality_code"].isin(kept)]
    assert some.equals(expected.reset_index(drop=True))


def test_columns_are_those_of_a_person_row(people: pd.DataFrame) -> None:
    assert people.dtypes.astype(str).to_dict() == dict(PERSON_DTYPES)


def test_ratings_are_a_colour_or_missing(people: pd.DataFrame) -> None:
    ratings = people[list(AREAS)].stack().dropna()
    assert set(ratings) == set(LEVELS)
    assert 0.013 < 1 - len(ratings) / (len(people) * len(AREAS)) < 0.019


def test_hard_lives_are_hard_in_several_areas(people: pd.DataFrame) -> None:
    red = people[list(AREAS)].eq("red").sum(axis=1)
    independent_variance = sum(
        people[area].eq("red").mean() * people[area].ne("red").mean() for area in AREAS
    )
    assert red.var() > 1.8 * independent_variance


def test_children_are_counted_only_where_there_are_any(people: pd.DataFrame) -> None:
    care, contact = people["has_daily_care"], people["has_contact"]
    assert people["daily_care_children_count"].gt(0).eq(care).all()
    assert people["contact_children_count"].gt(0).eq(contact).all()
    assert not people.loc[~(care | contact), "has_child_welfare_help"].any()


def test_some_are_sixteen_or_seventeen_and_none_younger(people: pd.DataFrame) -> None:
    assert people["age"].min() == 16
    assert 0.002 < people["age"].lt(18).mean() < 0.03


def test_age_is_reached_in_the_survey_year(people: pd.DataFrame) -> None:
    assert (people["survey_year"] - people["birth_year"]).eq(people["age"]).all()


def test_before_2015_only_adults_with_substance_use_are_mapped() -> None:
    people = draw_people(PLACES, year=2014, seed=7)
    assert set(people["problem_group"]) == set(PERSON_GROUPS[:3])
    assert people["age"].min() == 18


def test_rates_rise_with_centrality() -> None:
    alike = pd.DataFrame(
        {
            "municipality_code": [f"{code:04}" for code in range(1, 241)],
            "adults": 10_000,
            "centrality": [1, 6] * 120,
        }
    )
    people = draw_people(alike, year=2024, seed=1)
    sizes = people["municipality_code"].astype(int).mod(2).value_counts()
    assert sizes[1] > 1.3 * sizes[0]


def test_small_places_have_one_unit(people: pd.DataFrame) -> None:
    assert SMALL_PLACE > 160
    assert people.loc[people["municipality_code"] == "1151", "unit"].nunique() <= 1
    assert people["unit"].nunique() > 1


@pytest.mark.parametrize(("year", "takes_part"), [(2020, True), (2021, False)])
def test_nav_registers_people_until_2020(year: int, takes_part: bool) -> None:
    units = draw_people(PLACES, year=year, seed=7)["unit"]
    assert units.eq("NAV").any() == takes_part


def test_municipality_with_no_adults_has_no_people() -> None:
    nobody = PLACES.assign(adults=0)
    assert draw_people(nobody, year=2024, seed=7).empty
