"""The whole road for a county and for the nation: each stage's time and memory.

Each stage runs in a process of its own, on the store that the stage before it left.
Computing and hiding are one command; here they are timed apart.
"""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

YEAR = 2024
SIZES = {"county": ("11",), "nation": ("0",)}
LEVELS = {"county": ("municipality", "county"), "nation": ("county", "nation")}
AT = "2025-01-01T00:00:00+01:00"


def run() -> list[dict[str, Any]]:
    """Give the measurements; see `benchmarks.__main__`."""
    return [row for size in SIZES for row in road(size)]


def road(size: str) -> Iterator[dict[str, Any]]:
    """Go the road for one size, and give a row a stage."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = apart(write_exports, folder, size)[0]["people"]
        for stage in (take_in, compute, report):
            counts, seconds, megabytes = apart(stage, folder, size)
            parts = counts.pop("seconds", {stage.__name__.replace("_", " "): seconds})
            told = ", ".join(f"{number} {what}" for what, number in counts.items())
            for what, part in parts.items():
                yield {
                    "name": f"{what}: {size} of {people} people",
                    "ours": round(part, 2),
                    "peer": None,
                    "peer_name": "",
                    "unit": "s",
                    "note": f"{told}; {megabytes:.0f} MB of memory",
                }


def apart(stage: Any, folder: Path, size: str) -> tuple[dict[str, Any], float, float]:
    """Run a stage in a new process; give its counts, seconds and memory in MB."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawned) as pool:
        return pool.submit(_timed, stage, folder, size).result()


def _timed(stage: Any, folder: Path, size: str) -> tuple[dict[str, Any], float, float]:
    begun = time.perf_counter()
    counts = stage(folder, size)
    seconds = time.perf_counter() - begun
    return counts, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_exports(folder: Path, size: str) -> dict[str, Any]:
    """Write the made-up exports."""
    from brukerplan.pipeline.examples import codes_of, write_examples

    codes = codes_of(list(SIZES[size]), year=YEAR)
    written = write_examples(folder / "exports", codes_by_year={YEAR: codes})
    return {"people": written.rows}


def take_in(folder: Path, _size: str) -> dict[str, Any]:
    """Check and import all files as one import."""
    from brukerplan.pipeline.surveys import import_files

    files = [str(path) for path in sorted((folder / "exports").iterdir())]
    done = import_files(files, folder / "store", imported_at=AT, set_aside=True)
    assert done.results, "the findings allow the import"
    return {"files": len(files)}


def compute(folder: Path, _size: str) -> dict[str, Any]:
    """Compute and hide, each timed."""
    from brukerplan import disclosure
    from brukerplan.pipeline import releases

    hide, hidden_in = disclosure.suppress, [0.0]

    def timed(*arguments: Any, **options: Any) -> Any:
        begun = time.perf_counter()
        release = hide(*arguments, **options)
        hidden_in[0] = time.perf_counter() - begun
        return release

    disclosure.suppress = timed
    begun = time.perf_counter()
    made = releases.compute_release(folder / "store", YEAR)
    seconds = time.perf_counter() - begun
    split = {"compute": seconds - hidden_in[0], "suppress": hidden_in[0]}
    return {"figures": len(made.release.rows), "seconds": split}


def report(folder: Path, size: str) -> dict[str, Any]:
    """Make HTML and PDF: a county with its municipalities; the nation and its counties."""
    from brukerplan.pipeline import reports

    made = reports.make_reports(
        folder / "store",
        reports.Wanted(YEAR, levels=LEVELS[size]),
        reports.Order(year=YEAR, formats=("html", "pdf")),
        output=folder / "reports",
    )
    assert not made.failures, made.failures
    return {"files": len(made.files)}
