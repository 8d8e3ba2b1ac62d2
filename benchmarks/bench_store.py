"""A nation's surveys into the store and out of it: one year, and ten.

The peer writes and reads the same rows with pandas as one Parquet file a year, without
checksums, without forcing anything to disk, and without a manifest.
Each measurement runs in a process of its own, so that its memory is its own.
"""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PEER = "pandas, unsafe"
AT = "2025-01-01T00:00:00+01:00"


def run() -> list[dict[str, Any]]:
    """Give the measurements; see `benchmarks.__main__`."""
    with tempfile.TemporaryDirectory() as folder:
        one, ten = Path(folder) / "one", Path(folder) / "ten"
        rows = []
        for years, place in ((1, one), (10, ten)):
            ours, peer = place / "ours", place / "peer"
            size = f"{years} national year{'s' if years > 1 else ''}"
            rows += [
                compared(f"write {size}", (write, ours), (write_plainly, peer), years),
                compared(f"read {size}", (read, ours), (read_plainly, peer), years),
                compared(f"check every file of {size}", (check, ours), None, years),
                compared(f"fingerprint of {size}", (fingerprint, ours), None, years),
            ]
    return rows


Work = tuple[Callable[..., None], Path]


def compared(name: str, ours: Work, peer: Work | None, years: int) -> dict[str, Any]:
    """Measure one piece of work beside the peer's."""
    seconds, megabytes = apart(*ours, years)
    other = apart(*peer, years)[0] if peer else None
    return {
        "name": name,
        "ours": round(seconds, 2),
        "peer": None if other is None else round(other, 2),
        "peer_name": PEER if peer else "",
        "unit": "s",
        "note": f"{megabytes:.0f} MB of memory",
    }


def apart(work: Callable[..., None], place: Path, years: int) -> tuple[float, float]:
    """Do `work` in a new process; give its seconds and its greatest memory in MB."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_timed, (work, place, years))


def _timed(work: Callable[..., None], place: Path, years: int) -> tuple[float, float]:
    content = nation() if work in (write, write_plainly) else None
    begun = time.perf_counter()
    work(place, years, content)
    seconds = time.perf_counter() - begun
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def nation() -> Any:
    """Give a made-up survey of all municipalities in one year."""
    import pandas as pd

    from brukerplan.pipeline.example_data.example_exports import codes_of, places_of
    from brukerplan.synthetic.made_up_people import draw_people
    from brukerplan.tables import (
        COUNT_DTYPES,
        PARTICIPATION_DTYPES,
        PERSON_DTYPES,
        Survey,
        empty_frame,
        typed,
    )

    people = draw_people(places_of(2024, codes_of(["0"], year=2024)), year=2024, seed=1)
    persons = people.reindex(columns=list(PERSON_DTYPES))
    persons["survey_year"] = 2024
    persons["source_line"] = range(2, len(persons) + 2)
    codes = sorted(persons["municipality_code"].unique())
    took_part = pd.DataFrame({"municipality_code": codes}).assign(
        survey_year=2024,
        data_kind="persons",
        inclusion_rule="",
        units="",
        mapping_date="",
        rows_set_aside=0,
    )
    return Survey(
        typed(persons, PERSON_DTYPES),
        empty_frame(COUNT_DTYPES),
        typed(took_part, PARTICIPATION_DTYPES),
    )


def in_year(survey: Any, year: int) -> Any:
    """Give the survey as if it were of another year."""
    from dataclasses import replace

    return replace(
        survey,
        persons=survey.persons.assign(survey_year=year).astype(
            {"survey_year": "int16"}
        ),
        participation=survey.participation.assign(survey_year=year),
    )


def write(place: Path, years: int, survey: Any) -> None:
    """Import the nation once a year."""
    from brukerplan.store import Store
    from brukerplan.tables import Source

    for year in range(2024 - years + 1, 2025):
        source = Source(f"{year}.csv", f"{year:064d}", "csv")
        Store(place).import_survey(
            in_year(survey, year), source=source, schema_id="made-up", imported_at=AT
        )


def write_plainly(place: Path, years: int, survey: Any) -> None:
    """Write the same rows as pandas does, one file a year."""
    for year in range(2024 - years + 1, 2025):
        folder = place / f"year={year}"
        folder.mkdir(parents=True)
        persons = in_year(survey, year).persons
        persons.to_parquet(folder / "persons.parquet", index=False)


def read(place: Path, years: int, _: Any) -> None:
    """Load all years as one survey, every checksum verified."""
    from brukerplan.store import Store

    store = Store(place)
    assert store.load(store.years()).persons["survey_year"].nunique() == years


def read_plainly(place: Path, years: int, _: Any) -> None:
    """Read the same rows as pandas does."""
    import pandas as pd

    files = sorted(place.rglob("*.parquet"))
    df = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    assert df["survey_year"].nunique() == years


def check(place: Path, _years: int, _: Any) -> None:
    """Hold every file against its checksum and its columns."""
    from brukerplan.store import Store, health

    assert health.check(Store(place)) == []


def fingerprint(place: Path, years: int, _: Any) -> None:
    """See whether anything has changed, as an idle batch run does."""
    from brukerplan.store import Store

    store = Store(place)
    for year in range(2024 - years + 1, 2025):
        store.fingerprint(year)
