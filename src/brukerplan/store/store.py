"""The store's one class: what the other parts call.

```
<store>/
├── manifest.json                                   replacing it makes a change happen
├── survey/year=2024/persons-<checksum>.parquet     what one change brought
├── population/                                     what `population import` brought
└── releases/2024/release.parquet …
```

Files are named by their content and written before the manifest that lists them, so a
reader, or a run killed at any moment, sees the state of before or of after.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from brukerplan.store import (
    file_sets,
    locking,
    survey_entries,
    survey_files,
    transactions,
)
from brukerplan.store.durable_files import path_inside, sha256_of
from brukerplan.store.import_result import ImportResult, extent, result_of
from brukerplan.store.manifest import Entry, Key, Manifest
from brukerplan.store.survey_entries import Incoming
from brukerplan.tables import Source, Survey

POPULATION = "population"
RELEASES = "releases"


class Store:
    """A folder of imported data that loses nothing and shows nobody half a change."""

    def __init__(self, root: Path) -> None:
        """Take the folder `root`; it is made when something is first written."""
        self.root = root.absolute()
        self._lock = locking.lock_of(self.root)

    def manifest(self) -> Manifest:
        """Read what the store holds; nothing if it was never written to.

        Raises:
            StoreError: the manifest is damaged or unreadable.
        """
        return transactions.current_manifest(self.root)

    def years(self) -> list[int]:
        """Give the survey years that have data, oldest first."""
        return sorted({year for year, _ in self.manifest().entries})

    def municipalities(self, year: int) -> list[str]:
        """Give the codes of the municipalities that took part in `year`, sorted."""
        return sorted(code for y, code in self.manifest().entries if y == year)

    def entries(self) -> pd.DataFrame:
        """Give a row for each municipality and year, sorted.

        Columns: `survey_year`, `municipality_code`, `data_kind`, `rows`, `schema_id`,
        `source_name`, `source_sha256`, `imported_at`, `program_version`.
        """
        records = [
            {
                "survey_year": entry.survey_year,
                "municipality_code": entry.municipality_code,
                "data_kind": entry.participation["data_kind"],
                "rows": entry.rows,
                "schema_id": entry.schema_id,
                "source_name": entry.source["name"],
                "source_sha256": entry.source["sha256"],
                "imported_at": entry.imported_at,
                "program_version": entry.program_version,
            }
            for _, entry in sorted(self.manifest().entries.items())
        ]
        columns = ["survey_year", "municipality_code", "data_kind", "rows", "schema_id"]
        columns += ["source_name", "source_sha256", "imported_at", "program_version"]
        return pd.DataFrame(records, columns=columns)

    def load(self, years: Iterable[int]) -> Survey:
        """Give the survey of `years` as one, by year and municipality.

        Raises:
            StoreError: a file is missing or damaged.
        """
        wanted = set(years)
        return transactions.read_whole(
            self.root,
            lambda held: survey_entries.put_together(
                self.root, _of_years(held, wanted)
            ),
        )

    def load_persons(
        self, years: Iterable[int], columns: Sequence[str]
    ) -> pd.DataFrame:
        """Give some columns of the person rows of `years`, and read no others.

        Raises:
            StoreError: a file is missing or damaged.
        """
        wanted = set(years)
        return transactions.read_whole(
            self.root,
            lambda held: survey_entries.persons_of(
                self.root, _of_years(held, wanted), columns
            ),
        )

    def load_set_aside(self, years: Iterable[int]) -> pd.DataFrame:
        """Give the rows of `years` that were set aside at import, as then given."""
        wanted = set(years)
        return transactions.read_whole(
            self.root,
            lambda held: survey_entries.set_aside_of(
                self.root, _of_years(held, wanted)
            ),
        )

    def fingerprint(self, year: int, municipality: str | None = None) -> str:
        """Give a checksum of all in the store that figures of `year` rest on.

        It changes when a municipality of the year (only `municipality`, if given) or
        the imported population changes, and not when the same data come again.
        """
        held = self.manifest()
        survey = [
            repr(entry.content())
            for entry in _of_years(held, {year})
            if municipality in (None, entry.municipality_code)
        ]
        population = [
            f"{name} {file.sha256}"
            for name, file in sorted(held.bundles.get(POPULATION, {}).items())
        ]
        return sha256_of("\n".join([*survey, "", *population]).encode())

    def release_years(self) -> list[int]:
        """Give the years that have a release, oldest first."""
        folders = [name.split("/") for name in self.manifest().bundles]
        return sorted(int(parts[1]) for parts in folders if parts[0] == RELEASES)

    def release_folder(self, year: int) -> Path:
        """Give the folder of the release of `year`; it may not be there yet."""
        return path_inside(self.root, f"{RELEASES}/{year}")

    def read_release(self, year: int) -> dict[str, bytes]:
        """Give the files of the release of `year` by name, all of one making.

        Nothing if there is no release.

        Raises:
            StoreError: a file is missing or damaged.
        """
        return self._read_bundle(f"{RELEASES}/{year}")

    def population_folder(self) -> Path:
        """Give the folder of imported population files; it may not be there yet."""
        return path_inside(self.root, POPULATION)

    def read_population(self) -> dict[str, bytes]:
        """Give the imported population files by name.

        Raises:
            StoreError: a file is missing or damaged.
        """
        return self._read_bundle(POPULATION)

    @contextlib.contextmanager
    def lock(self, wait: float = 0) -> Iterator[None]:
        """Be the only writer; within, this store's own writing waits for nobody.

        The lock of a process that died is free.

        Raises:
            StoreError: another process is writing, and is not done in `wait` seconds.
        """
        with locking.held(self.root, self._lock, wait):
            yield

    def recover(self) -> list[str]:
        """Take away what a run that died left behind, and say what that was."""
        with self.lock():
            return transactions.recover(self.root).done

    def change(self, manifest: Manifest) -> None:
        """Make `manifest` the store's, and remove the files it no longer lists.

        Only for who holds the lock, and began from what `manifest` gave within it.
        """
        self._commit(manifest, {})

    def import_survey(
        self,
        survey: Survey,
        *,
        source: Source,
        schema_id: str,
        imported_at: str,
        replace: bool = False,
        set_aside: pd.DataFrame | None = None,
        imported_by: str = "",
    ) -> ImportResult:
        """Store `survey`, read from `source`: all its municipalities or none.

        The same file again changes nothing. `set_aside` are rows that the survey
        leaves out, as in `Incoming`.

        Raises:
            StoreError: another file gave other data for one of the municipalities and
                years, and `replace` is false; or the store cannot be written.
        """
        incoming = Incoming(survey, source, schema_id, set_aside)
        return self.import_surveys(
            [incoming],
            imported_at=imported_at,
            replace=replace,
            imported_by=imported_by,
        )[0]

    def import_surveys(
        self,
        incoming: Sequence[Incoming],
        *,
        imported_at: str,
        replace: bool = False,
        imported_by: str = "",
    ) -> tuple[ImportResult, ...]:
        """Store several surveys as one change, and say of each what was done.

        Raises:
            StoreError: as for `import_survey`; or two of them have different data for
                the same municipality and year.
        """
        parts = survey_entries.take_apart(incoming, imported_at=imported_at)
        new = survey_entries.one_of_each(parts.entries)
        with self.lock():
            held = transactions.recover(self.root).manifest
            changed = survey_entries.changed_entries(
                self._as_told(held, new), new, replace=replace
            )
            if changed:
                sources = [one.source for one in incoming]
                event = {
                    "at": imported_at,
                    "by": imported_by,
                    "action": "replace" if changed.keys() & held.entries else "import",
                    "sources": [{"name": s.name, "sha256": s.sha256} for s in sources],
                    **extent(changed.values()),
                }
                self._import(held, changed, parts.data, event)
        return tuple(
            result_of(one.source.name, entries, changed.keys(), held)
            for one, entries in zip(incoming, parts.entries, strict=True)
        )

    def _as_told(self, held: Manifest, keys: Iterable[Key]) -> dict[Key, Entry]:
        """Give what is held of `keys`, so that it can be compared with new rows."""
        try:
            return {
                key: survey_files.with_checksums(self.root, held.entries[key])
                for key in keys
                if key in held.entries
            }
        except FileNotFoundError as problem:
            raise transactions.missing(self.root, problem) from problem

    def _import(
        self,
        held: Manifest,
        changed: Mapping[Key, Entry],
        data: survey_files.Data,
        event: Mapping[str, Any],
    ) -> None:
        after = replace(
            held,
            entries={**held.entries, **changed},
            previous={key: held.entries.get(key) for key in changed},
        )
        self._commit(after.with_history(**event), data)

    def _commit(self, manifest: Manifest, data: survey_files.Data) -> None:
        """Make `manifest` the store's, with no row in a file that it does not list."""
        try:
            after, files = survey_files.only_listed(self.root, manifest, data)
        except FileNotFoundError as problem:
            raise transactions.missing(self.root, problem) from problem
        transactions.commit(self.root, after, files)

    def put_release(
        self, year: int, files: Mapping[str, bytes], *, made_at: str = ""
    ) -> None:
        """Make `files` (by name) the release of `year`, instead of an older one."""
        event = {"at": made_at, "action": "release", "years": [year]}
        self._put(f"{RELEASES}/{year}", files, event)

    def put_file(self, relative: str, data: bytes, *, put_at: str = "") -> None:
        """Put a file such as `population/07459.csv`, instead of an older one."""
        folder, _, name = relative.rpartition("/")
        self.put_files(folder, {name: data}, put_at=put_at)

    def put_files(
        self, folder: str, files: Mapping[str, bytes], *, put_at: str = ""
    ) -> None:
        """Put files (by name) into `folder`, beside those it has: all or none."""
        event = {"at": put_at, "action": folder, "files": sorted(files)}
        with self.lock():
            self._put(folder, {**self._read_bundle(folder), **files}, event)

    def _put(
        self, folder: str, files: Mapping[str, bytes], event: Mapping[str, Any]
    ) -> None:
        with self.lock():
            held = transactions.recover(self.root).manifest
            if file_sets.differ(held.bundles.get(folder), files):
                transactions.commit_bundle(self.root, held, folder, files, event)

    def _read_bundle(self, folder: str) -> dict[str, bytes]:
        return transactions.read_whole(
            self.root,
            lambda held: file_sets.read(self.root, held.bundles.get(folder, {})),
        )


def _of_years(held: Manifest, years: set[int]) -> list[Entry]:
    return [held.entries[key] for key in sorted(held.entries) if key[0] in years]
