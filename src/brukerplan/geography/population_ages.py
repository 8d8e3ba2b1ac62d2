"""Ages of a population table: which rows to count, and to which band they belong."""

from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from brukerplan.geography.population import BANDS
from brukerplan.geography.reference_rules import cells_finding
from brukerplan.geography.statbank_labels import OLDEST
from brukerplan.tables import Finding

Age = tuple[int, int]
"""The first and the last year of age."""


def _limits(band: str) -> Age:
    low, _, high = band.rstrip("+").partition("-")
    return int(low), int(high) if high else OLDEST


BAND_LIMITS = {band: _limits(band) for band in BANDS}


def band_of(age: Age) -> str | None:
    """Give the band that an age or age group lies in; None if it lies in two."""
    return next(
        (
            band
            for band, (low, high) in BAND_LIMITS.items()
            if low <= age[0] and age[1] <= high
        ),
        None,
    )


def finest_ages(ages: Iterable[Age]) -> list[Age]:
    """Give the ages without those groups that finer ones make up, in order.

    So a file with single ages, five-year groups and «all ages» is counted once.
    """
    every = sorted(set(ages), key=lambda age: (age[1] - age[0], age))
    kept: list[Age] = []
    for age in every:
        if not _is_tiled(age, kept):
            kept.append(age)
    return sorted(kept)


def _is_tiled(age: Age, finer: Iterable[Age]) -> bool:
    """Tell whether finer ages lie side by side from one end of `age` to the other."""
    inside = sorted(f for f in finer if age[0] <= f[0] and f[1] <= age[1])
    reached = age[0]
    for low, high in inside:
        if low != reached:
            return False
        reached = high + 1
    return bool(inside) and reached == age[1] + 1


def age_findings(rows: pd.DataFrame, year: int) -> list[Finding]:
    """Find ages that are lacking, overlap, fit no band, or do not add up."""
    ages = finest_ages(rows["age"].unique())
    found = [
        ("population-ages-overlap", _overlapping(ages)),
        ("population-ages-lacking", _gaps(ages)),
        ("population-ages-do-not-fit", [a for a in ages if band_of(a) is None]),
    ]
    findings = [
        cells_finding(rule, rows, year=year, ages=", ".join(map(_said, bad)))
        for rule, bad in found
        if bad
    ]
    return findings + _sum_findings(rows, ages, year)


def _said(age: Age) -> str:
    if age[1] == OLDEST:
        return f"{age[0]}+"
    return str(age[0]) if age[0] == age[1] else f"{age[0]}–{age[1]}"


def _overlapping(ages: list[Age]) -> list[Age]:
    pairs = pairwise(ages)
    return [later for earlier, later in pairs if later[0] <= earlier[1]]


def _gaps(ages: list[Age]) -> list[Age]:
    """Give the ages that no row is about."""
    gaps, reached = [], 0
    for low, high in ages:
        if low > reached:
            gaps.append((reached, low - 1))
        reached = max(reached, high + 1)
    return gaps if reached > OLDEST else [*gaps, (reached, OLDEST)]


def _sum_findings(rows: pd.DataFrame, ages: list[Age], year: int) -> list[Finding]:
    """Hold each coarser age row against the sum of the finer ones."""
    wrong: set[str] = set()
    coarser = [age for age in rows["age"].unique() if age not in ages]
    keys = ["region", "sex"]
    for low, high in coarser:
        inside = [a for a in ages if low <= a[0] and a[1] <= high]
        sums = rows[rows["age"].isin(inside)].groupby(keys)["value"].sum()
        given = rows[rows["age"].isin([(low, high)])].groupby(keys)["value"].sum()
        differ = given != sums.reindex(given.index)
        wrong |= set(given.index.get_level_values("region")[differ])
    if not wrong:
        return []
    codes = ", ".join(sorted(text.split(" ")[0] for text in wrong)[:5])
    return [
        cells_finding(
            "population-all-ages-differ", rows, year=year, count=len(wrong), codes=codes
        )
    ]
