"""`brukerplan demo`: the whole road, told stage by stage, as often as one likes."""

import json
import re
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from brukerplan.cli import app
from brukerplan.pipeline.example_data.demo_county import run_demo

STAGES = ["example", "import", "compute 2023", "compute 2024", "report"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["demo", *map(str, arguments)])


@pytest.mark.slow
def test_demo_makes_reports_and_says_what_to_open(tmp_path: Path) -> None:
    folder = tmp_path / "a demo, æøå"
    done = run(folder, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert list(told["seconds"]) == STAGES
    opened = Path(told["open"])
    pages = {path.name for path in (folder / "reports").iterdir()}
    listed = set(re.findall(r'href="(brukerplan-[^"]+)"', opened.read_text("utf-8")))
    assert opened.name == "index-nb.html"
    assert listed == {name for name in pages if "summary" not in name} - {opened.name}
    for code in ("11", "1103", "1151"):
        assert f"brukerplan-2024-{code}-nb.html" in pages
        assert f"brukerplan-2024-{code}-nb.pdf" in pages

    again = islice(run_demo(folder, now=datetime(2030, 1, 1, tzinfo=UTC)), 3)
    assert [stage.name for stage in again] == STAGES[:3]


def test_two_municipalities_take_no_part_in_the_last_year(tmp_path: Path) -> None:
    next(run_demo(tmp_path, now=datetime(2030, 1, 1, tzinfo=UTC)))
    names = {path.name for path in (tmp_path / "exports").iterdir()}
    assert "brukerplan_2023_1151.csv" in names
    assert "brukerplan_2024_1151.csv" not in names
    assert len(names) == 23 + 21


def test_a_folder_with_somebody_s_work_in_it_is_left_alone(tmp_path: Path) -> None:
    work = tmp_path / "exports" / "brukerplan_2024_1103.csv"
    work.parent.mkdir()
    work.write_bytes(b"somebody's work")
    done = run(tmp_path)
    assert done.exit_code == 13
    assert work.read_bytes() == b"somebody's work"
    assert [path.name for path in tmp_path.iterdir()] == ["exports"]
