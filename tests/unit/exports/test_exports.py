"""Exported files: read back by other libraries, and nothing in them that may not be."""

import csv
import io
import json
from collections.abc import Callable

import numpy as np
import openpyxl
import pandas as pd
import pytest

from brukerplan.definitions import load_definitions
from brukerplan.reporting.exports import FILE_FORMATS, data_package, export_of
from brukerplan.reporting.exports.public import CODES
from brukerplan.tables import RELEASE_DTYPES, Release, typed

# region, indicator, category, numerator, denominator, value, lower, upper, status
ROWS = [
    ("1101", "recipients_per_1000", "total", 45, 2000, 22.45, 16.3, 30.1, "shown"),
    ("1101", "homeless", "total", 0, 45, 0.0, 0.0, 7.8658, "shown"),
    ("1101", "service_gap", "nav", None, None, None, None, None, "suppressed"),
    ("1101", "service_gap", "dps", None, None, None, None, None, "complementary"),
    ("1103", "recipients_per_1000", "total", None, None, None, None, None, "missing"),
    ("1103", "homeless", "total", None, 0, None, None, None, "not_applicable"),
]


def release_of(audience: str = "public", name: str = "Alfa") -> Release:
    df = pd.DataFrame(
        ROWS,
        columns=[
            "region_code",
            "indicator_id",
            "category",
            "numerator",
            "denominator",
            "value",
            "lower",
            "upper",
            "status",
        ],
    )
    is_rate = df["indicator_id"] == "recipients_per_1000"
    df = df.assign(
        survey_year=2024,
        region_level="municipality",
        region_name=name,
        problem_group="all",
        sex="total",
        age_band="total",
        unit=np.where(is_rate, "per_1000", "percent"),
        interval=np.where(is_rate, "byar_95", "wilson_95"),
    )
    return Release(
        rows=typed(df, RELEASE_DTYPES),
        policy={"smallest_count": 5, "audience": audience},
        provenance={
            "survey_year": 2024,
            "program_version": "0.0.0",
            "population": [{"text": "SSB 07459"}],
        },
    )


def exported(form: str, language: str = "nb", **keys: str) -> bytes:
    export = export_of(
        release_of(**keys), definitions=load_definitions(), language=language
    )
    return FILE_FORMATS[form](export)


def people_rows(**keys: str) -> list[dict[str, str]]:
    text = exported("csv", **keys).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_csv_for_people_opens_in_norwegian_excel() -> None:
    content = exported("csv")
    assert content.startswith(b"\xef\xbb\xbf")
    first = people_rows()[0]
    assert first["Indikator"].startswith("Kartlagte tjenestemottakere per 1000")
    assert first["Antall"] == "45"
    assert first["Verdi"] == "22,5"  # half up, where half to even gives 22,4
    assert first["Øvre 95 % grense"] == "30,1"
    assert first["Regionkode"] == "1101"


def test_nought_hidden_missing_and_not_applicable_are_four_different_things() -> None:
    rows = people_rows()
    assert [row["Verdi"] for row in rows[1:]] == ["0,0", ":", ":", "..", "."]
    assert [row["Antall"] for row in rows[1:]] == ["0", ":", ":", "..", "."]


@pytest.mark.parametrize("form", sorted(FILE_FORMATS))
def test_no_file_tells_the_two_kinds_of_hiding_apart(form: str) -> None:
    assert b"complementary" not in exported(form)


def test_csv_for_machines_has_the_columns_of_the_release() -> None:
    df = pd.read_csv(io.BytesIO(exported("csv-plain")), dtype={"region_code": "str"})
    assert list(df.columns) == list(RELEASE_DTYPES)
    assert df["value"].iloc[0] == 22.45
    assert df["status"].tolist().count("suppressed") == 2
    assert df["numerator"].isna().tolist() == [False, False, True, True, True, True]


def test_parquet_has_the_columns_and_types_of_the_release() -> None:
    df = pd.read_parquet(io.BytesIO(exported("parquet")))
    assert list(df.columns) == list(RELEASE_DTYPES)
    assert df["region_code"].tolist()[0] == "1101"


def test_workbook_has_a_sheet_per_theme_with_frozen_headings() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx")))
    assert book.sheetnames[0] == "Om tallene"
    assert "Hvem som er kartlagt" in book.sheetnames
    assert "Tjenester" in book.sheetnames
    assert book.sheetnames[-1] == "Definisjoner"
    sheet = book["Hvem som er kartlagt"]
    assert sheet.freeze_panes == "D2"
    heads = [cell.value for cell in sheet[1]]
    row = {head: cell for head, cell in zip(heads, sheet[2], strict=True)}
    assert row["Verdi"].value == 22.45
    assert row["Verdi"].number_format == "#,##0.0"
    assert row["Regionkode"].value == "1101"
    hidden = [cell.value for cell in book["Tjenester"][2]]
    assert hidden[heads.index("Verdi")] == ":"


