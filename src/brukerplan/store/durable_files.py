"""Files that appear whole or not at all, and that only their owner may read."""

import contextlib
import errno
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

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

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def sha256_of(data: bytes) -> str:
    """Give the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def path_inside(root: Path, relative: str) -> Path:
    """Give the path of `relative` (with `/`) in `root`, refusing any way out of it.

    Raises:
        StoreError: `relative` is absolute or has `..`, or a part of it is a symlink.
    """
    parts = [part for part in relative.split("/") if part not in ("", ".")]
    if relative.startswith("/") or ".." in parts or "\\" in relative or ":" in relative:
        raise StoreError(
            "a path leads out of the store",
            hint="do not edit the store by hand; check it: brukerplan store check",
            slug="store-path-refused",
        )
    path = root
    for part in ("", *parts):
        path = path / part
        _refuse_link(path)
    return path


def _refuse_link(path: Path) -> None:
    """Raise a `StoreError` if `path` is a symbolic link, or may not be looked at."""
    try:
        is_link = stat.S_ISLNK(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return
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
        _make_missing(folder)
    return folder


def _make_missing(folder: Path) -> None:
    """Make `folder` and those above it, as far as they are missing."""
    if folder.exists() or folder == folder.parent:
        return
    _make_missing(folder.parent)
    folder.mkdir(FOLDER_MODE)
    folder.chmod(FOLDER_MODE)
    _sync_folder(folder.parent)


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader or a crash sees all of it or nothing.

    The bytes go to a temporary name in the same folder, are forced to disk, and take
    the name in one step. Whatever the umask, only the owner may read the file.

    Raises:
        StoreError: no room, no permission, or another fault of the file system.
    """
    temporary = path.with_name(f".{path.name}{TEMPORARY_SUFFIX}")
    with _said_plainly(path):
        temporary.unlink(missing_ok=True)
        try:
            _write_new(temporary, data)
            _rename(temporary, path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(path.parent)


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, and force it to disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS | _BINARY | _CLOSE_ON_EXEC
    descriptor = os.open(path, flags, FILE_MODE)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, FILE_MODE)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rename(source: Path, target: Path) -> None:
    """Give the file `source` the name `target` in one step, whatever is there."""
    _despite_readers(partial(os.replace, source, target))


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


def _sync_folder(folder: Path) -> None:
    """Force a folder's names to disk, where the system can (Windows cannot)."""
    if not _FOLDERS_ARE_FILES:
        return
    descriptor = os.open(folder, os.O_RDONLY | _NO_LINKS | _CLOSE_ON_EXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_file(source: Path, target: Path) -> None:
    """Give the file `source` the name `target` in one step."""
    with _said_plainly(target):
        _rename(source, target)
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
    _refuse_link(path)
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


@contextlib.contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    """Turn a fault of the file system into a `StoreError` that says what to do."""
    try:
        yield
    except OSError as problem:
        name = path.name
        if problem.errno in _FULL:
            raise StoreError(
                f"no room on the disk for «{name}»: nothing was changed",
                hint="make room and run the same command again",
                slug="store-disk-full",
            ) from problem
        raise StoreError(
            f"cannot write «{name}» in the store ({problem.strerror})",
            hint="see who may write to the folder: brukerplan doctor",
            slug="store-not-writable",
        ) from problem
