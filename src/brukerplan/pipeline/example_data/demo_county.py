"""The whole road on made-up data: exports, import, compute, reports."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from brukerplan.errors import ReportError, StoreError
from brukerplan.pipeline.example_data import example_exports
from brukerplan.pipeline.importing import survey_import
from brukerplan.pipeline.publishing import report_batch
from brukerplan.pipeline.releasing import new_release

COUNTY = "11"
YEARS = (2023, 2024)
TAKES_NO_PART = {2024: ("1144", "1151")}
"""Two small municipalities stay away in the last year, so that coverage shows."""

ABOUT = "about.txt"
ABOUT_TEXT = """\
Everybody in this folder is made up: `brukerplan demo` wrote it, and writes it anew.

exports   what municipalities would send
store     what was imported, and the releases made from it
reports   what would be published
"""


@dataclass(frozen=True)
class StageDone:
    """A stage that is done: what it did, in words, and how many seconds it took."""

    name: str
    outcome: str
    seconds: float


@dataclass(frozen=True)
class DemoFolders:
    """Where the demo puts things."""

    root: Path

    @property
    def exports(self) -> Path:
        """Give the folder of made-up exports."""
        return self.root / "exports"

    @property
    def store(self) -> Path:
        """Give the store."""
        return self.root / "store"

    @property
    def reports(self) -> Path:
        """Give the folder of reports."""
        return self.root / "reports"


def run_demo(folder: Path, *, now: datetime) -> Iterator[StageDone]:
    """Run every stage in `folder`, and tell of each when it is done.

    `now` is the moment that the store writes down, and the date on the reports. A
    folder that the demo made before is used again.

    Raises:
        StoreError: the folder holds something that the demo did not make.
        ReportError: a report could not be made.
    """
    folders = DemoFolders(folder)
    made_at = now.isoformat(timespec="seconds")
    _claim(folder)
    yield _timed("example", partial(_make_exports, folders))
    yield _timed("import", partial(_import, folders, made_at))
    for year in YEARS:
        yield _timed(f"compute {year}", partial(_compute, folders, year, made_at))
    yield _timed("report", partial(_report, folders, now.date()))


def _claim(folder: Path) -> None:
    about = folder / ABOUT
    if folder.exists() and any(folder.iterdir()) and not about.exists():
        raise StoreError(
            f"«{folder}» holds something that the demo did not make",
            hint="name another folder: brukerplan demo DIR",
            slug="demo-folder-in-use",
        )
    folder.mkdir(parents=True, exist_ok=True)
    about.write_text(ABOUT_TEXT, encoding="utf-8")


def _timed(name: str, stage: Callable[[], str]) -> StageDone:
    start = time.perf_counter()
    outcome = stage()
    return StageDone(name, outcome, time.perf_counter() - start)


def _make_exports(folders: DemoFolders) -> str:
    codes = {year: example_exports.codes_of([COUNTY], year=year) for year in YEARS}
    present = {
        year: [code for code in codes[year] if code not in TAKES_NO_PART.get(year, ())]
        for year in YEARS
    }
    made = example_exports.write_examples(
        folders.exports, codes_by_year=present, replace=True
    )
    return f"{len(made.files)} made-up exports, {made.rows} rows"


def _import(folders: DemoFolders, made_at: str) -> str:
    files = sorted(str(path) for path in folders.exports.iterdir())
    done = survey_import.import_files(
        files, folders.store, imported_at=made_at, replace_data=True
    )
    assert done.is_allowed, "made-up exports have no errors"
    return f"{len(done.results)} files, {done.rows_kept} rows stored"


def _compute(folders: DemoFolders, year: int, made_at: str) -> str:
    return new_release.compute_release(folders.store, year, made_at=made_at).text()


def _report(folders: DemoFolders, as_of: date) -> str:
    """Make the reports of the last year, the county's first, and their index page."""
    order = report_batch.Order(
        year=YEARS[-1], formats=("html", "pdf"), languages=("nb",), as_of=as_of
    )
    wanted = report_batch.Wanted(YEARS[-1], regions=(COUNTY,), levels=("municipality",))
    made = report_batch.make_reports(
        folders.store, wanted, order, output=folders.reports
    )
    if made.failures:
        code, problem = made.failures[0]
        raise ReportError(
            f"{len(made.failures)} reports could not be made; {code}: {problem}",
            hint="see what is amiss: brukerplan doctor",
        )
    report_batch.write_indexes(folders.store, wanted, order, output=folders.reports)
    return f"{len(made.files)} files, HTML and PDF, and the page that lists them"


def first_to_open(folder: Path) -> Path:
    """Give the page to look at first: the one that lists the reports."""
    return DemoFolders(folder).reports / "index-nb.html"
