"""A run that nobody watches: quiet, clear, and stopped by no single file."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from run_samples import NO_FIGURES, Place, made_place
from typer.testing import CliRunner, Result

from brukerplan.cli import app
from brukerplan.pipeline.runs import inbox
from brukerplan.store import Store

pytestmark = pytest.mark.slow

CODES = ("1106", "1119", "1120", "1124")
SECRET = "HEMMELIG-11223344556"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = made_place(tmp_path / "Fra kommunene æøå", 'reports = ["1119"]\n')
    place.receive(*CODES)
    return place


@pytest.fixture
def inbox_only(place: Place) -> Place:
    place.configure(NO_FIGURES)
    return place


def run(place: Place, *options: str) -> Result:
    config = str(place.root / "brukerplan.toml")
    return CliRunner().invoke(app, ["run", "--config", config, *options])


def spoil(place: Place, code: str) -> Path:
    """Put a value that no code list has into each row of a municipality's file."""
    path = place.inbox / f"brukerplan_2024_{code}.csv"
    lines = path.read_bytes().split(b"\r\n")
    spoilt = [
        b";".join([SECRET.encode()] * len(line.split(b";"))) for line in lines[1:-1]
    ]
    path.write_bytes(b"\r\n".join([lines[0], *spoilt, b""]))
    return path


def run_file(place: Place) -> dict:
    return json.loads((place.output / "run.json").read_text(encoding="utf-8"))


def test_a_bad_file_stops_no_other_is_named_and_ends_in_11(place: Place) -> None:
    place.receive("1127")
    spoil(place, "1127")
    result = run(place)
    assert result.exit_code == 11
    assert "error: brukerplan_2024_1127.csv: " in result.stderr
    assert "brukerplan validate inbox/brukerplan_2024_1127.csv" in result.stderr
    assert (place.output / "brukerplan-2024-1119-nb.html").exists()
    told = run_file(place)
    assert told["exit_code"] == 11
    (problem,) = told["problems"]
    assert problem["where"] == "brukerplan_2024_1127.csv"
    assert sum(problem["findings"].values()) > 0
    again = run(place)
    assert again.exit_code == 11
    assert "1127" in again.stderr
    assert run_file(place)["done"] == []


def test_no_value_of_a_person_is_in_any_output(inbox_only: Place) -> None:
    spoil(inbox_only, "1106")
    log = inbox_only.root / "run.log"
    for options in ((), ("--json",), ("--log-format", "json", "--log-file", str(log))):
        result = run(inbox_only, *options)
        assert SECRET not in result.stdout + result.stderr
    written = [path for path in inbox_only.root.rglob("*") if path.is_file()]
    ours = [path for path in written if path.parent != inbox_only.inbox]
    assert not [path for path in ours if SECRET.encode() in path.read_bytes()]


