"""Layouts and codings that differ: what is understood, and what never is guessed."""

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from typer.testing import CliRunner

from brukerplan.cli import app
from brukerplan.pipeline.importing.survey_import import check_files
from brukerplan.store import Store
from brukerplan.tables import SERVICES, Survey

GOOD = Path(__file__).parents[2] / "data" / "valid" / "brukerplan_2024_1151.csv"
HEADINGS = "Kartleggingsår;Kommunenr;Kjønn;Fødselsår;Kartleggingsgruppe"
START = "2024;1151;Mann;1980;Rusproblem uten psykisk lidelse"


def rules_and_survey(
    tmp_path: Path, more: str, *values: str
) -> tuple[set[str], Survey | None]:
    file = tmp_path / "made_up.csv"
    rows = [f"{START};{value}" for value in values]
    file.write_text("\n".join([f"{HEADINGS};{more}", *rows]), encoding="utf-8")
    checked = check_files([str(file)])
    ignored = {"column-missing", "ratings-all-missing", "duplicate-row", "column-empty"}
    rules = {group.rule for group in checked.groups} - ignored
    return rules, checked.results[0].survey


@pytest.mark.parametrize("word", ["Grønn", "grønn", "GRØNN ", "green", "Gronn"])
def test_words_for_a_colour_are_understood(tmp_path: Path, word: str) -> None:
    rules, survey = rules_and_survey(tmp_path, "Bosituasjon", word)
    assert rules == set()
    assert survey is not None
    assert survey.persons["housing"].tolist() == ["green"]


@pytest.mark.parametrize("code", ["1", "2", "G", "x", "0", "Lilla", "Grønn/Gul"])
def test_codes_that_may_mean_anything_are_not(tmp_path: Path, code: str) -> None:
    rules, survey = rules_and_survey(tmp_path, "Bosituasjon", code)
    assert rules == {"value-not-in-code-list"}
    assert survey is not None
    assert len(survey.persons) == 0


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("Ja", True), ("nei", False), ("J", True), ("N", False), ("true", True)],
)
def test_words_for_yes_and_no_are_understood(
    tmp_path: Path, word: str, meaning: bool
) -> None:
    rules, survey = rules_and_survey(tmp_path, "LAR", word)
    assert rules == set()
    assert survey is not None
    told = survey.persons["has_opioid_agonist_treatment"].tolist()
    assert told == [meaning]


def test_empty_is_missing_and_never_no_or_green(tmp_path: Path) -> None:
    _, survey = rules_and_survey(tmp_path, "Bosituasjon;LAR", ";", ";")
    assert survey is not None
    assert survey.persons["housing"].isna().all()
    assert survey.persons["has_opioid_agonist_treatment"].isna().all()
    assert survey.persons["has_individual_plan"].isna().all()


def test_services_in_a_cell_become_one_yes_or_no_each(tmp_path: Path) -> None:
    needed = "Tjenester mottatt;Tjenester behov neste år"
    _, survey = rules_and_survey(tmp_path, needed, "NAV, Fastlege;DPS", "TSB døgn;")
    assert survey is not None
    people = survey.persons
    received = people[[f"received_{one}" for one in SERVICES]]
    assert received.sum(axis=1).tolist() == [2, 1]
    assert people["received_nav"].tolist() == [True, False]
    assert people["needed_dps"].tolist() == [True, False]


def test_unlisted_services_received_are_missing(tmp_path: Path) -> None:
    _, survey = rules_and_survey(tmp_path, "Tjenester mottatt", "", "NAV")
    assert survey is not None
    assert survey.persons["received_nav"].isna().tolist() == [True, False]


def test_care_follows_from_the_number_of_children_where_only_that_is_told() -> None:
    english = GOOD.with_name("recipients_2024_1151.csv")
    survey = check_files([str(english)]).results[0].survey
    assert survey is not None
    people = survey.persons
    assert (people["has_daily_care"] == (people["daily_care_children_count"] > 0)).all()
    assert people["has_child_welfare_help"].isna().all()
    assert people[[f"needed_{one}" for one in SERVICES]].isna().all(axis=None)


def test_labels_of_a_statistics_file_decide_what_its_codes_mean(
    tmp_path: Path,
) -> None:
    columns = {
        "aar": ("Kartleggingsår", [2024, 2024], {}),
        "knr": ("Kommunenr", ["1151", "1151"], {}),
        "k": ("Kjønn", [1, 2], {1: "Kvinne", 2: "Mann"}),
        "f": ("Fødselsår", [1980, 1990], {}),
        "g": (
            "Kartleggingsgruppe",
            [1, 2],
            {
                1: "Psykisk helseproblem uten rusproblem",
                2: "Rusproblem uten psykisk lidelse",
            },
        ),
        "b": ("Bosituasjon", [3, 1], {1: "Rød", 2: "Gul", 3: "Grønn"}),
    }
    file = tmp_path / "data.sav"
    pyreadstat.write_sav(
        pd.DataFrame({name: values for name, (_, values, _) in columns.items()}),
        str(file),
        column_labels=[label for label, _, _ in columns.values()],
        variable_value_labels={n: labels for n, (_, _, labels) in columns.items()},
    )
    store = str(tmp_path / "store")
    assert (
        CliRunner().invoke(app, ["import", str(file), "--store", store]).exit_code == 0
    )
    people = Store(Path(store)).load([2024]).persons
    assert people["housing"].tolist() == ["green", "red"]
    assert people["sex"].tolist() == ["female", "male"]
    assert people["problem_group"].tolist() == ["mental_only", "substance_only"]


def test_quiet_import_that_sets_rows_aside_prints_nothing(tmp_path: Path) -> None:
    file = tmp_path / "made_up.csv"
    text = GOOD.read_text(encoding="cp1252").replace("Mann", "Ukjent", 1)
    file.write_text(text, encoding="cp1252")
    given = ["import", str(file), "--store", str(tmp_path / "store"), "--quiet"]
    result = CliRunner().invoke(app, [*given, "--set-aside"])
    assert (result.exit_code, result.output) == (0, "")
