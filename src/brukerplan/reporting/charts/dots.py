"""Regions as dots with their intervals, in the order given, beside county and nation."""

from itertools import accumulate

from brukerplan.reporting.charts.axis import (
    Scale,
    draw_axis_across,
    draw_grid_across,
    scale_from_zero,
    shown_numbers,
)
from brukerplan.reporting.charts.chart_data import DotPlot, DotRow, ReferenceLine, Role
from brukerplan.reporting.charts.drawing import LINES, Drawing, Label, Shape
from brukerplan.reporting.charts.label_placement import HEAD, Head, heads, levels_of
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.marks import gap_row, interval_mark, role_mark
from brukerplan.reporting.charts.paths import lines, rectangle
from brukerplan.reporting.charts.style import COLOURS, ROLE_COLOURS, SMALL, TEXT, Style

_ROW = 18.0
_LINE = 14.0
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
    shown = [
        (line, scale.place(line.value.number))
        for line in data.lines
        if line.value.number is not None
    ]
    shown.sort(key=lambda item: item[1])
    named_lines = [(x, _head_text(line)) for line, x in shown]
    places = heads(named_lines, width=style.width, bold=True)
    top = HEAD * levels_of(places)
    named = [_name_lines(row, width=names) for row in data.rows]
    edges = list(accumulate((_height(name) for name in named), initial=top))
    _draw_band(drawing, data, edges)
    draw_grid_across(drawing, scale, top=top, bottom=edges[-1])
    _draw_lines(drawing, shown, places, bottom=edges[-1])
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
    shown: list[tuple[ReferenceLine, float]],
    places: list[Head],
    *,
    bottom: float,
) -> None:
    """Draw each line from its name and value, which stand above the rows."""
    for (line, x), head in zip(shown, places, strict=True):
        colour = ROLE_COLOURS[line.role]
        path = lines([(x, head.top), (x, bottom)])
        dash = _DASHES.get(line.role, ())
        text = _head_text(line)
        drawing.draw(
            Shape(path, None, colour, 1.5, dash, layer=LINES),
            Label(head.x, head.y, text, SMALL, colour, head.anchor, bold=True),
        )


def _head_text(line: ReferenceLine) -> str:
    return f"{line.label} {line.value.text}"


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
