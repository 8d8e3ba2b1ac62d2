"""The files of one place's report: in each language and format that is ordered."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from brukerplan.definitions import Definitions
from brukerplan.reporting.branding import read_comments
from brukerplan.reporting.build import build_report
from brukerplan.reporting.chapters.full_table import full_table
from brukerplan.reporting.charts.chart_data import Boundaries
from brukerplan.reporting.context import Material, gather, place_of, standardised_of
from brukerplan.reporting.environment import SUMMARY
from brukerplan.reporting.html import render_html
from brukerplan.reporting.pdf import render_pdf
from brukerplan.reporting.release_index import ReleaseFigures
from brukerplan.reporting.spreadsheet import render_workbook
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import Look, Report
from brukerplan.tables import Release

FORMATS = ("html", "pdf", "xlsx")


@dataclass(frozen=True)
class Order:
    """How reports are to be made, whatever the place.

    `as_of` is the date that they carry, `templates` an owner's folder of templates,
    `comments` one with forewords, `has_summary` whether each has its one page too.
    """

    year: int
    formats: tuple[str, ...] = ("html",)
    languages: tuple[str, ...] = ("nb",)
    as_of: date | None = None
    is_internal: bool = False
    look: Look = field(default_factory=Look)
    templates: Path | None = None
    comments: Path | None = None
    boundaries: Boundaries | None = None
    has_summary: bool = True


def marked(order: Order, release: Release) -> Order:
    """Give the order as internal where the release itself is."""
    internal = release.policy.get("audience") == "internal"
    return replace(order, is_internal=order.is_internal or internal)


class Renderer:
    """Renders places of one release; keeps what many reports share."""

    def __init__(
        self, release: Release, definitions: Definitions, order: Order
    ) -> None:
        self._release = release
        self._figures = ReleaseFigures(release)
        self._standardised = standardised_of(release)
        self._words = {
            language: Words(language, definitions, order.templates)
            for language in order.languages
        }
        self.order = marked(order, release)

    def material(self, code: str, language: str) -> Material:
        """Give what a place's report is written from."""
        order = self.order
        return gather(
            self._release,
            self._figures,
            place_of(code, order.year, language),
            year=order.year,
            words=self._words[language],
            as_of=order.as_of,
            boundaries=order.boundaries,
            standardised=self._standardised,
        )

    def report(self, material: Material) -> Report:
        """Give the model of a place's report.

        Raises:
            InputError: the place's comments cannot be read.
        """
        return build_report(
            material,
            comments=read_comments(
                self.order.comments, material.place.code, material.words.language
            ),
            is_internal=self.order.is_internal,
        )

    def files(self, code: str) -> Iterator[tuple[str, bytes]]:
        """Give the name and the content of each file of a place.

        Raises:
            ReportError: a template is wrong, or a PDF cannot be made.
        """
        for language in self.order.languages:
            material = self.material(code, language)
            report = self.report(material)
            for form in self.order.formats:
                if form == "xlsx":
                    full, words = full_table(material), material.words
                    content = render_workbook(report, full, words=words)
                    yield f"{report.file_stem}.xlsx", content
                    continue
                yield f"{report.file_stem}.{form}", self._page(report, form)
                if self.order.has_summary:
                    content = self._page(report, form, template=SUMMARY)
                    yield f"{report.file_stem}-summary.{form}", content

    def _page(self, report: Report, form: str, template: str = "report.j2") -> bytes:
        look, own = self.order.look, self.order.templates
        if form == "pdf":
            return render_pdf(report, look=look, template=template, own_templates=own)
        page = render_html(report, look=look, template=template, own_templates=own)
        return page.encode("utf-8")
