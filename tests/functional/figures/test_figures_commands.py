"""compute, export, compare and indicators, as an analyst meets them."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from brukerplan.cli import app

pytestmark = pytest.mark.slow

ENVIRONMENT = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120"}
PLACES = ("1103", "1106", "1108", "1144")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store with releases of 2023 and 2024; Kvitsøy took part in 2023 only."""
    folder = tmp_path_factory.mktemp("figures")
    root = folder / "store"
    for year, places in ((2023, PLACES), (2024, PLACES[:3])):
        exports = folder / str(year)
        words = [w for code in places for w in ("--municipality", code)]
        made = run("example", str(exports), "--year", str(year), *words)
        assert made.exit_code == 0, made.output
        files = map(str, sorted(exports.iterdir()))
        done = run("import", *files, "--store", str(root))
        assert done.exit_code == 0, done.output
    for year in ("2023", "2024"):
        done = run("compute", "--year", year, "--store", str(root))
        assert done.exit_code == 0, done.output
    return root


def rows_of(store: Path, year: int = 2024) -> pd.DataFrame:
    return pd.read_parquet(store / "releases" / str(year) / "release.parquet")


def test_compute_says_what_it_made_and_what_is_next(store: Path) -> None:
    done = run("compute", "-y", "2024", "--store", str(store), "--dry-run")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "from 3 municipalities" in done.stderr
    assert "Next: brukerplan report" in done.stderr


def test_compute_on_a_terminal_shows_how_far_it_has_come(store: Path) -> None:
    words = ["compute", "-y", "2024", "--store", str(store), "--dry-run"]
    shown = on_a_terminal(words)
    assert "Computing" in shown
    assert "4/4" in shown
    assert "Computing" not in on_a_terminal([*words, "--quiet"])


def on_a_terminal(words: list[str]) -> str:
    """Give what the program writes where stderr is a terminal."""
    pty = pytest.importorskip("pty", reason="Windows has no such terminals")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "brukerplan", *words]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=theirs, env=ENVIRONMENT
    ) as running:
        os.close(theirs)
        shown = b""
        with suppress(OSError):
            while part := os.read(ours, 4096):
                shown += part
    os.close(ours)
    assert running.returncode == 0
    return shown.decode("utf-8")


def test_compute_as_json_counts_figures_by_status(store: Path) -> None:
    done = run("compute", "-y", "2024", "--store", str(store), "-n", "--json")
    told = json.loads(done.stdout)
    assert told["format_version"] == 1
    assert told["municipalities"] == ["1103", "1106", "1108"]
    assert sum(told["figures_by_status"].values()) == told["figures"]


def test_computing_again_changes_no_byte(store: Path) -> None:
    path = store / "releases" / "2024" / "release.parquet"
    before = path.read_bytes()
    assert run("compute", "-y", "2024", "--store", str(store)).exit_code == 0
    assert path.read_bytes() == before


def test_a_dry_run_stores_nothing(store: Path) -> None:
    before = sorted(store.rglob("*.parquet"))
    words = ["-y", "2024", "--store", str(store), "--audience", "internal"]
    loose = ["--smallest-count", "3"]
    assert run("compute", *words, *loose, "--dry-run", "-q").exit_code == 0
    assert sorted(store.rglob("*.parquet")) == before


def test_no_count_from_1_to_4_is_in_a_release(store: Path) -> None:
    for year in (2023, 2024):
        rows = rows_of(store, year)
        public = rows["indicator_id"].isin(
            ["registering_units", "participating_municipalities"]
        )
        assert not rows.loc[~public, "numerator"].between(1, 4).any()


def test_a_municipality_that_stayed_away_is_missing_and_in_no_rate(
    store: Path,
) -> None:
    rows = rows_of(store)
    rate = rows[
        (rows["indicator_id"] == "recipients_per_1000")
        & (rows["problem_group"] == "all")
        & (rows["sex"] == "total")
        & (rows["age_band"] == "total")
        & (rows["survey_year"] == 2024)
    ].set_index("region_code")
    assert rate.loc["1144", "status"] == "missing"
    parts = [rate.loc[code, "denominator"] for code in PLACES[:3]]
    assert rate.loc["11", "denominator"] == sum(parts)


