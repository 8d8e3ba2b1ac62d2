"""Makes reports: a release from the store, rendered place by place on two cores."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from brukerplan import disclosure
from brukerplan.definitions import load_definitions
from brukerplan.errors import BrukerPlanError, InputError, UsageError, bug_place
from brukerplan.geography.places import counties, municipalities
from brukerplan.geography.regions import NATION_CODE, find_region
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.reporting.batch_index import build_index
from brukerplan.reporting.branding import Owner, read_owner
from brukerplan.reporting.build import file_stem
from brukerplan.reporting.charts.boundaries import read_boundaries
from brukerplan.reporting.context import place_of
from brukerplan.reporting.html import render_index
from brukerplan.reporting.release_index import ReleaseFigures
from brukerplan.reporting.rendering import FORMATS, Order, Renderer, marked
from brukerplan.reporting.translations import Words
from brukerplan.resources import updates_folder, use_updates
from brukerplan.store import Store
from brukerplan.store.access_log import Access, note_access
from brukerplan.tables import Release

LEVELS = ("municipality", "county", "nation")
WORKERS = 2
"""Processes that render at once."""
FEW = 4
"""So few reports are made in this process: starting others takes longer."""

Progress = Callable[[int, int], None]
"""Told how many reports are done, and of how many."""


@dataclass(frozen=True)
class Wanted:
    """Which reports to make: places by code or name, whole levels, or all."""

    year: int
    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    everything: bool = False


@dataclass(frozen=True)
class Made:
    """The files that were written, and the reports that failed with the reason."""

    files: tuple[Path, ...]
    failures: tuple[tuple[str, str], ...] = ()


def make_reports(
    store_root: Path,
    wanted: Wanted,
    order: Order,
    *,
    output: Path,
    workers: int = WORKERS,
    progress: Progress = lambda done, of: None,
    at: str = "",
    by: str = "",
) -> Made:
    """Render the wanted reports into the folder `output`.

    A report that fails does not stop the others; it is in `failures`. Reports that may
    not be published are closed to other users, and noted in the store's log of access,
    with when (`at`) and by whom.

    Raises:
        UsageError: there is no release of the year, or nothing is asked for.
        InputError: there is no folder of templates where one is named.
        ReferenceDataError: a place is not known, or its name is ambiguous.
    """
    _check_templates(order.templates)
    release = load_release(store_root, wanted.year)
    codes = codes_of(wanted, release)
    order = marked(order, release)
    if order.is_internal:
        what = f"{wanted.year}: {len(codes)} places"
        note_access(Store(store_root), Access(at, by, "report", what))
    output.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    failures: list[tuple[str, str]] = []
    results = _in_turn(release, order, codes, output)
    if workers > 1 and len(codes) > FEW:
        results = _in_parallel(store_root, order, codes, output, workers)
    del release
    for done, (code, written, problem) in enumerate(results, start=1):
        files += written
        failures += [(code, problem)] if problem else []
        progress(done, len(codes))
    return Made(tuple(sorted(files)), tuple(sorted(failures)))


def _check_templates(folder: Path | None) -> None:
    if folder and not folder.is_dir():
        raise InputError(
            f"there is no folder «{folder}» with templates",
            hint=f"make one to change: brukerplan template export {folder}",
            slug="input-unreadable",
        )


def write_indexes(
    store_root: Path, wanted: Wanted, order: Order, *, output: Path
) -> tuple[Path, ...]:
    """Write `index-<language>.html`, which links the wanted reports that are there.

    Raises:
        UsageError: there is no release of the year, or nothing is asked for.
        ReportError: a template is wrong, or the file cannot be written.
    """
    release = load_release(store_root, wanted.year)
    codes = codes_of(wanted, release)
    order = marked(order, release)
    written = []
    for language in order.languages:
        page = index_page(release, codes, order, output, language)
        path = output / f"index-{language}.html"
        written.append(write_whole(path, page, mode=_mode(order)))
    return tuple(written)


def index_page(
    release: Release, codes: Sequence[str], order: Order, folder: Path, language: str
) -> bytes:
    """Give the page that links those of some places' reports that are in a folder.

    Raises:
        ReportError: a template is wrong.
    """
    files = {code: _existing(folder, order, code, language) for code in codes}
    index = build_index(
        ReleaseFigures(release),
        [place_of(code, order.year, language) for code in codes if files[code]],
        files,
        year=order.year,
        words=Words(language, load_definitions(), order.templates),
        is_internal=order.is_internal,
    )
    page = render_index(index, look=order.look, own_templates=order.templates)
    return page.encode("utf-8")


def _mode(order: Order) -> int | None:
    """Give who may read a file: its owner alone if it is internal."""
    return 0o600 if order.is_internal else None


def _existing(
    output: Path, order: Order, code: str, language: str
) -> list[tuple[str, str]]:
    """Give (format, file name) of a place's reports that are in the folder."""
    stem = file_stem(order.year, code, language)
    names = [(form, f"{stem}.{form}") for form in FORMATS]
    return [(form, name) for form, name in names if (output / name).is_file()]


