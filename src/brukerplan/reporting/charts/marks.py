"""Marks that several charts share, so that the same thing always looks the same.

The own region is a filled circle, the county a diamond, the nation a square, similar
municipalities a triangle: told apart by shape as well as by colour. A number that is
hidden is a hatched box and one that does not exist an empty box, each with its table
symbol and reason; neither looks like zero.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from matplotlib.path import Path

from brukerplan.reporting.charts.axis import Scale, remark
from brukerplan.reporting.charts.chart_data import Role, Value
from brukerplan.reporting.charts.drawing import (
    GROUND,
    INTERVALS,
    LINES,
    MARKS,
    Drawing,
    Label,
    Shape,
)
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
HIDDEN = ":"
"""The table symbol of a number that is hidden."""

LEGEND_LINE = 20.0
"""Height of a line of the legend."""


def role_mark(role: Role, x: float, y: float) -> Shape:
    """Give the mark of a region with that role, its centre at (x, y)."""
    path = ROLE_OUTLINES[role](x, y, _SIZES.get(role, _OTHER_SIZE))
    return Shape(path, ROLE_COLOURS[role], COLOURS["surface"], layer=MARKS)


def interval_mark(
    value: Value, scale: Scale, y: float, *, colour: str, end: float = 3.0
) -> list[Shape]:
    """Give a level line from the lower to the upper limit, with short ends."""
    if value.lower is None or value.upper is None:
        return []
    low, high = scale.place(value.lower), scale.place(min(value.upper, scale.high))
    ends = ([(x, y - end), (x, y + end)] for x in (low, high))
    line = lines([(low, y), (high, y)], *ends)
    return [Shape(line, None, colour, 1.5, layer=INTERVALS)]


def gap_fill(value: Value) -> str | None:
    """Give the hatching of what is not shown: hidden is hatched, nothing is empty."""
    return COLOURS["hatch"] if value.text == HIDDEN else None


def gap_box(value: Value, x: float, y: float, width: float, height: float) -> Shape:
    """Give the box that stands for a number that is not shown."""
    return Shape(
        rectangle(x, y, width, height),
        fill=COLOURS["surface"],
        edge=COLOURS["other"],
        hatch=gap_fill(value),
        layer=MARKS,
    )


def wide_gap(
    value: Value, x: float, y: float, width: float, height: float
) -> list[Shape | Label]:
    """Give a box over a whole stretch, with the table symbol in its middle."""
    room = text_width(value.text, size=TEXT, bold=True) + 8
    middle = x + width / 2
    field = rectangle(middle - room / 2, y + 2, room, height - 4)
    base = y + height / 2 + 0.36 * TEXT
    return [
        replace(gap_box(value, x, y, width, height), layer=GROUND),
        Shape(field, fill=COLOURS["surface"], layer=LINES),
        Label(middle, base, value.text, anchor="middle", bold=True),
    ]


def gap_row(value: Value, x: float, y: float) -> list[Shape | Label]:
    """Give the box for a row centred on `y`, with symbol and reason beside it."""
    text = reason(value)
    room = rectangle(x - 1, y - 8, 38 + text_width(text, size=SMALL), 16)
    return [
        Shape(room, fill=COLOURS["surface"], layer=INTERVALS),
        gap_box(value, x, y - 5, 28, 10),
        remark(x + 34, y + 4, text),
    ]


def reason(value: Value) -> str:
    """Give the table symbol and why there is no number."""
    return f"{value.text} {value.note}".strip()


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
        lambda x, y: [Shape(rectangle(x - 7, y - 6, 14, 12), colour, COLOURS["other"])],
        text,
    )


def gap_items(values: Iterable[Value]) -> list[LegendItem]:
    """Give the legend's entries for what is not shown among `values`, one a reason."""
    kinds = {reason(value): value for value in values if not value.is_shown}
    return [_gap_item(value, text) for text, value in kinds.items()]


def _gap_item(value: Value, text: str) -> LegendItem:
    return LegendItem(lambda x, y: [gap_box(value, x - 7, y - 6, 14, 12)], text)


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
