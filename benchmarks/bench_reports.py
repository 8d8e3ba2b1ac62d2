"""Every report of the nation as HTML and PDF, beside WeasyPrint on the same pages."""

import multiprocessing
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Self

from brukerplan import disclosure
from brukerplan.definitions import load_definitions
from brukerplan.geography.places import counties
from brukerplan.pipeline.publishing import report_batch
from brukerplan.reporting.html import render_html
from brukerplan.reporting.pdf import render_pdf
from brukerplan.reporting.rendering import Renderer
from brukerplan.reporting.view_model import Look
from brukerplan.store import Store
from brukerplan.tables import Release

YEAR = 2024
SAMPLE = ("1103", "4601", "11")
LIMIT_SECONDS, LIMIT_GB = 120.0, 1.5
EVERY_SECONDS = 0.25
MADE_UP = Path(__file__).parents[1] / "tests" / "unit" / "reporting"
"""Where the tests' generator of releases lies."""


def run() -> list[dict[str, Any]]:
    """Measure the nation, a quarter of it, and a sample beside WeasyPrint."""
    release = national_release()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        files = disclosure.release_files(release)
        Store(store).put_release(YEAR, files, made_at="2025-02-03T00:00:00+00:00")
        quarter, _, _ = measured(store, Path(folder) / "quarter", some_of(4))
        whole, number, memory = measured(
            store, Path(folder) / "whole", report_batch.LEVELS
        )
    return [
        measurement(
            f"{number} reports, HTML and PDF, two processes",
            whole,
            LIMIT_SECONDS,
            "limit",
            "s",
            f"{whole / number:.2f} s a report",
        ),
        measurement(
            "the municipalities of four counties, the same",
            quarter,
            None,
            "",
            "s",
            "for comparison: cost grows with the number of reports",
        ),
        measurement(
            "memory of both processes and the main one",
            memory,
            LIMIT_GB,
            "limit",
            "GB",
            f"{len(release.rows):,} figures in the release",
        ),
        beside_weasyprint(release),
    ]


def national_release() -> Release:
    """Give a made-up release of all places, two survey years."""
    sys.path.append(str(MADE_UP))
    from made_up_release import made_up_release  # type: ignore[import-not-found]

    every = tuple(counties(YEAR)["county_code"])
    release: Release = made_up_release(years=(YEAR,), county_codes=every)
    return release


def some_of(number: int) -> tuple[str, ...]:
    """Give the codes of the municipalities of some counties."""
    from brukerplan.geography.places import municipalities

    rows = municipalities(YEAR)
    some = sorted(set(rows["county_code"]))[:number]
    return tuple(rows.loc[rows["county_code"].isin(some), "municipality_code"])


def measured(
    store: Path, output: Path, what: tuple[str, ...]
) -> tuple[float, int, float]:
    """Give seconds, reports and memory of a process of its own that makes reports.

    This process has drawn the release, which takes memory that no user spends.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context) as pool:
        return pool.submit(_measured_here, store, output, what).result()


def _measured_here(
    store: Path, output: Path, what: tuple[str, ...]
) -> tuple[float, int, float]:
    with Watch() as watch:
        taken, number = seconds(store, output, what)
    return taken, number, watch.gigabytes()


class Watch:
    """Looks now and then at how much memory this process and its workers have had.

    The system's own account (`getrusage`) would count what a parent had before.
    """

    def __init__(self) -> None:
        self._most: dict[int, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_until_over, daemon=True)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def gigabytes(self) -> float:
        """Give the most that each process has had, added up."""
        return sum(self._most.values()) / 1024**2

    def _look_until_over(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            workers = multiprocessing.active_children()
            for pid in (os.getpid(), *(w.pid for w in workers if w.pid)):
                self._most[pid] = max(self._most.get(pid, 0), most_kilobytes(pid))


def most_kilobytes(pid: int) -> int:
    """Give the most memory that a living process has had; 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) if lines else 0


def seconds(store: Path, output: Path, what: tuple[str, ...]) -> tuple[float, int]:
    """Give how long it takes to make reports, and how many they are."""
    is_levels = what == report_batch.LEVELS
    wanted = report_batch.Wanted(
        YEAR, regions=() if is_levels else what, everything=is_levels
    )
    order = report_batch.Order(
        YEAR, ("html", "pdf"), as_of=date(2025, 2, 3), has_summary=False
    )
    start = time.perf_counter()
    made = report_batch.make_reports(store, wanted, order, output=output)
    taken = time.perf_counter() - start
    assert not made.failures, made.failures
    return taken, len(made.files) // 2


def beside_weasyprint(release: Release) -> dict[str, Any]:
    """Measure the PDF of a few reports by Typst, and of their HTML by WeasyPrint."""
    order = report_batch.Order(YEAR, as_of=date(2025, 2, 3))
    renderer = Renderer(release, load_definitions(), order)
    made = [renderer.report(renderer.material(code, "nb")) for code in SAMPLE]
    start = time.perf_counter()
    for report in made:
        render_pdf(report, look=Look())
    ours = (time.perf_counter() - start) / len(made)
    return measurement(
        "one PDF, of a sample of three reports",
        ours,
        weasyprint_seconds([render_html(report, look=Look()) for report in made]),
        "WeasyPrint, the same content",
        "s",
        "tagged, PDF/UA-1; WeasyPrint: pdf/ua-1 from the HTML",
    )


def weasyprint_seconds(pages: list[str]) -> float | None:
    """Give WeasyPrint's time a page file; None where it is not installed."""
    try:
        from weasyprint import HTML  # type: ignore[import-not-found]
    except ImportError:
        return None
    start = time.perf_counter()
    for page in pages:
        HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return (time.perf_counter() - start) / len(pages)


def measurement(
    name: str, ours: float, peer: float | None, peer_name: str, unit: str, note: str
) -> dict[str, Any]:
    """Give a row of the benchmarks' table."""
    return {
        "name": name,
        "ours": ours,
        "peer": peer,
        "peer_name": peer_name,
        "unit": unit,
        "note": note,
    }
