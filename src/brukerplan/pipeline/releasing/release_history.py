"""The releases that readers may have: those in the store, and those they replaced.

Whoever has read a release keeps it. So a release folder holds every release of the same
year that came before it: `replaced`, the one that it took the place of, then
`replaced-2`, which that one replaced, and so on.
"""

from collections.abc import Iterator, Mapping

from brukerplan import disclosure
from brukerplan.disclosure import RELEASE_FILE
from brukerplan.store import Store
from brukerplan.tables import Release

PREVIOUS = "replaced"
"""The folder, within a release, of the release of the same year that it replaced."""

Files = Mapping[str, bytes]


def published(store: Store, draft: int | None) -> list[Release]:
    """Give the releases that a reader may have already, the replaced ones too.

    Those of the year `draft` nobody has.
    """
    folders = [
        store.release_folder(year) / part
        for year in store.release_years()
        if year != draft
        for part, _ in _parts(store.read_release(year))
    ]
    found = [disclosure.read_release(folder) for folder in folders]
    return [r for r in found if r.policy.get("audience", "public") == "public"]


def with_replaced(store: Store, year: int, files: Files) -> Files:
    """Give a release's files, and beside them those of the ones before it, each once.

    The same release again replaces nothing.
    """
    before: list[Files] = []
    for _, inside in _parts(store.read_release(year)):
        if inside not in (files, *before):
            before.append(inside)
    return {
        **files,
        **{
            f"{_name(number)}/{name}": data
            for number, inside in enumerate(before, start=1)
            for name, data in inside.items()
        },
    }


def _parts(held: Files) -> Iterator[tuple[str, Files]]:
    """Give the folder and files of the release itself, then of those it replaced."""
    part, number = "", 0
    while f"{part}{RELEASE_FILE}" in held:
        inside = {
            name.removeprefix(part): data
            for name, data in held.items()
            if name.startswith(part) and "/" not in name.removeprefix(part)
        }
        yield part, inside
        number += 1
        part = f"{_name(number)}/"


def _name(number: int) -> str:
    """Give the folder of the release that came so many before."""
    return PREVIOUS if number == 1 else f"{PREVIOUS}-{number}"
