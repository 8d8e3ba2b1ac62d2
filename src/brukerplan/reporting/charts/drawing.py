"""A sheet to draw on: matplotlib's figure, in units counted from the top left.

The marks are drawn by one artist straight on matplotlib's renderer, because its own
axes, ticks and text objects take some fifty times as long
(`docs/explanation/charts.md` has the measurements).
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from brukerplan.reporting.charts.lettering import text_width
from brukerplan.reporting.charts.style import COLOURS, FONT, TEXT

_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "brukerplan",
    "svg.id": None,
}
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_ALIGNMENTS: dict[str, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}
_SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_TIP = "tip:"
_FIGURE = re.compile(r'<g id="figure_1">|</g>(?=\s*(?:<defs>.*)?</svg>\s*$)', re.DOTALL)
_TIPPED = re.compile(rf"""<g id=(["']){_TIP}(.*?)\1>\s*(<path [^>]*)/>\s*</g>""")
_OUTLINE = re.compile(r'<path d="[^"]*"')
_STYLE = re.compile(r' style="[^"]*"(?=[^<]*>)')
_FAMILY = re.compile(r" font-family: [^;]*;| text-anchor: start;")
_NO_TURN = re.compile(r' transform="rotate\(-?0 [^)]*\)"(?=>)')
_INDENT = re.compile(r"\n\s+")


@dataclass(frozen=True)
class Shape:
    """A path with its fill and its stroke; `hatch` is the colour of slanting lines.

    `tip` is shown by browsers where a mouse rests on the shape.
    """

    path: Path
    fill: str | None = None
    edge: str | None = None
    line_width: float = 1.0
    dash: tuple[float, ...] = ()
    hatch: str | None = None
    round_ends: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Label:
    """One line of text; (x, y) is where its baseline starts, is centred or ends."""

    x: float
    y: float
    text: str
    size: float = TEXT
    colour: str = COLOURS["ink"]
    anchor: str = "start"
    bold: bool = False


@cache
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=FONT, weight="bold" if bold else "normal", size=size)


class _Marks(Artist):
    """All marks of a drawing, as one artist of the figure."""

    def __init__(self, marks: Sequence[Shape | Label], height: float) -> None:
        super().__init__()
        self._marks = marks
        self._height = height
        self._upwards: Transform = Affine2D().scale(1, -1).translate(0, height)
        self._anchor = Text(parse_math=False)

    def draw(self, renderer: RendererBase) -> None:
        """Put the marks on `renderer` in order."""
        for mark in self._marks:
            if isinstance(mark, Label):
                self._draw_label(renderer, mark)
            else:
                self._draw_shape(renderer, mark)

    def _draw_shape(self, renderer: RendererBase, shape: Shape) -> None:
        gc = renderer.new_gc()
        gc.set_linewidth(shape.line_width if shape.edge else 0.0)
        gc.set_foreground(shape.edge or COLOURS["ink"])
        gc.set_joinstyle("round" if shape.round_ends else "miter")
        gc.set_capstyle("round" if shape.round_ends else "butt")
        if shape.dash:
            gc.set_dashes(0, list(shape.dash))
        if shape.hatch:
            gc.set_hatch("///")
            gc.set_hatch_color(to_rgba(shape.hatch))
            gc.set_hatch_linewidth(1.0)
        fill = to_rgba(shape.fill) if shape.fill else None
        if shape.tip:
            renderer.open_group("tip", gid=_TIP + shape.tip)
        renderer.draw_path(gc, shape.path, self._upwards, fill)
        if shape.tip:
            renderer.close_group("tip")
        gc.restore()

    def _draw_label(self, renderer: RendererBase, label: Label) -> None:
        gc = renderer.new_gc()
        gc.set_foreground(label.colour)
        font = _font(label.size, label.bold)
        upwards = self._height - label.y
        self._anchor.set_position((label.x, upwards))
        self._anchor.set_horizontalalignment(_ALIGNMENTS[label.anchor])
        width = text_width(label.text, size=label.size, bold=label.bold)
        x = label.x - _SHIFTS[label.anchor] * width
        y = label.y if renderer.flipy() else upwards
        renderer.draw_text(gc, x, y, label.text, font, 0, mtext=self._anchor)
        gc.restore()


class Drawing:
    """A sheet `width` units wide whose height is told when it is finished."""

    def __init__(self, width: float) -> None:
        self.width = width
        self._marks: list[Shape | Label] = []

    def draw(self, *marks: Shape | Label) -> None:
        """Put marks on the sheet, each above those before."""
        self._marks.extend(marks)

    def figure(self, height: float) -> Figure:
        """Give the sheet as a matplotlib figure of 72 units to the inch."""
        figure = Figure(figsize=(self.width / 72, height / 72), dpi=72, frameon=False)
        figure.add_artist(_Marks(self._marks, height))
        return figure

    def svg(self, height: float) -> str:
        """Give the sheet as an SVG document, the same text each time."""
        file = io.StringIO()
        with matplotlib.rc_context(_SETTINGS):
            canvas = FigureCanvasSVG(self.figure(height))
            canvas.print_svg(file, metadata=_NO_METADATA)
        return _tidy(file.getvalue())


def _tidy(document: str) -> str:
    """Give matplotlib's SVG without what a page must not get, in a third of the bytes.

    Out go the prologue and the style rule (which would apply to the whole page), the
    groups' ids (which would occur once a figure), turns by no angle, and what can be
    said once at the top: the font, and how lines meet.
    """
    head, body = document[document.index("<svg") :].split(">", 1)
    body = body[body.index("</defs>") + len("</defs>") :]
    body = _FIGURE.sub("", body)
    body = _TIPPED.sub(r"\3><title>\2</title></path>", body)
    body = _OUTLINE.sub(lambda found: _shorter_outline(found[0]), body)
    body = _STYLE.sub(lambda found: _shorter_style(found[0]), body)
    body = _INDENT.sub("\n", _NO_TURN.sub("", body))
    head = head.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    head = head.replace(' version="1.1"', "").replace('pt"', '"')
    return f'{head} font-family="{FONT}" stroke-linejoin="round">{body.strip()}\n'


def _shorter_outline(text: str) -> str:
    text = text.replace(" \n", "").replace("\n", "")
    for letter in "MLQC":
        text = text.replace(f"{letter} ", letter)
    return text


def _shorter_style(text: str) -> str:
    text = _FAMILY.sub("", text)
    return text.replace(": ", ":").replace("; ", ";").replace(' "', '"')
