"""Taking data back: the last import undone, a municipality erased, old years erased."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from brukerplan.errors import StoreError, UsageError
from brukerplan.store import survey_files
from brukerplan.store.durable_files import sha256_of
from brukerplan.store.health import let_runs_import_again
from brukerplan.store.manifest import Entry, Key, Manifest, files_of
from brukerplan.store.store import Store


@dataclass(frozen=True)
class Taken:
    """What was taken out of the store, and the proof that it is gone.

    `municipalities`, `years` and `rows` say how much; `sources` are the names of the
    files that the data came from, which lie outside the store; `checksums` are those
    of the files that were removed; `made_anew` counts files that were made again
    without these rows, and in which none of them was found; `files_searched` counts the
    store's files among which those that were removed were looked for, in vain.
    `lost` are municipalities whose rows went along, since they lay in the same file and
    that was damaged; `lost_sources` are the exports to import again for them.
    """

    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    rows: int
    sources: tuple[str, ...]
    checksums: tuple[str, ...] = ()
    made_anew: int = 0
    files_searched: int = 0
    lost: tuple[str, ...] = ()
    lost_sources: tuple[str, ...] = ()


def undo(store: Store, *, at: str, by: str = "") -> Taken:
    """Take back the last import: what it brought goes, what it replaced comes back.

    Raises:
        StoreError: there is no import that can be taken back.
    """
    with store.lock():
        store.recover()
        held = store.manifest()
        if not held.previous:
            raise StoreError(
                "there is no import to take back",
                hint="see what was done: brukerplan store history",
                slug="store-nothing-to-undo",
            )
        gone = [held.entries[key] for key in held.previous if key in held.entries]
        entries = {k: e for k, e in held.entries.items() if k not in held.previous}
        entries |= {k: e for k, e in held.previous.items() if e is not None}
        after = replace(held, entries=entries, previous={})
        store.change(after.with_history(at=at, by=by, action="undo", **_extent(gone)))
    return _taken(gone)


def forget(
    store: Store, *, municipality: str, year: int, at: str, by: str = ""
) -> Taken:
    """Erase one municipality's data of one year, and prove that they are gone.

    The history keeps that it was done, and the checksum of the file that the data
    came from, so that a batch run does not bring them back.

    Raises:
        StoreError: the store has no such data.
    """
    with store.lock():
        store.recover()
        held = store.manifest()
        key = (year, municipality)
        if key not in held.entries and held.previous.get(key) is None:
            raise StoreError(
                f"the store has no data for municipality {municipality} in {year}",
                hint="see what it has: brukerplan status",
                slug="store-nothing-to-erase",
            )
        return _erase(store, held, [key], at=at, by=by, action="forget")


def term_in_years(retention: str) -> int:
    """Give the number of years in a term such as `5 years`.

    Raises:
        UsageError: it is not a whole number of years.
    """
    found = re.fullmatch(r"\s*(\d{1,3})\s+years?\s*", retention)
    if found is None or int(found[1]) < 1:
        raise UsageError(
            "the term for keeping data is not a number of years",
            hint='write it as in retention = "5 years"',
            slug="retention-not-understood",
        )
    return int(found[1])


def overdue(store: Store, *, term: int, as_of: date) -> list[Key]:
    """Give the years and municipalities whose person rows have been kept too long.

    A survey year's rows are too old when `term` whole years have passed after the
    end of that year.
    """
    held = store.manifest()
    kept = [key for key, entry in held.previous.items() if entry is not None]
    return sorted({key for key in [*held.entries, *kept] if key[0] + term < as_of.year})


def erase_overdue(
    store: Store, *, term: int, as_of: date, at: str, by: str = ""
) -> Taken | None:
    """Erase what has been kept longer than `term` years; the releases remain."""
    with store.lock():
        store.recover()
        keys = overdue(store, term=term, as_of=as_of)
        if not keys:
            return None
        held = store.manifest()
        return _erase(store, held, keys, at=at, by=by, action="retention")


def forgotten_sources(store: Store) -> frozenset[str]:
    """Give the checksums of the source files whose data were erased."""
    rows = [r for r in store.manifest().history if r["action"] in _ERASING]
    return frozenset(checksum for row in rows for checksum in row["sources_sha256"])


_ERASING = ("forget", "retention")


def _erase(
    store: Store,
    held: Manifest,
    keys: Collection[Key],
    *,
    at: str,
    by: str,
    action: str,
) -> Taken:
    """Remove the data of `keys`, and look for them in what is left.

    Where a file is damaged, nobody's rows can be taken from it: all go that lie in it.
    No file may be one that was removed, and no file that was made anew without them may
    have a row of theirs.
    """
    gone = [held.entries[key] for key in keys if key in held.entries]
    copies = [e for key in keys if (e := held.previous.get(key)) is not None]
    files = files_of([*gone, *copies])
    damaged = [file for file in files if survey_files.is_damaged(store.root, file)]
    others = held.without(set(keys))
    kept = others.without_files(damaged)
    lost = [e for key, e in others.entries.items() if key not in kept.entries]
    sources = sorted({entry.source["sha256"] for entry in [*gone, *copies]})
    event = {"at": at, "by": by, "action": action, "sources_sha256": sources}
    if lost:
        let_runs_import_again(store.root)
    store.change(kept.with_history(**event, lost=_places(lost), **_extent(gone)))
    made_anew = set(store.manifest().survey_files()) - set(held.survey_files())
    if any(survey_files.has_rows_of(store.root, file, set(keys)) for file in made_anew):
        raise _still_there()
    removed = {file.sha256 for file in files}
    return replace(
        _taken([*gone, *copies]),
        checksums=tuple(sorted(removed)),
        made_anew=len(made_anew),
        files_searched=_search(store, removed),
        lost=tuple(_places(lost)),
        lost_sources=tuple(sorted({str(entry.source["name"]) for entry in lost})),
    )


def _places(entries: Iterable[Entry]) -> list[str]:
    return sorted({entry.municipality_code for entry in entries})


def _search(store: Store, checksums: Collection[str]) -> int:
    """Count the store's files, none of which may have one of the checksums.

    Raises:
        StoreError: one of them is still there.
    """
    files = [path for path in store.root.rglob("*") if path.is_file()]
    if any(sha256_of(path.read_bytes()) in checksums for path in files):
        raise _still_there()
    return len(files)


def _still_there() -> StoreError:
    return StoreError(
        "data that should be gone are still in the store",
        hint="run it again; if that does not help: brukerplan store check",
        slug="store-erasure-incomplete",
    )


def _extent(entries: Iterable[Entry]) -> dict[str, Any]:
    taken = _taken(list(entries))
    return {
        "municipalities": list(taken.municipalities),
        "years": list(taken.years),
        "rows": taken.rows,
    }


def _taken(entries: Collection[Entry]) -> Taken:
    return Taken(
        municipalities=tuple(_places(entries)),
        years=tuple(sorted({entry.survey_year for entry in entries})),
        rows=sum(entry.rows for entry in entries),
        sources=tuple(sorted({str(entry.source["name"]) for entry in entries})),
    )
