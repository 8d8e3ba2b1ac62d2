"""Recoding any survey between any two years loses nobody and invents nobody."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brukerplan.geography import (
    correspondence,
    municipalities,
    recode_counts,
    recoding,
    region_parts,
)

YEARS = range(2013, 2027)
PAIRS = [(a, b) for a in YEARS for b in YEARS if a != b]
BORDERS = [2013, 2017, 2018, 2019, 2020, 2024, 2026]
"""A year of each set of borders."""


def survey(year: int, seed: int) -> pd.DataFrame:
    """Give made-up counts for about half of a year's municipalities."""
    rows = municipalities(year)[["municipality_code"]]
    chosen = rows.sample(frac=0.5, random_state=seed).sort_values("municipality_code")
    return chosen.assign(
        sex=["female", "male"] * (len(chosen) // 2) + ["male"] * (len(chosen) % 2),
        count=pd.Series(range(len(chosen)), index=chosen.index, dtype="Int64"),
    )


@pytest.mark.parametrize(("from_year", "to_year"), PAIRS)
def test_totals_are_kept_for_every_pair_of_years(from_year: int, to_year: int) -> None:
    counts = survey(from_year, seed=from_year * 31 + to_year)
    plan = recoding(from_year, to_year, list(counts["municipality_code"]))
    told = recode_counts(counts, plan, count="count")
    expected = counts.groupby("sex")["count"].sum()
    assert told.groupby("sex")["count"].sum().equals(expected)
    shown = set(plan.regions.query("status == 'shown'")["municipality_code"])
    now = {c for c in told["municipality_code"] if "@" not in c}
    assert now == shown
    assert shown <= set(municipalities(to_year)["municipality_code"])


@pytest.mark.parametrize(
    ("from_year", "to_year"), [(a, b) for a in BORDERS for b in BORDERS if a != b]
)
def test_every_code_is_in_one_county_or_in_the_nation(
    from_year: int, to_year: int
) -> None:
    participants = list(survey(from_year, seed=1)["municipality_code"])
    plan = recoding(from_year, to_year, participants)
    parts = region_parts(from_year, participants, recoding=plan)
    places = parts[parts["part_level"] == "municipality"]
    places = places[places["whole_level"].isin(["county", "nation"])]
    assert places["part_code"].is_unique
    assert set(places["part_code"]) == set(plan.codes["municipality_code"])


@given(
    pair=st.sampled_from(PAIRS),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_exact_figures_survive_the_way_back(pair: tuple[int, int], seed: int) -> None:
    from_year, to_year = pair
    counts = survey(from_year, seed=seed)
    plan = recoding(from_year, to_year, list(counts["municipality_code"]))
    rows = correspondence(from_year, to_year)
    renamed = rows[rows["kind"].isin(["same", "recoded"])]
    kept = counts[counts["municipality_code"].isin(renamed["old_code"])]
    there = recode_counts(kept, plan, count="count")
    back = recoding(to_year, from_year, list(there["municipality_code"].unique()))
    again = recode_counts(there, back, count="count")
    keys = ["municipality_code", "sex"]
    left = again.sort_values(keys)[[*keys, "count"]].to_dict("list")
    assert left == kept.sort_values(keys)[[*keys, "count"]].to_dict("list")
