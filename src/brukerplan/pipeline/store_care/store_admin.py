"""Looks after the store: its health, its history, taking data back."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from brukerplan.errors import StoreError
from brukerplan.store import Store, erasure, health
from brukerplan.store.access_log import Access, accesses
from brukerplan.store.erasure import Taken
from brukerplan.store.health import Fault


def existing(root: Path) -> Store:
    """Give the store in `root`.

    Raises:
        StoreError: there is none.
    """
    if not root.is_dir():
        raise StoreError(
            f"there is no store in «{root.name}»",
            hint="give its folder with --store, or import something first",
            slug="store-missing",
        )
    return Store(root)


def check_store(root: Path) -> list[Fault]:
    """Give what is wrong with the store in `root`."""
    return health.check(existing(root))


def repair_store(root: Path, *, at: str, by: str, wait: float) -> list[Fault]:
    """Mend the store in `root`, and give what was wrong."""
    store = existing(root)
    with store.lock(wait):
        return health.repair(store, at=at, by=by)


def undo_import(root: Path, *, at: str, by: str, wait: float) -> Taken:
    """Take back the last import into the store in `root`."""
    store = existing(root)
    with store.lock(wait):
        return erasure.undo(store, at=at, by=by)


def forget(
    root: Path, *, municipality: str, year: int, at: str, by: str, wait: float
) -> Taken:
    """Erase one municipality's data of one year from the store in `root`."""
    store = existing(root)
    with store.lock(wait):
        return erasure.forget(store, municipality=municipality, year=year, at=at, by=by)


def history(root: Path) -> list[dict[str, Any]]:
    """Give what was done with the store in `root`, oldest first."""
    return [dict(event) for event in existing(root).manifest().history]


def history_lines(events: list[dict[str, Any]]) -> Iterator[str]:
    """Give each event as a line: number, time, user, what, and of what."""
    for event in events:
        parts = [f"{event['number']:>4}", event.get("at", ""), event.get("by", "")]
        parts += [event["action"], _subject(event)]
        yield "  ".join(part for part in parts if part)


def _subject(event: dict[str, Any]) -> str:
    names = [source["name"] for source in event.get("sources", ())]
    names += event.get("files", ())
    years = ", ".join(str(year) for year in event.get("years", ()))
    codes = _shortened(event.get("municipalities", []))
    rows = f"{event['rows']} rows" if "rows" in event else ""
    of_files = f"from {_shortened(names)}" if names else ""
    return " · ".join(part for part in (years, codes, rows, of_files) if part)


def _shortened(names: list[str]) -> str:
    more = f" and {len(names) - 4} more" if len(names) > 5 else ""
    return ", ".join(names[: 4 if more else 5]) + more


def proof_lines(taken: Taken) -> Iterator[str]:
    """Say what was erased, how that was proved, and what lies elsewhere."""
    codes, years = ", ".join(taken.municipalities), ", ".join(map(str, taken.years))
    yield f"Erased {taken.rows} rows of {codes} in {years}."
    yield (
        f"Files removed: {len(taken.checksums)}; made anew without these rows: "
        f"{taken.made_anew}. Searched the {taken.files_searched} files that are left, "
        "and found none of them there."
    )
    if taken.lost:
        yield (
            f"A file was damaged; with it went the rows of {', '.join(taken.lost)}. "
            f"Import again: {', '.join(f'«{name}»' for name in taken.lost_sources)}"
        )
    yield "Not in the store, and so not erased: backups, and " + ", ".join(
        f"«{name}»" for name in taken.sources
    )


def as_json(taken: Taken) -> dict[str, Any]:
    """Give what was taken out of the store as plain values."""
    return asdict(taken)


def access_lines(root: Path) -> list[Access]:
    """Give who looked at what that is not for the public, oldest first."""
    return accesses(existing(root))
