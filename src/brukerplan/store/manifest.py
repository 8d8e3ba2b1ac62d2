"""The list of what the store holds; replacing it is what makes a change happen."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from brukerplan.errors import StoreError

FORMAT_VERSION = 1

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
class Entry:
    """One municipality's mapping in one year.

    `files` are its Parquet files by table; `source` the fields of
    `brukerplan.tables.Source`; `participation` its row of `PARTICIPATION_DTYPES`.
    """

    survey_year: int
    municipality_code: str
    schema_id: str
    imported_at: str
    program_version: str
    source: Mapping[str, Any]
    participation: Mapping[str, Any]
    files: Mapping[str, StoredFile] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Give the survey year and the municipality."""
        return self.survey_year, self.municipality_code

    @property
    def rows(self) -> int:
        """Give the number of rows of persons or counts."""
        tables = ("persons", "counts")
        return sum(self.files[name].rows for name in tables if name in self.files)

    def content(self) -> tuple[Any, ...]:
        """Give what must be equal for two entries to hold the same data."""
        hashes = sorted((name, file.sha256) for name, file in self.files.items())
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

    def files(self) -> list[StoredFile]:
        """Give every file that the store needs, kept copies for undoing included."""
        kept = [entry for entry in self.previous.values() if entry is not None]
        entries = [*self.entries.values(), *kept]
        ours = [file for entry in entries for file in entry.files.values()]
        return ours + [f for files in self.bundles.values() for f in files.values()]

    def without(self, keys: Collection[Key]) -> "Manifest":
        """Give the manifest without the data of `keys`, kept copies included."""
        return replace(
            self,
            entries={k: e for k, e in self.entries.items() if k not in keys},
            previous={k: e for k, e in self.previous.items() if k not in keys},
        )

    def with_history(self, **event: Any) -> "Manifest":
        """Give the manifest with one more row of history, numbered."""
        number = int(self.history[-1]["number"]) + 1 if self.history else 1
        return replace(self, history=(*self.history, {"number": number, **event}))


def to_json(manifest: Manifest) -> bytes:
    """Give `manifest` as JSON, sorted, a line an entry and a change."""
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
    return vars(entry) | {"files": {n: vars(file) for n, file in entry.files.items()}}


def from_json(data: bytes) -> Manifest:
    """Read what `to_json` wrote.

    Raises:
        StoreError: it is damaged, or made by a newer program.
    """
    try:
        document = json.loads(data)
        version = document["format_version"]
        if version == FORMAT_VERSION:
            return _read(document)
    except (ValueError, KeyError, TypeError) as problem:
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


def _read(document: Mapping[str, Any]) -> Manifest:
    entries = [_entry(entry) for entry in document["entries"]]
    return Manifest(
        entries={entry.key: entry for entry in entries},
        bundles={
            folder: {name: StoredFile(**file) for name, file in files.items()}
            for folder, files in document["bundles"].items()
        },
        history=tuple(document["history"]),
        previous={
            (year, code): None if entry is None else _entry(entry)
            for year, code, entry in document["previous"]
        },
    )


def _entry(record: Mapping[str, Any]) -> Entry:
    files = {name: StoredFile(**file) for name, file in record["files"].items()}
    return Entry(**{**record, "files": files})
