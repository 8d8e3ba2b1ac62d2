"""Reports of a few places, each rendered once and kept for all tests."""

from datetime import date

from brukerplan.definitions import Definitions
from brukerplan.reporting.environment import SUMMARY
from brukerplan.reporting.html import render_html
from brukerplan.reporting.pdf import render_pdf
from brukerplan.reporting.rendering import Order, Renderer
from brukerplan.reporting.view_model import Look, Report
from brukerplan.tables import Release

PLACES = ("1103", "1144", "1151", "0301", "11", "0")
"""A city; one that took no part; a tiny one; Oslo; a county; the nation."""
LOOK = Look()


class Pages:
    """Reports in every language, made when they are first asked for."""

    def __init__(self, release: Release, definitions: Definitions) -> None:
        order = Order(2024, languages=("nb", "nn", "en"), as_of=date(2025, 2, 3))
        self.renderer = Renderer(release, definitions, order)
        self._kept: dict[tuple[str, ...], object] = {}

    def report(self, code: str, language: str = "nb") -> Report:
        key = ("report", code, language)
        if key not in self._kept:
            material = self.renderer.material(code, language)
            self._kept[key] = self.renderer.report(material)
        report = self._kept[key]
        assert isinstance(report, Report)
        return report

    def html(self, code: str, language: str = "nb", template: str = "report.j2") -> str:
        key = ("html", code, language, template)
        if key not in self._kept:
            report = self.report(code, language)
            self._kept[key] = render_html(report, look=LOOK, template=template)
        return str(self._kept[key])

    def pdf(
        self, code: str, language: str = "nb", template: str = "report.j2"
    ) -> bytes:
        key = ("pdf", code, language, template)
        if key not in self._kept:
            report = self.report(code, language)
            self._kept[key] = render_pdf(report, look=LOOK, template=template)
        content = self._kept[key]
        assert isinstance(content, bytes)
        return content


__all__ = ["LOOK", "PLACES", "SUMMARY", "Pages"]