def owned(order: Order, owner: Owner) -> Order:
    """Give the order with an owner's look, comments and boundaries.

    Raises:
        InputError: the boundaries cannot be read.
    """
    outlines = read_boundaries(owner.boundaries) if owner.boundaries else None
    return replace(order, look=owner.look, comments=owner.comments, boundaries=outlines)


def load_release(store_root: Path, year: int) -> Release:
    """Give the release of a year from the store, its checksums verified.

    Raises:
        UsageError: the year has not been computed.
        StoreError: the release is damaged.
    """
    store = Store(store_root)
    if not store.read_release(year):
        raise UsageError(
            f"there are no figures for {year} yet",
            hint=f"compute them first: brukerplan compute --year {year}",
            slug="year-not-computed",
        )
    return disclosure.read_release(store.release_folder(year))


def codes_of(wanted: Wanted, release: Release) -> list[str]:
    """Give the codes of the wanted places, each once, in the order asked for."""
    levels = LEVELS if wanted.everything else wanted.levels
    codes = [find_region(text, year=wanted.year).code for text in wanted.regions]
    for level in levels:
        codes += _codes_of(level, wanted.year, release)
    if not codes:
        raise UsageError(
            "no report is asked for",
            hint="name a place (--region 1103), a level (--level county) or --all",
            slug="nothing-to-report",
        )
    return list(dict.fromkeys(codes))


def _codes_of(level: str, year: int, release: Release) -> list[str]:
    """Give the places of a level: of the counties that the release has figures for."""
    if level not in LEVELS:
        raise UsageError(
            f"there is no report for «{level}»",
            hint=f"use one of {', '.join(LEVELS)}",
            slug="level-unknown",
        )
    if level == "nation":
        return [NATION_CODE]
    rows = release.rows
    here = rows["region_level"].eq("county") & rows["survey_year"].eq(year)
    reached = set(rows.loc[here, "region_code"])
    if level == "county":
        return [code for code in counties(year)["county_code"] if code in reached]
    places = municipalities(year)
    return places.loc[places["county_code"].isin(reached), "municipality_code"].tolist()


Result = tuple[str, list[Path], str]
"""A place's code, the files written for it, and the problem if there was one."""


def _in_turn(
    release: Release, order: Order, codes: Sequence[str], output: Path
) -> Iterator[Result]:
    """Render each place in this process."""
    renderer = Renderer(release, load_definitions(), order)
    yield from (_render(renderer, code, output) for code in codes)


def _in_parallel(
    store_root: Path, order: Order, codes: Sequence[str], output: Path, workers: int
) -> Iterator[Result]:
    """Render each place in one of several processes; in no given order.

    Each process reads the release itself: to send it would take as much memory again.
    """
    context = multiprocessing.get_context("spawn")
    start = (store_root, order, output, updates_folder())
    with ProcessPoolExecutor(
        workers, context, initializer=_start_worker, initargs=start
    ) as pool:
        waiting = {pool.submit(_render_in_worker, code): code for code in codes}
        for future in as_completed(waiting):
            bug = future.exception()
            yield (waiting[future], [], _bug_told(bug)) if bug else future.result()


_worker: list[tuple[Renderer, Path]] = []
"""A worker process's renderer, made once; empty in the main process."""


def _start_worker(
    store_root: Path, order: Order, output: Path, updates: Path | None
) -> None:
    use_updates(updates)
    release = load_release(store_root, order.year)
    _worker.append((Renderer(release, load_definitions(), order), output))


def _render_in_worker(code: str) -> Result:
    renderer, output = _worker[0]
    return _render(renderer, code, output)


def _render(renderer: Renderer, code: str, output: Path) -> Result:
    """Write one place's files; a failure is told, and leaves no half a file.

    A bug in the program that one place brings to light is told as a failure too: the
    other places' reports are wanted all the same.
    """
    written = []
    try:
        for name, content in renderer.files(code):
            path = output / name
            written.append(write_whole(path, content, mode=_mode(renderer.order)))
    except BrukerPlanError as problem:
        return code, written, problem.message
    except Exception as bug:  # noqa: BLE001
        return code, written, _bug_told(bug)
    return code, written, ""


def _bug_told(bug: BaseException) -> str:
    """Say where the program broke, or that a process that rendered is gone."""
    if isinstance(bug, BrokenProcessPool):
        return "the process that made it was ended from outside; is memory short?"
    return f"a bug in brukerplan ({bug_place(bug)}); please report this line"


def report_date(text: str | None, *, today: date) -> date:
    """Give the date that reports carry: the one given as ISO text, or today.

    Raises:
        UsageError: the text is no date.
    """
    if not text:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise UsageError(
            f"«{text}» is no date",
            hint="write it as 2025-02-03",
            slug="date-unreadable",
        ) from problem


__all__ = [
    "FORMATS",
    "Made",
    "Order",
    "Owner",
    "Wanted",
    "codes_of",
    "make_reports",
    "owned",
    "read_owner",
    "report_date",
    "write_indexes",
]
