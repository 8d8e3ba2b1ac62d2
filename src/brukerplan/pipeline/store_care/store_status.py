"""Says what the store holds, what is missing for a year, and what to do next."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brukerplan import geography
from brukerplan.disclosure import PROVENANCE_FILE
from brukerplan.store import Store


@dataclass(frozen=True)
class YearOverview:
    """One survey year: what is imported, what is missing, what was made of it.

    `missing` has the code and name of each municipality that has not been imported,
    of the counties that have any that were. `release` is none, current or outdated.
    """

    year: int
    municipalities: int
    rows: int
    has_population: bool
    release: str
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Overview:
    """The years of a store, and the next command to give."""

    years: tuple[YearOverview, ...]
    next_command: str


def overview(root: Path) -> Overview:
    """Give what the store in `root` holds; nothing if there is none."""
    store = Store(root)
    years = sorted({*store.years(), *store.release_years()})
    population = set(geography.population_years(imported=store.population_folder()))
    found = tuple(_year(store, year, population) for year in years)
    return Overview(found, _next(found))


def _year(store: Store, year: int, population: set[int]) -> YearOverview:
    entries = store.entries()
    ours = entries[entries["survey_year"] == year]
    return YearOverview(
        year=year,
        municipalities=len(ours),
        rows=int(ours["rows"].sum()),
        has_population=year in population,
        release=_release_state(store, year),
        missing=_missing(set(ours["municipality_code"]), year),
    )


def _release_state(store: Store, year: int) -> str:
    """Tell whether the release was made from what the store now holds of its years.

    Where the rows about persons have been erased since, it is still current.
    """
    if year not in store.release_years():
        return "none"
    about = json.loads(store.read_release(year)[PROVENANCE_FILE])
    used = {(i["survey_year"], i["source_sha256"]) for i in _inputs(about)}
    have = store.entries()
    have = have[have["survey_year"].isin({y for y, _ in used} | {year})]
    held = set(zip(have["survey_year"], have["source_sha256"], strict=True))
    return "current" if held <= used and (used <= held or not held) else "outdated"


def _inputs(about: dict[str, Any]) -> list[dict[str, Any]]:
    inputs: list[dict[str, Any]] = about["provenance"].get("inputs", [])
    return inputs


def _missing(imported: set[str], year: int) -> tuple[tuple[str, str], ...]:
    places = geography.municipalities(year)
    counties = set(
        places.loc[places["municipality_code"].isin(imported), "county_code"]
    )
    due = places["county_code"].isin(counties)
    rest = places[due & ~places["municipality_code"].isin(imported)]
    pairs = rest.sort_values("municipality_code")[["municipality_code", "short_name"]]
    return tuple((str(code), str(name)) for code, name in pairs.to_numpy().tolist())


def _next(years: tuple[YearOverview, ...]) -> str:
    if not years:
        return "brukerplan import FILE…"
    last = years[-1]
    if last.municipalities and not last.has_population:
        return "brukerplan population import FILE…"
    if last.municipalities and last.release != "current":
        return f"brukerplan compute --year {last.year}"
    return f"brukerplan report --all --year {last.year}"


def overview_lines(found: Overview) -> Iterator[str]:
    """Give the overview as lines for people."""
    if not found.years:
        yield "The store is empty."
    for one in found.years:
        population = "" if one.has_population else ", population lacking"
        yield (
            f"{one.year}: {one.municipalities} municipalities, {one.rows} rows, "
            f"release: {one.release}{population}"
        )
        if one.missing and one.municipalities:
            names = [f"{code} {name}" for code, name in one.missing]
            more = f" and {len(names) - 10} more" if len(names) > 10 else ""
            yield f"      not imported: {', '.join(names[:10])}{more}"
