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

import numpy as np
import pyarrow as pa

from brukerplan.errors import StoreError
from brukerplan.store import frames
from brukerplan.store.durable_files import sha256_of
from brukerplan.store.manifest import Entry, Key, Manifest, Rows, StoredFile
from brukerplan.store.transactions import SURVEY, read_checked

KEYS = ["survey_year", "municipality_code"]

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


Owners = Mapping[Rows, Key]
"""Whose the rows of a file are, in the order in which they lie."""


def owners_by_file(manifest: Manifest) -> dict[tuple[StoredFile, str], Owners]:
    """Give the owners in each file of rows, by the file and its table's name."""
    found: dict[tuple[StoredFile, str], dict[Rows, Key]] = {}
    for entry in manifest.all_entries():
        for name, rows in entry.tables.items():
            found.setdefault((rows.file, name), {})[rows] = entry.key
    return {
        one: dict(sorted(owners.items(), key=lambda pair: pair[0].first))
        for one, owners in found.items()
    }


def has_rows_where_listed(table: pa.Table, owners: Owners) -> bool:
    """Tell whether rows in the table of a file are of those whose they should be."""
    keys = table.select(KEYS)
    found = pa.concat_tables([keys.slice(rows.first, rows.number) for rows in owners])
    numbers = [rows.number for rows in owners]
    expected = zip(KEYS, zip(*owners.values(), strict=True), strict=True)
    return found.num_rows == sum(numbers) and all(
        bool((found[name].to_numpy() == np.repeat(values, numbers)).all())
        for name, values in expected
    )


def is_damaged(root: Path, file: StoredFile) -> bool:
    """Tell whether a file is gone, or is not what was written.

    Raises:
        StoreError: it cannot be read for another reason.
    """
    try:
        read_checked(root, file)
    except FileNotFoundError:
        return True
    except StoreError as problem:
        if problem.slug == "store-damaged":
            return True
        raise
    return False


def with_checksums(root: Path, entry: Entry) -> Entry:
    """Give the entry with checksums of its rows, where it has only their files'.

    Raises:
        FileNotFoundError: a file is not there.
        StoreError: a file is damaged.
    """
    tables = dict(entry.tables)
    for name, rows in entry.tables.items():
        if rows.sha256 == rows.file.sha256:
            table = frames.table_of(read_checked(root, rows.file))
            (told,) = frames.checksums(table, [rows.number])
            tables[name] = replace(rows, sha256=told)
    return replace(entry, tables=tables)


def has_rows_of(root: Path, file: StoredFile, keys: Collection[Key]) -> bool:
    """Tell whether a file has a row of one of `keys`.

    Raises:
        FileNotFoundError: it is not there.
        StoreError: it is damaged.
    """
    table = frames.table_of(read_checked(root, file), KEYS)
    found = zip(*(table[name].to_pylist() for name in KEYS), strict=True)
    return not set(found).isdisjoint(keys)


def only_listed(root: Path, manifest: Manifest, data: Data) -> tuple[Manifest, Data]:
    """Make anew the files of which `manifest` lists some rows only.

    `data` are files that are not written yet. Gives `manifest` with its rows where they
    then lie, and the files to write for it.

    Raises:
        FileNotFoundError: such a file is not there.
        StoreError: such a file is damaged.
    """
    moved: dict[Rows, Rows] = {}
    made: dict[str, bytes] = {}
    for (file, name), owners in owners_by_file(manifest).items():
        if sum(rows.number for rows in owners) == file.rows:
            continue
        whole = frames.table_of(data.get(file.path) or read_checked(root, file))
        if not has_rows_where_listed(whole, owners):
            raise _other_rows(file)
        left = pa.concat_tables([whole.slice(r.first, r.number) for r in owners])
        (year, _), *_ = owners.values()
        parts = [(rows.sha256, rows.number) for rows in owners]
        placed, new = put_in_file(left, name=name, year=year, parts=parts)
        moved.update(zip(owners, placed, strict=True))
        made.update(new)
    after = _moved(manifest, moved) if moved else manifest
    waiting = {**data, **made}
    needed = {file.path for file in after.survey_files()}
    return after, {path: waiting[path] for path in waiting if path in needed}


def _other_rows(file: StoredFile) -> StoreError:
    return StoreError(
        f"«{file.path}» in the store has other rows than the manifest says",
        hint="see what can be mended: brukerplan store check",
        slug="store-damaged",
    )


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
