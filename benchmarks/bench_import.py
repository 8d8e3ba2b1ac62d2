"""Reading and checking a national file, beside merely parsing it, and beside pandera.

The file has 60,000 made-up people and 45 columns: those of the layout `brukerplan-2023`
and 17 that are not imported, which are still looked through for personal data.
"""

import gc
import hashlib
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROWS = 60_000
MANY_ROWS = 1_000_000
COLUMNS = 45
REPEATS = 3
MONTH = "2024-12"


def run() -> list[dict[str, Any]]:
    """Give the measurements; see `benchmarks.__main__`."""
    with tempfile.TemporaryDirectory() as folder:
        file = national_file(Path(folder) / "nation_2024.csv", ROWS)
        parse = best_of(lambda: parse_with_pyarrow(file))
        ours = best_of(lambda: check(file))
        stored = best_of(lambda: store(file))
        searched = best_of(lambda: parse_and_search(file))
        written = best_of(lambda: parse_and_write(file))
        checking, storing = "read and check 60,000 rows", "read, check and store them"
        rows = [
            row(checking, ours, parse, "pyarrow, parsing only"),
            row(
                checking, ours, searched, "pyarrow, parsing and one search of each cell"
            ),
            row(storing, stored, parse, "pyarrow, parsing only"),
            row(storing, stored, written, "pyarrow, parsing and writing one file"),
        ]
        peer = pandera_seconds(file)
        if peer is not None:
            name = "pandas and pandera, the same cell and row rules"
            rows.append(row(checking, ours, peer, name))
        rows += memory_rows(file, Path(folder))
    return rows


def row(name: str, ours: float, peer: float | None, peer_name: str) -> dict[str, Any]:
    """Give a measurement of seconds."""
    size = f"{ROWS:,} rows, {COLUMNS} columns; best of {REPEATS}"
    return {
        "name": name,
        "ours": ours,
        "peer": peer,
        "peer_name": peer_name,
        "unit": "s",
        "note": size,
    }


def best_of(work: Callable[[], object]) -> float:
    """Give the shortest of a few times, in seconds of the clock."""
    times = []
    for _ in range(REPEATS):
        gc.collect()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def national_file(path: Path, rows: int) -> Path:
    """Write made-up people of every municipality, with columns that are not known."""
    from brukerplan.geography import municipalities
    from brukerplan.schema import load_schema
    from brukerplan.tables import SERVICES

    rng = np.random.default_rng(20241201)
    schema = load_schema("brukerplan-2023")
    places = municipalities(2024)
    place = np.sort(rng.integers(0, len(places), rows))
    group = rng.integers(0, 4, rows)
    columns: dict[str, np.ndarray] = {}
    services = np.array(list((schema.field("services_received") or _none()).codes))
    lists = np.array(
        [
            ", ".join(rng.choice(services, size, replace=False))
            for size in rng.integers(1, 4, 4000)
        ]
    )
    for one in schema.fields:
        codes = np.array(list(one.codes))
        if one.name == "record_id":
            values = np.arange(1, rows + 1).astype(str)
        elif one.name == "survey_year":
            values = np.full(rows, "2024")
        elif one.name == "municipality_code":
            values = places["municipality_code"].to_numpy(dtype=str)[place]
        elif one.name == "municipality_name":
            values = places["short_name"].to_numpy(dtype=str)[place]
        elif one.name == "unit":
            values = np.array(["NAV", "Rus og psykisk helse"])[rng.integers(0, 2, rows)]
        elif one.name == "birth_year":
            values = rng.integers(1935, 2007, rows).astype(str)
        elif one.name == "problem_group":
            values = codes[group]
        elif one.name == "substance_use":
            values = np.where(group == 3, codes[0], codes[rng.integers(0, 3, rows)])
        elif one.name == "mental_health":
            values = np.where(group == 0, codes[0], codes[rng.integers(0, 3, rows)])
        elif one.separator:
            values = lists[rng.integers(0, len(lists), rows)]
        elif one.name in ("has_daily_care", "has_contact"):
            values = np.full(rows, "Nei")
        elif one.name.endswith("_count"):
            values = np.full(rows, "0")
        else:
            values = codes[rng.integers(0, len(codes), rows)]
        columns[one.title] = values
    assert len(SERVICES) == len(services), "each service has one word"
    for number in range(COLUMNS - len(columns)):
        columns[f"Felt {number + 1}"] = np.array(["A", "B", ""])[
            rng.integers(0, 3, rows)
        ]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join(columns) + "\n")
        file.writelines(
            ";".join(cells) + "\n" for cells in zip(*columns.values(), strict=True)
        )
    return path


def _none() -> Any:
    raise AssertionError("the layout has the field")


PERSONAL = r"\d{6}[ -]?\d{5}|@[^ ]+\.|(?:\+47|0047) ?\d{8}|\d\d \d\d \d\d \d\d"
"""A small part of what the door looks for: numbers of identity and phone, addresses."""


def parse_and_search(file: Path) -> object:
    """Parse the file, and search each cell once, as little as the door may do."""
    import pyarrow.compute as pc

    return [
        pc.any(pc.match_substring_regex(column, PERSONAL))
        for column in parse_with_pyarrow(file).itercolumns()
    ]


