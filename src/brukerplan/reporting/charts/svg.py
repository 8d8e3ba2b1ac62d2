"""Writing SVG with matplotlib's renderer: plain text elements, and nothing too much."""

import io
import re
from typing import Any

import matplotlib
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure

from brukerplan.reporting.charts.style import FONT

TIP = "tip:"
"""Begins the id of a group that holds a shape with a tip; see `tidy`."""

_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "brukerplan",
    "svg.id": None,
}
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_FIGURE = re.compile(r'<g id="figure_1">|</g>(?=\s*(?:<defs>.*)?</svg>\s*$)', re.DOTALL)
_TIPPED = re.compile(rf"""<g id=(["']){TIP}(.*?)\1>\s*(<path [^>]*)/>\s*</g>""")
_PATH = re.compile(r'<path d="[^"]*"(?: style="[^"]*")?')
_INDENT = re.compile(r"\n\s+")


class SheetRenderer(RendererSVG):
    """matplotlib's SVG renderer, with texts anchored where their place is."""

    def write_text(
        self, text: str, x: float, y: float, *, style: dict[str, str]
    ) -> None:
        """Write one line of text at (x, y), counted from the top left."""
        look = ";".join(f"{name}:{value}" for name, value in style.items())
        place = {"style": look, "x": f"{x:.2f}", "y": f"{y:.2f}"}
        self.writer.element("text", text, attrib=place)


def svg_of(figure: Figure) -> str:
    """Give the figure as an SVG document, the same text each time."""
    file = io.StringIO()
    width, height = figure.get_size_inches() * 72
    with matplotlib.rc_context(_SETTINGS):
        renderer = SheetRenderer(width, height, file, metadata=_NO_METADATA)
        figure.draw(renderer)
        renderer.finalize()
    return tidy(file.getvalue())


def tidy(document: str) -> str:
    """Give matplotlib's SVG without what a page must not get, in half the bytes.

    Out go the prologue and the style rule (which would apply to the whole page), the
    groups' ids (which would occur once a figure), white space, and what can be said
    once at the top: the font, and how lines meet. A group that is a tip becomes the
    title of its shape.
    """
    head, body = document[document.index("<svg") :].split(">", 1)
    body = body[body.index("</defs>") + len("</defs>") :]
    body = _FIGURE.sub("", body)
    body = _TIPPED.sub(r"\3><title>\2</title></path>", body)
    body = _PATH.sub(lambda found: _shorter(found[0]), body)
    body = _INDENT.sub("\n", body)
    head = head.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    head = head.replace(' version="1.1"', "").replace('pt"', '"')
    return f'{head} font-family="{FONT}" stroke-linejoin="round">{body.strip()}\n'


def _shorter(text: str) -> str:
    """Give a path's outline and style without the white space that is not needed."""
    text = text.replace(" \n", "").replace("\n", "")
    for letter in "MLQC":
        text = text.replace(f"{letter} ", letter)
    return text.replace(": ", ":").replace("; ", ";")
