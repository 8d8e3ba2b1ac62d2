"""Whether the store is what it should be, and mending it where it is not."""

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from brukerplan.errors import StoreError
from brukerplan.store import file_sets, frames, survey_files, transactions
from brukerplan.store.durable_files import (
    FILE_MODE,
    FOLDER_MODE,
    remove_file,
    write_file,
)
from brukerplan.store.import_result import extent
from brukerplan.store.manifest import Manifest, StoredFile, files_of, from_json
from brukerplan.store.store import Store


@dataclass(frozen=True)
class Fault:
    """Something wrong with the store.

    `kind` is one of manifest, data, release, stray, unfinished, open, link; `path` is
    the path in the store; `what` says what is wrong and `mending` what repair does.
    """

    kind: str
    path: str
    what: str
    mending: str
    exports: tuple[str, ...] = ()


_NAMED = 3
"""So many exports are named in a line."""


def check(store: Store) -> list[Fault]:
    """Give what is wrong with the store, in a fixed order; nothing if it is sound."""
    if not store.root.exists():
        return []
    faults = list(_closed_faults(store.root))
    try:
        manifest = store.manifest()
    except StoreError as problem:
        what = problem.message
        return [
            Fault("manifest", transactions.MANIFEST, what, "taken from its copy"),
            *faults,
        ]
    with contextlib.suppress(FileNotFoundError):
        if (store.root / transactions.PENDING).exists():
            what = "a run died, or is writing now"
            faults.append(Fault("unfinished", transactions.PENDING, what, "finished"))
    faults += [
        _data_fault(manifest, file, what)
        for file, what in _damaged(store.root, manifest).items()
    ]
    for folder, bundle in manifest.bundles.items():
        faults += _bundle_faults(store.root, folder, bundle)
    for path in transactions.strays(store.root, manifest):
        name = path.relative_to(store.root).as_posix()
        faults.append(Fault("stray", name, "no import lists it", "removed"))
    return faults


def repair(store: Store, *, at: str, by: str = "") -> list[Fault]:
    """Mend what `check` finds, and give what that was.

    Nothing is guessed: data that are damaged are taken out, so that they are imported
    again; a copy kept for undoing never takes their place by itself.
    """
    with store.lock():
        faults = check(store)
        if not faults:
            return []
        for fault in faults:
            if fault.kind == "link":
                (store.root / fault.path).unlink()
        _close(store.root)
        if any(fault.kind == "manifest" for fault in faults):
            _restore_manifest(store)
            faults += [f for f in check(store) if f not in faults]
        held = store.manifest()
        sound = _only_sound(store, held)
        gone = [held.entries[key] for key in held.entries.keys() - sound.entries.keys()]
        event: dict[str, Any] = {"at": at, "by": by, "action": "repair"}
        if gone:
            let_runs_import_again(store.root)
            names = {(e.source["name"], e.source["sha256"]) for e in gone}
            sources = [{"name": n, "sha256": sha} for n, sha in sorted(names)]
            event |= {"sources": sources, **extent(gone)}
        store.change(sound.with_history(**event))
        write_file(store.root / transactions.PENDING, b"")
        store.recover()
    return faults


def _only_sound(store: Store, manifest: Manifest) -> Manifest:
    """Give `manifest` without what is missing or damaged."""
    return replace(
        manifest.without_files(_damaged(store.root, manifest)),
        bundles={
            folder: bundle
            for folder, bundle in manifest.bundles.items()
            if not list(_bundle_faults(store.root, folder, bundle))
        },
    )


def let_runs_import_again(root: Path) -> None:
    """Forget which inbox files batch runs have settled, since some data are gone."""
    for path in sorted((root / "runs").glob("*.json")):
        remove_file(path)


def _restore_manifest(store: Store) -> None:
    """Put the manifest's copy in its place.

    Raises:
        StoreError: the copy is damaged too; nothing is removed then.
    """
    try:
        data = (store.root / transactions.BACKUP).read_bytes()
        from_json(data)
    except (OSError, StoreError) as problem:
        raise StoreError(
            "neither the store's manifest nor its copy can be read",
            hint="put the store back from a backup, or import into a new one",
            slug="store-beyond-repair",
        ) from problem
    write_file(store.root / transactions.MANIFEST, data)


def _damaged(root: Path, manifest: Manifest) -> dict[StoredFile, str]:
    """Give the files of surveys that are not what they should be, and what is wrong."""
    faults = {
        file: _fault_of(root, file, name, owners)
        for (file, name), owners in survey_files.owners_by_file(manifest).items()
    }
    return {file: what for file, what in sorted(faults.items(), key=_path) if what}


def _path(fault: tuple[StoredFile, str]) -> str:
    return fault[0].path


def _fault_of(
    root: Path, file: StoredFile, name: str, owners: survey_files.Owners
) -> str:
    """Say what is wrong with a file of rows; nothing if it is sound.

    Raises:
        StoreError: it cannot be read, which says nothing of what it holds.
    """
    try:
        table = frames.table_of(transactions.read_checked(root, file))
        if name in frames.TABLES:
            table = table.cast(frames.arrow_schema(frames.TABLES[name]))
    except FileNotFoundError:
        return "it is missing"
    except StoreError as problem:
        if problem.slug != "store-damaged":
            raise
        return "its checksum does not fit"
    except (pa.ArrowException, ValueError):
        return "its columns are not known"
    return "" if _has_just(table, owners) else "its rows are not those listed"


def _has_just(table: pa.Table, owners: survey_files.Owners) -> bool:
    """Tell whether a table has the rows of `owners`, as they were, and no others.

    Where the checksum of rows is that of their file, it was when each municipality had
    files of its own.
    """
    numbers = [rows.number for rows in owners]
    if table.num_rows != sum(numbers):
        return False
    if not survey_files.has_rows_where_listed(table, owners):
        return False
    sums = frames.checksums(table, numbers)
    return all(
        rows.sha256 in (checksum, rows.file.sha256)
        for rows, checksum in zip(owners, sums, strict=True)
    )


def _data_fault(manifest: Manifest, file: StoredFile, what: str) -> Fault:
    gone = [e for e in manifest.entries.values() if file in files_of([e])]
    names = tuple(sorted({str(entry.source["name"]) for entry in gone}))
    mending = "no longer kept for undoing"
    if names:
        more = f" and {len(names) - _NAMED} more (--json)" if names[_NAMED:] else ""
        mending = f"erased: import again «{'», «'.join(names[:_NAMED])}»{more}"
    return Fault("data", file.path, what, mending, names)


def _bundle_faults(
    root: Path, folder: str, bundle: file_sets.Bundle
) -> Iterator[Fault]:
    mending = "removed: make it again"
    try:
        file_sets.read(root, bundle)
    except FileNotFoundError as problem:
        path = str(problem.args[0])
        yield Fault("release", path, "it is missing", mending)
    except StoreError as problem:
        yield Fault("release", folder, problem.message, mending)


def _closed_faults(root: Path) -> Iterator[Fault]:
    """Give the links, and what others than the owner may read or write."""
    for path in sorted([root, *root.rglob("*")]):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            yield Fault("link", name, "it is a symbolic link", "removed")
        elif _is_open(path):
            yield Fault("open", name, "others may read or write it", "closed")


def _is_open(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.name != "nt" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    return False


def _close(root: Path) -> None:
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink() and _is_open(path):
            path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
