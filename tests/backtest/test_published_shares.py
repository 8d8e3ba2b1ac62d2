"""A made-up national survey has the shares that were published for the nation.

Worked out here straight from the rows, without the program's indicators. Sampling
alone makes a share of 22,000 people vary by 0.3 percentage points (one standard
error of 30 %), so one point either way is allowed, and half a point for the share of
a problem group among all 59,000.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from brukerplan.pipeline.example_data.example_exports import codes_of, places_of
from brukerplan.synthetic.made_up_people import draw_people

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
PERCENT: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "women": lambda people: people["sex"].eq("female"),
    "men": lambda people: people["sex"].eq("male"),
    "housing_red": lambda people: rated(people["housing"]).eq("red"),
    "homeless": lambda people: rated(people["housing"]).eq("red"),
    "meaningful_activity_red": lambda people: rated(people["meaningful_activity"]).eq(
        "red"
    ),
    "very_extensive_use": lambda people: rated(people["substance_use"]).eq("red"),
    "has_individual_plan": lambda people: people["has_individual_plan"],
    "has_other_plan": lambda people: people["has_other_plan"],
    "has_responsibility_group": lambda people: people["has_responsibility_group"],
    "has_daily_care": lambda people: people["has_daily_care"],
    "have_children": lambda people: people["has_daily_care"] | people["has_contact"],
}
"""The published percentages that are figures of the people mapped in one year."""

SUPERSEDED = {(2011, "has_individual_plan")}
"""11 % in 2011 became 14 % in 2015: the made-up people follow the later figure."""


def rated(area: pd.Series) -> pd.Series:
    return area.dropna()


def published() -> list[dict[str, str]]:
    with (REFERENCE / "benchmarks.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["area"] == "nation"]


PERCENTAGES = [
    row
    for row in published()
    if row["figure"] in PERCENT and (int(row["year"]), row["figure"]) not in SUPERSEDED
]
GROUP_COUNTS = [
    row
    for row in published()
    if row["year"] == "2019" and row["figure"] == "recipients"
]


@pytest.fixture(scope="module")
def nation() -> pd.DataFrame:
    places = places_of(2019, codes_of(["0"], year=2019))
    return draw_people(places, year=2019, seed=1)


def those_in(people: pd.DataFrame, population: str) -> pd.DataFrame:
    groups = people["problem_group"]
    if population == "all":
        return people
    return people[
        groups.ne("mental_only") if population == "substance" else groups.eq(population)
    ]


@pytest.mark.parametrize(
    "row", PERCENTAGES, ids=lambda row: f"{row['figure']}-{row['year']}"
)
def test_share_is_within_a_point_of_the_published_one(
    nation: pd.DataFrame, row: dict[str, str]
) -> None:
    people = those_in(nation, row["population"])
    share = 100 * PERCENT[row["figure"]](people).mean()
    assert share == pytest.approx(float(row["value"]), abs=1.0)


@pytest.mark.parametrize("row", GROUP_COUNTS, ids=lambda row: row["population"])
def test_group_has_the_published_share_of_all(
    nation: pd.DataFrame, row: dict[str, str]
) -> None:
    everybody = next(int(r["value"]) for r in GROUP_COUNTS if r["population"] == "all")
    share = len(those_in(nation, row["population"])) / len(nation)
    assert share == pytest.approx(int(row["value"]) / everybody, abs=0.005)


def test_whole_nation_is_about_as_many_as_in_2019(nation: pd.DataFrame) -> None:
    assert len(nation) == pytest.approx(58_790, rel=0.1)


def test_mean_age_is_the_published_one(nation: pd.DataFrame) -> None:
    row = next(row for row in published() if row["figure"] == "mean_age")
    mean = those_in(nation, row["population"])["age"].mean()
    assert mean == pytest.approx(float(row["value"]), abs=0.5)


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_other_seeds_are_as_close(seed: int) -> None:
    places = places_of(2024, codes_of(["0"], year=2024))
    people = those_in(draw_people(places, year=2024, seed=seed), "substance")
    for row in PERCENTAGES:
        share = 100 * PERCENT[row["figure"]](people).mean()
        assert share == pytest.approx(float(row["value"]), abs=1.0), row["figure"]
