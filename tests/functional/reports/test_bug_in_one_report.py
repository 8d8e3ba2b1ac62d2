"""A bug that one place brings to light stops no other place's report."""

from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from brukerplan.cli import app
from brukerplan.pipeline.publishing import report_batch
from brukerplan.reporting import rendering

SECRET = "Kari-Testperson"
CODES = ("1144", "1145", "1146")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bug")
    places = [word for code in CODES for word in ("-m", code)]
    for words in (
        ["example", str(folder / "exports"), *places, "-y", "2024"],
        ["import", str(folder / "exports"), "--store", str(folder / "store")],
        ["compute", "-y", "2024", "--store", str(folder / "store")],
    ):
        if words[0] == "import":
            words[1:2] = sorted(str(p) for p in (folder / "exports").iterdir())
        assert CliRunner().invoke(app, words).exit_code == 0
    return folder / "store"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the report of 1145 meet a bug that quotes a value."""
    build = rendering.build_report

    def build_or_break(material, **options):
        if material.place.code == "1145":
            pd.Series([SECRET], dtype="str").astype("float64")
        return build(material, **options)

    monkeypatch.setattr(rendering, "build_report", build_or_break)


def test_the_others_are_made_and_the_bug_is_named_by_its_place(
    store: Path, tmp_path: Path, broken: None
) -> None:
    wanted = report_batch.Wanted(2024, regions=CODES)
    order = report_batch.Order(2024, as_of=date(2025, 2, 3), has_summary=False)
    made = report_batch.make_reports(store, wanted, order, output=tmp_path)
    assert [path.name for path in made.files] == [
        f"brukerplan-2024-{code}-nb.html" for code in CODES if code != "1145"
    ]
    ((code, told),) = made.failures
    assert code == "1145"
    assert told.startswith("a bug in brukerplan (ValueError at rendering.py:")
    assert SECRET not in told


def test_the_command_names_it_at_the_end_and_exits_15(
    store: Path, tmp_path: Path, broken: None
) -> None:
    words = ["report", "-y", "2024", "--store", str(store), "-o", str(tmp_path)]
    places = [word for code in CODES for word in ("-r", code)]
    done = CliRunner().invoke(app, [*words, *places])
    assert done.exit_code == 15
    assert "1145: a bug in brukerplan (ValueError at rendering.py:" in done.stderr
    assert SECRET not in done.output
    page = (tmp_path / "index-nb.html").read_text(encoding="utf-8")
    assert "1144-nb.html" in page and "1145-nb.html" not in page


def test_a_process_that_is_gone_is_said_so() -> None:
    assert "ended from outside" in report_batch._bug_told(BrokenProcessPool())