def test_a_run_that_goes_well_is_quiet_and_logs_an_event_a_line(
    place: Place, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    quiet = ("--quiet", "--log-format", "json", "--log-file", str(log))
    for options in (quiet, ("--quiet",)):
        result = run(place, *options)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    events = [json.loads(line) for line in log.read_text().splitlines()]
    names = [event["event"] for event in events]
    assert (names[0], names[-1]) == ("run", "end")
    assert events[-1]["exit_code"] == 0
    done = [event for event in events if event["event"] == "done"]
    assert {event["stage"] for event in done} >= {"import", "compute", "report"}
    assert all(event["seconds"] >= 0 for event in done)


def test_the_log_goes_to_stderr_where_no_file_is_given(inbox_only: Place) -> None:
    result = run(inbox_only, "--log-format", "json")
    assert [json.loads(line)["event"] for line in result.stderr.splitlines()]
    assert result.stdout == ""


def test_a_name_cannot_break_the_log(inbox_only: Place, tmp_path: Path) -> None:
    (inbox_only.inbox / 'a"\n{"event": "end"}.csv').write_text("x\n")
    log = tmp_path / "log"
    run(inbox_only, "--log-format", "json", "--log-file", str(log))
    events = [json.loads(line)["event"] for line in log.read_text().splitlines()]
    assert events.count("end") == 1
    text_log = tmp_path / "text.log"
    run(inbox_only, "--log-file", str(text_log))
    assert not [x for x in text_log.read_text().splitlines() if x.startswith("{")]


def test_links_folders_and_unfinished_uploads_are_left_alone(inbox_only: Place) -> None:
    outside = inbox_only.root / "secret.csv"
    outside.write_text("x")
    (inbox_only.inbox / "link.csv").symlink_to(outside)
    (inbox_only.inbox / "folder").mkdir()
    for name in (".hidden.csv", "~$open.xlsx", "half.csv.part", "half.filepart"):
        (inbox_only.inbox / name).write_text("x")
    assert run(inbox_only).exit_code == 0
    assert (
        "«link.csv» in the inbox is a link: left alone" in run_file(inbox_only)["notes"]
    )


@pytest.mark.parametrize("change", ["vanish", "grow"])
def test_a_file_that_changes_under_the_reader_is_left_for_the_next_run(
    inbox_only: Place, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    files_in = inbox.files_in
    path = inbox_only.inbox / "brukerplan_2024_1119.csv"
    whole = path.read_bytes()

    def change_after_listing(*arguments: Any) -> list[inbox.InboxFile]:
        found = files_in(*arguments)
        path.unlink() if change == "vanish" else path.write_bytes(whole + b"more")
        return found

    monkeypatch.setattr(inbox, "files_in", change_after_listing)
    assert run(inbox_only).exit_code == 0
    notes = run_file(inbox_only)["notes"]
    assert [note for note in notes if "«brukerplan_2024_1119.csv»" in note]
    store = Store(inbox_only.store)
    assert store.municipalities(2024) == ["1106", "1120", "1124"]
    monkeypatch.setattr(inbox, "files_in", files_in)
    path.write_bytes(whole)
    assert run(inbox_only).exit_code == 0
    assert store.municipalities(2024) == ["1106", "1119", "1120", "1124"]


def test_half_written_files_of_a_run_that_died_are_taken_away(place: Place) -> None:
    place.output.mkdir()
    (place.output / ".brukerplan-2024-1119-nb.html.tmp").write_text("half")
    place.configure(NO_FIGURES)
    assert run(place).exit_code == 0
    assert [path.name for path in place.output.iterdir()] == ["run.json"]


def test_a_second_file_for_a_municipality_needs_replace(inbox_only: Place) -> None:
    run(inbox_only)
    inbox_only.receive("1106", seed=2)
    result = run(inbox_only)
    assert result.exit_code == 13
    assert "1106 in 2024" in result.stderr
    inbox_only.configure(NO_FIGURES + "replace = true\n")
    assert run(inbox_only).exit_code == 0
    assert run(inbox_only, "--json").exit_code == 0


def test_a_missing_inbox_is_named_and_ends_in_10(inbox_only: Place) -> None:
    run(inbox_only)
    for path in inbox_only.inbox.iterdir():
        path.unlink()
    inbox_only.inbox.rmdir()
    result = run(inbox_only)
    assert (result.exit_code, "inbox" in result.stderr) == (10, True)


def test_two_runs_at_once_do_not_meet(inbox_only: Place) -> None:
    inbox_only.store.mkdir(mode=0o700)
    with FileLock(inbox_only.store / ".lock"):
        result = run(inbox_only)
    assert result.exit_code == 13
    assert "another run is writing" in result.stderr
    assert run(inbox_only).exit_code == 0


def test_the_worst_that_happened_decides_the_exit_code(inbox_only: Place) -> None:
    run(inbox_only)
    spoil(inbox_only, "1106")
    inbox_only.receive("1119", seed=3)
    assert run(inbox_only).exit_code == 13


def test_a_run_that_was_killed_goes_on_where_it_was(place: Place) -> None:
    command = [sys.executable, "-m", "brukerplan", "run"]
    begun = subprocess.Popen(
        command, cwd=place.root, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert begun.stderr is not None
    for line in begun.stderr:
        if line.startswith("compute"):
            begun.kill()
            break
    begun.stderr.close()
    begun.wait()
    result = run(place)
    assert result.exit_code == 0
    steps = [step["step"] for step in run_file(place)["done"]]
    assert steps == ["compute", "report", "index"]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_console_with_few_letters_stops_nothing(
    inbox_only: Place, encoding: str
) -> None:
    command = [sys.executable, "-X", "utf8=0", "-m", "brukerplan", "run"]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [*command, "--json"],
        cwd=inbox_only.root,
        env=env,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode(encoding))["exit_code"] == 0
    assert b"Traceback" not in done.stderr


def test_a_damaged_store_ends_in_13_and_says_how_to_mend_it(place: Place) -> None:
    run(place)
    for path in place.store.rglob("persons-*.parquet"):
        path.write_bytes(b"x")
    place.configure('reports = ["1119"]\n[policy]\nsmallest_count = 6\n')
    result = run(place)
    assert result.exit_code == 13
    assert "brukerplan store check" in result.stderr
    assert run_file(place)["exit_code"] == 13


def test_a_bug_is_told_in_the_run_file_and_ends_in_1(
    inbox_only: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(inbox, "take_in", broken)
    assert run(inbox_only, "--quiet").exit_code == 1
    told = run_file(inbox_only)
    assert told["exit_code"] == 1
    assert SECRET not in json.dumps(told)
