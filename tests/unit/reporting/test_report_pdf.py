"""The PDF of reports: tagged, archivable, with the same content as the HTML."""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from report_pages import PLACES, SUMMARY, Pages

from brukerplan.reporting.pdf import render_pdf
from brukerplan.reporting.view_model import Look


@pytest.fixture
def opened(pages: Pages):
    def open_pdf(code: str, language: str = "nb", template: str = "report.j2"):
        return pikepdf.open(io.BytesIO(pages.pdf(code, language, template)))

    return open_pdf


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Give every element of the structure tree."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting.extend(element)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield element
            if "/K" in element:
                waiting.append(element["/K"])


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element["/S"]) for element in structure(pdf)]


def of_kind(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    return [element for element in structure(pdf) if element["/S"] == kind]


def pages_of(content: bytes, path: Path) -> list[str]:
    path.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True
    )
    return [" ".join(page.split()) for page in done.stdout.rstrip("\f").split("\f")]


def text_of(content: bytes, path: Path) -> str:
    return " ".join(pages_of(content, path))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_pdf_says_language_title_and_standards(pages: Pages, opened, language) -> None:
    pdf = opened("1103", language)
    assert str(pdf.Root.Lang).split("-")[0] == language
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == pages.report("1103", language).title
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_every_figure_has_its_alternative(pages: Pages, opened) -> None:
    told = {
        str(element.Alt)
        for element in structure(opened("11"))
        if element.S == "/Figure"
    }
    assert {figure.alternative for figure in pages.report("11").figures} <= told
    assert all(told)


def test_tables_have_header_cells_and_all_rows(pages: Pages, opened) -> None:
    found = kinds(opened("1103"))
    report = pages.report("1103")
    assert found.count("/Table") == len(report.tables)
    assert found.count("/TH") >= sum(len(table.columns) for table in report.tables)


def test_every_body_row_starts_with_a_heading_of_its_row(pages: Pages, opened) -> None:
    for code in ("1103", "11"):
        pdf = opened(code)
        rows = [row for body in of_kind(pdf, "/TBody") for row in body.K]
        assert len(rows) == sum(len(table.rows) for table in pages.report(code).tables)
        for row in rows:
            first, *others = row.K
            assert (first.S, first.A.Scope) == ("/TH", "/Row")
            assert {str(cell.S) for cell in others} == {"/TD"}
            assert not any("/A" in cell for cell in others)


def test_columns_keep_their_headings(opened) -> None:
    pdf = opened("1103")
    for head in of_kind(pdf, "/THead"):
        for row in head.K:
            assert all(
                any(a.get("/Scope") == "/Column" for a in cell.A) for cell in row.K
            )


def test_the_first_page_lists_the_chapters_with_links(opened) -> None:
    pdf = opened("1103")
    links = [a for a in pdf.pages[0].get("/Annots", []) if a.Subtype == "/Link"]
    assert len(links) == kinds(pdf).count("/H1")
    assert "/TOC" in kinds(pdf)
    summary = opened("1103", template=SUMMARY)
    assert "/TOC" not in kinds(summary)


def test_no_note_of_a_figure_starts_a_page(pages: Pages, tmp_path: Path) -> None:
    for page in pages_of(pages.pdf("11"), tmp_path / "county.pdf"):
        assert (
            not page.split("2024", 1)[-1].strip().startswith("Tallene står i en tabell")
        )


def test_headings_and_bookmarks_are_those_of_the_page(opened) -> None:
    pdf = opened("1103")
    found = kinds(pdf)
    assert found.count("/H1") >= 9
    with pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert "Nøkkeltall" in titles
    assert "Slik er tallene laget" in titles


def test_fonts_are_embedded_and_come_with_the_program(opened) -> None:
    names = {
        str(font.BaseFont).split("+")[-1]
        for page in opened("1103").pages
        for font in page.Resources.get("/Font", {}).values()
    }
    assert names
    assert all(name.startswith(("LibertinusSerif", "DejaVuSans")) for name in names)


@pytest.mark.parametrize("code", PLACES)
def test_summary_is_one_page(opened, code: str) -> None:
    assert len(opened(code, template=SUMMARY).pages) == 1


@pytest.mark.parametrize("language", ["nn", "en"])
def test_summary_is_one_page_in_other_languages(opened, language: str) -> None:
    assert len(opened("1103", language, template=SUMMARY).pages) == 1


def test_pdf_and_html_have_the_same_sentences_and_figures(
    pages: Pages, tmp_path: Path
) -> None:
    report = pages.report("1103")
    printed = text_of(pages.pdf("1103"), tmp_path / "report.pdf").replace("\u00a0", " ")
    page = pages.html("1103")
    for figure in report.key_figures.figures:
        assert figure.text.replace("\u00a0", " ") in printed
    for section in report.sections:
        for sentence in section.paragraphs:
            assert sentence in page
            assert sentence[:40].replace("\u00a0", " ") in printed
        for table in section.tables:
            assert table.caption in printed


def test_internal_pdf_is_marked_on_every_page(pages: Pages, tmp_path: Path) -> None:
    report = replace(pages.report("1144"), is_internal=True)
    printed = pages_of(render_pdf(report, look=Look()), tmp_path / "internal.pdf")
    assert len(printed) > 5
    assert all("Unntatt offentlighet" in page for page in printed)


def test_pdf_without_a_date_can_be_made(pages: Pages) -> None:
    report = replace(pages.report("1144"), made_on="", made_on_iso="")
    pdf = pikepdf.open(io.BytesIO(render_pdf(report, look=Look())))
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
