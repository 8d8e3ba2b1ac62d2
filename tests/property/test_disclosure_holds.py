"""Random hierarchies are protected: checked by integer programs of the test's own.

The programs here share nothing with the suppressor or the attacker. They are written
from the promise alone: every published number, whole numbers, not negative, the sums.
"""

import itertools

import numpy as np
import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from brukerplan.disclosure import DisclosurePolicy, release_files, room, suppress
from brukerplan.tables import (
    FIGURE_KEYS,
    INDICATOR_DTYPES,
    IndicatorTable,
    Release,
    typed,
)

COLOURS = ("green", "yellow", "red")
SETS = ("all", "housing:known", "housing:missing", *(f"housing:{c}" for c in COLOURS))
NO_SETS = pd.DataFrame(
    columns=[
        "relation_id",
        "kind",
        "whole_group",
        "whole_set",
        "part_group",
        "part_set",
        "times",
    ]
)
Counts = dict[tuple[str, str], dict[str, int]]
"""Region (level, code) -> set -> number of people."""

small_numbers = st.one_of(st.integers(0, 6), st.integers(0, 40))
municipality = st.fixed_dictionaries(
    {name: small_numbers for name in (*COLOURS, "missing")}
)
hierarchies = st.lists(
    st.lists(municipality, min_size=1, max_size=5), min_size=1, max_size=3
)
NO_SHRINKING = (Phase.explicit, Phase.generate)
quick = settings(max_examples=25, deadline=None, derandomize=True, phases=NO_SHRINKING)


def totals(people: dict[str, int]) -> dict[str, int]:
    known = sum(people[colour] for colour in COLOURS)
    return {
        "all": known + people["missing"],
        "housing:known": known,
        "housing:missing": people["missing"],
        **{f"housing:{colour}": people[colour] for colour in COLOURS},
    }


def counted(hierarchy: list[list[dict[str, int]]]) -> tuple[Counts, list[tuple]]:
    """Give every region's counts, and which region is part of which."""
    counts: Counts = {}
    links = []
    for c, members in enumerate(hierarchy):
        county = ("county", f"{c + 10}")
        for m, people in enumerate(members):
            place = ("municipality", f"{c + 10}{m + 10}")
            counts[place] = totals(people)
            links.append((place, county))
        counts[county] = summed(counts, [p for p, w in links if w == county])
        links.append((county, ("nation", "0")))
    counts[("nation", "0")] = summed(counts, [k for k in counts if k[0] == "county"])
    return counts, links


def summed(counts: Counts, parts: list[tuple[str, str]]) -> dict[str, int]:
    return {name: sum(counts[part][name] for part in parts) for name in SETS}


def table_of(counts: Counts, links: list[tuple]) -> IndicatorTable:
    rows = []
    for level, code in counts:
        base = (2024, level, code, code)
        rows.append((*base, "recipients", "total", "count", "all", ""))
        rows.append((*base, "function", "missing", "percent", "housing:missing", "all"))
        for colour in COLOURS:
            sets = (f"housing:{colour}", "housing:known")
            rows.append((*base, "function", colour, "percent", *sets))
    columns = "survey_year region_level region_code region_name indicator_id category"
    columns += " unit numerator_set denominator_set"
    df = pd.DataFrame(rows, columns=columns.split())
    places = list(zip(df["region_level"], df["region_code"], strict=True))
    pairs = zip(places, df["numerator_set"], strict=True)
    df["numerator"] = [counts[place][name] for place, name in pairs]
    pairs = zip(places, df["denominator_set"], strict=True)
    df["denominator"] = [counts[p][n] if n else pd.NA for p, n in pairs]
    df["status"] = np.where(df["denominator"].eq(0), "not_applicable", "shown")
    df = df.assign(problem_group="all", sex="total", age_band="total", interval="")
    regions = pd.DataFrame(
        [(2024, *part, *whole) for part, whole in links],
        columns=["survey_year", "part_level", "part_code", "whole_level", "whole_code"],
    )
    return IndicatorTable(typed(df, INDICATOR_DTYPES), regions)


def protect(
    table: IndicatorTable, policy: DisclosurePolicy, *earlier: Release
) -> Release:
    return suppress(table, policy, sets=NO_SETS, provenance={}, earlier=earlier).release


class Reader:
    """Somebody who has the release and an integer program."""

    def __init__(self, counts: Counts, links: list, release: Release) -> None:
        self.column = {key: i for i, key in enumerate(itertools.product(counts, SETS))}
        self.low = np.zeros(len(self.column))
        self.high = np.full(len(self.column), np.inf)
        for row in release.rows.itertuples():
            self.read(row)
        self.equations = [*self.of_sets(counts), *self.of_places(counts, links)]

    def read(self, row) -> None:
        place = (row.region_level, row.region_code)
        names = {"recipients": ("all", None)}.get(row.indicator_id) or (
            f"housing:{row.category}",
            "all" if row.category == "missing" else "housing:known",
        )
        for name, number in zip(names, (row.numerator, row.denominator), strict=True):
            if name is not None and pd.notna(number):
                at = self.column[place, name]
                self.low[at] = self.high[at] = number

    def of_sets(self, counts: Counts):
        for place in counts:
            colours = [f"housing:{colour}" for colour in COLOURS]
            yield (place, "housing:known"), [(place, name) for name in colours]
            parts = ("housing:known", "housing:missing")
            yield (place, "all"), [(place, name) for name in parts]

    def of_places(self, counts: Counts, links: list):
        for whole in {whole for _, whole in links}:
            for name in SETS:
                yield (whole, name), [(p, name) for p, w in links if w == whole]

    def reach(self, plus: tuple, minus: tuple | None = None) -> float:
        """Give how far apart the possible values of a number (or difference) lie."""
        matrix = np.zeros((len(self.equations), len(self.column)))
        for i, (whole, parts) in enumerate(self.equations):
            matrix[i, self.column[whole]] += 1
            for part in parts:
                matrix[i, self.column[part]] -= 1
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(self.column))
            cost[self.column[plus]] = sign
            if minus is not None:
                cost[self.column[minus]] = -sign
            found = milp(
                cost,
                integrality=np.ones(len(cost)),
                bounds=Bounds(self.low, np.minimum(self.high, 10_000)),
                constraints=LinearConstraint(matrix, 0, 0),
            )
            ends.append(sign * found.fun)
        return ends[1] - ends[0]


