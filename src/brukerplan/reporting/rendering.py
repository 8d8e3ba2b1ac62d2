"""The files of one place's report: in each language and format that is ordered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from brukerplan.definitions import Definitions
from brukerplan.reporting.build import build_report
from brukerplan.reporting.html import render_html
from brukerplan.reporting.lookup import ReleaseFigures
from brukerplan.reporting.material import gather, place_of
from brukerplan.reporting.model import Look, Report
from brukerplan.reporting.pdf import render_pdf
from brukerplan.reporting.words import Words
from brukerplan.tables import Release

FORMATS = ("html", "pdf")


@dataclass(frozen=True)
class Order:
    """How reports are to be made, whatever the place.

    `as_of` is the date that they carry, `templates` an owner's folder of templates.
    """

    year: int
    formats: tuple[str, ...] = ("html",)
    languages: tuple[str, ...] = ("nb",)
    as_of: date | None = None
    is_internal: bool = False
    look: Look = field(default_factory=Look)
    templates: Path | None = None


class Renderer:
    """Renders places of one release; keeps what many reports share."""

    def __init__(
        self, release: Release, definitions: Definitions, order: Order
    ) -> None:
        self._release = release
        self._figures = ReleaseFigures(release)
        self._words = {lang: Words(lang, definitions) for lang in order.languages}
        self._order = order

    def report(self, code: str, language: str) -> Report:
        """Give the model of a place's report.

        Raises:
            UsageError: there is no such language.
        """
        order = self._order
        material = gather(
            self._release,
            self._figures,
            place_of(code, order.year, language),
            year=order.year,
            words=self._words[language],
            as_of=order.as_of,
        )
        internal = (
            order.is_internal or self._release.policy.get("audience") == "internal"
        )
        return build_report(material, is_internal=internal)

    def files(self, code: str) -> Iterator[tuple[str, bytes]]:
        """Give the name and the content of each file of a place.

        Raises:
            ReportError: a template is wrong, or a PDF cannot be made.
        """
        for language in self._order.languages:
            report = self.report(code, language)
            for form in self._order.formats:
                yield f"{report.file_stem}.{form}", self._content(report, form)

    def _content(self, report: Report, form: str) -> bytes:
        look, own = self._order.look, self._order.templates
        if form == "pdf":
            return render_pdf(report, look=look, own_templates=own)
        return render_html(report, look=look, own_templates=own).encode("utf-8")
