"""Readers know the definitions: that children are had in daily care or in contact."""

import pandas as pd
from small_tables import county_table

from brukerplan.definitions import load_definitions, set_relations
from brukerplan.disclosure import DisclosurePolicy, suppress
from brukerplan.disclosure.attack import AuditResult, audit, published_figures
from brukerplan.tables import IndicatorTable, Release

FIGURES = {
    "daily_care": ("has_daily_care:yes", "has_daily_care:known"),
    "contact_with_children": ("has_contact:yes", "has_contact:known"),
    "has_children": ("has_children:yes", "has_children:known"),
}
PLACES = {
    "1101": (3, 38, 40),
    "1103": (9, 48, 57),
    "1106": (14, 36, 50),
    "1108": (17, 54, 71),
}
"""Of 200 in each place: in daily care, in contact, either. One in 1101 has both."""

SETS = set_relations(load_definitions())


def table() -> IndicatorTable:
    whole = tuple(map(sum, zip(*PLACES.values(), strict=True)))
    numbers = {**PLACES, "11": whole, "0": whole}
    rows = [
        {
            "region_code": code,
            "indicator_id": indicator,
            "numerator": number,
            "denominator": 200 if len(code) == 4 else 200 * len(PLACES),
            "numerator_set": numerator,
            "denominator_set": denominator,
        }
        for code, of_place in numbers.items()
        for (indicator, (numerator, denominator)), number in zip(
            FIGURES.items(), of_place, strict=True
        )
    ]
    return county_table(
        rows, PLACES, category="total", unit="percent", interval="wilson_95"
    )


def protected(sets: pd.DataFrame) -> Release:
    return suppress(table(), DisclosurePolicy(), sets=sets, provenance={}).release


def attacked(release: Release) -> AuditResult:
    people = table().rows.assign(
        indicator_id="recipients", unit="count", numerator_set="all", interval=""
    )
    people = people.drop_duplicates("region_code").assign(denominator_set="")
    people["numerator"], people["denominator"] = people["denominator"], pd.NA
    rows = pd.concat([release.rows, people], ignore_index=True)
    return audit([published_figures(rows)], load_definitions())


def test_who_forgets_the_definitions_gives_a_small_number_away() -> None:
    """Forty have children and 38 of them contact, so at least two have daily care.

    What is hidden beside 1101 is known to be at least as much in the same way, and
    together they are what the county has: no more than a few are left for 1101.
    """
    release = protected(SETS[SETS["kind"] == "sum"])
    rows = release.rows.set_index(["indicator_id", "region_code"])["status"]
    assert rows["daily_care", "1101"] == "suppressed"
    found = attacked(release)
    assert ("daily_care", "1101") in set(
        zip(found.exposed["indicator_id"], found.exposed["region_code"], strict=True)
    )


def test_what_follows_from_the_definitions_is_protected_too() -> None:
    release = protected(SETS)
    rows = release.rows.set_index(["indicator_id", "region_code"])["status"]
    assert rows["daily_care", "1101"] == "suppressed"
    found = attacked(release)
    assert found.passed
    assert found.attacked > 0