@settings(quick, max_examples=15)
@given(hierarchies, st.booleans(), st.integers(4, 6))
def test_no_small_number_can_be_confined(hierarchy, zeros_shown, width) -> None:
    counts, links = counted(hierarchy)
    policy = DisclosurePolicy(zeros_shown=zeros_shown, protection_width=width)
    release = protect(table_of(counts, links), policy)
    reader = Reader(counts, links, release)
    least = 1 if zeros_shown else 0
    for place, people in counts.items():
        for name, number in people.items():
            if least <= number < policy.smallest_count:
                assert reader.reach((place, name)) >= width
        known = people["housing:known"]
        for colour in COLOURS:
            if least <= known - people[f"housing:{colour}"] < policy.smallest_count:
                pair = ((place, "housing:known"), (place, f"housing:{colour}"))
                assert reader.reach(*pair) >= width


@quick
@given(hierarchies)
def test_what_is_shown_is_true_and_large_enough(hierarchy) -> None:
    counts, links = counted(hierarchy)
    table = table_of(counts, links)
    release = protect(table, DisclosurePolicy())
    both = release.rows.merge(
        table.rows, on=list(FIGURE_KEYS), suffixes=("", "_true"), validate="1:1"
    )
    shown = both[both["status"] == "shown"]
    assert (shown["numerator"] == shown["numerator_true"]).all()
    assert not shown["numerator"].between(1, 4).any()
    people = shown["denominator_set"] != ""
    assert not (shown["denominator"] - shown["numerator"])[people].between(1, 4).any()
    assert (shown["denominator"][people] >= 10).all()
    hidden = both[both["status"].isin(["suppressed", "complementary"])]
    for column in ("numerator", "value", "lower", "upper"):
        assert hidden[column].isna().all()


@quick
@given(hierarchies, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_repetition_change_nothing(hierarchy, random) -> None:
    counts, links = counted(hierarchy)
    table = table_of(counts, links)
    order = list(range(len(table.rows)))
    random.shuffle(order)
    shuffled = IndicatorTable(table.rows.iloc[order], table.regions.iloc[::-1])
    once = release_files(protect(table, DisclosurePolicy()))
    assert release_files(protect(table, DisclosurePolicy())) == once
    assert release_files(protect(shuffled, DisclosurePolicy())) == once


def test_the_number_of_workers_changes_nothing(monkeypatch) -> None:
    numbers = np.random.default_rng(5).integers(0, 12, (6, 5, 4)).tolist()
    kinds = (*COLOURS, "missing")
    hierarchy = [[dict(zip(kinds, m, strict=True)) for m in c] for c in numbers]
    table = table_of(*counted(hierarchy))
    made = []
    for workers in (1, 3):
        monkeypatch.setattr(room.os, "cpu_count", lambda workers=workers: workers)
        made.append(release_files(protect(table, DisclosurePolicy())))
    assert made[0] == made[1]


@quick
@given(hierarchies)
def test_protecting_what_is_out_already_is_protecting_it_once(hierarchy) -> None:
    counts, links = counted(hierarchy)
    table = table_of(counts, links)
    once = protect(table, DisclosurePolicy())
    again = protect(table, DisclosurePolicy(), once)
    assert release_files(again) == release_files(once)


@quick
@given(hierarchies, st.integers(6, 12), st.integers(10, 30), st.integers(4, 8))
def test_a_stricter_policy_never_shows_more(hierarchy, count, base, width) -> None:
    counts, links = counted(hierarchy)
    table = table_of(counts, links)
    usual = protect(table, DisclosurePolicy()).rows["status"] == "shown"
    stricter = DisclosurePolicy(
        smallest_count=count, smallest_denominator=base, protection_width=width
    )
    strict = protect(table, stricter).rows["status"] == "shown"
    assert not (strict & ~usual).any()


@quick
@given(hierarchies, st.sampled_from(COLOURS))
def test_one_person_less_shows_nobody(hierarchy, colour) -> None:
    """Two releases that differ by one person: neither shows a group that is small."""
    counts, links = counted(hierarchy)
    first = hierarchy[0][0]
    if first[colour] == 0:
        return
    fewer = [[{**first, colour: first[colour] - 1}, *hierarchy[0][1:]], *hierarchy[1:]]
    after, _ = counted(fewer)
    before = protect(table_of(counts, links), DisclosurePolicy())
    corrected = protect(table_of(after, links), DisclosurePolicy(), before)
    for release in (before, corrected):
        shown = release.rows[release.rows["status"] == "shown"]
        assert not shown["numerator"].between(1, 4).any()
    both = before.rows.merge(corrected.rows, on=list(FIGURE_KEYS), suffixes=("", "_2"))
    gone = both["status"].isin(["suppressed", "complementary"])
    assert not (both["numerator_2"][gone] > 0).any()
    change = (both["numerator"] - both["numerator_2"]).dropna().abs()
    assert change.le(1).all()
