"""Broken and malicious files: a documented exit code, one message, nothing stored."""

import csv
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from brukerplan.cli import app

GOOD = Path(__file__).parents[2] / "data" / "valid" / "brukerplan_2024_1151.csv"
TEXT = GOOD.read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(TEXT.decode("cp1252")), delimiter=";"):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


BOOK = workbook()


def rebuilt(edit: Callable[[bytes], bytes] = lambda data: data, **more: bytes) -> bytes:
    """Give the workbook with its sheet edited, and more parts in it."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(BOOK)) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, edit(data) if name.endswith("sheet1.xml") else data)
        for name, data in more.items():
            new.writestr(f"xl/{name}", data)
    return content.getvalue()


def with_row(row: bytes) -> bytes:
    return rebuilt(lambda data: data.replace(b"</sheetData>", row + b"</sheetData>"))


def laughs(data: bytes) -> bytes:
    """Put entities into the sheet that would unfold to ten thousand million letters."""
    entities = b'<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + step, b"&%c;" % (97 + step) * 10)
        for step in range(9)
    )
    head = b'<?xml version="1.0"?><!DOCTYPE l [' + entities + b"]>"
    row = b'<row r="9"><c r="A9" t="inlineStr"><is><t>&j;</t></is></c></row>'
    sheet = data.split(b"?>")[-1]
    return head + sheet.replace(b"</sheetData>", row + b"</sheetData>")


FAR_CELL = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
WIDE = ";".join(f"k{i}" for i in range(100_000)).encode()

UNREADABLE = {
    "empty.csv": b"",
    "only_mark.csv": b"\xef\xbb\xbf",
    "blank.csv": b" \n \n" * 1000,
    "nul.csv": TEXT[:300] + b"\0\0\0" + TEXT[300:],
    "mixed.csv": TEXT + "\r\n9;2024;1151;Utsira;Bø".encode(),
    "quotes.csv": b'"' * 300_000,
    "open_quote.csv": TEXT.replace(b";Utsira;", b';"Utsira;', 1) + b"x" * 200_000,
    "columns.csv": WIDE + b"\n" + WIDE,
    "long_line.csv": TEXT + b"x" * 2**21,
    "random.bin": random.Random(1).randbytes(50_000),
    "picture.csv": b"\x89PNG\r\n\x1a\n",
    "truncated.xlsx": BOOK[: len(BOOK) // 2],
    "half_sheet.xlsx": rebuilt(lambda data: data[: len(data) // 2]),
    "no_sheet.xlsx": rebuilt(lambda data: b""),
    "laughs.xlsx": rebuilt(laughs),
    "far_cell.xlsx": with_row(FAR_CELL),
    "nothing.xls": OLE + b"\0" * 5000,
    "locked.xlsx": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "cut.zip": b"PK\x03\x04" + b"x" * 500,
    "cut.parquet": b"PAR1" + b"x" * 500 + b"PAR1",
    "cut.sav": b"$FL2@(#) SPSS DATA FILE" + b"\0" * 300,
    "cut.dta": b"<stata_dta><header>" + b"x" * 300,
}
FORMULA = (
    b'<row r="9"><c r="A9"><f>HYPERLINK("http://x.example","y")</f><v>5</v></c></row>'
)
REFUSED = {
    "heading_twice.csv": TEXT.replace(b"Enhet;", b"Kommune;", 1),
    "slid.csv": TEXT.replace(b";Utsira;", b';"Utsira;', 1),
    "formula.xlsx": with_row(FORMULA),
    "no_rows.csv": TEXT.splitlines()[0],
}
HARMLESS = {
    "macro.xlsm": rebuilt(
        **{"vbaProject.bin": OLE, "externalLinks/externalLink1.xml": b"<externalLink/>"}
    ),
    "old_line_ends.csv": TEXT.replace(b"\r\n", b"\r"),
    "blank_lines.csv": TEXT + b"\r\n" * 300_000,
}


def exit_code_of(tmp_path: Path, name: str, content: bytes) -> int:
    file = tmp_path / name
    file.write_bytes(content)
    store = tmp_path / "store"
    given = ["import", str(file), "--store", str(store), "--lang", "en"]
    result = CliRunner().invoke(app, given)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stderr.count("error: ") == (result.exit_code != 0)
    assert (store / "manifest.json").exists() == (result.exit_code == 0)
    return result.exit_code


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_file_is_said_to_be_so(tmp_path: Path, name: str) -> None:
    assert exit_code_of(tmp_path, name, UNREADABLE[name]) == 10


@pytest.mark.parametrize("name", REFUSED)
def test_readable_nonsense_is_refused(tmp_path: Path, name: str) -> None:
    assert exit_code_of(tmp_path, name, REFUSED[name]) == 11


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_oddity_is_imported(tmp_path: Path, name: str) -> None:
    assert exit_code_of(tmp_path, name, HARMLESS[name]) == 0
