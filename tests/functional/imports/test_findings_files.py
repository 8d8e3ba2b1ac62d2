"""Findings as a page and as a workbook, and what is fixed since last time."""

import json
import stat
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from brukerplan.cli import app
from brukerplan.languages import LANGUAGES

DATA = Path(__file__).parents[2] / "data"
GOOD = DATA / "valid" / "brukerplan_2024_1151.csv"
NUMBER_FILE = next((DATA / "invalid" / "identity-number").iterdir())


def run(tmp_path: Path, *arguments: str, language: str = "en") -> Result:
    store = str(tmp_path / "store")
    given = ["validate", *arguments, "--store", store, "--lang", language]
    return CliRunner().invoke(app, given)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Give a file with a wrong area on line 2 and one that would be a formula."""
    lines = GOOD.read_text(encoding="cp1252").splitlines()
    for place, text in ((1, "Secretvalue"), (3, "=1+1")):
        cells = lines[place].split(";")
        cells[13] = text
        lines[place] = ";".join(cells)
    file = tmp_path / "made_up.csv"
    file.write_text("\n".join(lines), encoding="cp1252")
    return file


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_names_places_and_no_value(
    tmp_path: Path, wrong: Path, language: str
) -> None:
    page = tmp_path / "findings.html"
    result = run(tmp_path, str(wrong), "--report", str(page), language=language)
    assert result.exit_code == 11
    text = page.read_text(encoding="utf-8")
    assert "value-not-in-code-list" in text
    assert f'<html lang="{language}">' in text
    assert "Bosituasjon" in text
    assert "Secretvalue" not in text
    assert "http" not in text and "<script" not in text


def test_page_and_workbook_are_for_the_owner_alone(tmp_path: Path, wrong: Path) -> None:
    names = [tmp_path / "f.html", tmp_path / "f.xlsx"]
    run(tmp_path, str(wrong), *(x for name in names for x in ("--report", str(name))))
    assert [stat.S_IMODE(name.stat().st_mode) for name in names] == [0o600, 0o600]


def test_workbook_marks_the_rows_and_starts_no_formula(
    tmp_path: Path, wrong: Path
) -> None:
    file = tmp_path / "f.xlsx"
    run(tmp_path, str(wrong), "--report", str(file))
    findings, rows = openpyxl.load_workbook(file).worksheets
    assert [row[3].value for row in findings.iter_rows(min_row=2)] == ["2", "4"]
    assert [row[0].value for row in rows.iter_rows()] == ["Line", 2, 4]
    cell = rows.cell(3, 15)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert cell.comment is not None
    assert cell.fill.fgColor.rgb == "FFFFD9D6"


def test_workbook_leaves_personal_data_out(tmp_path: Path) -> None:
    file = tmp_path / "f.xlsx"
    assert run(tmp_path, str(NUMBER_FILE), "--report", str(file)).exit_code == 11
    _, rows = openpyxl.load_workbook(file).worksheets
    headings = [cell.value for cell in rows[1]]
    assert rows.cell(2, headings.index("Enhet") + 1).value in ("", None)


def test_same_findings_give_the_same_bytes(tmp_path: Path, wrong: Path) -> None:
    for suffix in ("html", "xlsx"):
        made = []
        for name in ("one", "two"):
            path = tmp_path / f"{name}.{suffix}"
            store = str(tmp_path / name)
            given = ["validate", str(wrong), "--report", str(path), "--store", store]
            result = CliRunner().invoke(app, given)
            assert result.exit_code == 11
            made.append(path.read_bytes())
        assert made[0] == made[1]


def test_other_kinds_of_report_are_refused(tmp_path: Path, wrong: Path) -> None:
    assert run(tmp_path, str(wrong), "--report", "findings.docx").exit_code == 2


def test_next_time_says_what_is_fixed_and_what_is_left(
    tmp_path: Path, wrong: Path
) -> None:
    first = run(tmp_path, str(wrong))
    assert "fixed" not in first.stderr
    text = wrong.read_text(encoding="cp1252")
    wrong.write_text(text.replace("Secretvalue", "Gul"), encoding="cp1252")
    second = run(tmp_path, str(wrong))
    assert (
        "made_up.csv: value-not-in-code-list «Bosituasjon»: 1 fixed, 1 left, 0 new"
        in second.stderr
    )
    text = wrong.read_text(encoding="cp1252")
    wrong.write_text(text.replace("=1+1", "Gul"), encoding="cp1252")
    third = run(tmp_path, str(wrong), "--json")
    assert third.exit_code == 0
    assert json.loads(third.stdout)["since_last"] == [
        "made_up.csv: value-not-in-code-list «Bosituasjon»: 1 fixed, 0 left, 0 new"
    ]
    kept = "".join(p.read_text() for p in (tmp_path / "store").rglob("*.json"))
    assert "made_up" not in kept


def test_good_file_leaves_no_trace(tmp_path: Path) -> None:
    assert run(tmp_path, str(GOOD)).exit_code == 0
    assert not (tmp_path / "store").exists()
