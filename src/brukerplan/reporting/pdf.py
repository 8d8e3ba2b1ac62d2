"""A report as a tagged, archivable PDF: Typst source, compiled without the network."""

import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

import matplotlib
import typst
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from brukerplan.errors import ReportError
from brukerplan.reporting.charts.lettering import text_width
from brukerplan.reporting.environment import fill_report, make_environment
from brukerplan.reporting.pdf_tags import with_row_headings
from brukerplan.reporting.view_model import Look, Report, Table

ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1)."""
ARCHIVABLE: Final = "a-2a"
"""PDF/A-2a (ISO 19005-2), which the same file can be if it has a date."""


_EMPTY_DOCUMENTS = 10
"""So many empty documents follow each report: then nothing of it is kept."""

_PAGE, _TURNED = 166 / 25.4 * 72, 253 / 25.4 * 72
"""How wide text is on an upright and on a turned page, in points, as in `look.typ`."""
_INSETS = 8.0
"""What a cell has on its left and right beside its text, in points."""
_NARROWER = 0.93
"""Libertinus is narrower than the font whose letters are measured; with some room."""


def typst_source(
    report: Report,
    *,
    look: Look,
    template: str = "report.j2",
    own_templates: Path | None = None,
) -> str:
    """Give the Typst document of a report; its charts come through `sys.inputs`.

    Raises:
        ReportError: a template is wrong.
    """
    environment = _environment(own_templates)
    return fill_report(
        environment, report, look=look, template=template, own=own_templates
    )


def render_pdf(
    report: Report,
    *,
    look: Look,
    template: str = "report.j2",
    own_templates: Path | None = None,
) -> bytes:
    """Give the PDF's bytes, the same for the same report.

    Raises:
        ReportError: a template is wrong, or Typst cannot make the PDF.
    """
    source = typst_source(
        report, look=look, template=template, own_templates=own_templates
    )
    charts = {
        figure.id: figure.wide for figure in (*report.figures, *report.summary.figures)
    }
    with tempfile.TemporaryDirectory(prefix="brukerplan-") as folder:
        if look.logo:
            (Path(folder) / look.logo.file_name).write_bytes(look.logo.data)
        made = _compiled(source, charts, folder, report)
        _forget(folder)
    return with_row_headings(made)


def _compiled(source: str, charts: dict[str, str], root: str, report: Report) -> bytes:
    try:
        pdf: bytes = typst.compile(  # type: ignore[type-var]
            source.encode("utf-8"),
            root=root,
            font_paths=_fonts(),
            package_path=root,
            package_cache_path=root,
            sys_inputs=charts,
            pdf_standards=[ACCESSIBLE, ARCHIVABLE]
            if report.made_on_iso
            else [ACCESSIBLE],
            timestamp=0,
        )
        return pdf
    except typst.TypstError as problem:
        raise ReportError(
            f"the PDF of «{report.file_stem}» could not be made: {problem}",
            hint="brukerplan template export gives fresh templates to start from",
            slug="pdf-not-made",
        ) from problem


def _forget(root: str) -> None:
    """Let Typst forget the document.

    It keeps what it has laid out until ten further documents are made, which for
    reports is half a gigabyte a process; empty documents count too, and take a
    thousandth of a second each.
    """
    for _ in range(_EMPTY_DOCUMENTS):
        typst.compile(b" ", root=root, font_paths=_fonts())  # type: ignore[type-var]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Give Typst's own fonts and those that matplotlib ships, read once a process."""
    shipped = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(shipped)])


@lru_cache(maxsize=8)
def _environment(own: Path | None) -> SandboxedEnvironment:
    functions: dict[str, Callable[..., Markup]] = {
        "date_of": _date_of,
        "widths_of": _widths_of,
    }
    return make_environment("typst", own=own, functions=functions)


def _widths_of(table: Table, size: float) -> Markup:
    """Give a table's columns as Typst lengths, for text of `size` points.

    Typst can find them too, by setting every table twice, which takes a fifth of a
    report's time. The column of headings takes what is left where there is not enough.
    """
    widths = []
    for number, column in enumerate(table.columns):
        texts = [(column.label, True)]
        for row in table.rows:
            text = row.cells[number - 1].text if number else row.label
            texts.append((text, row.is_own))
        widest = max(text_width(text, size=size, bold=bold) for text, bold in texts)
        widths.append(_INSETS + _NARROWER * widest)
    lengths = [f"{width:.1f}pt" for width in widths]
    if sum(widths) > (_TURNED if table.is_wide else _PAGE):
        lengths[0] = "1fr"
    return Markup(f"({', '.join(lengths)},)")


def _date_of(iso: str) -> Markup:
    """Give a date as Typst writes it; `none` where there is none."""
    if not iso:
        return Markup("none")
    year, month, day = (int(part) for part in iso.split("-"))
    return Markup(f"datetime(year: {year}, month: {month}, day: {day})")
