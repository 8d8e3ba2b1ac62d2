"""The list of what the store holds; replacing it is what makes a change happen."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from brukerplan.errors import StoreError

FORMAT_VERSION = 2

_FILE_A_MUNICIPALITY = 1
"""The format in which each table of each municipality had a file of its own."""

Key = tuple[int, str]
"""Survey year and municipality."""


@dataclass(frozen=True)
class StoredFile:
    """A file of the store: its path in it (with `/`), checksum, bytes and rows."""

    path: str
    sha256: str
    size: int
    rows: int = 0


@dataclass(frozen=True)
class Rows:
    """A municipality's rows of one table: `number` of them in `file`, from `first` on.

    `sha256` is that of what the rows say, wherever they lie.
    """

    sha256: str
    number: int
    file: StoredFile
    first: int

    def __post_init__(self) -> None:
        """Refuse rows that no file can have.

        Raises:
            ValueError: they are none, or not within the file.
        """
        if not 0 <= self.first < self.first + self.number <= self.file.rows:
            raise ValueError("rows that are not within their file")


@dataclass(frozen=True)
class Entry:
    """One municipality's mapping in one year.

    `tables` are its rows by table; `source` the fields of `brukerplan.tables.Source`;
    `participation` its row of `PARTICIPATION_DTYPES`.
    """

    survey_year: int
    municipality_code: str
    schema_id: str
    imported_at: str
    program_version: str
    source: Mapping[str, Any]
    participation: Mapping[str, Any]
    tables: Mapping[str, Rows] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Give the survey year and the municipality."""
        return self.survey_year, self.municipality_code

    @property
    def rows(self) -> int:
        """Give the number of rows of persons or counts."""
        named = ("persons", "counts")
        return sum(self.tables[name].number for name in named if name in self.tables)

    def content(self) -> tuple[Any, ...]:
        """Give what must be equal for two entries to hold the same data."""
        hashes = sorted((name, rows.sha256) for name, rows in self.tables.items())
        return (self.key, hashes, sorted(self.participation.items()))


@dataclass(frozen=True)
class Manifest:
    """What the store holds.

    `bundles` are folders that are replaced as one (a release, the population): their
    files by name. `history` has a row a change, oldest first. `previous` holds what
    the last import replaced (nothing, if the municipality was new), so that it can be
    undone.
    """

    entries: Mapping[Key, Entry] = field(default_factory=dict)
    bundles: Mapping[str, Mapping[str, StoredFile]] = field(default_factory=dict)
    history: tuple[Mapping[str, Any], ...] = ()
    previous: Mapping[Key, Entry | None] = field(default_factory=dict)

    def all_entries(self) -> list[Entry]:
        """Give the entries, and those kept for undoing."""
        kept = [entry for entry in self.previous.values() if entry is not None]
        return [*self.entries.values(), *kept]

    def survey_files(self) -> list[StoredFile]:
        """Give the files in which rows lie, each once, by path."""
        return sorted(files_of(self.all_entries()), key=lambda file: file.path)

    def files(self) -> list[StoredFile]:
        """Give every file that the store needs, kept copies for undoing included."""
        bundled = [f for files in self.bundles.values() for f in files.values()]
        return self.survey_files() + bundled

    def without(self, keys: Collection[Key]) -> "Manifest":
        """Give the manifest without the data of `keys`, kept copies included."""
        return replace(
            self,
            entries={k: e for k, e in self.entries.items() if k not in keys},
            previous={k: e for k, e in self.previous.items() if k not in keys},
        )

    def without_files(self, files: Collection[StoredFile]) -> "Manifest":
        """Give the manifest without those who have rows in one of `files`."""
        lost = set(files)
        return replace(
            self,
            entries={
                key: entry
                for key, entry in self.entries.items()
                if not files_of([entry]) & lost
            },
            previous={
                key: entry
                for key, entry in self.previous.items()
                if entry is None or not files_of([entry]) & lost
            },
        )

    def with_history(self, **event: Any) -> "Manifest":
        """Give the manifest with one more row of history, numbered."""
        number = int(self.history[-1]["number"]) + 1 if self.history else 1
        return replace(self, history=(*self.history, {"number": number, **event}))


def files_of(entries: Iterable[Entry]) -> set[StoredFile]:
    """Give the files in which the rows of `entries` lie."""
    return {rows.file for entry in entries for rows in entry.tables.values()}


def to_json(manifest: Manifest) -> bytes:
    """Give `manifest` as JSON, sorted, a line a file, an entry and a change."""
    entries = [_record(manifest.entries[key]) for key in sorted(manifest.entries)]
    previous = [
        [*key, None if entry is None else _record(entry)]
        for key, entry in sorted(manifest.previous.items(), key=lambda kv: kv[0])
    ]
    bundles = {
        folder: {name: vars(file) for name, file in sorted(files.items())}
        for folder, files in sorted(manifest.bundles.items())
    }
    parts = {
        "format_version": _json(FORMAT_VERSION),
        "files": _a_line_each(vars(file) for file in manifest.survey_files()),
        "entries": _a_line_each(entries),
        "bundles": _json(bundles),
        "previous": _a_line_each(previous),
        "history": _a_line_each(manifest.history),
    }
    return ("{" + ",\n".join(f'"{k}": {v}' for k, v in parts.items()) + "}\n").encode()


def _a_line_each(items: Iterable[Any]) -> str:
    return "[" + ",\n".join(map(_json, items)) + "]"


def _json(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False)


def _record(entry: Entry) -> dict[str, Any]:
    tables = {
        name: vars(rows) | {"file": rows.file.path}
        for name, rows in entry.tables.items()
    }
    return vars(entry) | {"tables": tables}


def from_json(data: bytes) -> Manifest:
    """Read what `to_json` wrote.

    Raises:
        StoreError: it is damaged, or made by a newer program.
    """
    try:
        document = json.loads(data)
        version = document["format_version"]
        if version == _FILE_A_MUNICIPALITY:
            return _read(document, _entry_with_files)
        if version == FORMAT_VERSION:
            files = {file["path"]: StoredFile(**file) for file in document["files"]}
            return _read(document, partial(_entry, files))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise StoreError(
            "the store's manifest is damaged",
            hint="mend it: brukerplan store repair",
            slug="store-damaged",
        ) from problem
    raise StoreError(
        f"the store was written by another version of brukerplan (format {version})",
        hint="install the newest brukerplan",
        slug="store-format-unknown",
    )


def _read(
    document: Mapping[str, Any], entry_of: Callable[[Mapping[str, Any]], Entry]
) -> Manifest:
    entries = [entry_of(entry) for entry in document["entries"]]
    return Manifest(
        entries={entry.key: entry for entry in entries},
        bundles={
            folder: {name: StoredFile(**file) for name, file in files.items()}
            for folder, files in document["bundles"].items()
        },
        history=tuple(document["history"]),
        previous={
            (year, code): None if entry is None else entry_of(entry)
            for year, code, entry in document["previous"]
        },
    )


def _entry(files: Mapping[str, StoredFile], record: Mapping[str, Any]) -> Entry:
    tables = {
        name: Rows(**{**rows, "file": files[rows["file"]]})
        for name, rows in record["tables"].items()
    }
    return Entry(**{**record, "tables": tables})


def _entry_with_files(record: Mapping[str, Any]) -> Entry:
    """Read an entry that has files of its own: what they say has their checksum."""
    fields = dict(record)
    files = {name: StoredFile(**file) for name, file in fields.pop("files").items()}
    tables = {name: Rows(f.sha256, f.rows, f, 0) for name, f in files.items()}
    return Entry(**fields, tables=tables)
