"""Who looked at what that is not for the public: lines are added, never changed.

Each line carries a checksum of the line before it, so that a line taken out or
changed afterwards shows.
"""

import json
import os
from dataclasses import dataclass
from typing import Any

from brukerplan.errors import StoreError
from brukerplan.store.durable_files import FILE_MODE, path_inside, read_file, sha256_of
from brukerplan.store.store import Store

ACCESS_LOG = "access.log"

_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_APPEND
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True)
class Access:
    """One line of the log: when, who, what was done, and what it was about."""

    at: str
    by: str
    action: str
    what: str


def note_access(store: Store, access: Access) -> None:
    """Add a line and force it to disk.

    Raises:
        StoreError: it cannot be written; what was to be looked at must not be shown.
    """
    with store.lock(wait=30):
        path = path_inside(store.root, ACCESS_LOG)
        lines = _lines(store)
        record = {**vars(access), "previous": sha256_of(lines[-1]) if lines else ""}
        line = json.dumps(record, ensure_ascii=False).encode() + b"\n"
        try:
            descriptor = os.open(path, _FLAGS, FILE_MODE)
            try:
                os.write(descriptor, line)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as problem:
            raise StoreError(
                f"cannot write to the log of access ({problem.strerror})",
                hint="nothing is shown that cannot be logged; see: brukerplan doctor",
                slug="access-not-logged",
            ) from problem


def accesses(store: Store) -> list[Access]:
    """Give the lines of the log, oldest first.

    Raises:
        StoreError: a line was taken out or changed afterwards.
    """
    found, previous = [], ""
    for number, line in enumerate(_lines(store), start=1):
        record = _record(line)
        if record is None or record.pop("previous") != previous:
            raise StoreError(
                f"the log of access was changed at or before line {number}",
                hint="compare it with a backup",
                slug="access-log-changed",
            )
        previous = sha256_of(line)
        found.append(Access(**record))
    return found


def _lines(store: Store) -> list[bytes]:
    try:
        return read_file(path_inside(store.root, ACCESS_LOG)).splitlines()
    except FileNotFoundError:
        return []


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    fields = {"at", "by", "action", "what", "previous"}
    return record if isinstance(record, dict) and record.keys() == fields else None
