"""Folders that change as one: a release, the imported population.

New files wait in a folder beside until the manifest lists them; then they take their
places. A run that dies in between is finished by the next, from that folder.
"""

from collections.abc import Mapping
from pathlib import Path

from brukerplan.errors import StoreError
from brukerplan.store.durable_files import (
    make_folder,
    move_file,
    path_inside,
    read_file,
    remove_empty_folders,
    remove_file,
    sha256_of,
    write_file,
)
from brukerplan.store.manifest import StoredFile

STAGED = ".staged"

Bundle = Mapping[str, StoredFile]


def stage(root: Path, folder: str, files: Mapping[str, bytes]) -> Bundle:
    """Write `files` beside their places, and give what the manifest is to list."""
    listed = {}
    for name, data in sorted(files.items()):
        file = StoredFile(f"{folder}/{name}", sha256_of(data), len(data))
        for path in (name, file.path):
            path_inside(root, path)
        make_folder(root, STAGED)
        write_file(_waiting(root, file), data)
        listed[name] = file
    return listed


def _waiting(root: Path, file: StoredFile) -> Path:
    """Give where a file waits: a name of its place and content together."""
    name = sha256_of(f"{file.path} {file.sha256}".encode())
    return path_inside(root, f"{STAGED}/{name}")


def differ(listed: Bundle | None, files: Mapping[str, bytes]) -> bool:
    """Tell whether `files` are other than those listed."""
    if listed is None:
        return True
    now = {name: file.sha256 for name, file in listed.items()}
    return now != {name: sha256_of(data) for name, data in files.items()}


def read(root: Path, listed: Bundle) -> dict[str, bytes]:
    """Give the bytes of the listed files by name, wherever they are by now.

    Raises:
        FileNotFoundError: one of them is not there.
        StoreError: one of them is damaged.
    """
    return {name: _read_file(root, file) for name, file in listed.items()}


def _read_file(root: Path, file: StoredFile) -> bytes:
    place = path_inside(root, file.path)
    found = False
    for path in (place, _waiting(root, file), place):
        try:
            data = read_file(path)
        except FileNotFoundError:
            continue
        found = True
        if sha256_of(data) == file.sha256:
            return data
    if not found:
        raise FileNotFoundError(file.path)
    raise StoreError(
        f"«{file.path}» in the store is damaged",
        hint="see what can be mended: brukerplan store check",
        slug="store-damaged",
    )


def finish_all(root: Path, listed: Mapping[str, Bundle]) -> list[Path]:
    """Put every waiting file into its place, and give those that were moved.

    Only for who holds the lock.
    """
    moved = [p for bundle in listed.items() for p in _finish(root, *bundle)]
    waiting = path_inside(root, STAGED)
    for path in sorted(waiting.glob("*")) if waiting.is_dir() else []:
        remove_file(path)
    remove_empty_folders(root, waiting)
    return moved


def _finish(root: Path, folder: str, listed: Bundle) -> list[Path]:
    """Put one folder's waiting files into place, and remove those not listed."""
    moved = []
    for file in listed.values():
        waiting = _waiting(root, file)
        if waiting.exists():
            target = path_inside(root, file.path)
            make_folder(root, file.path.rpartition("/")[0])
            move_file(waiting, target)
            moved.append(target)
    place = path_inside(root, folder)
    known = {root / file.path for file in listed.values()}
    for path in sorted(place.rglob("*")) if place.is_dir() else []:
        if not path.is_dir() and path not in known:
            remove_file(path)
    return moved
