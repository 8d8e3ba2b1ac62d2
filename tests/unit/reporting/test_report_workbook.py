"""The spreadsheet has the report's tables, with numbers as numbers."""

import io
from dataclasses import replace

import openpyxl
import pytest
from report_pages import Pages

from brukerplan.reporting.chapters.full_table import full_table
from brukerplan.reporting.spreadsheet import render_workbook
from brukerplan.reporting.view_model import Cell, Row


@pytest.fixture(scope="module")
def content(pages: Pages) -> bytes:
    material = pages.renderer.material("1145", "nb")
    return render_workbook(
        pages.report("1145"), full_table(material), words=material.words
    )


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_table_has_a_sheet_and_is_listed(pages: Pages, book) -> None:
    tables = [table for table in pages.report("1145").tables if table.rows]
    assert len(book.sheetnames) == len(tables) + 2
    contents = book.worksheets[0]
    listed = {row[1].value for row in contents.iter_rows(min_row=3) if row[1].value}
    assert {table.caption for table in tables} <= listed


def test_numbers_are_numbers_and_hidden_ones_their_symbol(pages: Pages, book) -> None:
    table = pages.report("1145").tables[0]
    sheet = book["T1"]
    for line, row in enumerate(table.rows, start=5):
        assert sheet.cell(line, 1).value == row.label
        for place, cell in enumerate(row.cells, start=2):
            found = sheet.cell(line, place).value
            if cell.number is None:
                assert (found or "") == cell.text
            else:
                assert found == pytest.approx(cell.number)


def test_full_table_has_every_figure(pages: Pages, book) -> None:
    sheet = book.worksheets[-1]
    own = pages.renderer.material("1145", "nb").own
    assert sheet.max_row - 4 == len(own.data)


def test_text_never_becomes_a_formula_or_a_link(pages: Pages) -> None:
    material = pages.renderer.material("1145", "nb")
    table = full_table(material)
    texts = ("=1+1", "+1", "@SUM(A1)", "http://eksempel.no", "-2")
    rows = tuple(Row(t, (Cell(t, is_number=False),) * 9) for t in texts)
    made = render_workbook(
        pages.report("1145"), replace(table, rows=rows), words=material.words
    )
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[-1]
    for line, text in enumerate(texts, start=5):
        assert sheet.cell(line, 1).value == text
        assert sheet.cell(line, 1).data_type == "s"
        assert sheet.cell(line, 1).hyperlink is None


def test_the_same_report_gives_the_same_bytes(pages: Pages, content: bytes) -> None:
    material = pages.renderer.material("1145", "nb")
    report = pages.report("1145")
    again = render_workbook(report, full_table(material), words=material.words)
    assert again == content
