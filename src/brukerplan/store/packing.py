"""Many municipalities' rows in one Parquet file: put there, read, and taken out again.

What one change brings for a year lies together, since hundreds of small files take
longer to write and to read than all else that an import does. Where some of a file's
rows are to go, the file is made anew: the store holds no row that its manifest does not
list.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pyarrow as pa

from brukerplan.store import frames
from brukerplan.store.files import sha256_of
from brukerplan.store.journal import SURVEY, read_checked
from brukerplan.store.manifest import Entry, Key, Manifest, Rows, StoredFile

Data = Mapping[str, bytes]
"""Files that are not written yet: their bytes by path."""


def put_in_file(
    table: pa.Table, *, name: str, year: int, parts: Sequence[tuple[str, int]]
) -> tuple[list[Rows], Data]:
    """Give a file of `table`, and the rows of its parts in it, in order.

    `parts` have the checksum and the number of their rows.
    """
    data = frames.to_bytes(table)
    checksum = sha256_of(data)
    path = f"{SURVEY}/year={year}/{name}-{checksum[:16]}.parquet"
    file = StoredFile(path, checksum, len(data), table.num_rows)
    starts = accumulate((number for _, number in parts), initial=0)
    placed = [
        Rows(digest, number, file, first)
        for (digest, number), first in zip(parts, starts, strict=False)
    ]
    return placed, {path: data}


def read(
    root: Path,
    entries: Iterable[Entry],
    name: str,
    columns: Sequence[str] | None = None,
) -> list[pa.Table]:
    """Give the rows of one table that `entries` have, in their order.

    Rows that stand together are one table.

    Raises:
        FileNotFoundError: a file is not there.
        StoreError: a file is damaged.
    """
    whole: dict[StoredFile, pa.Table] = {}
    tables = []
    for rows in _together(e.tables[name] for e in entries if name in e.tables):
        if rows.file not in whole:
            data = read_checked(root, rows.file)
            whole[rows.file] = frames.table_of(data, columns)
        tables.append(whole[rows.file].slice(rows.first, rows.number))
    return tables


def _together(parts: Iterable[Rows]) -> Iterator[Rows]:
    """Make one of parts that follow each other in a file."""
    last: Rows | None = None
    for rows in parts:
        if last and (rows.file, rows.first) == (last.file, last.first + last.number):
            last = replace(last, number=last.number + rows.number)
            continue
        if last:
            yield last
        last = rows
    if last:
        yield last


def has_rows_of(root: Path, file: StoredFile, keys: Collection[Key]) -> bool:
    """Tell whether a file has a row of one of `keys`.

    Raises:
        FileNotFoundError: it is not there.
        StoreError: it is damaged.
    """
    columns = ["survey_year", "municipality_code"]
    table = frames.table_of(read_checked(root, file), columns)
    found = zip(*(table[name].to_pylist() for name in columns), strict=True)
    return not set(found).isdisjoint(keys)


def only_listed(root: Path, manifest: Manifest, data: Data) -> tuple[Manifest, Data]:
    """Make anew the files of which `manifest` lists some rows only.

    `data` are files that are not written yet. Gives `manifest` with its rows where they
    then lie, and the files to write for it.

    Raises:
        FileNotFoundError: such a file is not there.
        StoreError: such a file is damaged.
    """
    listed: dict[tuple[StoredFile, str, int], set[Rows]] = {}
    for entry in manifest.all_entries():
        for name, rows in entry.tables.items():
            one_file = rows.file, name, entry.survey_year
            listed.setdefault(one_file, set()).add(rows)
    moved: dict[Rows, Rows] = {}
    made: dict[str, bytes] = {}
    for (file, name, year), held in listed.items():
        if sum(rows.number for rows in held) == file.rows:
            continue
        whole = frames.table_of(data.get(file.path) or read_checked(root, file))
        kept = sorted(held, key=lambda rows: rows.first)
        left = pa.concat_tables([whole.slice(r.first, r.number) for r in kept])
        parts = [(rows.sha256, rows.number) for rows in kept]
        placed, new = put_in_file(left, name=name, year=year, parts=parts)
        moved.update(zip(kept, placed, strict=True))
        made.update(new)
    after = _moved(manifest, moved) if moved else manifest
    waiting = {**data, **made}
    needed = {file.path for file in after.survey_files()}
    return after, {path: waiting[path] for path in waiting if path in needed}


def _moved(manifest: Manifest, moved: Mapping[Rows, Rows]) -> Manifest:
    """Give `manifest` with the rows that were moved where they lie now."""

    def entry_now(entry: Entry) -> Entry:
        tables = {name: moved.get(rows, rows) for name, rows in entry.tables.items()}
        return replace(entry, tables=tables)

    return replace(
        manifest,
        entries={key: entry_now(entry) for key, entry in manifest.entries.items()},
        previous={
            key: None if entry is None else entry_now(entry)
            for key, entry in manifest.previous.items()
        },
    )
