"""The whole road: each stage's time and memory, for a county and for ten times the data.

Each stage runs in a process of its own, on the store that the stage before it left.
Computing and hiding are one command; here they are timed apart. Ten times the data are
ten times the people in the same municipalities, and the whole nation.
"""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench_import import most_memory_mb

YEAR = 2024
AT = "2025-01-01T00:00:00+01:00"


@dataclass(frozen=True)
class Size:
    """What is sent down the road: a region, how many times its people, which reports."""

    name: str
    region: str
    times: int = 1
    levels: tuple[str, ...] = ("municipality", "county")


SIZES = (
    Size("county", "11"),
    Size("county, ten times the people", "11", times=10),
    Size("nation", "0", levels=("county", "nation")),
)


def run() -> list[dict[str, Any]]:
    """Give the measurements; see `benchmarks.__main__`."""
    rows: list[dict[str, Any]] = []
    first: dict[str, float] = {}
    for size in SIZES:
        for stage, seconds, note in road(size):
            times = seconds / first.setdefault(stage, seconds)
            grown = "" if size is SIZES[0] else f"{times:.1f} times the county's; "
            rows.append(
                {
                    "name": f"{stage}: {size.name}",
                    "ours": round(seconds, 2),
                    "peer": None,
                    "peer_name": "",
                    "unit": "s",
                    "note": grown + note,
                }
            )
    return rows


def road(size: Size) -> Iterator[tuple[str, float, str]]:
    """Go the road for one size, and give each stage's name, seconds, and a note."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = apart(write_exports, folder, size)[0]["people"]
        for stage in (take_in, compute, report):
            counts, seconds, megabytes = apart(stage, folder, size)
            parts = counts.pop("seconds", {stage.__name__.replace("_", " "): seconds})
            told = ", ".join(f"{number:,} {what}" for what, number in counts.items())
            for what, part in parts.items():
                note = f"{people:,} people, {told}; {megabytes:,.0f} MB of memory"
                yield what, part, note


def apart(stage: Any, folder: Path, size: Size) -> tuple[dict[str, Any], float, float]:
    """Run a stage in a new process; give its counts, seconds and memory in MB."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawned) as pool:
        return pool.submit(_timed, stage, folder, size).result()


def _timed(stage: Any, folder: Path, size: Size) -> tuple[dict[str, Any], float, float]:
    begun = time.perf_counter()
    counts = stage(folder, size)
    seconds = time.perf_counter() - begun
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return counts, seconds, max(most_memory_mb(), workers)


def write_exports(folder: Path, size: Size) -> dict[str, Any]:
    """Write the made-up exports."""
    from brukerplan.pipeline.example_data import example_exports

    places_of = example_exports.places_of

    def larger(year: int, codes: Any) -> Any:
        places = places_of(year, codes)
        return places.assign(adults=places["adults"] * size.times)

    example_exports.places_of = larger
    codes = example_exports.codes_of([size.region], year=YEAR)
    written = example_exports.write_examples(
        folder / "exports", codes_by_year={YEAR: codes}
    )
    return {"people": written.rows}


def take_in(folder: Path, _size: Size) -> dict[str, Any]:
    """Check and import all files as one import."""
    from brukerplan.pipeline.importing.survey_import import import_files

    files = [str(path) for path in sorted((folder / "exports").iterdir())]
    done = import_files(files, folder / "store", imported_at=AT, set_aside=True)
    assert done.results, "the findings allow the import"
    return {"files": len(files)}


def compute(folder: Path, _size: Size) -> dict[str, Any]:
    """Compute, hide and attack, each timed."""
    from brukerplan import disclosure
    from brukerplan.pipeline.releasing import new_release, release_audit

    taken: dict[str, float] = {}
    timed(disclosure, "suppress", taken)
    timed(release_audit, "require_safe", taken)
    begun = time.perf_counter()
    made = new_release.compute_release(folder / "store", YEAR)
    rest = time.perf_counter() - begun - sum(taken.values())
    split = {
        "compute": rest,
        "suppress": taken["suppress"],
        "attack": taken["require_safe"],
    }
    return {"figures": len(made.release.rows), "seconds": split}


def timed(module: Any, name: str, taken: dict[str, float]) -> None:
    """Let a function note in `taken` how many seconds it takes."""
    original = getattr(module, name)

    def noted(*arguments: Any, **options: Any) -> Any:
        begun = time.perf_counter()
        result = original(*arguments, **options)
        taken[name] = time.perf_counter() - begun
        return result

    setattr(module, name, noted)


def report(folder: Path, size: Size) -> dict[str, Any]:
    """Make HTML and PDF: a county with its municipalities; the nation and its counties."""
    from brukerplan.pipeline.publishing import report_batch

    made = report_batch.make_reports(
        folder / "store",
        report_batch.Wanted(YEAR, levels=size.levels),
        report_batch.Order(year=YEAR, formats=("html", "pdf")),
        output=folder / "reports",
    )
    assert not made.failures, made.failures
    return {"files": len(made.files)}
