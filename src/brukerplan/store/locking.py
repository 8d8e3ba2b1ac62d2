"""One writer at a time; the system frees the lock of a process that died."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from brukerplan.errors import StoreError
from brukerplan.store.durable_files import FILE_MODE, make_folder, path_inside

LOCK = ".lock"


def lock_of(root: Path) -> FileLock:
    """Give the lock of the store in `root`; nothing is written yet.

    It is the same one for all of a process that work on the store, so that a run may
    hold it while its steps take it again.
    """
    return FileLock(root / LOCK, mode=FILE_MODE, is_singleton=True)


@contextlib.contextmanager
def held(root: Path, lock: FileLock, wait: float) -> Iterator[None]:
    """Hold `lock`, waiting at most `wait` seconds for another writer.

    Raises:
        StoreError: somebody else still holds it, or it cannot be written.
    """
    make_folder(root)
    path_inside(root, LOCK)
    try:
        lock.acquire(timeout=wait)
    except Timeout as problem:
        raise StoreError(
            f"another run is writing to the store «{root.name}»",
            hint="try again when it is done, or wait for it with --wait SECONDS",
            slug="store-locked",
        ) from problem
    except OSError as problem:
        raise StoreError(
            f"cannot lock the store «{root.name}» ({problem.strerror})",
            hint="see who may write to the folder: brukerplan doctor",
            slug="store-not-writable",
        ) from problem
    try:
        yield
    finally:
        lock.release()
