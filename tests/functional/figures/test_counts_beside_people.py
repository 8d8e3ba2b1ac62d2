"""A county where some municipalities have told of persons, and others have counted."""

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from brukerplan.cli import app

pytestmark = pytest.mark.slow

PERSONS = ("1101", "1106", "1108")
COUNTS = ("1121", "1149")


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.output


def test_their_county_gets_a_release(tmp_path: Path) -> None:
    """Ages of those counted are not known: the bands and they make up all."""
    store = ["--store", str(tmp_path / "store")]
    for codes, layout in (
        (PERSONS, "brukerplan-2023"),
        (COUNTS, "brukerplan-counts-2021"),
    ):
        folder = tmp_path / layout
        places = [word for code in codes for word in ("-m", code)]
        run("example", str(folder), "-y", "2024", *places, "--layout", layout)
        run("import", *map(str, sorted(folder.iterdir())), *store)
    run("compute", "--year", "2024", *store)
    rows = pd.read_parquet(tmp_path / "store" / "releases" / "2024" / "release.parquet")
    county = rows[
        rows["region_code"].eq("11")
        & rows["indicator_id"].eq("recipients_per_1000")
        & rows["problem_group"].eq("all")
        & rows["sex"].eq("total")
    ].set_index("age_band")
    assert county.loc["total", "status"] == "shown"
    assert county.loc["25-34", "status"] == "shown"
