"""Text from users is printed as it stands, and never becomes markup or code."""

import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from report_pages import Pages

from brukerplan.errors import ReportError
from brukerplan.reporting.environment import typst_text
from brukerplan.reporting.html import render_html
from brukerplan.reporting.pdf import render_pdf, typst_source
from brukerplan.reporting.view_model import Look, OwnSection, Report

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "#panic(1) #set text(red) #import",
    "$ x $ *fet* _kursiv_ `kode` = Tittel",
    '\\ \\u{41} \\" " \' @etikett <etikett> // slutt /* nei */',
    "- punkt + nummer 1. tall / term: -- --- ... ~",
    "{{ 7 * 7 }} {% raise %} {# nei #}",
    "]] ) } ; $",
    "http://eksempel.no/#x &amp; &lt;",
)


def hostile(report: Report) -> Report:
    section = OwnSection("comment-1", HOSTILE[0], HOSTILE)
    return replace(
        report, title=HOSTILE[2], foreword=HOSTILE, comments=(section,), notices=HOSTILE
    )


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _tags(page: str) -> _Tags:
    parser = _Tags()
    parser.feed(page)
    return parser


def test_html_has_the_same_elements_and_the_text_as_it_was(pages: Pages) -> None:
    plain = pages.report("1103")
    harmless = tuple("x" for _ in HOSTILE)
    section = OwnSection("comment-1", "x", harmless)
    tame = replace(plain, foreword=harmless, comments=(section,), notices=harmless)
    found = _tags(render_html(hostile(plain), look=Look(contact=HOSTILE)))
    expected = _tags(render_html(tame, look=Look(contact=harmless)))
    assert found.tags == expected.tags
    for text in HOSTILE:
        assert text in "".join(found.text)


def test_pdf_prints_the_text_as_it_was(pages: Pages, tmp_path: Path) -> None:
    report = hostile(pages.report("1144"))
    path = tmp_path / "report.pdf"
    path.write_bytes(render_pdf(report, look=Look(contact=HOSTILE)))
    printed = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    squeezed = "".join(printed.split()).replace("\u00ad", "").replace("-", "")
    for text in HOSTILE:
        assert "".join(text.split()).replace("-", "") in squeezed


def test_typst_source_has_no_character_of_the_text_that_could_act(pages: Pages) -> None:
    source = typst_source(hostile(pages.report("1144")), look=Look())
    for text in HOSTILE:
        assert text not in source


@pytest.mark.parametrize(
    "character", list("#$*_`<>@\\\"'=+-/.:;~[]{}()&%!?|^\n\t\r\u2028\x00")
)
def test_typst_text_leaves_only_letters_digits_space_and_comma(character: str) -> None:
    written = str(typst_text(f"a{character}b"))
    assert written in ("a b", f"a\\u{{{ord(character):x}}}b")


def test_template_cannot_reach_into_the_program(pages: Pages, tmp_path: Path) -> None:
    (tmp_path / "report.j2").write_text(
        "{{ report.__class__.__mro__[1].__subclasses__() }}", encoding="utf-8"
    )
    with pytest.raises(ReportError, match=r"report\.j2"):
        render_html(pages.report("1103"), look=Look(), own_templates=tmp_path)


def test_template_error_names_file_and_line(pages: Pages, tmp_path: Path) -> None:
    (tmp_path / "report.j2").write_text("første\n{{ report.finst_ikke }}\n", "utf-8")
    with pytest.raises(ReportError, match=r"«report\.j2», line 2"):
        render_html(pages.report("1103"), look=Look(), own_templates=tmp_path)


def test_template_syntax_error_names_file_and_line(
    pages: Pages, tmp_path: Path
) -> None:
    (tmp_path / "report.j2").write_text("første\n\n{% if %}\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"«report\.j2», line 3"):
        render_html(pages.report("1103"), look=Look(), own_templates=tmp_path)