def test_earlier_years_are_told_in_the_release(store: Path) -> None:
    rows = rows_of(store)
    early = rows[rows["survey_year"] == 2023]
    assert set(early["region_code"]) >= {"1103", "1106", "1108", "11", "0"}
    own = rows_of(store, 2023).set_index(["region_code", "indicator_id", "category"])
    assert len(early) > 100
    assert len(own) > len(early)


@pytest.mark.parametrize(
    ("words", "code", "slug"),
    [
        (["compute", "-y", "2019"], 2, "year-not-imported"),
        (["compute", "-y", "2024", "--smallest-count", "2"], 2, "too-loose"),
        (["compute", "-y", "2024", "--also", "parish"], 2, "level-unknown"),
        (["compute", "-y", "2024", "--grouping", "x"], 2, "grouping-unreadable"),
        (["export", "-y", "2019"], 2, "year-not-computed"),
        (["export", "-y", "2024", "--format", "docx"], 2, "export-format-unknown"),
        (["export", "-y", "2024", "--region", "9999"], 12, "region-unknown"),
        (["compare", "2024"], 2, "no-earlier-release"),
        (["compare", "2019", "2024"], 2, "year-not-computed"),
        (["compare", "nowhere", "2024"], 10, "release-unreadable"),
    ],
)
def test_what_cannot_be_done_has_its_exit_code(
    store: Path, words: list[str], code: int, slug: str
) -> None:
    done = run(*words, "--store", str(store))
    assert done.exit_code == code, done.output
    assert slug in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("csv", "brukerplan-2024.csv"),
        ("csv-plain", "brukerplan-2024-plain.csv"),
        ("parquet", "brukerplan-2024.parquet"),
        ("xlsx", "brukerplan-2024.xlsx"),
        ("json-stat", "brukerplan-2024.json"),
    ],
)
def test_export_writes_a_file_named_by_its_year(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("export", "-y", "2024", "--format", form, "--store", str(store))
    assert done.exit_code == 0, done.output
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_export_of_one_place_has_that_place_only(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    words = ["-y", "2024", "-f", "csv-plain", "-r", "Haugesund", "-o", str(path)]
    assert run("export", *words, "--store", str(store)).exit_code == 0
    assert set(pd.read_csv(path)["region_code"]) == {1106}


def test_compare_tells_of_two_years_and_passes(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    words = ["compare", "2023", "2024", "--store", str(store)]
    done = run(*words, "--html", str(page))
    assert done.exit_code == 0, done.output
    assert "Sums that fail: 0" in done.stdout
    assert "Every sum holds" in done.stderr
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "http" not in html
    told = json.loads(run(*words, "--json").stdout)
    assert told["passes"] is True
    assert told["counts"]["vanished"] == len(told["findings"]["vanished"])


def test_compare_fails_when_a_sum_does(store: Path, tmp_path: Path) -> None:
    for year in ("2023", "2024"):
        folder = tmp_path / year
        folder.mkdir()
        for name in ("release.parquet", "provenance.json"):
            data = (store / "releases" / year / name).read_bytes()
            (folder / name).write_bytes(data)
    path = tmp_path / "2024" / "release.parquet"
    rows = pd.read_parquet(path)
    wrong = (rows["region_level"] == "county") & (rows["numerator"] > 0)
    rows.loc[wrong, "numerator"] -= 1
    rows.to_parquet(path)
    folders = [str(tmp_path / year) for year in ("2023", "2024")]
    done = run("compare", *folders, "--store", str(store), "--most", "1")
    assert done.exit_code == 11
    assert "release-sums-fail" in done.stderr


def test_a_corrected_release_is_compared_with_the_one_it_replaced(
    store: Path, tmp_path: Path
) -> None:
    other = tmp_path / "store"
    for path in store.rglob("*"):
        if path.is_file():
            target = other / path.relative_to(store)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    corrected = tmp_path / "corrected"
    made = ["--year", "2024", "--municipality", "1106", "--seed", "9"]
    assert run("example", str(corrected), *made).exit_code == 0
    files = map(str, corrected.iterdir())
    again = run("import", *files, "--replace", "--store", str(other))
    assert again.exit_code == 0, again.output
    assert run("compute", "-y", "2024", "--store", str(other), "-q").exit_code == 0
    done = run("compare", "2024", "--store", str(other), "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["old_release"] == "2024 (replaced)"
    changed = {row["region_code"] for row in told["findings"]["changed"]}
    assert changed == {"1106", "11", "0"}


def test_own_definitions_are_computed_and_exported(store: Path, tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "add-an-indicator.md"
    example = page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    own = tmp_path / "own"
    own.mkdir()
    (own / "help.toml").write_text(example, encoding="utf-8")
    assert run("indicators", "check", str(own)).exit_code == 0
    options = ["--indicators", str(own), "--store", str(store)]
    done = run("compute", "-y", "2024", *options, "-n", "--json")
    plain = run("compute", "-y", "2024", "--store", str(store), "-n", "--json")
    more = json.loads(done.stdout)["figures"] - json.loads(plain.stdout)["figures"]
    # Two values, three groups, total and two sexes, county and nation.
    assert more == 2 * 3 * 3 * 2


def test_a_wrong_definition_stops_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('theme = "services"\n[[indicator]]\nidd = 1\n')
    done = run("indicators", "check", str(tmp_path))
    assert done.exit_code == 11
    assert "own.toml:3:" in done.stderr


def test_the_rules_of_the_index_are_set_side_by_side(store: Path) -> None:
    done = run("indicators", "rules", "-y", "2024", "--store", str(store), "--json")
    rows = json.loads(done.stdout)["rules"]
    assert {"living_conditions_index", "living_conditions_index_by_count"} <= set(
        rows[0]
    )


def test_internal_figures_are_marked_and_who_took_them_is_noted(
    store: Path, tmp_path: Path
) -> None:
    other = tmp_path / "store"
    for path in store.rglob("*"):
        if path.is_file():
            target = other / path.relative_to(store)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    words = ["-y", "2024", "--store", str(other), "-q"]
    loose = ["--audience", "internal", "--smallest-count", "3"]
    assert run("compute", *words, *loose).exit_code == 0
    path = tmp_path / "internal.csv"
    assert run("export", *words, "-o", str(path)).exit_code == 0
    assert "Unntatt offentlighet" in path.read_text(encoding="utf-8-sig")
    log = (other / "access.log").read_text(encoding="utf-8")
    assert '"action": "export"' in log
    assert "2024 as csv" in log


def test_all_trends_tell_earlier_years_as_their_own_release_does(
    store: Path, tmp_path: Path
) -> None:
    other = tmp_path / "store"
    copytree(store, other)
    assert not {"daily_care"} & set(earlier_of(other)["indicator_id"])
    words = ["-y", "2024", "--store", str(other), "-q"]
    assert run("compute", *words, "--all-trends").exit_code == 0
    told = earlier_of(other)
    assert {"daily_care", "service_received"} <= set(told["indicator_id"])
    keys = ["region_level", "region_code", "indicator_id", "problem_group", "sex"]
    keys += ["age_band", "category"]
    both = told.merge(rows_of(other, 2023), on=keys, suffixes=("", "_own"))
    shown = both[(both["status"] == "shown") & (both["status_own"] == "shown")]
    shown = shown[~shown["region_level"].isin(["county", "nation"])]
    assert len(shown) > 100
    assert (shown["numerator"] == shown["numerator_own"]).all()


def earlier_of(store: Path) -> pd.DataFrame:
    """Give the rows of 2023 in the release of 2024."""
    rows = rows_of(store)
    return rows[rows["survey_year"] == 2023]
