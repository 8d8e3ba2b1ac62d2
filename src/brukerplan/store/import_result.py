"""What an import did, told to its caller and to the store's history."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from brukerplan.store.manifest import Entry, Key, Manifest


@dataclass(frozen=True)
class ImportResult:
    """What an import did: `status` is `stored` or `unchanged`.

    `municipalities`, `years` and `rows` are those of the file `source_name` (files
    that share a municipality are one); `replaced` names the municipalities of which
    data for the same year were replaced, `brought_back` the years and municipalities
    that had been erased before (`store forget`) and now are in the store again.
    """

    source_name: str
    status: str
    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    rows: int
    replaced: tuple[str, ...] = ()
    brought_back: tuple[Key, ...] = ()


def result_of(
    name: str, entries: Mapping[Key, Entry], changed: AbstractSet[Key], held: Manifest
) -> ImportResult:
    """Say what was done with the entries of the file `name`, by what was held before."""
    replaced = changed & held.entries.keys()
    new = (changed & entries.keys()) - held.entries.keys()
    return ImportResult(
        source_name=name,
        status="stored" if changed & entries.keys() else "unchanged",
        municipalities=tuple(sorted({code for _, code in entries})),
        years=tuple(sorted({year for year, _ in entries})),
        rows=sum(entry.rows for entry in entries.values()),
        replaced=tuple(sorted({code for _, code in replaced & entries.keys()})),
        brought_back=tuple(sorted(new & _forgotten(held.history))),
    )


def _forgotten(history: Iterable[Mapping[str, Any]]) -> set[Key]:
    return {
        (year, code)
        for event in history
        if event["action"] == "forget"
        for year in event["years"]
        for code in event["municipalities"]
    }


def extent(entries: Iterable[Entry]) -> dict[str, Any]:
    """Give how much a change is about: municipalities, years and rows."""
    entries = list(entries)
    return {
        "municipalities": sorted({entry.municipality_code for entry in entries}),
        "years": sorted({entry.survey_year for entry in entries}),
        "rows": sum(entry.rows for entry in entries),
    }