def test_workbook_carries_the_codes_out_of_sight() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx")))
    sheet = book["Tjenester"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[-len(CODES) :] == list(CODES)
    first = openpyxl.utils.get_column_letter(len(heads) - len(CODES) + 1)
    assert sheet.column_dimensions[first].hidden
    assert sheet[2][heads.index("indicator_id")].value == "service_gap"


def test_workbook_has_the_standardised_rates_that_can_be_known() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx")))
    sheet = book["Standardiserte rater"]
    heads = [cell.value for cell in sheet[1]]
    rows = [
        dict(zip(heads, r, strict=True)) for r in sheet.iter_rows(2, values_only=True)
    ]
    assert {row["Regionkode"] for row in rows} == {"1101"}
    assert {row["Verdi"] for row in rows} == {".."}
    assert "For mye er skjermet" in {row["Hvorfor den mangler"] for row in rows}


def test_workbook_explains_symbols_and_sources() -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx")))
    notes = {row[0].value: row[1].value for row in book["Om tallene"].iter_rows()}
    assert {":", "..", ".", "0"} <= set(notes)
    assert notes["Kilder"] == "SSB 07459"
    assert "1 til 4" in notes["Skjermede tall"]


@pytest.mark.parametrize("name", ["=1+1", "+47", "@SUM(A1)", "-2"])
def test_text_of_a_user_never_becomes_a_formula(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx", name=name)))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    for form in ("csv", "csv-plain"):
        text = exported(form, name=name).decode("utf-8-sig")
        delimiter = ";" if form == "csv" else ","
        cells = [
            c for row in csv.reader(io.StringIO(text), delimiter=delimiter) for c in row
        ]
        assert f"'{name}" in cells
        assert name not in cells


def test_json_stat_gives_every_value_back_at_its_place() -> None:
    cube = json.loads(exported("json-stat", language="en"))
    assert cube["version"] == "2.0"
    assert int(np.prod(cube["size"])) > max(map(int, cube["value"]))

    def at(**wanted: str) -> str:
        position = 0
        for name, size in zip(cube["id"], cube["size"], strict=True):
            index = cube["dimension"][name]["category"]["index"]
            assert len(index) == size
            position = position * size + index[wanted[name]]
        return str(position)

    place = {
        "year": "2024",
        "region": "municipality:1101",
        "group": "all",
        "sex": "total",
        "age": "total",
        "measure": "value",
    }
    assert cube["value"][at(figure="recipients_per_1000", **place)] == 22.45
    assert cube["value"][at(figure="homeless", **place)] == 0.0
    hidden = at(figure="service_gap.nav", **place)
    assert hidden not in cube["value"]
    assert cube["status"][hidden] == ":"
    labels = cube["dimension"]["figure"]["category"]["label"]
    assert labels["service_gap.nav"] == "Needs not met now: NAV (labour and welfare)"


def test_data_package_describes_every_file_and_every_column() -> None:
    files = data_package(export_of(release_of(), definitions=load_definitions()))
    package = json.loads(files["datapackage.json"])
    described = {resource["path"]: resource for resource in package["resources"]}
    assert set(described) == set(files) - {"datapackage.json"}
    for name, resource in described.items():
        assert resource["bytes"] == len(files[name])
    for name in ("release.csv", "indicators.csv"):
        header = files[name].decode().splitlines()[0].split(",")
        fields = described[name]["schema"]["fields"]
        assert [field["name"] for field in fields] == header
    assert all("description" in f for f in described["release.csv"]["schema"]["fields"])


def test_internal_figures_are_marked_in_every_file() -> None:
    mark = "Unntatt offentlighet"
    assert all(row["marking"] == mark for row in people_rows(audience="internal"))
    assert mark in exported("csv-plain", audience="internal").decode()
    frame = pd.read_parquet(io.BytesIO(exported("parquet", audience="internal")))
    assert set(frame["marking"]) == {mark}
    cube = json.loads(exported("json-stat", audience="internal"))
    assert cube["note"] == [mark]
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx", audience="internal")))
    assert book["Om tallene"]["A2"].value == mark
    assert all(mark in (sheet.oddHeader.center.text or "") for sheet in book)


@pytest.mark.parametrize("form", sorted(FILE_FORMATS))
def test_same_release_gives_the_same_bytes(form: str) -> None:
    assert exported(form) == exported(form)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_language_has_every_heading(language: str) -> None:
    write: Callable[..., bytes] = FILE_FORMATS["csv"]
    export = export_of(release_of(), definitions=load_definitions(), language=language)
    header = write(export).decode("utf-8-sig").splitlines()[0].split(";")
    expected = {"nb": "Kartleggingsår", "nn": "Kartleggingsår", "en": "Survey year"}
    assert header[0] == expected[language]
    assert header[15:] == list(CODES)
