"""Checks finished reports against the release that was attacked.

A report may show only what the release gives. So each report is made once more from
the release: if the file is the same to the byte, or an HTML page shows no number that
the new one does not show in the same place, nothing has found its way into it. Which
number it is that differs is never told.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from brukerplan.definitions import load_definitions
from brukerplan.disclosure.attack import numbers_shown
from brukerplan.errors import DisclosureError
from brukerplan.pipeline.publishing.report_batch import index_page
from brukerplan.reporting.rendering import Order, Renderer, marked
from brukerplan.tables import Release

NAME = re.compile(r"brukerplan-(\d{4})-(\d+)-(nb|nn|en)(-summary)?\.(html|pdf|xlsx)")
INDEX = re.compile(r"index-(nb|nn|en)\.html")
LINK = re.compile(rf'href="(?:\./)?{NAME.pattern}"')
DATE = re.compile(r'<time datetime="(\d{4}-\d\d-\d\d)"')
PAGE = ".html"
MOST_NAMED = 20


@dataclass(frozen=True)
class Finished:
    """What the check of finished reports showed.

    `checked` files were found to show only what the release gives; `unlike` are those
    that do not, with where in the file; `unknown` are reports of another year.
    """

    checked: tuple[str, ...]
    unlike: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


def is_report(path: Path) -> bool:
    """Say whether a file is named as a report, or as the page that lists some."""
    return bool(NAME.fullmatch(path.name) or INDEX.fullmatch(path.name))


def check_reports(release: Release, folder: Path, order: Order) -> Finished:
    """Check every report under `folder`; `order` has the owner's look and templates.

    Pages that list reports are checked too: each as one of the places that it links.
    The date that reports carry is read from the page; where there is none, that of
    `order` is taken. PDF files and spreadsheets must be the same to the byte.
    """
    files = [path for path in sorted(folder.rglob("*")) if is_report(path)]
    ours = [path for path in files if _of(path)[0] == order.year]
    checked, unlike = [], []
    for group in _together(ours):
        make = _index_anew if INDEX.fullmatch(group[0].name) else _made_anew
        made = make(release, group, order)
        for path in group:
            where = _differences(path, made.get(path.name, b""))
            unlike += [(path.name, place) for place in where]
            checked += [] if where else [path.name]
    others = tuple(path.name for path in files if path not in ours)
    return Finished(tuple(checked), tuple(unlike), others)


def summary(finished: Finished) -> Mapping[str, Any]:
    """Give the outcome as plain values, for JSON."""
    return {
        "reports_checked": list(finished.checked),
        "reports_unlike": [{"file": f, "where": w} for f, w in finished.unlike],
        "reports_unknown": list(finished.unknown),
    }


def sentence(finished: Finished) -> str:
    """Say how many reports show only what the release gives."""
    text = (
        f"Checked {len(finished.checked)} reports: "
        "they show only what the release gives."
    )
    if finished.unknown:
        text += f" Not checked, of another year: {', '.join(finished.unknown)}."
    return text


def require_alike(finished: Finished) -> None:
    """Refuse reports that show what the release does not give.

    Raises:
        DisclosureError: naming the files and the places in them, never a number.
    """
    if not finished.unlike:
        return
    named = "".join(
        f"\n  {name}: {where}" for name, where in finished.unlike[:MOST_NAMED]
    )
    more = len(finished.unlike) - MOST_NAMED
    raise DisclosureError(
        f"finished reports show what the release does not give:{named}"
        + (f"\n  and {more} more" if more > 0 else ""),
        hint="do not publish; make the reports again with brukerplan report",
        slug="report-unlike-release",
    )


def _of(path: Path) -> tuple[int, str, str]:
    """Give the year, the place and the language that a report's name tells.

    A page that lists reports is of the year that these are of, and of no one place.
    """
    if index := INDEX.fullmatch(path.name):
        years = [int(link[1]) for link in _links(path)]
        return max(years, default=0), "", index[1]
    match = NAME.fullmatch(path.name)
    assert match is not None, "only reports are asked for"
    return int(match[1]), match[2], match[3]


def _links(path: Path) -> list[re.Match[str]]:
    """Give the links to reports on a page that lists them."""
    return list(LINK.finditer(path.read_text(encoding="utf-8", errors="replace")))


def _together(files: list[Path]) -> Iterator[list[Path]]:
    """Give the reports of a place in one language and folder together."""
    groups: dict[tuple[object, ...], list[Path]] = {}
    for path in files:
        groups.setdefault((path.parent, *_of(path)), []).append(path)
    yield from groups.values()


def _made_anew(
    release: Release, group: list[Path], order: Order
) -> Mapping[str, bytes]:
    """Make the reports of one place once more, as they were ordered."""
    _, code, language = _of(group[0])
    order = replace(
        order,
        formats=tuple(sorted({path.suffix.removeprefix(".") for path in group})),
        languages=(language,),
        as_of=_date(group) or order.as_of,
    )
    renderer = Renderer(release, load_definitions(), marked(order, release))
    return dict(renderer.files(code))


def _index_anew(
    release: Release, group: list[Path], order: Order
) -> Mapping[str, bytes]:
    """Make a page that lists reports once more, of the places that it links."""
    path = group[0]
    codes = list(dict.fromkeys(link[2] for link in _links(path)))
    order = marked(order, release)
    page = index_page(release, codes, order, path.parent, _of(path)[2])
    return {path.name: page}


def _date(group: list[Path]) -> date | None:
    """Give the date that a page of a place carries."""
    for path in group:
        if path.suffix == PAGE and (
            found := DATE.search(path.read_text(encoding="utf-8", errors="replace"))
        ):
            return date.fromisoformat(found[1])
    return None


def _differences(path: Path, anew: bytes) -> list[str]:
    """Say where a file shows a number that the one made anew does not show there."""
    content = path.read_bytes()
    if content == anew:
        return []
    if path.suffix != PAGE:
        return ["not the file that this release gives"]
    shown = numbers_shown(content.decode("utf-8", errors="replace"))
    allowed = numbers_shown(anew.decode("utf-8"))
    return [
        where
        for where, numbers in shown.items()
        if numbers - allowed.get(where, type(numbers)())
    ]
