"""Files that appear whole or not at all, and that only their owner may read."""

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import TypeVar

from brukerplan.errors import StoreError

FILE_MODE = 0o600
FOLDER_MODE = 0o700
TEMPORARY_SUFFIX = ".tmp"

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0) if os.name == "nt" else ()
"""Seconds after which it is tried again on Windows."""

_FOLDERS_ARE_FILES = os.name != "nt"
"""Whether a folder can be opened, to force its names to disk."""

_WAITING = 8
"""So many files are waited for at a time."""

Item = TypeVar("Item")

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def sha256_of(data: bytes) -> str:
    """Give the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def path_inside(root: Path, relative: str, seen: set[Path] | None = None) -> Path:
    """Give the path of `relative` (with `/`) in `root`, refusing any way out of it.

    Who asks for many paths at a time hands on `seen`, the parts that were found to be
    no links, so that a folder is looked at once and not again for each of its files.

    Raises:
        StoreError: `relative` is absolute or has `..`, or a part of it is a symlink.
    """
    pure = PurePosixPath(relative)
    if pure.is_absolute() or ".." in pure.parts or "\\" in relative or ":" in relative:
        raise StoreError(
            "a path leads out of the store",
            hint="do not edit the store by hand; check it: brukerplan store check",
            slug="store-path-refused",
        )
    path, seen = root, set() if seen is None else seen
    for part in ("", *pure.parts):
        path = path / part
        if path not in seen:
            refuse_link(path)
            seen.add(path)
    return path


def refuse_link(path: Path) -> None:
    """Raise a `StoreError` if `path` is a symbolic link, or may not be looked at."""
    try:
        is_link = path.is_symlink()
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    if is_link:
        raise StoreError(
            f"«{path.name}» in the store is a symbolic link",
            hint="give the store's real folder, and keep links out of it",
            slug="store-path-refused",
        )


def make_folder(root: Path, relative: str = "") -> Path:
    """Make the folder `relative` in `root`, each part of it closed to others.

    Raises:
        StoreError: it cannot be made, or leads out of `root`.
    """
    folder = path_inside(root, relative)
    with _said_plainly(folder):
        for made in _make_missing(folder):
            _sync_folder(made.parent)
    return folder


def _make_missing(folder: Path) -> list[Path]:
    """Make `folder` and those above it, as far as they are missing; give those made."""
    missing = list(takewhile(lambda p: not p.exists(), (folder, *folder.parents)))
    for path in reversed(missing):
        path.mkdir(mode=FOLDER_MODE)
        path.chmod(FOLDER_MODE)
    return missing


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader or a crash sees all of it or nothing.

    The bytes go to a temporary name in the same folder, are forced to disk, and take
    the name in one step. Whatever the umask, only the owner may read the file.

    Raises:
        StoreError: no room, no permission, or another fault of the file system.
    """
    with _said_plainly(path):
        _write_and_name(path, data)
        _sync_folder(path.parent)


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write many files (by path in `root`) as `write_file` does.

    All are written before the first is forced to disk, which the system then does for
    many in one go. Until this returns, some of the files may be there and others not.

    Raises:
        StoreError: no room, no permission, or another fault of the file system.
    """
    temporary: dict[Path, Path] = {}
    touched: set[Path] = set()
    seen: set[Path] = set()
    try:
        for relative, data in files.items():
            path = path_inside(root, relative, seen)
            with _said_plainly(path):
                touched |= {made.parent for made in _make_missing(path.parent)}
                temporary[path] = _temporary(path)
                _write_new(temporary[path], data)
        _at_once(_sync_named, temporary.items())
        for path, written in temporary.items():
            with _said_plainly(path):
                _despite_readers(partial(written.replace, path))
                touched.add(path.parent)
    except StoreError:
        for written in temporary.values():
            with contextlib.suppress(OSError):
                written.unlink(missing_ok=True)
        raise
    _at_once(_sync_named_folder, sorted(touched))


def _at_once(do: Callable[[Item], None], items: Iterable[Item]) -> None:
    """Do it for several at a time: the system forces many to disk as fast as one."""
    items = list(items)

    def do_some(first: int) -> None:
        for item in items[first::_WAITING]:
            do(item)

    with ThreadPoolExecutor(_WAITING) as waiting:
        for _ in waiting.map(do_some, range(_WAITING)):
            pass


def _sync_named(name_and_file: tuple[Path, Path]) -> None:
    with _said_plainly(name_and_file[0]):
        _sync(name_and_file[1], os.O_RDWR)


def _sync_named_folder(folder: Path) -> None:
    with _said_plainly(folder):
        _sync_folder(folder)


def _temporary(path: Path) -> Path:
    """Give the name under which `path` is written, and remove what lies there."""
    temporary = path.with_name(f".{path.name}{TEMPORARY_SUFFIX}")
    temporary.unlink(missing_ok=True)
    return temporary


def _despite_readers(do: Callable[[], object]) -> None:
    """Do something to a file, once more where Windows says that it is being read.

    There, a file that somebody reads can be neither replaced nor removed, and readers
    of the store read for an instant.
    """
    for pause in _PAUSES:
        try:
            do()
            return
        except PermissionError:
            time.sleep(pause)
    do()


def _write_and_name(path: Path, data: bytes) -> None:
    temporary = _temporary(path)
    try:
        _write_new(temporary, data)
        _sync(temporary, os.O_RDWR)
        _despite_readers(partial(temporary.replace, path))
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS | _BINARY | _CLOSE_ON_EXEC
    descriptor = os.open(path, flags, FILE_MODE)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, FILE_MODE)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _sync(path: Path, flags: int) -> None:
    """Force what `path` holds to disk."""
    descriptor = os.open(path, flags | _NO_LINKS | _CLOSE_ON_EXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_file(source: Path, target: Path) -> None:
    """Give the file `source` the name `target` in one step."""
    with _said_plainly(target):
        _despite_readers(partial(source.replace, target))
        _sync_folder(target.parent)


def remove_file(path: Path) -> None:
    """Remove `path` if it is there."""
    with _said_plainly(path):
        _despite_readers(partial(path.unlink, missing_ok=True))
        _sync_folder(path.parent)


def remove_empty_folders(root: Path, folder: Path) -> None:
    """Remove `folder` and those above it, up to `root`, as far as they are empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        with _said_plainly(folder):
            folder.rmdir()
        folder = folder.parent


def read_file(path: Path) -> bytes:
    """Read a file of the store, never through a symbolic link.

    Raises:
        FileNotFoundError: it is not there (any more).
        StoreError: it cannot be read.
    """
    refuse_link(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as problem:
        raise _unreadable(path, problem) from problem


def _unreadable(path: Path, problem: OSError) -> StoreError:
    return StoreError(
        f"cannot read «{path.name}» in the store ({problem.strerror})",
        hint="see who may read the folder: brukerplan doctor",
        slug="store-unreadable",
    )


def _sync_folder(folder: Path) -> None:
    """Force a folder's names to disk, where the system can (Windows cannot)."""
    if not _FOLDERS_ARE_FILES:
        return
    _sync(folder, os.O_RDONLY)


@contextlib.contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    """Turn a fault of the file system into a `StoreError` that says what to do."""
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise StoreError(
                f"no room on the disk for «{path.name}»: nothing was changed",
                hint="make room and run the same command again",
                slug="store-disk-full",
            ) from problem
        raise StoreError(
            f"cannot write «{path.name}» in the store ({problem.strerror})",
            hint="see who may write to the folder: brukerplan doctor",
            slug="store-not-writable",
        ) from problem
