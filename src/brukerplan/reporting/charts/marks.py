"""Marks that several charts share, so that the same thing always looks the same.

The own region is a filled circle, the county a diamond, the nation a square, similar
municipalities a triangle: told apart by shape as well as by colour. What the release
does not show is a hatched box with the table symbol and the reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.path import Path

from brukerplan.reporting.charts.axis import Scale, remark
from brukerplan.reporting.charts.data import Role, Value
from brukerplan.reporting.charts.drawing import Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import text_width
from brukerplan.reporting.charts.paths import (
    circle,
    diamond,
    lines,
    rectangle,
    square,
    triangle,
)
from brukerplan.reporting.charts.style import COLOURS, ROLE_COLOURS, SMALL, TEXT

ROLE_OUTLINES: dict[Role, Callable[[float, float, float], Path]] = {
    Role.OWN: circle,
    Role.COUNTY: diamond,
    Role.NATION: square,
    Role.SIMILAR: triangle,
    Role.OTHER: circle,
}
_SIZES = {Role.OWN: 5.0, Role.COUNTY: 5.5, Role.NATION: 4.2, Role.SIMILAR: 5.0}
_OTHER_SIZE = 4.0
LEGEND_LINE = 20.0
"""Height of a line of the legend."""


def role_mark(role: Role, x: float, y: float) -> Shape:
    """Give the mark of a region with that role, its centre at (x, y)."""
    path = ROLE_OUTLINES[role](x, y, _SIZES.get(role, _OTHER_SIZE))
    return Shape(path, fill=ROLE_COLOURS[role], edge=COLOURS["surface"])


def interval_mark(
    value: Value, scale: Scale, y: float, *, colour: str, end: float = 3.0
) -> list[Shape]:
    """Give a level line from the lower to the upper limit, with short ends."""
    if value.lower is None or value.upper is None:
        return []
    low, high = scale.place(value.lower), scale.place(min(value.upper, scale.high))
    ends = ([(x, y - end), (x, y + end)] for x in (low, high))
    return [Shape(lines([(low, y), (high, y)], *ends), edge=colour, line_width=1.5)]


def hidden_box(x: float, y: float, width: float, height: float) -> Shape:
    """Give the hatched box that stands for a number that is not shown."""
    return Shape(
        rectangle(x, y, width, height),
        fill=COLOURS["surface"],
        edge=COLOURS["other"],
        hatch=COLOURS["hatch"],
    )


def hidden_gap(
    value: Value, x: float, y: float, width: float, height: float
) -> list[Shape | Label]:
    """Give a wide hatched box with the table symbol in its middle."""
    room = text_width(value.text, size=TEXT, bold=True) + 8
    middle = x + width / 2
    field = rectangle(middle - room / 2, y + 2, room, height - 4)
    base = y + height / 2 + 0.36 * TEXT
    return [
        hidden_box(x, y, width, height),
        Shape(field, fill=COLOURS["surface"]),
        Label(middle, base, value.text, anchor="middle", bold=True),
    ]


def hidden_row(value: Value, x: float, y: float) -> list[Shape | Label]:
    """Give the hatched box for a row centred on `y`, with symbol and reason."""
    text = " ".join(part for part in (value.text, value.note) if part)
    return [hidden_box(x, y - 5, 28, 10), remark(x + 34, y + 4, text)]


@dataclass(frozen=True)
class LegendItem:
    """A mark, drawn by `draw(x, y)` in a field of 22 units round (x, y), and a text."""

    draw: Callable[[float, float], Sequence[Shape | Label]]
    text: str


def role_item(role: Role, text: str) -> LegendItem:
    """Give the legend's entry for a region."""
    return LegendItem(lambda x, y: [role_mark(role, x, y)], text)


def swatch_item(colour: str, text: str) -> LegendItem:
    """Give the legend's entry for a fill."""
    return LegendItem(
        lambda x, y: [Shape(rectangle(x - 7, y - 6, 14, 12), fill=colour)], text
    )


def hidden_item(text: str) -> LegendItem:
    """Give the legend's entry for what is not shown."""
    return LegendItem(lambda x, y: [hidden_box(x - 7, y - 6, 14, 12)], text)


def draw_legend(
    drawing: Drawing, items: Sequence[LegendItem], *, x: float, y: float, width: float
) -> float:
    """Draw the entries in as many lines as they need; give where the last line ends."""
    left = x
    for item in items:
        room = 20 + text_width(item.text, size=SMALL) + 16
        if left > x and left + room - 16 > x + width:
            left, y = x, y + LEGEND_LINE
        drawing.draw(*item.draw(left + 8, y + 9))
        drawing.draw(
            Label(left + 20, y + 13, item.text, size=SMALL, colour=COLOURS["ink"])
        )
        left += room
    return y + LEGEND_LINE
