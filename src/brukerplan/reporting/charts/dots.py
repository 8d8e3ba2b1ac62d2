"""Regions as dots with their intervals, in the order given, beside county and nation."""

from dataclasses import dataclass
from itertools import accumulate

from brukerplan.reporting.charts.axis import (
    Scale,
    draw_axis_across,
    draw_grid_across,
    scale_from_zero,
    shown_numbers,
)
from brukerplan.reporting.charts.data import DotPlot, DotRow, ReferenceLine, Role
from brukerplan.reporting.charts.drawing import LINES, Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.marks import gap_row, interval_mark, role_mark
from brukerplan.reporting.charts.paths import lines, rectangle
from brukerplan.reporting.charts.style import COLOURS, ROLE_COLOURS, SMALL, TEXT, Style

_ROW = 20.0
_LINE = 14.0
_NAME = 15.0
_BESIDE = {"start": 4.0, "end": -4.0}
_DASHES = {Role.COUNTY: (5.0, 3.0), Role.NATION: (1.5, 2.5)}


@dataclass(frozen=True)
class LineName:
    """A reference line's place, and on which side and how far down its name stands."""

    line: ReferenceLine
    x: float
    text: str
    anchor: str
    level: int


def draw_dot_plot(data: DotPlot, *, style: Style) -> str:
    """Draw a row for each region: name, dot with interval, and the value as text."""
    drawing = Drawing(style.width)
    widest = max(text_width(row.label, size=TEXT, bold=True) for row in data.rows)
    names = min(widest, 0.38 * style.width)
    values = max(text_width(row.value.text, size=TEXT, bold=True) for row in data.rows)
    numbers = shown_numbers([row.value for row in data.rows])
    numbers += shown_numbers([line.value for line in data.lines])
    scale = scale_from_zero(
        numbers,
        start=names + 10,
        end=style.width - values - 14,
        count=4 if style.is_narrow else 7,
    )
    line_names = _line_names(data.lines, scale, width=style.width)
    top = _NAME * (max((name.level for name in line_names), default=-1) + 1)
    named = [_name_lines(row, width=names) for row in data.rows]
    edges = list(accumulate((_height(name) for name in named), initial=top))
    _draw_band(drawing, data, edges)
    draw_grid_across(drawing, scale, top=top, bottom=edges[-1])
    _draw_lines(drawing, line_names, bottom=edges[-1])
    for row, name, above, below in zip(
        data.rows, named, edges, edges[1:], strict=False
    ):
        _draw_row(drawing, row, name, scale, y=(above + below) / 2)
    end = draw_axis_across(
        drawing, scale, y=edges[-1], label=data.axis_label, style=style
    )
    return drawing.svg(end)


def _name_lines(row: DotRow, *, width: float) -> tuple[str, ...]:
    own = row.role is Role.OWN
    return break_text(row.label, width=width, size=TEXT, bold=own)


def _height(name: tuple[str, ...]) -> float:
    return _ROW + _LINE * (len(name) - 1)


def _draw_band(drawing: Drawing, data: DotPlot, edges: list[float]) -> None:
    for row, above, below in zip(data.rows, edges, edges[1:], strict=False):
        if row.role is Role.OWN:
            band = rectangle(0, above, drawing.width, below - above)
            drawing.draw(Shape(band, fill=COLOURS["band"]))


def _draw_lines(drawing: Drawing, names: list[LineName], *, bottom: float) -> None:
    """Draw each line from its name and value, which stand above the rows."""
    for name in names:
        colour = ROLE_COLOURS[name.line.role]
        line = lines([(name.x, _NAME * (name.level + 1) - 10), (name.x, bottom)])
        dash = _DASHES.get(name.line.role, ())
        drawing.draw(Shape(line, None, colour, 1.5, dash, layer=LINES))
    for name in names:
        room = text_width(name.text, size=SMALL, bold=True)
        x = name.x + _BESIDE[name.anchor]
        x = max(x, room) if name.anchor == "end" else min(x, drawing.width - room)
        y = _NAME * (name.level + 1) - 3
        colour = ROLE_COLOURS[name.line.role]
        drawing.draw(Label(x, y, name.text, SMALL, colour, name.anchor, bold=True))


def _line_names(
    references: tuple[ReferenceLine, ...], scale: Scale, *, width: float
) -> list[LineName]:
    """Say where each line's name stands, such that no line runs through a name.

    Best is one level: the lowest line's name to its left, the other's to its right.
    Where that has no room, the names are on a level each: to the right of their lines
    with the lowest on top, or to the left with the highest on top.
    """
    shown = [
        (line, scale.place(line.value.number), f"{line.label} {line.value.text}")
        for line in references
        if line.value.number is not None
    ]
    shown.sort(key=lambda item: item[1])
    rooms = [text_width(text, size=SMALL, bold=True) + 5 for *_, text in shown]
    fits_left = [room <= x for room, (_, x, _) in zip(rooms, shown, strict=True)]
    fits_right = [x + r <= width for r, (_, x, _) in zip(rooms, shown, strict=True)]
    count = len(shown)
    if count == 2 and fits_left[0] and fits_right[1]:
        places = [("end", 0), ("start", 0)]
    elif all(fits_right):
        places = [("start", level) for level in range(count)]
    else:
        places = [("end", count - 1 - level) for level in range(count)]
    return [
        LineName(line, x, text, anchor, level)
        for (line, x, text), (anchor, level) in zip(shown, places, strict=True)
    ]


def _draw_row(
    drawing: Drawing, row: DotRow, name: tuple[str, ...], scale: Scale, *, y: float
) -> None:
    own = row.role is Role.OWN
    base = y + 4.3 - _LINE * (len(name) - 1) / 2
    for number, line in enumerate(name):
        place = (scale.start - 10, base + _LINE * number)
        drawing.draw(Label(*place, line, anchor="end", bold=own))
    if row.value.number is None:
        drawing.draw(*gap_row(row.value, scale.start + 4, y))
        return
    colour = ROLE_COLOURS[row.role]
    drawing.draw(*interval_mark(row.value, scale, y, colour=colour))
    drawing.draw(role_mark(row.role, scale.place(row.value.number), y))
    drawing.draw(Label(drawing.width, y + 4.3, row.value.text, anchor="end", bold=own))
