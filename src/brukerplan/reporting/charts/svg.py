"""Writing SVG with matplotlib's renderer: plain text elements, and nothing too much."""

import io
import re

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure

from brukerplan.reporting.charts.style import FONT

TIP = "tip:"
"""Begins the id of a group that holds a shape with a tip; see `tidy`."""

_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_FIGURE = re.compile(r'<g id="figure_1">|</g>(?=\s*(?:<defs>.*)?</svg>\s*$)', re.DOTALL)
_TIPPED = re.compile(rf"""<g id=(["']){TIP}(.*?)\1>\s*(<path [^>]*)/>\s*</g>""")
_PATH = re.compile(r'<path d="[^"]*"(?: style="[^"]*")?')
_PATTERN = re.compile(r'(?<=<pattern id=")[^"]*')
_NEEDLESS = re.compile(r' (?:xmlns:xlink|version|id)="[^"]*"')
_INDENT = re.compile(r"\n\s+")


class SheetRenderer(RendererSVG):
    """matplotlib's SVG renderer, with texts anchored where their place is."""

    def write_text(
        self, text: str, x: float, y: float, *, style: dict[str, str]
    ) -> None:
        """Write one line of text at (x, y), counted from the top left."""
        look = ";".join(f"{name}:{value}" for name, value in style.items())
        place = {"style": look, "x": f"{round(x, 2):g}", "y": f"{round(y, 2):g}"}
        self.writer.element("text", text, attrib=place)


def svg_of(figure: Figure) -> str:
    """Give the figure as an SVG document, the same text each time."""
    file = io.StringIO()
    width, height = figure.get_size_inches() * 72
    renderer = SheetRenderer(width, height, file, metadata=_NO_METADATA)
    figure.draw(renderer)
    renderer.finalize()
    return tidy(file.getvalue())


def tidy(document: str) -> str:
    """Give matplotlib's SVG without what a page must not get, in half the bytes.

    Out go the prologue and the style rule (which would apply to the whole page), the
    groups' ids (which would occur once a figure), white space, and what can be said
    once at the top: the font, and how lines meet. A group that is a tip becomes the
    title of its shape. The hatchings' ids, which are random, become numbers.
    """
    head, body = document[document.index("<svg") :].split(">", 1)
    body = body[body.index("</defs>") + len("</defs>") :]
    body = _FIGURE.sub("", body)
    body = _TIPPED.sub(r"\3><title>\2</title></path>", body)
    body = _PATH.sub(lambda found: _shorter(found[0]), body)
    body = _INDENT.sub("\n", body)
    for number, found in enumerate(_PATTERN.findall(body), start=1):
        body = body.replace(found, f"h{number}")
    head = _NEEDLESS.sub("", head).replace('pt"', '"')
    return f'{head} font-family="{FONT}" stroke-linejoin="round">{body.strip()}\n'


def _shorter(text: str) -> str:
    """Give a path's outline and style without the white space that is not needed."""
    text = text.replace(" \n", "").replace("\n", "")
    for letter in "MLQC":
        text = text.replace(f"{letter} ", letter)
    return text.replace(": ", ":").replace("; ", ";")
