"""`brukerplan participation`: coverage, and what a file says of those who took part."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from brukerplan.cli import app
from brukerplan.store import Store


def run(*arguments: str | Path):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store with 1144 Kvitsøy and 1151 Utsira in 2024."""
    folder = tmp_path_factory.mktemp("participation")
    made = run("example", folder / "x", "-m", "1144", "-m", "1151", "-y", "2024", "-q")
    assert made.exit_code == 0, made.stderr
    files = sorted((folder / "x").glob("*.csv"))
    done = run("import", *files, "--store", folder / "store", "-q")
    assert done.exit_code == 0, done.stdout
    return folder / "store"


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:

    return Path(shutil.copytree(filled, tmp_path / "store"))


def write(path: Path, *rows: str) -> Path:
    heading = "år;kommunenummer;data_kind;inklusjonsregel;enheter;kartleggingsdato"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def shown(store: Path) -> dict[str, dict[str, object]]:
    done = run("participation", "show", "-y", "2024", "--store", store, "--json")
    rows = json.loads(done.stdout)["participation"]
    return {row["municipality_code"]: row for row in rows}


def test_show_prints_coverage_by_municipalities_and_adults(store: Path) -> None:
    done = run("participation", "show", "--year", "2024", "--store", store)
    assert done.exit_code == 0
    # 435 + 176 adults of 386,766
    assert "county 11: 2 of 23 municipalities, 0.2 % of adults" in done.stdout
    assert "nation 0: 2 of 357 municipalities, 0.0 % of adults" in done.stdout


def test_file_tells_rule_units_and_date(store: Path, tmp_path: Path) -> None:
    before = shown(store)["1151"]
    file = write(tmp_path / "p.csv", "2024;1144;;16+/now;Rus + NAV;2024-12-02")
    done = run("participation", "import", file, "--store", store)
    assert done.exit_code == 0
    assert "Recorded participation of 1 municipalities" in done.stderr
    after = shown(store)
    assert after["1144"]["inclusion_rule"] == "16+/now"
    assert after["1144"]["units"] == "Rus;NAV"
    assert after["1144"]["mapping_date"] == "2024-12-02"
    assert after["1151"] == before
    loaded = Store(store).load([2024]).participation.set_index("municipality_code")
    assert loaded.loc["1144", "inclusion_rule"] == "16+/now"


def test_what_is_left_empty_stays(store: Path, tmp_path: Path) -> None:
    units = shown(store)["1144"]["units"]
    assert units
    file = write(tmp_path / "p.csv", "2024;1144;;;;2024-12-02")
    run("participation", "import", file, "--store", store)
    assert shown(store)["1144"]["units"] == units


def test_municipality_that_registered_nobody_takes_part(
    store: Path, tmp_path: Path
) -> None:
    file = write(tmp_path / "p.csv", "2024;1145;nobody;18+/12-months;;")
    done = run("participation", "import", file, "--store", store, "--json")
    assert json.loads(done.stdout)["added"] == 1
    survey = Store(store).load([2024])
    assert set(survey.participation["municipality_code"]) == {"1144", "1145", "1151"}
    assert "1145" not in set(survey.persons["municipality_code"])
    done = run("participation", "show", "--year", "2024", "--store", store)
    assert "county 11: 3 of 23 municipalities" in done.stdout
    assert run("store", "check", "--store", store).exit_code == 0


def test_municipality_without_data_is_refused(store: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "p.csv", "2024;1144;;;;2024-12-02", "2024;1145;;;;")
    done = run("participation", "import", file, "--store", store)
    assert done.exit_code == 12
    assert "1145 in 2024" in done.stderr
    assert shown(store)["1144"]["mapping_date"] == ""


def test_errors_exit_11_and_change_nothing(store: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "p.csv", "2024;1144;;15+;;2024-12-02")
    done = run("participation", "import", file, "--store", store)
    assert done.exit_code == 11
    assert "p.csv:2: feil:" in done.stdout
    assert "[participation-rule-unknown]" in done.stdout
    assert shown(store)["1144"]["mapping_date"] == ""


def test_dry_run_changes_nothing(store: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "p.csv", "2024;1144;;16+/now;;")
    done = run("participation", "import", file, "--store", store, "--dry-run")
    assert "Would record" in done.stderr
    assert shown(store)["1144"]["inclusion_rule"] == ""


def test_what_is_written_can_be_filled_in_and_imported(
    store: Path, tmp_path: Path
) -> None:
    before, file = shown(store), tmp_path / "p.csv"
    run("participation", "show", "-y", "2024", "-o", file, "--store", store)
    done = run("participation", "import", file, "--store", store)
    assert done.exit_code == 0, done.stdout
    assert shown(store) == before


def test_year_without_data_exits_12(store: Path) -> None:
    done = run("participation", "show", "--year", "2023", "--store", store)
    assert done.exit_code == 12
