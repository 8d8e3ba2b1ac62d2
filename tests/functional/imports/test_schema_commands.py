"""From an unknown layout to an import, by a mapping that the user goes through."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from brukerplan.cli import app
from brukerplan.store import Store

DATA = Path(__file__).parents[2] / "data"
GOOD = DATA / "valid" / "brukerplan_2024_1151.csv"

UNKNOWN = """\
Uttrekk fra fagsystem
Skjemanr;Årgang;Kommunekode;Avdeling;Brukers kjønn;Født år;Målgruppe;Boforhold;Har individuell plan;Tjenester;Notat
1;2024;1151;Rus;M;1970;1;1;x;NAV/Fastlege;A
2;2024;1151;Rus;K;1990;4;3;;DPS;A
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    file = tmp_path / "uttrekk.csv"
    file.write_text(UNKNOWN, encoding="utf-8")
    return file


def test_layouts_are_listed_and_shown() -> None:
    listed = json.loads(run("schema", "list", "--json").stdout)["layouts"]
    assert {"brukerplan-2019", "brukerplan-2023"} <= {one["id"] for one in listed}
    for one in listed:
        assert one["title"] in run("schema", "list").stdout
        assert run("schema", "show", one["id"]).exit_code == 0
    assert "Bosituasjon" in run("schema", "show", "brukerplan-2023").stdout
    assert run("schema", "show", "none").exit_code == 12


def test_detect_says_how_each_heading_is_understood() -> None:
    result = run("schema", "detect", str(GOOD), "--json")
    (table,) = json.loads(result.stdout)["tables"]
    assert (table["schema_id"], table["is_certain"]) == ("brukerplan-2023", True)
    understood = {one["heading"]: one["field"] for one in table["columns"]}
    assert understood["Bosituasjon"] == "housing"
    assert {one["how"] for one in table["columns"]} == {"certain"}


def test_detect_says_what_the_headings_of_an_unknown_layout_may_be(
    tmp_path: Path,
) -> None:
    headings = {
        "Kommune nummer": "municipality_code",
        "Kjønn (M/K)": "sex",
        "Hovedproblematikk": "problem_group",
        "Botilbud - vurdert": "housing",
        "Aktivitet på dagtid": "meaningful_activity",
        "Psykisk tilstand": "mental_health",
        "Nettverk og familie": "social_network",
        "Har IP?": "has_individual_plan",
        "NAV-tjenester mottatt": "received_nav",
        "Behov: DPS": "needed_dps",
        "DPS i fjor": "",
    }
    row = ["1103", "M", "1", *["grønn"] * 4, "x", *["Ja"] * 3]
    file = tmp_path / "lokal.csv"
    file.write_text(f"{';'.join(headings)}\n{';'.join(row)}\n", encoding="utf-8")
    (table,) = json.loads(run("schema", "detect", str(file), "--json").stdout)["tables"]
    assert (table["schema_id"], table["is_certain"]) == (
        "brukerplan-2024-english",
        False,
    )
    assert {one["heading"]: one["field"] for one in table["columns"]} == headings
    assert {one["how"] for one in table["columns"]} == {"doubtful", "unknown"}
    assert not {"Kjønn", "Bosituasjon"} & set(table["missing"])


def test_unknown_layout_is_not_guessed(unknown: Path) -> None:
    assert "not certain" in run("schema", "detect", str(unknown)).stdout
    result = run("validate", str(unknown), "--lang", "en")
    assert result.exit_code == 11
    assert "layout-unknown" in result.stdout


def test_proposal_is_refused_until_confirmed(unknown: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    store = str(tmp_path / "store")
    result = run("schema", "map", str(unknown), "-o", str(mapping))
    assert (result.exit_code, result.stdout) == (0, "")
    given = [str(unknown), "--map", str(mapping), "--store", store, "--lang", "en"]
    refused = run("import", *given)
    assert refused.exit_code == 11
    assert "mapping-not-confirmed" in refused.stdout
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text.replace("confirmed = false", "confirmed = true"))
    assert run("import", *given).exit_code == 0
    people = Store(Path(store)).load([2024]).persons
    assert people["housing"].tolist() == ["green", "red"]
    assert people["sex"].tolist() == ["male", "female"]
    assert people["problem_group"].tolist() == ["substance_only", "mental_only"]
    assert people["has_individual_plan"].isna().tolist() == [False, True]
    assert people["received_nav"].tolist() == [True, False]
    assert people["received_dps"].tolist() == [False, True]


def test_mapping_is_not_overwritten_unasked(unknown: Path, tmp_path: Path) -> None:
    mapping = str(tmp_path / "mapping.toml")
    assert run("schema", "map", str(unknown), "-o", mapping).exit_code == 0
    assert run("schema", "map", str(unknown), "-o", mapping).exit_code == 2
    assert run("schema", "map", str(unknown), "-o", mapping, "--replace").exit_code == 0


def test_known_layout_is_proposed_with_certainty(tmp_path: Path) -> None:
    result = run("schema", "map", str(GOOD), "-o", str(tmp_path / "m.toml"), "--json")
    columns = json.loads(result.stdout)["columns"]
    assert len(columns) == 28
    doubtful = {one["heading"] for one in columns if not one["confirmed"]}
    assert doubtful == set()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("kind = ", "TOML"),
        ('kind = "people"\ncolumn = []', "kind"),
        ('[[column]]\nheading = "A"\nfield = "shoe_size"', "shoe_size"),
        ('[[column]]\nheading = "A"\ncolour = "x"', "colour"),
        ('[[column]]\nheading = "A"\nfield = "sex"\nvalues = {a = "x"}', "sex"),
        ('[constants]\nsurvey_year = "soon"\n[[column]]\nheading = "A"', "survey_year"),
        ('[[column]]\nfield = "sex"', "form"),
    ],
)
def test_unusable_mapping_is_refused(
    tmp_path: Path, unknown: Path, text: str, word: str
) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(text, encoding="utf-8")
    result = run("validate", str(unknown), "--map", str(mapping))
    assert result.exit_code == 10
    assert word in result.stderr


def test_year_may_be_given_for_the_whole_file(tmp_path: Path) -> None:
    heading, *rows = GOOD.read_text(encoding="cp1252").splitlines()
    file = tmp_path / "uten_aar.csv"
    lines = [heading.replace("Kartleggingsår", "x"), *rows]
    file.write_text("\n".join(lines), encoding="cp1252")
    mapping = tmp_path / "m.toml"
    run("schema", "map", str(file), "-o", str(mapping))
    text = mapping.read_text(encoding="utf-8")
    text = text.replace("# survey_year = 2024", "survey_year = 2024")
    mapping.write_text(text, encoding="utf-8")
    store = str(tmp_path / "store")
    result = run("import", str(file), "--map", str(mapping), "--store", store)
    assert result.exit_code == 0
    assert len(Store(Path(store)).load([2024]).persons) == 6
