"""The commands that look after the store, the configuration and the installation."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from run_samples import NOW, made_place
from typer.testing import CliRunner, Result

from brukerplan.cli import app
from brukerplan.store import Store
from brukerplan.store.access_log import Access, note_access

CODES = ("1106", "1119", "1120", "1124")

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with two years in the store, and a release of the later one."""
    place = made_place(tmp_path_factory.mktemp("commands") / "first", "reports = []\n")
    place.receive(*CODES, year=2023)
    place.receive(*CODES)
    place.configure("reports = []\nyears = [2024]\n")
    outcome = place.run()
    assert outcome.exit_code == 0, outcome.document["problems"]
    return place.root


@pytest.fixture
def run(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs a command in a copy of that folder."""
    shutil.copytree(first, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    return lambda *words: CliRunner().invoke(app, list(words))


def test_a_sound_store(run: Run) -> None:
    result = run("store", "check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "The store is sound.\n"


def test_a_damaged_store_is_found_mended_and_imported_again(run: Run) -> None:
    damaged = next(Path("brukerplan-data/survey/year=2024").rglob("*.parquet"))
    damaged.write_bytes(b"x")
    found = run("store", "check")
    assert found.exit_code == 13
    assert damaged.name in found.stdout
    assert "store-damaged" in found.stderr
    mended = run("store", "repair")
    assert (mended.exit_code, damaged.name in mended.stdout) == (0, True)
    assert run("store", "check").exit_code == 0
    again = run("run", "--json")
    assert again.exit_code == 0, again.output
    assert Store(Path("brukerplan-data")).municipalities(2024) == list(CODES)


def test_history_undo_and_forget(run: Run) -> None:
    assert "import" in run("store", "history").stdout
    undone = run("store", "undo", "--json")
    assert json.loads(undone.stdout)["municipalities"] == ["1124"]
    forgotten = run("store", "forget", "-m", "1106", "-y", "2023")
    assert forgotten.exit_code == 0
    assert "found none of them there" in forgotten.stderr
    assert "«brukerplan_2023_1106.csv»" in forgotten.stderr
    events = json.loads(run("store", "history", "--json").stdout)["history"]
    assert [event["action"] for event in events][-2:] == ["undo", "forget"]
    twice = run("store", "forget", "-m", "1106", "-y", "2023")
    assert (twice.exit_code, "store-nothing-to-erase" in twice.stderr) == (13, True)


def test_an_import_that_brings_erased_data_back_says_so(run: Run) -> None:
    run("store", "forget", "-m", "1106", "-y", "2023")
    export = next(Path().rglob("brukerplan_2023_1106.csv"))
    told = run("import", str(export), "--lang", "en")
    assert told.exit_code == 0
    assert "Municipality 1106 in 2023 had been erased" in told.stderr
    assert "store forget --municipality 1106 --year 2023" in told.stderr
    again = run("import", str(export), "--json")
    assert json.loads(again.stdout)["imports"][0]["brought_back"] == []


def test_a_store_that_is_not_there_is_named(run: Run) -> None:
    for command in ("check", "repair", "history", "undo"):
        result = run("store", command, "--store", "none")
        assert (result.exit_code, "«none»" in result.stderr) == (13, True)
    assert not Path("none").exists()


def test_status_says_what_is_missing_and_what_to_do_next(run: Run) -> None:
    told = json.loads(run("status", "--json").stdout)
    years = {one["year"]: one for one in told["years"]}
    assert years[2023]["release"] == "none"
    assert years[2024]["release"] == "current"
    assert ["1103", "Stavanger"] in years[2024]["missing"]
    assert told["next"] == "brukerplan report --all --year 2024"
    assert "Next: brukerplan report --all --year 2024" in run("status").stdout


def test_status_sees_that_a_release_is_outdated(run: Run) -> None:
    run("store", "forget", "-m", "1106", "-y", "2024")
    told = json.loads(run("status", "--json").stdout)
    assert told["years"][-1]["release"] == "outdated"
    assert told["next"] == "brukerplan compute --year 2024"


def test_status_of_an_empty_store(run: Run) -> None:
    result = run("status", "--store", "none")
    assert result.exit_code == 0
    assert "The store is empty." in result.stdout


def test_config_init_writes_what_check_accepts(run: Run) -> None:
    assert run("config", "init", "new.toml").exit_code == 0
    assert run("config", "check", "new.toml").exit_code == 0
    again = run("config", "init", "new.toml")
    assert (again.exit_code, "configuration-exists" in again.stderr) == (2, True)
    assert 'inbox = "inbox"' in run("config", "init", "--print").stdout


def test_config_check_names_what_is_not_there(run: Run) -> None:
    Path("other.toml").write_text('inbox = "none"\nindicators = "own"\n')
    result = run("config", "check", "other.toml")
    assert result.exit_code == 0
    assert "inbox: there is no «none»" in result.stderr
    assert "indicators: there is no «own»" in result.stderr


def test_doctor_finds_all_well(run: Run) -> None:
    result = run("doctor", "--no-render", "--json")
    checks = {one["name"]: one for one in json.loads(result.stdout)["checks"]}
    assert result.exit_code == 0
    assert [c for c in checks.values() if c["verdict"] == "wrong"] == []
    wanted = {"program", "python", "libraries", "layouts", "population", "templates"}
    wanted |= {"fonts", "characters", "store", "permission", "room", "configuration"}
    assert checks.keys() == wanted


def test_doctor_says_what_to_type_against_what_is_wrong(run: Run) -> None:
    Path("brukerplan-data/manifest.json").chmod(0o644)
    Path("brukerplan.toml").write_text("inbx = 1\n")
    result = run("doctor", "--no-render", "--quiet")
    assert result.exit_code == 13
    assert "brukerplan store repair" in result.stdout
    assert "did you mean «inbox»" in result.stdout
    assert "ok " not in result.stdout


@pytest.mark.slow
def test_doctor_makes_a_test_render(run: Run) -> None:
    result = run("doctor", "--quiet")
    assert (result.exit_code, result.stdout) == (0, "")


def test_log_lists_who_looked_at_what(run: Run) -> None:
    store = Store(Path("brukerplan-data"))
    note_access(store, Access(NOW.isoformat(), "kari", "report", "1106 2024"))
    assert "kari  report  1106 2024" in run("log").stdout
    assert json.loads(run("log", "--json").stdout)["accesses"][0]["by"] == "kari"
    path = store.root / "access.log"
    path.write_bytes(path.read_bytes().replace(b"kari", b"ola") + b"{}\n")
    changed = run("log")
    assert (changed.exit_code, "access-log-changed" in changed.stderr) == (13, True)
