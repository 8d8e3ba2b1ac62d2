"""`brukerplan import` and `validate` as the analyst meets them."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from brukerplan.cli import app
from brukerplan.store import Store

DATA = Path(__file__).parents[2] / "data"
GOOD = DATA / "valid" / "brukerplan_2024_1151.csv"


def run(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        app, [*arguments, "--store", str(tmp_path / "store"), "--lang", "en"]
    )


def changed(tmp_path: Path, old: str, new: str, name: str = "made_up.csv") -> Path:
    text = GOOD.read_text(encoding="cp1252")
    assert old in text
    file = tmp_path / name
    file.write_text(text.replace(old, new, 1), encoding="cp1252")
    return file


def test_good_file_is_stored_with_its_layout_and_types(tmp_path: Path) -> None:
    result = run(tmp_path, "import", str(GOOD))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Rows in the files 6 = stored 6 + set aside 0" in result.stderr
    store = Store(tmp_path / "store")
    people = store.load([2024]).persons
    assert len(people) == 6
    assert set(people["municipality_code"]) == {"1151"}
    assert (people["age"] == 2024 - people["birth_year"]).all()
    assert store.entries().loc[0, "schema_id"] == "brukerplan-2023"


def test_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, "import", str(GOOD))
    before = sorted((tmp_path / "store").rglob("*.parquet"))
    result = run(tmp_path, "import", str(GOOD))
    assert result.exit_code == 0
    assert "1 file was in the store already" in result.stderr
    assert sorted((tmp_path / "store").rglob("*.parquet")) == before


def test_other_data_for_the_same_place_and_year_need_replace(tmp_path: Path) -> None:
    run(tmp_path, "import", str(GOOD))
    other = changed(tmp_path, "Grønn", "Gul")
    assert run(tmp_path, "import", str(other)).exit_code == 13
    assert run(tmp_path, "import", str(other), "--replace").exit_code == 0


def test_one_bad_file_keeps_all_out(tmp_path: Path) -> None:
    bad = changed(tmp_path, "Mann", "Ukjent")
    result = run(tmp_path, "import", str(GOOD), str(bad))
    assert result.exit_code == 11
    assert "Nothing was imported." in result.stderr
    assert not (tmp_path / "store" / "manifest.json").exists()


def test_unreadable_file_keeps_all_out(tmp_path: Path) -> None:
    result = run(tmp_path, "import", str(GOOD), str(tmp_path / "none.csv"))
    assert result.exit_code == 10
    assert "none.csv" in result.stderr
    assert not (tmp_path / "store" / "manifest.json").exists()


def test_finding_names_file_line_column_and_rule(tmp_path: Path) -> None:
    lines = GOOD.read_text(encoding="cp1252").splitlines()
    lines[4] = lines[4].replace("Kvinne", "Ukjent").replace("Mann", "Ukjent")
    file = tmp_path / "made_up.csv"
    file.write_text("\n".join(lines), encoding="cp1252")
    result = run(tmp_path, "validate", str(file))
    assert result.exit_code == 11
    said = "«Kjønn»: the value is none of «Kvinne», «Mann» [value-not-in-code-list]"
    summary, what_to_do, line = result.stdout.splitlines()
    assert summary == "error: value-not-in-code-list: 1 in 1 file («Kjønn»)"
    assert what_to_do.startswith("    Correct the cell. If the whole column uses other")
    assert line == f"made_up.csv:5: error: {said}"


def test_rows_with_errors_are_set_aside_and_counted(tmp_path: Path) -> None:
    bad = changed(tmp_path, "Mann", "Ukjent")
    result = run(tmp_path, "import", str(bad), "--set-aside")
    assert result.exit_code == 0
    assert "Rows in the files 6 = stored 5 + set aside 1" in result.stderr
    store = Store(tmp_path / "store")
    survey = store.load([2024])
    assert survey.participation["rows_set_aside"].tolist() == [1]
    aside = store.load_set_aside([2024])
    assert aside["rules"].tolist() == ["value-not-in-code-list"]
    assert len(survey.persons) + len(aside) == 6


def test_municipality_whose_rows_are_all_set_aside_still_took_part(
    tmp_path: Path,
) -> None:
    text = GOOD.read_text(encoding="cp1252")
    text = text.replace("Mann", "Ukjent").replace("Kvinne", "Ukjent")
    file = tmp_path / "made_up.csv"
    file.write_text(text, encoding="cp1252")
    assert run(tmp_path, "import", str(file), "--set-aside").exit_code == 0
    survey = Store(tmp_path / "store").load([2024])
    assert len(survey.persons) == 0
    assert survey.participation["rows_set_aside"].tolist() == [6]


@pytest.mark.parametrize("rule", ["identity-number", "value-missing", "count-repeated"])
def test_set_aside_is_no_way_past_the_door(tmp_path: Path, rule: str) -> None:
    file = next((DATA / "invalid" / rule).iterdir())
    if rule == "value-missing":
        text = file.read_text(encoding="utf-8").replace(";1151;", ";;", 1)
        file = tmp_path / "nowhere.csv"
        file.write_text(text, encoding="utf-8")
    assert run(tmp_path, "import", str(file), "--set-aside").exit_code == 11
    assert not (tmp_path / "store" / "manifest.json").exists()


def test_dropped_column_is_recorded(tmp_path: Path) -> None:
    file = next((DATA / "invalid" / "column-identifying").iterdir())
    assert run(tmp_path, "import", str(file)).exit_code == 11
    result = run(tmp_path, "import", str(file), "--drop-column", "Fornavn")
    assert result.exit_code == 0
    manifest = (tmp_path / "store" / "manifest.json").read_text(encoding="utf-8")
    assert "Fornavn" in manifest


def test_warnings_import_unless_strict(tmp_path: Path) -> None:
    file = next((DATA / "invalid" / "ratings-all-missing").iterdir())
    assert run(tmp_path, "import", str(file), "--strict").exit_code == 11
    assert run(tmp_path, "import", str(file)).exit_code == 0


def test_dry_run_stores_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, "import", str(GOOD), "--dry-run")
    assert result.exit_code == 0
    assert "dry run" in result.stderr
    assert not (tmp_path / "store").exists()


def test_quiet_prints_nothing_on_success(tmp_path: Path) -> None:
    result = run(tmp_path, "import", str(GOOD), "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_json_is_complete(tmp_path: Path) -> None:
    bad = changed(tmp_path, "Mann", "Ukjent")
    result = run(tmp_path, "validate", str(bad), "--json")
    assert result.exit_code == 11
    told = json.loads(result.stdout)
    assert told["format_version"] == 1
    assert told["accepted"] is False
    assert told["counts"] == {"fatal": 0, "error": 1, "warning": 0}
    (finding,) = told["findings"]
    assert finding["rule"] == "value-not-in-code-list"
    assert finding["column"] == "Kjønn"
    assert told["files"][0]["rows"] == 6


def test_at_most_twenty_lines_are_printed_for_a_rule(tmp_path: Path) -> None:
    heading, *rows = GOOD.read_text(encoding="cp1252").splitlines()
    rows = [row.replace("Mann", "?").replace("Kvinne", "?") for row in rows * 5]
    file = tmp_path / "made_up.csv"
    file.write_text("\n".join([heading, *rows]), encoding="cp1252")
    result = run(tmp_path, "validate", str(file))
    assert result.stdout.count("[value-not-in-code-list]") == 20 + 1
    assert "[value-not-in-code-list] and 10 more; use --json for all" in result.stdout


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_an_import_speaks_one_language(tmp_path: Path, language: str) -> None:
    told = import_in(tmp_path, language)
    accounts = {
        "nb": "Rader i filene 6 = lagret 6 + satt til side 0",
        "nn": "Rader i filene 6 = lagra 6 + sette til side 0",
        "en": "Rows in the files 6 = stored 6 + set aside 0",
    }
    assert [text for text in accounts.values() if text in told] == [accounts[language]]
    again = import_in(tmp_path, language)
    others = {"nb": "Next", "nn": "Next", "en": "Neste"}
    assert "brukerplan compute --year 2024" in again
    assert others[language] not in again
    assert ("in the store already" in again) == (language == "en")


def import_in(tmp_path: Path, language: str) -> str:
    store = str(tmp_path / "store")
    command = ["import", str(GOOD), "--store", store, "--lang", language]
    return CliRunner().invoke(app, command).stderr


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "advarsel"), ("nn", "åtvaring"), ("en", "warning")]
)
def test_findings_speak_three_languages(
    tmp_path: Path, language: str, word: str
) -> None:
    file = next((DATA / "invalid" / "ratings-all-missing").iterdir())
    result = CliRunner().invoke(app, ["validate", str(file), "--lang", language])
    assert word in result.stdout


def test_files_of_one_municipality_are_stored_as_one(tmp_path: Path) -> None:
    files = sorted((DATA / "invalid" / "municipality-in-several-files").iterdir())
    names = [str(file) for file in files]
    assert run(tmp_path, "import", *names).exit_code == 0
    people = Store(tmp_path / "store").load([2024]).persons
    assert len(people) == 12
    assert run(tmp_path, "import", *reversed(names)).exit_code == 0
    assert run(tmp_path, "import", names[0]).exit_code == 13


def test_counts_are_stored_as_counts(tmp_path: Path) -> None:
    file = next((DATA / "invalid" / "counts-only").iterdir())
    result = run(tmp_path, "import", str(file))
    assert result.exit_code == 0
    assert "figures by age, services, plans and children cannot be made" in (
        result.stdout
    )
    survey = Store(tmp_path / "store").load([2024])
    assert len(survey.persons) == 0
    assert survey.participation["data_kind"].tolist() == ["counts"]
    given = pd.read_csv(file, sep=";", encoding="utf-8")
    people = survey.counts[survey.counts["life_area"] == "recipients"]
    expected = given.loc[given["Livsområde"] == "Mottakere", "Antall"]
    assert sorted(people["count"]) == sorted(expected)
    assert survey.counts["count"].sum() == given["Antall"].sum()


def test_a_person_of_both_sexes_is_an_error(tmp_path: Path) -> None:
    """The word is one of counts; a person has one sex, or none that is told."""
    bad = changed(tmp_path, "Mann", "Begge")
    result = run(tmp_path, "validate", str(bad))
    assert result.exit_code == 11
    assert "«Kjønn»: the value is none of «Kvinne», «Mann»" in result.stdout
