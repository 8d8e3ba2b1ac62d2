"""A report as one self-contained HTML file."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from brukerplan.languages import load_texts
from brukerplan.reporting.charts.page import colour_properties, inline_svg
from brukerplan.reporting.environment import fill, fill_report, make_environment
from brukerplan.reporting.view_model import Index, Look, Report


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
    environment = _environment(own_templates)
    return fill_report(
        environment, report, look=look, template=template, own=own_templates
    )


def render_index(index: Index, *, look: Look, own_templates: Path | None = None) -> str:
    """Give the text of the page that lists a batch of reports.

    Raises:
        ReportError: a template is wrong.
    """
    texts = load_texts("report", index.language, own_templates)
    environment = _environment(own_templates)
    return fill(environment, "index.j2", index=index, look=look, t=texts.text)


@lru_cache(maxsize=8)
def _environment(own: Path | None) -> SandboxedEnvironment:
    functions: dict[str, Callable[..., Markup]] = {
        "picture": _picture,
        "chart_colours": _chart_colours,
    }
    return make_environment("html", own=own, functions=functions)


@lru_cache(maxsize=2)
def _chart_colours(dark: bool) -> Markup:
    """Give the charts' colours as custom properties of the page."""
    return Markup(colour_properties(dark=dark))


def _picture(svg: str, prefix: str, label: str) -> Markup:
    """Put a chart into the page, with identifiers of its own and its alternative."""
    return Markup(inline_svg(svg, prefix=prefix, label=label))
