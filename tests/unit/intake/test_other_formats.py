"""Workbooks, statistics files, Parquet and zip files give the same table as text."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from brukerplan.errors import InputError
from brukerplan.intake import Limits, ReadOptions, read_tables
from brukerplan.tables import RawTable

HEADINGS = ["Kartleggingsår", "Kommunenr", "Kjønn", "Bosituasjon"]
ROWS = [[2024, 301, "Mann", "Grønn"], [2024, 1103, "Kvinne", None]]
TEXTS = [["2024", "301", "Mann", "Grønn"], ["2024", "1103", "Kvinne", ""]]


def cells(raw: RawTable) -> list[list[str]]:
    return raw.cells.astype("str").to_numpy().tolist()


def slug_of(file: Path, options: ReadOptions | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_tables(file, options)
    return caught.value.slug


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Les meg"
    book.active["A1"] = "Her står det noe annet"
    data = book.create_sheet("Data")
    data["A1"] = "BrukerPlan 2024"
    for row in [[], HEADINGS, *ROWS]:
        data.append(row)
    file = tmp_path / "bok.xlsx"
    book.save(file)
    return file


def test_sheet_and_heading_row_are_found(workbook: Path) -> None:
    (raw,) = read_tables(workbook)
    assert list(raw.cells.columns) == HEADINGS
    assert cells(raw) == TEXTS
    assert raw.source.sheet == "Data"
    assert (raw.header_line, raw.cells.index.tolist()) == (3, [4, 5])


def test_merged_headings_over_two_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Kartleggingsår", "Kommunenr", "Kjønn", "Funksjon", None])
    sheet.append([None, None, None, "Bosituasjon", "Økonomi"])
    sheet.append([2024, 1103, "Mann", "Gul", "Rød"])
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:E1"):
        sheet.merge_cells(area)
    book.save(tmp_path / "flettet.xlsx")
    (raw,) = read_tables(tmp_path / "flettet.xlsx")
    assert list(raw.cells.columns) == [*HEADINGS, "Økonomi"]
    assert raw.cells.index.tolist() == [3]


def test_dates_numbers_and_truths_become_plain_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Kartleggingsår", "Kommunenr", "Dato", "LAR", "Alder"])
    book.active.append([2024, "0301", dt.date(2024, 12, 1), True, 30.5])
    book.save(tmp_path / "typer.xlsx")
    (raw,) = read_tables(tmp_path / "typer.xlsx")
    assert cells(raw) == [["2024", "0301", "2024-12-01", "true", "30.5"]]


def test_named_sheet_is_read_and_a_wrong_name_refused(workbook: Path) -> None:
    (raw,) = read_tables(workbook, ReadOptions(sheet="Data"))
    assert len(raw.cells) == 2
    assert slug_of(workbook, ReadOptions(sheet="Ark1")) == "input-sheet"
    assert slug_of(workbook, ReadOptions(sheet="Les meg")) == "input-headings"


def test_open_document_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bok.ods"
    pd.DataFrame(ROWS, columns=HEADINGS).to_excel(file, engine="odf", index=False)
    (raw,) = read_tables(file)
    assert cells(raw) == TEXTS
    assert raw.source.format == "ods"


@pytest.mark.parametrize("name", ["bok.xls", "bok.xlsb"])
def test_older_and_binary_workbooks_are_read(name: str) -> None:
    (raw,) = read_tables(Path(__file__).parents[2] / "data" / "encodings" / name)
    assert list(raw.cells.columns) == HEADINGS
    assert cells(raw) == TEXTS
    assert (raw.source.format, raw.source.sheet) == (name.partition(".")[2], "Data")
    assert raw.cells.index.tolist() == [4, 5]


def test_parquet_is_read(tmp_path: Path) -> None:
    file = tmp_path / "data.parquet"
    df = pd.DataFrame(ROWS, columns=HEADINGS)
    df["LAR"] = [1.0, None]
    df.to_parquet(file)
    (raw,) = read_tables(file)
    assert cells(raw) == [[*TEXTS[0], "1"], [*TEXTS[1], ""]]
    assert raw.cells.index.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        (".sav", pyreadstat.write_sav),
        (".dta", pyreadstat.write_dta),
    ],
)
def test_statistics_file_carries_its_labels(tmp_path: Path, suffix: str, write) -> None:
    file = tmp_path / f"data{suffix}"
    df = pd.DataFrame({"v1": [2024, 2024], "v2": [1.0, None], "v3": ["a", "b"]})
    write(
        df,
        str(file),
        column_labels=["Kartleggingsår", "Bosituasjon", ""],
        variable_value_labels={"v2": {1: "Grønn", 2: "Gul"}},
    )
    (raw,) = read_tables(file)
    assert cells(raw) == [["2024", "1", "a"], ["2024", "", "b"]]
    assert raw.value_labels["v2"] == {"1": "Grønn", "2": "Gul"}
    assert raw.heading_labels == {"v1": "Kartleggingsår", "v2": "Bosituasjon"}


def packed(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_zip_gives_a_table_for_each_file(tmp_path: Path, workbook: Path) -> None:
    text = "\n".join([";".join(HEADINGS), *map(";".join, TEXTS)]).encode("cp1252")
    file = tmp_path / "alt.zip"
    file.write_bytes(
        packed(
            {
                "mappe/a.csv": text,
                "b.xlsx": workbook.read_bytes(),
                "__MACOSX/._a.csv": b"x",
                "mappe/.DS_Store": b"x",
            }
        )
    )
    first, second = read_tables(file)
    assert cells(first) == cells(second) == TEXTS
    assert [first.source.name, second.source.name] == [
        "alt.zip/a.csv",
        "alt.zip/b.xlsx",
    ]


@pytest.mark.parametrize(
    ("files", "slug"),
    [
        ({}, "input-empty"),
        ({"../a.csv": b"x"}, "input-damaged"),
        ({"C:/a.csv": b"x"}, "input-damaged"),
        ({"/etc/a.csv": b"x"}, "input-damaged"),
        ({"a.zip": packed({"b.csv": b"x"})}, "input-format-unknown"),
        ({"a.csv": b"x" * 5_000_000}, "input-too-large"),
        ({f"{i}.csv": b"x" for i in range(30)}, "input-too-large"),
    ],
)
def test_odd_zip_is_refused(tmp_path: Path, files: dict[str, bytes], slug: str) -> None:
    file = tmp_path / "rar.zip"
    file.write_bytes(packed(files))
    limits = Limits(members=20, packed_bytes=2_000_000)
    assert slug_of(file, ReadOptions(limits=limits)) == slug


def test_workbook_is_measured_unpacked(workbook: Path) -> None:
    for limits in (Limits(packed_bytes=1000), Limits(members=0)):
        assert slug_of(workbook, ReadOptions(limits=limits)) == "input-too-large"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join([";".join(HEADINGS), *map(";".join, TEXTS)])
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    (raw,) = read_tables("-")
    assert cells(raw) == TEXTS
    assert raw.source.name == "-"
