"""Many files written as one piece of work, each of them as safely as one alone.

Paths are plain text, as in `files`.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from brukerplan.errors import StoreError
from brukerplan.store.files import (
    checked_inside,
    make_missing,
    rename,
    said_plainly,
    sync_file,
    sync_folder,
    write_beside,
)

_WAITING = 8
"""So many files are waited for at a time."""

Item = TypeVar("Item")


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write many files (by path in `root`) as `write_file` does.

    All are written before the first is forced to disk, which the system then does for
    many in one go. Until this returns, some of the files may be there and others not.

    Raises:
        StoreError: no room, no permission, or another fault of the file system.
    """
    temporary: dict[str, str] = {}
    touched: set[str] = set()
    try:
        _write_beside(os.fspath(root), files, temporary, touched)
        _at_once(_sync_named, temporary.items())
        for path, written in temporary.items():
            with said_plainly(path):
                rename(written, path)
                touched.add(os.path.dirname(path))
    except StoreError:
        for written in temporary.values():
            with contextlib.suppress(OSError):
                os.unlink(written)
        raise
    _at_once(_sync_named_folder, sorted(touched))


def _write_beside(
    root: str, files: Mapping[str, bytes], temporary: dict[str, str], touched: set[str]
) -> None:
    """Write the files under temporary names, and note these as well as the folders
    that got a new folder."""
    seen: set[str] = set()
    for relative, data in files.items():
        path = checked_inside(root, relative, seen)
        with said_plainly(path):
            touched.update(make_missing(os.path.dirname(path)))
            temporary[path] = write_beside(path, data)


def _at_once(do: Callable[[Item], None], items: Iterable[Item]) -> None:
    """Do it for several at a time: the system forces many to disk as fast as one."""
    items = list(items)

    def do_some(first: int) -> None:
        for item in items[first::_WAITING]:
            do(item)

    with ThreadPoolExecutor(_WAITING) as waiting:
        for _ in waiting.map(do_some, range(_WAITING)):
            pass


def _sync_named(name_and_file: tuple[str, str]) -> None:
    with said_plainly(name_and_file[0]):
        sync_file(name_and_file[1])


def _sync_named_folder(folder: str) -> None:
    with said_plainly(folder):
        sync_folder(folder)
