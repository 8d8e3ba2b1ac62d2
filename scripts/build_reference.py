"""Rebuild `data/reference` from tables of facts: `build_reference.py FACTS_FOLDER`.

The facts are tables as Statistics Norway publishes them (municipalities, counties,
changes, population 1 January, KOSTRA groups and centrality) and the hexagon layout.
They are checked and written in the project's own form: codes are text, rows sorted,
one population file a year. `benchmarks.csv`, `series_breaks.csv` and
`municipality_split_parts.csv` are kept by hand and are left as they are. See `data/reference/README.md`.
"""

import argparse
import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "data" / "reference"
STATISTICS_NORWAY = {
    "title": "Kilde: Statistisk sentralbyrå",
    "path": "https://www.ssb.no/",
}
CC_BY_4 = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
MIT = {"name": "MIT", "title": "MIT License", "path": "https://spdx.org/licenses/MIT"}
BANDS = ["0-15", "16-17", "18-24", "25-34", "35-44", "45-54", "55-66", "67-79", "80+"]


@dataclass(frozen=True)
class Table:
    """What a table holds, who made it, and on what terms it may be used."""

    name: str
    description: str
    source: dict[str, str] = field(default_factory=lambda: STATISTICS_NORWAY)
    licence: dict[str, str] = field(default_factory=lambda: CC_BY_4)


NAMED_SOURCES = {"title": "The document named in each row"}
TABLES = (
    Table(
        "municipalities",
        "Municipalities since 2013: a row a code and official name (KLASS 131). "
        "valid_to is exclusive; empty: still valid.",
    ),
    Table("counties", "Counties since 2013 (KLASS 104). valid_to is exclusive."),
    Table(
        "municipality_changes",
        "Changes between municipalities since 2013 (KLASS 131), each with its kind.",
    ),
    Table(
        "municipality_split_parts",
        "Where the earlier municipalities went that a divided one had been put "
        "together from. Follows from the names and areas in KLASS 131.",
    ),
    Table(
        "municipality_groups",
        "KOSTRA group 2020 (KLASS 112) and centrality class 2020 (KLASS 128) of the "
        "municipalities of 2024. Class 1 is the most central, 6 the least.",
    ),
    Table(
        "population",
        "Population 1 January by municipality of the same year, sex and age band, "
        "a file a year (statistics bank table 07459). Empty: not known.",
    ),
    Table(
        "hex_layout_2024",
        "A column and a row for each municipality of 2024 on a map of hexagons; "
        "odd rows are shifted by half a cell. Made for this project.",
        {"title": "The brukerplan project"},
        MIT,
    ),
    Table(
        "benchmarks",
        "Figures published from BrukerPlan, each with year, population and source.",
        NAMED_SOURCES,
        MIT,
    ),
    Table(
        "series_breaks",
        "Regimes of the yearly mapping: who is counted changed between them.",
        NAMED_SOURCES,
        MIT,
    ),
)


def read(path: Path) -> list[dict[str, str]]:
    """Give the rows of a comma-separated UTF-8 file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows sorted, comma-separated, UTF-8, with LF."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(sorted(rows))


def copy(source: Path, name: str, columns: dict[str, str]) -> None:
    """Write the columns that `columns` names (theirs -> ours) under our names."""
    rows = [[row[theirs] for theirs in columns] for row in read(source)]
    write(TARGET / f"{name}.csv", list(columns.values()), rows)


def same(*names: str) -> dict[str, str]:
    """Name columns that are called the same in both places."""
    return {name: name for name in names}


def copy_population(source: Path) -> None:
    """Write one file a year, and refuse rows whose age bands do not add up."""
    columns = ("municipality_code", "sex", *BANDS, "all_ages")
    by_year: dict[str, list[list[str]]] = {}
    for row in read(source):
        bands = [row[band] for band in BANDS]
        if all(bands) and sum(map(int, bands)) != int(row["all_ages"]):
            raise SystemExit(f"{row['year']} {row['municipality_code']}: bands differ")
        by_year.setdefault(row["year"], []).append([row[name] for name in columns])
    (TARGET / "population").mkdir(exist_ok=True)
    for year, rows in by_year.items():
        write(TARGET / "population" / f"{year}.csv", columns, rows)


def sha256_of(paths: Iterable[Path]) -> str:
    """Give the SHA-256 of files joined in the order given."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def resource(table: Table) -> dict[str, Any]:
    """Describe one table: files, hash of them all, columns, source and licence."""
    single = TARGET / f"{table.name}.csv"
    folder = TARGET / table.name
    paths = [single] if single.exists() else sorted(folder.glob("*.csv"))
    with paths[0].open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    return {
        "name": table.name.replace("_", "-"),
        "description": table.description,
        "path": [path.relative_to(TARGET).as_posix() for path in paths],
        "format": "csv",
        "encoding": "utf-8",
        "hash": f"sha256:{sha256_of(paths)}",
        "schema": {"fields": [{"name": column} for column in columns]},
        "sources": [table.source],
        "licenses": [table.licence],
    }


def build(facts: Path) -> None:
    """Write every table and then the description of them all."""
    copy(
        facts / "municipalities.csv",
        "municipalities",
        {
            "code": "municipality_code",
            "name": "municipality_name",
            **same("short_name", "county_code", "valid_from", "valid_to"),
        },
    )
    copy(
        facts / "counties.csv",
        "counties",
        {
            "code": "county_code",
            "name": "county_name",
            **same("official_name", "valid_from", "valid_to"),
        },
    )
    copy(
        facts / "municipality_changes.csv",
        "municipality_changes",
        same("change_date", "old_code", "old_name", "new_code", "new_name", "kind"),
    )
    copy(
        facts / "kostra_centrality_2024.csv",
        "municipality_groups",
        same("municipality_code", "kostra_group", "centrality_class"),
    )
    copy(
        facts / "hex_layout_2024.csv",
        "hex_layout_2024",
        {"code": "municipality_code", "col": "column", "row": "row"},
    )
    copy_population(facts / "population_1_january.csv")
    describe()


def describe() -> None:
    """Write `datapackage.json` (Frictionless Data Package) beside the tables."""
    package = {
        "name": "brukerplan-reference",
        "title": "Reference data of brukerplan",
        "resources": [resource(table) for table in TABLES],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (TARGET / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("facts", type=Path, help="folder with the tables of facts")
    build(parser.parse_args().facts)
