"""How the store changes: new files first, then the manifest, then the old files go.

A change begins with a mark. Whoever writes next and finds the mark knows that a run
died, and takes away what that run left behind.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from brukerplan.errors import StoreError
from brukerplan.store import file_sets
from brukerplan.store.durable_files import (
    TEMPORARY_SUFFIX,
    make_folder,
    path_inside,
    read_file,
    remove_empty_folders,
    remove_file,
    sha256_of,
    write_file,
)
from brukerplan.store.manifest import Manifest, StoredFile, from_json, to_json

MANIFEST = "manifest.json"
BACKUP = "manifest.backup.json"
PENDING = ".pending"
SURVEY = "survey"

_READ_TRIES = 5

Result = TypeVar("Result")


def current_manifest(root: Path) -> Manifest:
    """Read what the store holds; nothing if it was never written to.

    Raises:
        StoreError: the manifest is damaged or unreadable.
    """
    return manifest_in(root, MANIFEST)


def manifest_in(root: Path, name: str) -> Manifest:
    """Read the manifest in the file `name`.

    Raises:
        StoreError: it is damaged or unreadable, or gone while its copy is there.
    """
    try:
        return from_json(read_file(path_inside(root, name)))
    except FileNotFoundError:
        if path_inside(root, name).exists():
            return manifest_in(root, name)
        if path_inside(root, BACKUP).exists():
            raise StoreError(
                "the store's manifest is gone",
                hint="mend it: brukerplan store repair",
                slug="store-damaged",
            ) from None
        return Manifest()


def read_whole(root: Path, read: Callable[[Manifest], Result]) -> Result:
    """Give `read(manifest)`, once more if a writer took a file away meanwhile.

    Raises:
        StoreError: a file that the manifest lists is not there, or is damaged.
    """
    for _ in range(_READ_TRIES):
        current = current_manifest(root)
        try:
            return read(current)
        except FileNotFoundError as problem:
            last = problem
    raise missing(root, last) from last


def missing(root: Path, problem: FileNotFoundError) -> StoreError:
    """Give the error of a file that the manifest lists and that is not there."""
    path = Path(problem.filename or str(problem.args[0]))
    name = path.relative_to(root) if path.is_absolute() else path
    again = "import its file" if name.parts[0] == SURVEY else "make it"
    return StoreError(
        f"«{name.as_posix()}» is missing from the store",
        hint=f"brukerplan store repair takes it off the list; then {again} again",
        slug="store-damaged",
    )


def read_checked(root: Path, file: StoredFile) -> bytes:
    """Read a file of the store and hold it against its checksum.

    Raises:
        FileNotFoundError: it is not there.
        StoreError: it is not what was written.
    """
    data = read_file(path_inside(root, file.path))
    if sha256_of(data) != file.sha256:
        raise StoreError(
            f"«{file.path}» in the store is damaged",
            hint="see what can be mended: brukerplan store check",
            slug="store-damaged",
        )
    return data


@dataclass(frozen=True)
class Recovered:
    """The manifest, and sentences on what was done about a run that died."""

    manifest: Manifest
    done: list[str]


def recover(root: Path) -> Recovered:
    """Finish or take away what a run that died left, and give the manifest.

    Only for who holds the lock.
    """
    manifest = current_manifest(root)
    for unfinished in root.glob(f".*{TEMPORARY_SUFFIX}"):
        remove_file(unfinished)
    if not path_inside(root, PENDING).exists():
        return Recovered(manifest, [])
    moved, removed = _settle(root, manifest)
    done = (
        "an earlier run died while it was writing: "
        f"finished {moved} files, took away {removed} unfinished ones"
    )
    logging.getLogger(__name__).info(done)
    return Recovered(manifest, [done])


def _settle(root: Path, manifest: Manifest) -> tuple[int, int]:
    """Make the folder what `manifest` says, and count files moved and removed."""
    moved = file_sets.finish_all(root, manifest.bundles)
    removed = remove_strays(root, manifest)
    _write_backup(root, to_json(manifest))
    remove_file(path_inside(root, PENDING))
    return len(moved), len(removed)


def commit(root: Path, manifest: Manifest, new_files: Mapping[str, bytes]) -> None:
    """Write `new_files` (by path), make `manifest` the store's, and tidy up.

    Only for who holds the lock. Where it fails before the manifest is replaced, the
    new files are taken away again.
    """
    before = current_manifest(root)
    with _change(root):
        for path, data in new_files.items():
            make_folder(root, path.rpartition("/")[0])
            write_file(path_inside(root, path), data)
        _replace_manifest(root, manifest)
    _tidy(root, before, manifest)
    remove_file(path_inside(root, PENDING))


def commit_bundle(
    root: Path,
    before: Manifest,
    folder: str,
    files: Mapping[str, bytes],
    event: Mapping[str, Any],
) -> None:
    """Make `files` (by name) all that `folder` holds, with `event` in the history.

    Only for who holds the lock.
    """
    with _change(root):
        listed = file_sets.stage(root, folder, files)
        after = replace(before, bundles={**before.bundles, folder: listed})
        after = after.with_history(**event)
        _replace_manifest(root, after)
    _settle(root, after)


@contextlib.contextmanager
def _change(root: Path) -> Iterator[None]:
    """Mark that a change is under way; if it fails, take away what it wrote."""
    write_file(path_inside(root, PENDING), b"")
    try:
        yield
    except StoreError:
        with contextlib.suppress(StoreError):
            _settle(root, current_manifest(root))
        raise


def _tidy(root: Path, before: Manifest, after: Manifest) -> None:
    """Remove the files that `before` lists and `after` no longer does."""
    needed = {file.path for file in after.files()}
    for file in before.files():
        if file.path.startswith(f"{SURVEY}/") and file.path not in needed:
            path = path_inside(root, file.path)
            remove_file(path)
            remove_empty_folders(root, path.parent)


def _replace_manifest(root: Path, manifest: Manifest) -> None:
    """Replace the manifest: from here on, the change has happened."""
    data = to_json(manifest)
    write_file(path_inside(root, MANIFEST), data)
    _write_backup(root, data)


def _write_backup(root: Path, data: bytes) -> None:
    path = path_inside(root, BACKUP)
    if not path.exists() or read_file(path) != data:
        write_file(path, data)


def strays(root: Path, manifest: Manifest) -> list[Path]:
    """Give the files among the surveys that the manifest does not list, sorted."""
    listed = {root / file.path for file in manifest.files()}
    folder = path_inside(root, SURVEY)
    return sorted(p for p in folder.rglob("*") if not p.is_dir() and p not in listed)


def remove_strays(root: Path, manifest: Manifest) -> list[Path]:
    """Remove what a run that died left among the surveys, and give what it was."""
    found = strays(root, manifest)
    for path in found:
        remove_file(path)
        remove_empty_folders(root, path.parent)
    return found
