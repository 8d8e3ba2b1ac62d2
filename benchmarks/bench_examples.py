"""How long it takes to make up the exports of a whole nation."""

import time
from typing import Any

import pandas as pd

from brukerplan.pipeline.example_data.example_exports import codes_of, places_of
from brukerplan.schema import load_schema
from brukerplan.synthetic.example_files import example_files
from brukerplan.synthetic.made_up_people import draw_people

YEAR = 2024


def run() -> list[dict[str, Any]]:
    """Measure drawing the people, and writing their files in two layouts."""
    places = places_of(YEAR, codes_of(["0"], year=YEAR))
    start = time.perf_counter()
    people = draw_people(places, year=YEAR, seed=1)
    rows = [measurement("draw a nation's people", start, f"{len(people)} people")]
    for layout in ("brukerplan-2023", "brukerplan-2019"):
        rows.append(measure_files(people, layout))
    return rows


def measure_files(people: pd.DataFrame, layout: str) -> dict[str, Any]:
    """Measure putting people into the files of one layout."""
    names = dict.fromkeys(people["municipality_code"].unique(), "Oslo")
    start = time.perf_counter()
    files = list(example_files(people, schema=load_schema(layout), names=names))
    size = sum(len(file.data) for file in files) / 1e6
    note = f"{len(files)} files, {size:.0f} MB"
    return measurement(f"put them into files, {layout}", start, note)


def measurement(name: str, start: float, note: str) -> dict[str, Any]:
    """Give a measurement that has nothing to be compared with."""
    return {
        "name": name,
        "ours": time.perf_counter() - start,
        "peer": None,
        "peer_name": "",
        "unit": "s",
        "note": note,
    }
