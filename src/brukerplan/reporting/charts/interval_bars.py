"""Categories as bars with intervals, county and nation as marks on the same line."""

from itertools import accumulate

from brukerplan.reporting.charts.axis import (
    Scale,
    draw_axis_across,
    draw_grid_across,
    scale_from_zero,
    shown_numbers,
)
from brukerplan.reporting.charts.chart_data import BarRow, IntervalBars, Role
from brukerplan.reporting.charts.drawing import Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.marks import (
    LegendItem,
    draw_legend,
    gap_row,
    interval_mark,
    role_item,
    role_mark,
)
from brukerplan.reporting.charts.paths import rectangle
from brukerplan.reporting.charts.style import COLOURS, ROLE_COLOURS, TEXT, Style

_BAR = 18.0
_MARKS = 14.0
_BETWEEN = 9.0
_LINE = 14.0


def draw_interval_bars(data: IntervalBars, *, style: Style) -> str:
    """Draw a row for each category: the own bar, and below it what it compares with."""
    drawing = Drawing(style.width)
    widest = max(text_width(row.label, size=TEXT) for row in data.rows)
    names = min(widest, 0.42 * style.width)
    texts = [row.values[0].text for row in data.rows]
    room = max(text_width(text, size=TEXT, bold=True) for text in texts)
    scale = scale_from_zero(
        shown_numbers(value for row in data.rows for value in row.values),
        start=names + 12,
        end=style.width - room - 14,
        count=4 if style.is_narrow else 6,
    )
    top = draw_legend(drawing, _legend(data), x=0, y=0, width=style.width) + 4
    named = [break_text(row.label, width=names, size=TEXT) for row in data.rows]
    marks = _BAR + _MARKS * (len(data.series) > 1)
    heights = [max(marks, _LINE * len(name)) + _BETWEEN for name in named]
    edges = list(accumulate(heights, initial=top))
    draw_grid_across(drawing, scale, top=top, bottom=edges[-1])
    for row, name, above, below in zip(
        data.rows, named, edges, edges[1:], strict=False
    ):
        middle = (above + below) / 2
        base = middle + 4.3 - _LINE * (len(name) - 1) / 2
        for number, line in enumerate(name):
            drawing.draw(Label(names, base + _LINE * number, line, anchor="end"))
        _draw_row(drawing, data, row, scale, top=middle - marks / 2)
    end = draw_axis_across(
        drawing, scale, y=edges[-1], label=data.axis_label, style=style
    )
    return drawing.svg(end)


def _legend(data: IntervalBars) -> list[LegendItem]:
    if len(data.series) == 1 and data.series[0].role is Role.OWN:
        return []
    return [role_item(series.role, series.label) for series in data.series]


def _draw_row(
    drawing: Drawing, data: IntervalBars, row: BarRow, scale: Scale, *, top: float
) -> None:
    middle = top + _BAR / 2
    own, *others = row.values
    if own.number is None:
        drawing.draw(*gap_row(own, scale.start + 4, middle))
    else:
        width = scale.place(own.number) - scale.start
        bar = rectangle(scale.start, top, width, _BAR)
        role = data.series[0].role
        fill = COLOURS["own-soft" if role is Role.OWN else "rule"]
        drawing.draw(Shape(bar, fill=fill))
        drawing.draw(*interval_mark(own, scale, middle, colour=ROLE_COLOURS[role]))
        drawing.draw(role_mark(role, scale.start + width, middle))
        place = (drawing.width, middle + 4.3)
        drawing.draw(Label(*place, own.text, anchor="end", bold=True))
    y = top + _BAR + _MARKS / 2
    for series, value in zip(data.series[1:], others, strict=True):
        if value.number is not None:
            drawing.draw(role_mark(series.role, scale.place(value.number), y))
