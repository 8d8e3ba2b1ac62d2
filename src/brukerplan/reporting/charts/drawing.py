"""A sheet to draw on: matplotlib's figure, in units counted from the top left.

The marks are drawn by one artist straight on matplotlib's renderer, because its own
axes, ticks and text objects take many times as long (`docs/explanation/charts.md` has
the measurements).
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from brukerplan.reporting.charts.lettering import text_width
from brukerplan.reporting.charts.style import COLOURS, FONT, TEXT
from brukerplan.reporting.charts.svg import TIP, SheetRenderer, svg_of

GROUND, LINES, INTERVALS, MARKS = range(4)
"""The layers of a drawing: grid, bars and areas; lines; intervals; marks on top."""

_SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}


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
    layer: int = GROUND
    tip: str = ""

    @property
    def look(self) -> tuple[object, ...]:
        """Everything but the path."""
        return tuple(getattr(self, one.name) for one in fields(self)[1:])


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


class _Marks(Artist):
    """All marks of a drawing, as one artist of the figure."""

    def __init__(
        self, shapes: Iterable[Shape], labels: Iterable[Label], height: float
    ) -> None:
        super().__init__()
        self._shapes = shapes
        self._labels = labels
        self._height = height
        self._upwards: Transform = Affine2D().scale(1, -1).translate(0, height)

    def draw(self, renderer: RendererBase) -> None:
        """Put the shapes on `renderer`, and the labels above them."""
        for shape in self._shapes:
            self._draw_shape(renderer, shape)
        for label in self._labels:
            if isinstance(renderer, SheetRenderer):
                _write_label(renderer, label)
            else:
                self._draw_label(renderer, label)

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
            renderer.open_group("tip", gid=TIP + shape.tip)
        renderer.draw_path(gc, shape.path, self._upwards, fill)
        if shape.tip:
            renderer.close_group("tip")
        gc.restore()

    def _draw_label(self, renderer: RendererBase, label: Label) -> None:
        """Draw a label where the renderer knows of no anchors, as on a raster."""
        gc = renderer.new_gc()
        gc.set_foreground(label.colour)
        width = text_width(label.text, size=label.size, bold=label.bold)
        x = label.x - _SHIFTS[label.anchor] * width
        y = label.y if renderer.flipy() else self._height - label.y
        weight = "bold" if label.bold else "normal"
        font = FontProperties(family=FONT, weight=weight, size=label.size)
        renderer.draw_text(gc, x, y, label.text, font, 0)
        gc.restore()


def _write_label(renderer: SheetRenderer, label: Label) -> None:
    style = {"font-size": f"{label.size:g}px"}
    if label.bold:
        style["font-weight"] = "700"
    if label.anchor != "start":
        style["text-anchor"] = label.anchor
    style["fill"] = label.colour
    renderer.write_text(label.text, label.x, label.y, style=style)


class Drawing:
    """A sheet `width` units wide whose height is told when it is finished."""

    def __init__(self, width: float) -> None:
        self.width = width
        self._shapes: dict[tuple[object, ...], list[Shape]] = {}
        self._labels: list[Label] = []

    def draw(self, *marks: Shape | Label) -> None:
        """Put marks on the sheet.

        Higher layers are above lower ones, and labels above all. Within a layer, shapes
        of one look become one path, drawn where the first of them was: so shapes of a
        layer must not lie on each other, unless that order is as it should be.
        """
        for mark in marks:
            if isinstance(mark, Label):
                self._labels.append(mark)
            else:
                self._shapes.setdefault(mark.look, []).append(mark)

    def figure(self, height: float) -> Figure:
        """Give the sheet as a matplotlib figure of 72 units to the inch."""
        figure = Figure(figsize=(self.width / 72, height / 72), dpi=72, frameon=False)
        shapes = [_together(alike) for alike in self._shapes.values()]
        shapes.sort(key=lambda shape: shape.layer)
        figure.add_artist(_Marks(shapes, self._labels, height))
        return figure

    def svg(self, height: float) -> str:
        """Give the sheet as an SVG document, the same text each time."""
        return svg_of(self.figure(height))


def _together(shapes: list[Shape]) -> Shape:
    """Give shapes of one look as one shape."""
    if len(shapes) == 1:
        return shapes[0]
    paths = [shape.path for shape in shapes]
    path = Path(
        np.concatenate([path.vertices for path in paths]),
        np.concatenate([path.codes for path in paths]),
    )
    path.should_simplify = False
    return replace(shapes[0], path=path)
