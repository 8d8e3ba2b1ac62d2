"""A report as one self-contained HTML file."""

from functools import lru_cache
from pathlib import Path

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from brukerplan.languages import load_texts
from brukerplan.reporting.charts.page import inline_svg
from brukerplan.reporting.environment import fill, make_environment
from brukerplan.reporting.model import Look, Report


def render_html(
    report: Report,
    *,
    look: Look,
    template: str = "report.j2",
    own_templates: Path | None = None,
) -> str:
    """Give the page's text. `own_templates` is an owner's folder of templates.

    Raises:
        ReportError: a template is wrong.
    """
    texts = load_texts("report", report.language)
    environment = _environment(own_templates)
    return fill(environment, template, report=report, look=look, t=texts.text)


@lru_cache(maxsize=8)
def _environment(own: Path | None) -> SandboxedEnvironment:
    return make_environment("html", own=own, functions={"picture": _picture})


def _picture(svg: str, prefix: str, label: str) -> Markup:
    """Put a chart into the page, with identifiers of its own and its alternative."""
    return Markup(inline_svg(svg, prefix=prefix, label=label))
