"""A proposed mapping names codes that only the user can explain, and nothing else."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from brukerplan.cli import app
from brukerplan.errors import as_argument

HEADINGS = ["Year", "Municipality no", "Gender", "Born", "Group", "Living situation"]
GROUPS = ["Kun psykisk lidelse", "Rus og mild psykisk lidelse"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def export(folder: Path, housing: list[str]) -> Path:
    file = folder / "fra enheten.csv"
    rows = [
        ["2024", "1103", "FM"[n % 2], str(1960 + n), GROUPS[n % 2], text]
        for n, text in enumerate(housing)
    ]
    lines = [";".join(row) for row in [HEADINGS, *rows]]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def proposed(file: Path) -> str:
    mapping = file.with_name("map.toml")
    result = run("schema", "map", str(file), "-o", str(mapping), "--replace")
    assert result.exit_code == 0, result.stderr
    return mapping.read_text(encoding="utf-8")


def test_codes_of_many_rows_are_named_for_the_user_to_explain(tmp_path: Path) -> None:
    file = export(tmp_path, ["OK"] * 6 + ["Severe"] * 6)
    text = proposed(file)
    assert 'values = { "OK" = "?", "Severe" = "?" }' in text
    mapping = file.with_name("map.toml")
    mapping.write_text(text.replace("confirmed = false", "confirmed = true"))
    arguments = ["validate", str(file), "--map", str(mapping), "--lang", "en"]
    refused = CliRunner().invoke(app, arguments)
    assert refused.exit_code == 10
    assert "«?» for «housing» is still to be filled in" in refused.stderr
    text = mapping.read_text().replace('"OK" = "?"', '"OK" = "green"')
    mapping.write_text(text.replace('"Severe" = "?"', '"Severe" = "red"'))
    accepted = CliRunner().invoke(app, arguments)
    assert accepted.exit_code == 0, accepted.stdout


@pytest.mark.parametrize(
    "housing",
    [
        ["OK"] * 8 + ["bor hos mor"] * 4,
        ["OK"] * 6 + ["Kari Nordmann"] * 6,
        ["OK"] * 6 + ["13097248022"] * 6,
        ["OK"] * 6 + ["bor hos søster og svoger på Hundvåg i Stavanger"] * 6,
    ],
    ids=["few rows", "a name", "an identity number", "long"],
)
def test_what_may_be_of_a_person_is_not_named(
    tmp_path: Path, housing: list[str]
) -> None:
    text = proposed(export(tmp_path, housing))
    assert "2 more values in the column are not known." in text
    assert housing[-1] not in text
    assert '"?"' not in text


def test_a_code_is_guessed_by_the_one_word_in_it_that_is_known(tmp_path: Path) -> None:
    file = export(tmp_path, ["grønt lys"] * 6 + ["Rødt, alvorlig"] * 6)
    text = proposed(file)
    assert 'values = { "Rødt, alvorlig" = "red", "grønt lys" = "green" }' in text
    (housing,) = [part for part in text.split("[[column]]") if '"housing"' in part]
    assert "confirmed = false" in housing


@pytest.mark.parametrize(
    "code", ["ikke grønn", "grønn eller rød", "grønn så langt vi vet", "lysegrønn"]
)
def test_what_may_mean_something_else_is_not_guessed(tmp_path: Path, code: str) -> None:
    text = proposed(export(tmp_path, ["Gul"] * 6 + [code] * 6))
    assert f'"{code}" = "?"' in text


def test_a_guess_never_names_what_may_be_of_a_person(tmp_path: Path) -> None:
    text = proposed(export(tmp_path, ["Gul"] * 11 + ["rød etter brann"]))
    assert "1 more values in the column are not known." in text
    assert "brann" not in text


def test_a_cell_with_another_code_is_told_which_codes_there_are(
    tmp_path: Path,
) -> None:
    file = export(tmp_path, ["Grønn"] * 11 + ["Lilla"])
    text = proposed(file)
    mapping = file.with_name("map.toml")
    mapping.write_text(text.replace("confirmed = false", "confirmed = true"))
    told = CliRunner().invoke(
        app, ["validate", str(file), "--map", str(mapping), "--lang", "en"]
    )
    assert "the value is none of «Grønn», «gul», «rød»" in told.stdout
    assert "Lilla" not in told.stdout + told.stderr


def test_the_next_command_can_be_copied(tmp_path: Path) -> None:
    file = export(tmp_path, ["OK"] * 12)
    told = run("schema", "detect", str(file))
    assert f'brukerplan schema map "{file}"' in told.stderr


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("exports/a.csv", "exports/a.csv"),
        ("C:\\Brukere\\Åse\\a.csv", "C:\\Brukere\\Åse\\a.csv"),
        ("min fil.csv", '"min fil.csv"'),
        ("a;b.csv", '"a;b.csv"'),
        ("exports/*.csv", "exports/*.csv"),
    ],
)
def test_arguments_are_quoted_where_shells_need_it(text: str, typed: str) -> None:
    assert as_argument(text) == typed
