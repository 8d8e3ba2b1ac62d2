"""Who took part, by which rule and with which units: `brukerplan participation`."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from brukerplan import geography
from brukerplan.errors import ReferenceDataError
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.store import Store
from brukerplan.store.manifest import Entry, Key, Manifest
from brukerplan.tables import PARTICIPATION_DTYPES

TOLD = ("inclusion_rule", "units", "mapping_date")
"""What a participation file tells of a municipality whose data are in the store."""


@dataclass(frozen=True)
class RecordedParticipation:
    """What a participation file changed: municipalities told of, and those added.

    Those added took part and registered nobody.
    """

    told: int
    added: int


@dataclass(frozen=True)
class ShownParticipation:
    """Who took part in a year.

    `rows` has the columns of `PARTICIPATION_DTYPES`; `coverage` those of
    `geography.coverage`, for regions where anybody took part.
    """

    year: int
    rows: pd.DataFrame
    coverage: pd.DataFrame


def record_participation(
    path: Path, *, store: Path, put_at: str, dry_run: bool = False
) -> RecordedParticipation:
    """Put what a participation file says beside the data in the store.

    What the file leaves empty stays as it is. A municipality without data must say
    `nobody` for its kind of data: it took part and registered nobody.

    Raises:
        InputError: the file cannot be read.
        ValidationFailed: it has errors.
        ReferenceDataError: the store has no data for a municipality and year in it.
        StoreError: the store cannot be written.
    """
    rows = geography.read_participation(path).to_dict("records")
    source = {
        "name": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "format": "participation",
    }
    held_store = Store(store)
    if dry_run:
        return _changed(held_store.manifest(), rows, source, put_at)[1]
    with held_store.lock():
        manifest, done = _changed(held_store.manifest(), rows, source, put_at)
        held_store.change(manifest)
    return done


def _changed(
    manifest: Manifest,
    rows: list[dict[Any, Any]],
    source: Mapping[str, str],
    put_at: str,
) -> tuple[Manifest, RecordedParticipation]:
    """Give the manifest with the rows in it, and how many there are of each kind."""
    by_key: dict[Key, dict[Any, Any]] = {
        (int(row["survey_year"]), str(row["municipality_code"])): row for row in rows
    }
    held = manifest.entries
    nobody = {k for k, row in by_key.items() if row["data_kind"] == "nobody"}
    _refuse_without_data(set(by_key) - set(held) - nobody)
    entries = {
        key: _told(held[key], row) if key in held else _added(row, source, put_at)
        for key, row in by_key.items()
    }
    done = RecordedParticipation(
        told=len(entries.keys() & held.keys()), added=len(entries.keys() - held.keys())
    )
    event = {"at": put_at, "action": "participation", "source": source["name"]}
    changed = replace(manifest, entries={**held, **entries})
    return changed.with_history(**event), done


def _refuse_without_data(keys: set[Key]) -> None:
    if keys:
        year, code = min(keys)
        raise ReferenceDataError(
            f"the store has no data for {len(keys)} of the municipalities and years, "
            f"such as {code} in {year}",
            hint="import their files first; one that took part and registered nobody "
            "says «nobody» in the column data_kind",
            slug="participation-without-data",
        )


def _told(entry: Entry, row: Mapping[Any, Any]) -> Entry:
    news = {name: row[name] for name in TOLD if row[name]}
    return replace(entry, participation={**entry.participation, **news})


def _added(row: Mapping[Any, Any], source: Mapping[str, str], put_at: str) -> Entry:
    """Give the entry of a municipality that took part and registered nobody."""
    year, code = int(row["survey_year"]), str(row["municipality_code"])
    said = {name: row[name] for name in PARTICIPATION_DTYPES}
    return Entry(
        survey_year=year,
        municipality_code=code,
        schema_id="participation",
        imported_at=put_at,
        program_version=version("brukerplan"),
        source=dict(source),
        participation={**said, "survey_year": year, "data_kind": "persons"},
    )


def show_participation(year: int, *, store: Path) -> ShownParticipation:
    """Give who took part in a year, and how much of each region that is.

    Raises:
        ReferenceDataError: nobody's data are in the store for that year, or the year
            has no population.
    """
    held = Store(store)
    entries = held.manifest().entries.values()
    said = [entry.participation for entry in entries if entry.survey_year == year]
    if not said:
        raise ReferenceDataError(
            f"the store has no data for {year}",
            hint="see what it has with: brukerplan status",
            slug="year-not-imported",
        )
    rows = pd.DataFrame(said, columns=list(PARTICIPATION_DTYPES))
    rows = rows.sort_values("municipality_code", ignore_index=True)
    covered = geography.coverage(
        year,
        list(rows["municipality_code"]),
        geography.population(year, imported=held.population_folder()),
    )
    covered = covered[covered["municipalities_participating"] > 0]
    return ShownParticipation(year, rows, covered.reset_index(drop=True))


def write_participation(year: int, path: Path, *, store: Path) -> int:
    """Write who took part in a year as a file to fill in; give its number of rows.

    Raises:
        ReferenceDataError: nobody's data are in the store for that year.
    """
    rows = show_participation(year, store=store).rows
    rows = rows.assign(units=rows["units"].str.replace(";", "+"))
    names = geography.municipalities(year).set_index("municipality_code")["name"]
    rows.insert(2, "municipality_name", rows["municipality_code"].map(names))
    table = rows.drop(columns="rows_set_aside")
    text = table.to_csv(index=False, sep=";", lineterminator="\r\n")
    write_whole(path, text.encode("utf-8-sig"))
    return len(rows)
