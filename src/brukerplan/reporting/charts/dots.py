"""Regions as dots with their intervals, in the order given, beside county and nation."""

from itertools import accumulate

from brukerplan.reporting.charts.axis import (
    Scale,
    draw_axis_across,
    draw_grid_across,
    scale_from_zero,
    shown_numbers,
)
from brukerplan.reporting.charts.data import DotPlot, DotRow, ReferenceLine, Role
from brukerplan.reporting.charts.drawing import Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.marks import gap_row, interval_mark, role_mark
from brukerplan.reporting.charts.paths import lines, rectangle
from brukerplan.reporting.charts.style import COLOURS, ROLE_COLOURS, SMALL, TEXT, Style

_ROW = 20.0
_LINE = 14.0
_NAME = 15.0
_BESIDE = {"start": 4.0, "end": -4.0}
_DASHES = {Role.COUNTY: (5.0, 3.0), Role.NATION: (1.5, 2.5)}


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
    levels = [level for *_, (_, level) in _placed(data.lines, scale, width=style.width)]
    top = _NAME * (max(levels, default=-1) + 1)
    named = [_name_lines(row, width=names) for row in data.rows]
    edges = list(accumulate((_height(name) for name in named), initial=top))
    _draw_band(drawing, data, edges)
    draw_grid_across(drawing, scale, top=top, bottom=edges[-1])
    _draw_lines(drawing, data.lines, scale, bottom=edges[-1])
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


def _draw_lines(
    drawing: Drawing,
    references: tuple[ReferenceLine, ...],
    scale: Scale,
    *,
    bottom: float,
) -> None:
    """Draw each line from its name and value, which stand above the rows."""
    for line, x, (anchor, level) in _placed(references, scale, width=drawing.width):
        colour = ROLE_COLOURS[line.role]
        text = f"{line.label} {line.value.text}"
        y = _NAME * (level + 1)
        dash = _DASHES.get(line.role, ())
        drawing.draw(
            Shape(lines([(x, y - 10), (x, bottom)]), None, colour, 1.5, dash),
            Label(x + _BESIDE[anchor], y - 3, text, SMALL, colour, anchor, bold=True),
        )


def _placed(
    references: tuple[ReferenceLine, ...], scale: Scale, *, width: float
) -> list[tuple[ReferenceLine, float, tuple[str, int]]]:
    """Give each line, its place, and where its name stands: the side, and how far down.

    The lowest line's name stands to its left and the others' to their right, so that
    no line runs through a name; where there is no room to the left, the names are
    stacked, the lowest on top.
    """
    shown = [
        (line, scale.place(line.value.number))
        for line in references
        if line.value.number is not None
    ]
    shown.sort(key=lambda item: item[1])
    sides: list[tuple[str, int]] = []
    for number, (line, x) in enumerate(shown):
        room = text_width(f"{line.label} {line.value.text}", size=SMALL, bold=True) + 6
        if number == 0 and len(shown) > 1 and room <= x:
            sides.append(("end", len(shown) - 2))
        elif x + room > width:
            sides.append(("end", number))
        else:
            sides.append(("start", number))
    if sides and sides[0][0] == "end" and len(shown) > 1:
        sides = [sides[0], *((side, level - 1) for side, level in sides[1:])]
    return [(*item, side) for item, side in zip(shown, sides, strict=True)]


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
