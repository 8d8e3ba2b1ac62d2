"""Files that appear whole or not at all, and that only their owner may read.

What is done once for each of some hundred files takes paths as plain text: to make
`Path`s of them would take longer than to write them.
"""

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
    return Path(checked_inside(os.fspath(root), relative, set()))


def checked_inside(root: str, relative: str, seen: set[str]) -> str:
    """Give what `path_inside` gives, where many paths are asked for at a time.

    `seen` are the parts that were found to be no links, so that a folder is looked at
    once and not again for each of its files.

    Raises:
        StoreError: as for `path_inside`.
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
        path = os.path.join(path, part) if part else path
        if path not in seen:
            refuse_link(path)
            seen.add(path)
    return path


def refuse_link(path: str) -> None:
    """Raise a `StoreError` if `path` is a symbolic link, or may not be looked at."""
    try:
        is_link = stat.S_ISLNK(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as problem:
        raise _unreadable(Path(path), problem) from problem
    if is_link:
        raise StoreError(
            f"«{os.path.basename(path)}» in the store is a symbolic link",
            hint="give the store's real folder, and keep links out of it",
            slug="store-path-refused",
        )


def make_folder(root: Path, relative: str = "") -> Path:
    """Make the folder `relative` in `root`, each part of it closed to others.

    Raises:
        StoreError: it cannot be made, or leads out of `root`.
    """
    folder = path_inside(root, relative)
    with said_plainly(folder):
        for above in make_missing(os.fspath(folder)):
            sync_folder(above)
    return folder


def make_missing(folder: str) -> list[str]:
    """Make `folder` and those above it, as far as they are missing.

    Gives the folders that got a new one.
    """
    above = os.path.dirname(folder) or os.curdir
    if os.path.exists(folder) or above == folder:
        return []
    changed = make_missing(above)
    os.mkdir(folder, FOLDER_MODE)
    os.chmod(folder, FOLDER_MODE)
    return [*changed, above]


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader or a crash sees all of it or nothing.

    The bytes go to a temporary name in the same folder, are forced to disk, and take
    the name in one step. Whatever the umask, only the owner may read the file.

    Raises:
        StoreError: no room, no permission, or another fault of the file system.
    """
    with said_plainly(path):
        _write_and_name(os.fspath(path), data)
        sync_folder(path.parent)


def write_beside(path: str, data: bytes) -> str:
    """Write `data` under a temporary name in the folder of `path`, and give that name.

    It is not forced to disk yet.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}{TEMPORARY_SUFFIX}")
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    try:
        _write_new(temporary, data)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


def _write_new(path: str, data: bytes) -> None:
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


def _write_and_name(path: str, data: bytes) -> None:
    temporary = write_beside(path, data)
    try:
        sync_file(temporary)
        rename(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def rename(source: str | Path, target: str | Path) -> None:
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


def sync_file(path: str | Path) -> None:
    """Force what the file `path` holds to disk."""
    _sync(path, os.O_RDWR)


def sync_folder(folder: str | Path) -> None:
    """Force a folder's names to disk, where the system can (Windows cannot)."""
    if _FOLDERS_ARE_FILES:
        _sync(folder, os.O_RDONLY)


def _sync(path: str | Path, flags: int) -> None:
    descriptor = os.open(path, flags | _NO_LINKS | _CLOSE_ON_EXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_file(source: Path, target: Path) -> None:
    """Give the file `source` the name `target` in one step."""
    with said_plainly(target):
        rename(source, target)
        sync_folder(target.parent)


def remove_file(path: Path) -> None:
    """Remove `path` if it is there."""
    with said_plainly(path):
        _despite_readers(partial(path.unlink, missing_ok=True))
        sync_folder(path.parent)


def remove_empty_folders(root: Path, folder: Path) -> None:
    """Remove `folder` and those above it, up to `root`, as far as they are empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        with said_plainly(folder):
            folder.rmdir()
        folder = folder.parent


def read_file(path: Path) -> bytes:
    """Read a file of the store, never through a symbolic link.

    Raises:
        FileNotFoundError: it is not there (any more).
        StoreError: it cannot be read.
    """
    refuse_link(os.fspath(path))
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
def said_plainly(path: str | Path) -> Iterator[None]:
    """Turn a fault of the file system into a `StoreError` that says what to do."""
    try:
        yield
    except OSError as problem:
        name = os.path.basename(path)
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
