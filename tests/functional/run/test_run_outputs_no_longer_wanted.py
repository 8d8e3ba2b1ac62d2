"""What nobody asks for any more leaves the output folder; what is not ours stays."""

import shutil
from pathlib import Path

import pytest
from run_samples import Place, done, made_place
from typer.testing import CliRunner

from brukerplan.cli import app
from brukerplan.resources import resource_dir
from brukerplan.store import Store

pytestmark = pytest.mark.slow

SETTINGS = 'reports = ["1119", "1106"]\nlanguages = ["nb", "en"]\nexports = ["csv"]\n'
NAME = "brukerplan-2024-{}-{}.html"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = made_place(tmp_path_factory.mktemp("stale") / "first", SETTINGS)
    place.receive("1106", "1119", "1120", "1124")
    assert place.run().exit_code == 0
    return place.root


@pytest.fixture
def place(first: Path, tmp_path: Path) -> Place:
    return Place(Path(shutil.copytree(first, tmp_path / "copy")))


def test_a_report_that_is_not_asked_for_any_more_is_removed(place: Place) -> None:
    ours = place.output / NAME.format("1106", "nb")
    theirs = place.output / NAME.format("1103", "nb")
    shutil.copy(ours, theirs)
    place.configure(SETTINGS.replace(', "1106"', ""))
    outcome = place.run()
    assert ("remove", "2024 1106 nb") in done(outcome)
    assert not ours.exists()
    assert theirs.exists(), "a file that no run wrote"
    assert (place.output / NAME.format("1119", "nb")).exists()
    assert "1106" not in str(sorted(outcome.document["outputs"]))
    assert ours.name not in (place.output / "index-nb.html").read_text("utf-8")
    assert done(place.run()) == []


def test_a_language_and_a_table_that_are_not_asked_for_are_removed(
    place: Place,
) -> None:
    place.configure('reports = ["1119", "1106"]\nlanguages = ["nb"]\n')
    place.run()
    names = [path.name for path in place.output.iterdir()]
    assert not [name for name in names if "-en" in name or name.endswith(".csv")]
    assert "index-nb.html" in names


def test_a_file_that_another_hand_changed_is_left_and_named(place: Place) -> None:
    path = place.output / NAME.format("1106", "nb")
    path.write_text("noted by hand", encoding="utf-8")
    place.configure(SETTINGS.replace(', "1106"', ""))
    notes = place.run().document["notes"]
    assert [note for note in notes if path.name in note and "left" in note]
    assert path.read_text("utf-8") == "noted by hand"


def test_a_dry_run_names_what_would_be_removed(place: Place) -> None:
    before = place.files()
    place.configure(SETTINGS.replace(', "1106"', ""))
    assert ("remove", "2024 1106 en") in done(place.run(dry_run=True))
    assert place.files() == before


def test_a_year_that_is_not_named_any_more_stays_as_an_archive(place: Place) -> None:
    before = place.files()
    place.configure(SETTINGS + "years = [2025]\n")
    assert done(place.run()) == []
    assert place.files() == before


def test_a_file_that_cannot_be_removed_is_named(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a program may hold it open."""
    original = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.parent == place.output:
            raise PermissionError(13, "Permission denied")
        original(path, missing_ok=missing_ok)

    place.configure(SETTINGS.replace(', "1106"', ""))
    monkeypatch.setattr(Path, "unlink", held)
    outcome = place.run()
    assert outcome.exit_code == 15
    assert {one["slug"] for one in outcome.document["problems"]} == {
        "report-not-removed"
    }


def test_newer_tables_of_places_are_noticed(place: Place) -> None:
    """`brukerplan regions update` put tables into the store of the run."""
    table = resource_dir("data/reference") / "municipalities.csv"
    changed = table.read_bytes().replace(b"Eigersund", b"Egersund")
    assert changed != table.read_bytes()
    Store(place.store).put_files("regions", {"municipalities.csv": changed})
    config = str(place.root / "brukerplan.toml")
    told = CliRunner().invoke(app, ["run", "--config", config, "--dry-run"])
    assert "would compute 2024 (changed: reference data)" in told.stderr