def parse_and_write(file: Path) -> None:
    """Parse the file, and write all of it as Parquet, not forced to disk."""
    import pyarrow.parquet as pq

    place = Path(tempfile.mkdtemp(dir=file.parent))
    pq.write_table(parse_with_pyarrow(file), place / "all.parquet")


def parse_with_pyarrow(file: Path) -> Any:
    """Parse the file into text columns, and do nothing more."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    names = file.open(encoding="utf-8").readline().rstrip("\n").split(";")
    return arrow_csv.read_csv(
        file,
        parse_options=arrow_csv.ParseOptions(delimiter=";"),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string())
        ),
    )


def check(file: Path) -> object:
    """Read the file and check it against all rules."""
    from brukerplan.pipeline.importing.survey_import import CheckOptions, check_files

    checked = check_files([str(file)], CheckOptions(year_now=2026))
    assert checked.is_accepted, "the made-up file has no errors"
    return checked


def store(file: Path) -> object:
    """Import the file into a store of its own, beside it: 357 municipalities."""
    from brukerplan.pipeline.importing.survey_import import import_files

    place = Path(tempfile.mkdtemp(dir=file.parent))
    return import_files([str(file)], place / "store", imported_at=MONTH)


def pandera_seconds(file: Path) -> float | None:
    """Give the seconds that pandas and pandera need; None if pandera is not there."""
    try:
        import pandera.pandas  # noqa: F401
    except ImportError:
        return None
    return best_of(lambda: check_with_pandera(file))


def check_with_pandera(file: Path) -> object:
    """Do the same with pandas and pandera: types, code lists, ranges, rows, duplicates.

    Written as its documentation has it: vectorised checks, lazily, on text columns.
    """
    import pandas as pd
    import pandera.pandas as pa

    from brukerplan.geography import municipalities
    from brukerplan.schema import load_schema

    hashlib.sha256(file.read_bytes())
    schema = load_schema("brukerplan-2023")
    df = pd.read_csv(file, sep=";", dtype=str, keep_default_na=False)
    places = municipalities(2024)
    names = dict(zip(places["municipality_code"], places["short_name"], strict=True))
    columns: dict[str, pa.Column] = {}
    for one in schema.fields:
        checks = []
        if one.separator:
            known = set(one.codes)
            checks.append(
                pa.Check(
                    lambda s, known=known: s.map(
                        lambda cell: set(cell.split(", ")) <= known
                    )
                )
            )
        elif one.codes:
            allowed = [*one.codes] if one.required else [*one.codes, ""]
            checks.append(pa.Check.isin(allowed))
        elif one.type == "integer":
            low, high = one.minimum, one.maximum
            checks.append(
                pa.Check(
                    lambda s, low=low, high=high: pd.to_numeric(
                        s, errors="coerce"
                    ).between(low, high)
                )
            )
        elif one.name == "municipality_code":
            checks.append(pa.Check.isin(list(names)))
        columns[one.title] = pa.Column(str, checks)
    for name in df.columns.difference(list(columns)):
        columns[name] = pa.Column(str)
    wide = [
        pa.Check(lambda d: d["Kommune"] == d["Kommunenr"].map(names)),
        pa.Check(
            lambda d: (
                pd.to_numeric(d["Kartleggingsår"]) - pd.to_numeric(d["Fødselsår"])
            ).between(16, 105)
        ),
        pa.Check(
            lambda d: (
                ~(
                    d["Kartleggingsgruppe"].str.startswith("Psykisk")
                    & (d["Rusmiddelbruk"] == "Rød")
                )
            )
        ),
        pa.Check(
            lambda d: (
                (d["Samvær med barn"] == "Nei") == (d["Antall barn samvær"] == "0")
            )
        ),
        pa.Check(lambda d: ~d.drop(columns=["Løpenr", "Enhet"]).duplicated()),
        *(
            pa.Check(lambda d, name=name: ~d[name].str.contains(PERSONAL, regex=True))
            for name in df.columns
        ),
    ]
    model = pa.DataFrameSchema(columns, checks=wide)
    return model.validate(df, lazy=True)


def memory_rows(file: Path, folder: Path) -> list[dict[str, Any]]:
    """Give the memory that checking takes, for 60,000 rows and for a million."""
    many = national_file(folder / "million_2024.csv", MANY_ROWS)
    few_mb, few_s = in_own_process(file)
    many_mb, many_s = in_own_process(many)
    size = many.stat().st_size / 1024**2
    return [
        {
            "name": f"memory at most, {rows:,} rows",
            "ours": memory,
            "peer": None,
            "peer_name": "",
            "unit": "MB",
            "note": f"a file of {megabytes:.0f} MB, {seconds:.1f} s in all",
        }
        for rows, memory, megabytes, seconds in (
            (ROWS, few_mb, file.stat().st_size / 1024**2, few_s),
            (MANY_ROWS, many_mb, size, many_s),
        )
    ]


def in_own_process(file: Path) -> tuple[float, float]:
    """Give the most memory (MB) and the seconds that checking takes by itself."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (str(file),))


def _measured(file: str) -> tuple[float, float]:
    start = time.perf_counter()
    check(Path(file))
    return most_memory_mb(), time.perf_counter() - start


def most_memory_mb() -> float:
    """Give the most memory that this process has had at a time.

    Linux tells it in /proc; the system call would tell of the parent process too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [x for x in status.read_text().splitlines() if x.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
