"""Numbers of children: sums over people, which reveal the people if there are few."""

import pandas as pd
import pytest
from small_tables import NO_SETS, county_table

from brukerplan.definitions import load_definitions, set_relations
from brukerplan.disclosure import DisclosurePolicy, suppress
from brukerplan.disclosure.attack import audit, published_figures
from brukerplan.tables import IndicatorTable, Release

TOTAL = ("daily_care_children:sum", "daily_care_children:known", "total")
HELPED = ("daily_care_children_with_help:sum", "daily_care_children_with_help:known")


def table(
    places: dict[str, tuple[int, int]], helped: dict | None = None
) -> IndicatorTable:
    """Give children and parents in daily care, by municipality and for county 11."""
    rows = []
    for (numerator, denominator, category), numbers in (
        (TOTAL, places),
        ((*HELPED, "with_help"), helped or {}),
    ):
        if not numbers:
            continue
        whole = tuple(map(sum, zip(*numbers.values(), strict=True)))
        rows += [
            {
                "region_code": code,
                "category": category,
                "numerator": children,
                "denominator": parents,
                "numerator_set": numerator,
                "denominator_set": denominator,
            }
            for code, (children, parents) in {
                **numbers,
                "11": whole,
                "0": whole,
            }.items()
        ]
    return county_table(
        rows, places, indicator_id="children_in_daily_care", unit="mean", interval=""
    )


def released(made: IndicatorTable) -> Release:
    sets = set_relations(load_definitions())
    return suppress(made, DisclosurePolicy(), sets=sets, provenance={}).release


def shown(release: Release, category: str = "total") -> set[str]:
    rows = release.rows[release.rows["category"] == category]
    return set(rows.loc[rows["status"] == "shown", "region_code"])


LARGE = {"1101": (40, 21), "1103": (70, 36), "1106": (55, 30), "1108": (90, 44)}


def test_a_sum_is_shown_with_its_mean_and_no_interval() -> None:
    rows = released(table(LARGE)).rows.set_index("region_code")
    assert rows.loc["1103", "value"] == pytest.approx(70 / 36)
    assert pd.isna(rows.loc["1103", "lower"])
    assert set(rows["status"]) == {"shown"}


@pytest.mark.parametrize("children", [9, 31])
def test_a_sum_over_few_parents_is_hidden_however_large(children: int) -> None:
    release = released(table({**LARGE, "1144": (children, 3)}))
    hidden = {"1101", "1103", "1106", "1108", "1144"} - shown(release)
    assert "1144" in hidden
    assert len(hidden) > 1, "the county less the others would give it back"


def test_as_many_children_as_parents_are_no_share_of_them() -> None:
    release = released(table({**LARGE, "1119": (20, 20)}))
    assert shown(release) == {*LARGE, "1119", "11", "0"}


def test_a_few_helped_families_are_not_given_back_by_those_without_help() -> None:
    helped = {"1101": (20, 11), "1103": (6, 2), "1106": (20, 12), "1108": (22, 13)}
    release = released(table(LARGE, helped))
    assert "1103" not in shown(release, "with_help")
    found = audit([published_figures(release.rows)], load_definitions())
    assert found.passed


def test_the_attack_finds_a_sum_that_was_left_alone() -> None:
    rows = table({**LARGE, "1144": (9, 3)}).rows
    alone = rows["region_code"] == "1144"
    for name in ("numerator", "denominator"):
        rows[name] = rows[name].mask(alone)
    rows["status"] = rows["status"].mask(alone, "suppressed")
    people = rows.assign(indicator_id="recipients", unit="count", status="shown")
    people["numerator"] = people["region_code"].map({"11": 500, "0": 500}).fillna(100)
    found = audit(
        [published_figures(pd.concat([rows, people], ignore_index=True))],
        load_definitions(),
    )
    assert set(found.exposed["region_code"]) == {"1144"}


def test_without_relations_between_sets_nothing_is_taken_for_a_share() -> None:
    made = table(LARGE)
    release = suppress(made, DisclosurePolicy(), sets=NO_SETS, provenance={}).release
    assert shown(release) == {*LARGE, "11", "0"}
