"""Files that users write by hand: groupings and participation."""

from pathlib import Path

import pytest

from brukerplan.errors import InputError, UsageError, ValidationFailed
from brukerplan.geography import (
    check_grouping_name,
    read_grouping,
    read_participation,
)
from brukerplan.tables import PARTICIPATION_DTYPES


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_grouping_is_read_in_any_encoding(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    text = "kommunenummer;gruppe;navn\n1106;f;Helse Fønna\n\n301;o;Oslo\n"
    path = write(tmp_path / "trust.csv", text.replace(";", separator), encoding)
    rows = read_grouping(path, year=2024)
    assert rows.to_dict("records") == [
        {"municipality_code": "0301", "group_code": "o", "group_name": "Oslo"},
        {"municipality_code": "1106", "group_code": "f", "group_name": "Helse Fønna"},
    ]


def test_grouping_without_names_is_called_by_its_codes(tmp_path: Path) -> None:
    path = write(tmp_path / "g.csv", "municipality_code,group\n1106,fonna\n")
    assert list(read_grouping(path, year=2024)["group_name"]) == ["fonna"]


def test_grouping_says_which_lines_are_wrong(tmp_path: Path) -> None:
    text = "kommunenr;gruppe\n1106;a\n1507;a\n1106;b\n1108;\n"
    with pytest.raises(ValidationFailed) as refused:
        read_grouping(write(tmp_path / "g.csv", text), year=2024)
    found = [(f.rule, f.line) for f in refused.value.findings]
    assert found == [
        ("grouping-code-unknown", 3),
        ("grouping-listed-twice", 4),
        ("grouping-without-group", 5),
    ]


@pytest.mark.parametrize("text", ["", "kommune\n1106\n", "code,group\n1106,a\n"])
def test_grouping_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        read_grouping(write(tmp_path / "g.csv", text), year=2024)


def test_grouping_in_another_encoding_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_bytes("kommune;gruppe\n1106;æ\n".encode("utf-16"))
    with pytest.raises(InputError):
        read_grouping(tmp_path / "g.csv", year=2024)
    with pytest.raises(InputError):
        read_grouping(tmp_path / "none.csv", year=2024)


def test_grouping_names_are_plain() -> None:
    assert check_grouping_name("health-trust_2") == "health-trust_2"
    for name in ("", "Helse Fonna", "a:b", "../x", "2a"):
        with pytest.raises(UsageError):
            check_grouping_name(name)


def test_participation_from_csv(tmp_path: Path) -> None:
    text = (
        "år;kommunenummer;inklusjonsregel;enheter;kartleggingsdato\n"
        "2024;1106;18+/12-months;NAV + Rus;2024-12-02\n"
        "2024;301;;;\n"
    )
    rows = read_participation(write(tmp_path / "p.csv", text))
    assert list(rows.columns) == list(PARTICIPATION_DTYPES)
    assert rows.to_dict("records") == [
        {
            "survey_year": 2024,
            "municipality_code": "0301",
            "data_kind": "persons",
            "inclusion_rule": "",
            "units": "",
            "mapping_date": "",
            "rows_set_aside": 0,
        },
        {
            "survey_year": 2024,
            "municipality_code": "1106",
            "data_kind": "persons",
            "inclusion_rule": "18+/12-months",
            "units": "NAV;Rus",
            "mapping_date": "2024-12-02",
            "rows_set_aside": 0,
        },
    ]


def test_participation_from_toml(tmp_path: Path) -> None:
    text = """
[[participation]]
survey_year = 2024
municipality_code = "1106"
inclusion_rule = "16+/now"
units = ["NAV", "Rus"]
mapping_date = 2024-12-02
"""
    rows = read_participation(write(tmp_path / "p.toml", text))
    row = rows.iloc[0]
    assert (row["survey_year"], row["municipality_code"]) == (2024, "1106")
    assert (row["inclusion_rule"], row["units"]) == ("16+/now", "NAV;Rus")
    assert row["mapping_date"] == "2024-12-02"


def test_participation_says_which_lines_are_wrong(tmp_path: Path) -> None:
    text = (
        "survey_year,municipality_code,data_kind,inclusion_rule,mapping_date\n"
        "20x4,1106,,,\n"
        "2024,1507,,,\n"
        "2024,1106,people,,\n"
        "2024,1108,,15+,\n"
        "2024,1103,,,2.12.2024\n"
        "2024,1103,,,\n"
    )
    with pytest.raises(ValidationFailed) as refused:
        read_participation(write(tmp_path / "p.csv", text))
    found = [(f.rule, f.line, f.column) for f in refused.value.findings]
    assert found == [
        ("participation-year-unknown", 2, "survey_year"),
        ("participation-code-unknown", 3, "municipality_code"),
        ("participation-kind-unknown", 4, "data_kind"),
        ("participation-rule-unknown", 5, "inclusion_rule"),
        ("participation-date-invalid", 6, "mapping_date"),
        ("participation-listed-twice", 7, "municipality_code"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", "year\n2024\n"),
        ("p.toml", "x = 1"),
        ("p.toml", "[[participation"),
        ("p.toml", "participation = 1"),
        ("p.toml", "participation = [1]"),
    ],
)
def test_participation_that_cannot_be_read(
    tmp_path: Path, name: str, text: str
) -> None:
    with pytest.raises(InputError):
        read_participation(write(tmp_path / name, text))
    with pytest.raises(InputError):
        read_participation(tmp_path / f"none-{name}")
