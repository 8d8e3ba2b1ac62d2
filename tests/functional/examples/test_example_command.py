"""`brukerplan example`: which files it writes, and what it never does."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from brukerplan.cli import app


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["example", *map(str, arguments)])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_default_is_rogaland_in_two_years(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.exit_code, done.stdout) == (0, "")
    names = list(content(tmp_path))
    assert len(names) == 46
    assert names[0] == "brukerplan_2023_1101.csv"
    assert names[-1] == "brukerplan_2024_1160.csv"


def test_same_again_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, "-m", "1151", "-y", "2024")
    before = content(tmp_path)
    assert run(tmp_path, "-m", "1151", "-y", "2024").exit_code == 0
    assert content(tmp_path) == before


def test_something_else_under_the_same_name_is_never_overwritten(
    tmp_path: Path,
) -> None:
    own = tmp_path / "brukerplan_2024_1151.csv"
    own.write_bytes(b"somebody's work")
    done = run(tmp_path, "-m", "1103", "-m", "1151", "-y", "2024")
    assert done.exit_code == 13
    assert "--replace" in done.stderr
    assert content(tmp_path) == {own.name: b"somebody's work"}
    assert run(tmp_path, "-m", "1151", "-y", "2024", "--replace").exit_code == 0
    assert own.read_bytes() != b"somebody's work"


@pytest.mark.parametrize(
    ("options", "files"),
    [
        (["--municipality", "Stavanger", "--year", "2019"], 1),
        (["--county", "15", "--municipality", "0301", "--year", "2024"], 28),
        (["--county", "Rogaland", "-m", "1103", "-y", "2019", "-y", "2020"], 49),
        (["--county", "11", "-y", "2016", "--layout", "brukerplan-2019"], 1),
        (["--county", "11", "-y", "2023", "--layout", "brukerplan-2024-english"], 1),
        (["-m", "1103", "-y", "2023", "--layout", "brukerplan-counts-2021"], 1),
    ],
)
def test_places_years_and_layouts(
    tmp_path: Path, options: list[str], files: int
) -> None:
    done = run(tmp_path, *options, "--json")
    assert done.exit_code == 0
    listed = json.loads(done.stdout)
    assert sorted(listed["files"]) == list(content(tmp_path))
    assert len(listed["files"]) == files


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["-m", "1141", "-y", "2024"], 12),
        (["-m", "Herøy", "-y", "2024"], 12),
        (["-y", "1999"], 12),
        (["--layout", "no-such-layout"], 12),
        (["--seed", "-1"], 2),
    ],
)
def test_what_cannot_be_made_up_is_refused(
    tmp_path: Path, options: list[str], code: int
) -> None:
    assert run(tmp_path / "new", *options).exit_code == code
    assert not (tmp_path / "new").exists()


def test_quiet_says_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "1151", "-y", "2024", "--quiet")
    assert (done.exit_code, done.output) == (0, "")
