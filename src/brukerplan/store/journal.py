"""How the store changes: new files first, then the manifest, then the old files go.

A change begins with a mark. Whoever writes next and finds the mark knows that a run
died, and takes away what that run left behind.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from brukerplan.errors import StoreError
from brukerplan.store import bundles
from brukerplan.store.files import (
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
PENDING = ".pending"
SURVEY = "survey"

_READ_TRIES = 5

Result = TypeVar("Result")


def current_manifest(root: Path) -> Manifest:
    """Read what the store holds; nothing if it was never written to.

    Raises:
        StoreError: the manifest is damaged or unreadable.
    """
    try:
        return from_json(read_file(path_inside(root, MANIFEST)))
    except FileNotFoundError:
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
            missing = problem
    raise StoreError(
        "a file of the store is missing",
        hint="see which: brukerplan store check",
        slug="store-damaged",
    ) from missing


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


def recover(root: Path) -> Manifest:
    """Finish or take away what a run that died left, and give the manifest.

    Only for who holds the lock.
    """
    manifest = current_manifest(root)
    mark = path_inside(root, PENDING)
    if mark.exists():
        bundles.finish_all(root, manifest.bundles)
        remove_strays(root, manifest)
        remove_file(mark)
    return manifest


def commit(root: Path, manifest: Manifest, new_files: Mapping[str, bytes]) -> None:
    """Write `new_files` (by path), make `manifest` the store's, and tidy up.

    Only for who holds the lock.
    """
    begin(root)
    for relative, data in new_files.items():
        folder, _, name = relative.rpartition("/")
        write_file(make_folder(root, folder) / name, data)
    before = current_manifest(root)
    end(root, manifest)
    _tidy(root, before, manifest)
    remove_file(root / PENDING)


def _tidy(root: Path, before: Manifest, after: Manifest) -> None:
    """Remove the files that `before` lists and `after` no longer does."""
    needed = {file.path for file in after.files()}
    for file in before.files():
        if file.path.startswith(f"{SURVEY}/") and file.path not in needed:
            remove_file(path_inside(root, file.path))
            remove_empty_folders(root, path_inside(root, file.path).parent)


def begin(root: Path) -> None:
    """Mark that a change is under way."""
    write_file(path_inside(root, PENDING), b"")


def end(root: Path, manifest: Manifest) -> None:
    """Replace the manifest: from here on, the change has happened."""
    write_file(path_inside(root, MANIFEST), to_json(manifest))


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
