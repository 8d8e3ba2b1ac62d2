"""Disclosure control of a nation of colours, with the attack included.

The table has the form that public tools were compared on: the nation, its counties and
357 municipalities by total, green, yellow and red. `python -m benchmarks.bench_disclosure
FILE…` measures given tables (CSV with `region_level, region_code, category, count`, the
municipalities of a county below it); without a file, a made-up nation with a fixed seed.
A table of the size of the published one has what was published of others beside it.
With `--nation`, every figure of a made-up nation is hidden and attacked, which takes
under a minute; `make bench` does so in the part on the road.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import bench_road
from brukerplan.definitions import load_definitions, set_relations
from brukerplan.disclosure import DisclosurePolicy, suppress
from brukerplan.disclosure.attack import Assumptions, audit, published_figures
from brukerplan.tables import (
    INDICATOR_DTYPES,
    LEVELS,
    SUBSTANCE_GROUPS,
    IndicatorTable,
    Release,
    typed,
)

SEED = 2024
COUNTIES = 15
MUNICIPALITIES = 357
PUBLISHED = {
    "FHI's algorithm": (633, 0),
    "GaussSuppression (Statistics Norway)": (527, 26),
}
"""What others hid of the published nation of 1,492 cells, 438 of them small: cells
hidden, and small cells that could still be confined to 2 or less."""

AS_OTHERS: dict[str, Any] = {
    "zeros_shown": False,
    "complement": False,
    "smallest_denominator": 0,
    "audience": "internal",
}
"""The rules under which the public tools were compared: 0 to 4 counts as small, and
nothing but the cells themselves is protected."""


def run() -> list[dict[str, Any]]:
    """Measure the made-up nation under each rule."""
    return [row for rules in all_rules() for row in measure(made_nation(), rules)]


def all_rules() -> list[dict[str, Any]]:
    """Give the rules to measure: as others with two widths, and the default policy."""
    return [{**AS_OTHERS, "protection_width": width} for width in (3, 4)] + [{}]


def measure(cells: pd.DataFrame, rules: dict[str, Any]) -> list[dict[str, Any]]:
    """Protect and attack one table; give cells hidden and seconds taken."""
    table, policy = table_of(cells), DisclosurePolicy(**rules)
    sets = set_relations(load_definitions())
    start = time.perf_counter()
    made = suppress(table, policy, sets=sets, provenance={})
    release = made.release
    half = time.perf_counter()
    rules_known = Assumptions.from_policy(policy.to_mapping())
    found = audit(
        [published_figures(release.rows)],
        load_definitions(),
        rules_known,
        possible=made.possible,
    )
    seconds = time.perf_counter() - start
    small = cells["count"].between(0 if rules else 1, policy.smallest_count - 1)
    name = f"protection width {policy.protection_width}" if rules else "default policy"
    note = (
        f"{len(cells)} cells, {int(small.sum())} small; attack: "
        f"{len(found.exposed)} give way; possible values this far apart: "
        + ", ".join(f"{width}: {n}" for width, n in found.widths.items() if n)
        + f" ({policy.protection_width} means that or more)"
    )
    return [
        {
            "name": f"cells hidden, {name}",
            "ours": hidden_cells(release),
            "peer": None,
            "peer_name": "",
            "unit": "cells",
            "note": note,
        },
        {
            "name": f"suppress and attack, {name}",
            "ours": round(seconds, 2),
            "peer": None,
            "peer_name": "limit 2 s",
            "unit": "s",
            "note": f"of this, to suppress: {half - start:.2f} s",
        },
    ]


def hidden_cells(release: Release) -> int:
    """Count the cells whose number the release does not show anywhere."""
    rows = release.rows
    return int(rows["numerator"].isna().sum())


def made_nation() -> pd.DataFrame:
    """Make a nation: many small municipalities, few large ones, three colours."""
    rng = np.random.default_rng(SEED)
    county = np.sort(rng.integers(0, COUNTIES, MUNICIPALITIES))
    people = np.round(rng.lognormal(3.4, 1.3, MUNICIPALITIES)).astype("int64")
    shares = rng.dirichlet((10, 6, 4), MUNICIPALITIES)
    colours = np.array(
        [rng.multinomial(n, p) for n, p in zip(people, shares, strict=True)]
    )
    parts = []
    for number in range(COUNTIES):
        own = colours[county == number]
        parts += _region("county", f"{number + 10}", own.sum(axis=0))
        for i, counts in enumerate(own):
            parts += _region("municipality", f"{number + 10}{i + 1:02}", counts)
    nation = _region("nation", "0", colours.sum(axis=0))
    columns = ["region_level", "region_code", "category", "count"]
    return pd.DataFrame([*nation, *parts], columns=columns)


def _region(level: str, code: str, counts: np.ndarray) -> list[tuple]:
    names = ("green", "yellow", "red")
    cells = [(level, code, name, int(n)) for name, n in zip(names, counts, strict=True)]
    return [(level, code, "total", int(counts.sum())), *cells]


def table_of(cells: pd.DataFrame) -> IndicatorTable:
    """Give the cells as figures.

    The total stands as the number of recipients of the group `substance`, the colours
    as its three parts: figures by themselves, with no base, that add up to the total.
    """
    groups = dict(
        zip(("total", *LEVELS), ("substance", *SUBSTANCE_GROUPS), strict=True)
    )
    df = cells.assign(
        survey_year=2024,
        region_name=cells["region_code"],
        indicator_id="recipients",
        problem_group=cells["category"].map(groups),
        category="total",
        sex="total",
        age_band="total",
        numerator=cells["count"],
        denominator=pd.NA,
        unit="count",
        interval="",
        status="shown",
        numerator_set="all",
        denominator_set="",
    )
    level, code = cells["region_level"], cells["region_code"]
    county = code.where(level == "county").ffill()
    part = pd.DataFrame({"part_level": level, "part_code": code, "whole_code": county})
    part["whole_level"] = "county"
    part.loc[level == "county", ["whole_level", "whole_code"]] = ["nation", "0"]
    part = part[level != "nation"].drop_duplicates().assign(survey_year=2024)
    columns = ["survey_year", "part_level", "part_code", "whole_level", "whole_code"]
    return IndicatorTable(typed(df, INDICATOR_DTYPES), part[columns])


def measure_all_figures() -> None:
    """Hide and attack every figure of a made-up nation, and print how long it takes."""
    nation = bench_road.SIZES[-1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stage in (bench_road.write_exports, bench_road.take_in):
            bench_road.apart(stage, folder, nation)
        counts, _, megabytes = bench_road.apart(bench_road.compute, folder, nation)
    seconds = counts["seconds"]
    print(
        f"all {counts['figures']:,} figures of a made-up nation: hidden in "
        f"{seconds['suppress']:.0f} s, attacked in {seconds['attack']:.0f} s; "
        f"{megabytes:,.0f} MB of memory"
    )


def print_published(cells: pd.DataFrame) -> None:
    """Print what was published of others, if this is the table that they had."""
    if (len(cells), int((cells["count"] < 5).sum())) == (1492, 438):
        for name, (hidden, narrow) in PUBLISHED.items():
            print(f"  {name}: {hidden} cells; {narrow} small ones within 2 or less")


def main(files: list[str]) -> None:
    """Measure the files given, or the made-up nation."""
    if "--nation" in files:
        measure_all_figures()
        return
    for file in files or [None]:
        cells = read_cells(Path(file)) if file else made_nation()
        print(file or f"made-up nation, seed {SEED}")
        print_published(cells)
        for rules in all_rules():
            for row in measure(cells, rules):
                print(f"  {row['name']}: {row['ours']} {row['unit']}. {row['note']}")


def read_cells(path: Path) -> pd.DataFrame:
    """Read a table of cells; codes are text."""
    return pd.read_csv(path, dtype={"region_code": "str"})


if __name__ == "__main__":
    main(sys.argv[1:])
