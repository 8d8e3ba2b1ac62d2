"""Two releases that tell the same people on different borders, read side by side."""

import json
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from brukerplan.cli import app

pytestmark = pytest.mark.slow

OLD = ("1504", "1523", "1529", "1546", "1534", "1511", "1520", "1517", "1548", "1551")
NEW = ("1508", "1580", "1511", "1520", "1517", "1579")
IN_NEW = {"1508": OLD[:4], "1579": OLD[8:]}


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store with 2019 on the borders of 2019, and 2024 on those of 2024."""
    folder = tmp_path_factory.mktemp("borders")
    for year, places in (("2019", OLD), ("2024", NEW)):
        words = [w for code in places for w in ("--municipality", code)]
        made = run("example", str(folder / year), "--year", year, *words)
        assert made.exit_code == 0, made.output
        files = map(str, sorted((folder / year).iterdir()))
        done = run("import", *files, "--store", str(folder / "store"))
        assert done.exit_code == 0, done.output
    return folder / "store"


@pytest.fixture(scope="module")
def store(imported: Path) -> Path:
    """Give the same with the releases of 2019 and then 2024."""
    root = imported.with_name("both")
    copytree(imported, root)
    for year in ("2019", "2024"):
        done = run("compute", "--year", year, "--store", str(root))
        assert done.exit_code == 0, done.output
    return root


def attack(store: Path, beside: Path) -> dict:
    release = str(store / "releases" / "2024")
    done = run("audit", release, "--beside", str(beside), "--json")
    return json.loads(done.stdout)


def test_nothing_hidden_in_one_release_is_given_away_by_both(store: Path) -> None:
    assert attack(store, store / "releases" / "2019")["passed"]


def test_who_does_not_know_of_the_older_release_gives_it_away(
    imported: Path, store: Path
) -> None:
    alone = imported.with_name("alone")
    copytree(imported, alone)
    done = run("compute", "--year", "2024", "--store", str(alone))
    assert done.exit_code == 0, done.output
    assert not attack(alone, store / "releases" / "2019")["passed"]


def test_no_sum_is_shown_beside_all_its_parts_but_one(store: Path) -> None:
    keys = ["indicator_id", "problem_group", "sex", "age_band", "category"]
    old, new = (
        pd.read_parquet(store / "releases" / year / "release.parquet")
        for year in ("2019", "2024")
    )
    whole = {part: code for code, parts in IN_NEW.items() for part in parts}
    parts = old[old["region_code"].isin(list(whole))]
    parts = parts.assign(region_code=parts["region_code"].map(whole))
    hidden = (
        parts["numerator"].isna().groupby([parts[k] for k in ["region_code", *keys]])
    )
    told = new[(new["survey_year"] == 2019) & (new["status"] == "shown")]
    beside = told.merge(
        hidden.sum().reset_index(name="hidden"), on=["region_code", *keys]
    )
    assert len(beside)
    assert not (beside["hidden"] == 1).any()


def test_a_release_made_again_shows_what_it_showed(store: Path) -> None:
    folder = store / "releases" / "2024" / "release.parquet"
    before = folder.read_bytes()
    done = run("compute", "--year", "2024", "--store", str(store))
    assert done.exit_code == 0, done.output
    assert folder.read_bytes() == before


def told(store: Path, *words: str) -> list[dict]:
    done = run(
        "trend", "-i", "recipients_per_1000", *words, "--store", str(store), "--json"
    )
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["rows"]


def by_year(rows: list[dict]) -> dict[int, str]:
    return {row["survey_year"]: row["status"] for row in rows}


def test_a_trend_follows_a_place_under_its_new_code(store: Path) -> None:
    rows = told(store, "--region", "1580")
    assert by_year(rows) == {2019: "shown", 2024: "shown"}
    on_old = told(store, "--region", "1534", "--borders", "2019")
    assert [row["numerator"] for row in on_old] == [row["numerator"] for row in rows]


def test_a_trend_on_old_borders_divides_nothing(store: Path) -> None:
    rows = told(store, "--region", "1504", "--borders", "2019")
    assert by_year(rows) == {2019: "shown", 2024: "not_estimable"}
    assert rows[1]["value"] is None
    assert rows[1]["denominator"] is None


def test_a_trend_tells_a_county_with_its_municipalities(
    store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "trend.csv"
    rows = told(store, "-r", "15", "--municipalities", "-o", str(file))
    assert {"15", "1508", "1580", "1511"} <= {row["region_code"] for row in rows}
    written = pd.read_csv(file, dtype={"region_code": "str"})
    assert len(written) == len(rows)
    assert not set(written["status"]) & {"complementary"}


def test_a_trend_marks_the_break_between_regimes(store: Path) -> None:
    done = run(
        "trend", "-i", "recipients_per_1000", "-r", "1511", "--store", str(store)
    )
    assert done.exit_code == 0, done.output
    assert "regime" in done.stdout.splitlines()[-1]


def test_a_trend_of_nothing_says_so(store: Path) -> None:
    words = ("trend", "-r", "1511", "--store", str(store))
    assert "indicator-unknown" in run(*words, "-i", "none").stderr
    assert "figure-missing" in run(*words, "-i", "homeless", "--sex", "both").stderr
    assert "release-missing" in run(*words[:3], "-i", "homeless", "--store", "x").stderr
