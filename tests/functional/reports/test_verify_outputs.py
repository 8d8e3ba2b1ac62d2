"""`brukerplan audit --verify-outputs`: finished reports show what the release gives."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from brukerplan.cli import app

SMALL = ("1144", "1145", "1133", "1134")
PAGE = "brukerplan-2024-1144-nb.html"
HIDDEN = '<td class="n"><span aria-hidden="true">:</span>'


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a release, and finished reports of one municipality."""
    folder = tmp_path_factory.mktemp("finished")
    places = [word for code in SMALL for word in ("-m", code)]
    run("example", folder / "exports", *places, "-y", 2024)
    run("import", *(folder / "exports").iterdir(), "--store", folder / "store")
    assert run("compute", "-y", 2024, "--store", folder / "store").exit_code == 0
    common = ("report", "-y", 2024, "--store", folder / "store", "--date", "2025-02-03")
    forms = ("-f", "html", "-f", "pdf", "-f", "xlsx")
    done = run(*common, "-r", "1144", *forms, "-o", folder / "reports")
    assert done.exit_code == 0
    return folder


@pytest.fixture
def reports(made: Path, tmp_path: Path) -> Path:
    """A copy of the reports, to change."""
    return Path(shutil.copytree(made / "reports", tmp_path / "reports"))


def verify(made: Path, folder: Path, *more: object):
    store = ("--store", made / "store")
    return run("audit", "-y", 2024, *store, "--verify-outputs", folder, *more)


def changed(reports: Path, old: str, new: str) -> None:
    text = (reports / PAGE).read_text(encoding="utf-8")
    assert old in text
    (reports / PAGE).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_reports_as_they_were_made_are_found_true(made: Path, reports: Path) -> None:
    done = verify(made, reports)
    assert done.exit_code == 0
    assert "Checked 6 reports" in done.stderr
    told = json.loads(verify(made, reports, "--json").stdout)
    assert len(told["reports_checked"]) == 6
    assert told["reports_unlike"] == []


def test_a_hidden_number_put_back_into_a_table_is_found(
    made: Path, reports: Path
) -> None:
    changed(reports, HIDDEN, '<td class="n">3')
    done = verify(made, reports)
    assert done.exit_code == 14
    assert f"{PAGE}: table-rates" in done.stderr
    assert "3" not in done.stderr.split("table-rates")[1].splitlines()[0]


@pytest.mark.slow
def test_a_number_in_the_words_for_a_chart_is_found(made: Path, reports: Path) -> None:
    changed(reports, 'role="img" aria-label="', 'role="img" aria-label="3 personer. ')
    assert verify(made, reports).exit_code == 14


@pytest.mark.slow
@pytest.mark.parametrize(
    "told",
    ["<title>3 personer</title></svg>", '<g data-n="3"/></svg>', "</svg><!--3-->"],
)
def test_a_number_in_a_hint_or_in_the_source_is_found(
    made: Path, reports: Path, told: str
) -> None:
    changed(reports, "</svg>", told)
    assert verify(made, reports).exit_code == 14


@pytest.mark.slow
def test_a_bar_drawn_for_a_hidden_number_is_found(made: Path, reports: Path) -> None:
    changed(reports, "</svg>", '<rect x="0" y="0" width="31" height="9"/></svg>')
    assert verify(made, reports).exit_code == 14


@pytest.mark.slow
def test_another_look_alone_is_no_leak(made: Path, reports: Path) -> None:
    changed(reports, "font-weight: 700", "font-weight: 800")
    assert verify(made, reports).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_a_file_that_the_release_does_not_give_is_found(
    made: Path, reports: Path, form: str
) -> None:
    path = reports / f"brukerplan-2024-1144-nb.{form}"
    path.write_bytes(path.read_bytes() + b"%")
    done = verify(made, reports)
    assert done.exit_code == 14
    assert f"{path.name}: not the file" in done.stderr


@pytest.mark.slow
def test_reports_of_another_year_are_named_as_not_checked(
    made: Path, reports: Path
) -> None:
    (reports / "brukerplan-2019-1144-nb.html").write_text("3")
    done = verify(made, reports)
    assert done.exit_code == 0
    assert "brukerplan-2019-1144-nb.html" in done.stderr


def test_a_cube_is_read_and_what_is_left_in_it_found(
    made: Path, tmp_path: Path
) -> None:
    folder, store = tmp_path / "exports", ("--store", made / "store")
    folder.mkdir()
    file = folder / "figures.json"
    form = ("--format", "json-stat", "-o", file)
    assert run("export", "-y", 2024, *store, *form).exit_code == 0
    assert verify(made, folder).exit_code == 0
    cube = json.loads(file.read_text(encoding="utf-8"))
    first = next(at for at, sign in cube["status"].items() if sign == ":")
    cube["value"][first] = 8.5
    file.write_text(json.dumps(cube), encoding="utf-8")
    done = verify(made, folder)
    assert done.exit_code == 14
    assert "left in file" in done.stderr


@pytest.fixture(scope="module")
def listed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of four municipalities with the page that lists them."""
    folder = tmp_path_factory.mktemp("listed") / "reports"
    common = ("report", "-y", 2024, "--store", made / "store", "--date", "2025-02-03")
    places = [word for code in SMALL for word in ("-r", code)]
    assert run(*common, *places, "-f", "html", "-o", folder).exit_code == 0
    assert (folder / "index-nb.html").is_file()
    return folder


@pytest.mark.slow
def test_the_page_that_lists_reports_is_checked_too(
    made: Path, listed: Path, tmp_path: Path
) -> None:
    reports = Path(shutil.copytree(listed, tmp_path / "reports"))
    told = json.loads(verify(made, reports, "--json").stdout)
    assert "index-nb.html" in told["reports_checked"]
    page = reports / "index-nb.html"
    text = page.read_text(encoding="utf-8")
    hidden = '<span aria-hidden="true">:</span>'
    assert hidden in text, "one of four small places has a hidden number"
    page.write_text(text.replace(hidden, "3", 1), encoding="utf-8")
    done = verify(made, reports)
    assert done.exit_code == 14
    assert "index-nb.html: " in done.stderr
