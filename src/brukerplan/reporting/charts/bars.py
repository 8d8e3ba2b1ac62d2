"""Categories as bars with intervals, county and nation as marks on the same line."""

from brukerplan.reporting.charts.axis import (
    Scale,
    draw_axis_across,
    draw_grid_across,
    scale_from_zero,
    shown_numbers,
)
from brukerplan.reporting.charts.data import BarRow, IntervalBars
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
from brukerplan.reporting.charts.style import COLOURS, TEXT, Style

_BAR = 20.0
_MARKS = 16.0
_BETWEEN = 12.0
_LINE = 14.0


def draw_interval_bars(data: IntervalBars, *, style: Style) -> str:
    """Draw a row for each category: the own bar, and below it what it compares with."""
    drawing = Drawing(style.width)
    widest = max(text_width(row.label, size=TEXT) for row in data.rows)
    names = min(widest, 0.36 * style.width)
    texts = [row.values[0].text for row in data.rows]
    room = max(text_width(text, size=TEXT, bold=True) for text in texts)
    scale = scale_from_zero(
        shown_numbers(value for row in data.rows for value in row.values),
        start=names + 12,
        end=style.width - room - 14,
        count=4 if style.is_narrow else 6,
    )
    top = draw_legend(drawing, _legend(data), x=0, y=0, width=style.width) + 4
    height = _BAR + (_MARKS if len(data.series) > 1 else 0.0)
    bottom = top + (height + _BETWEEN) * len(data.rows)
    draw_grid_across(drawing, scale, top=top, bottom=bottom)
    for number, row in enumerate(data.rows):
        y = top + (height + _BETWEEN) * number + _BETWEEN / 2
        _draw_row(drawing, data, row, scale, top=y, names=names)
    end = draw_axis_across(drawing, scale, y=bottom, label=data.axis_label, style=style)
    return drawing.svg(end)


def _legend(data: IntervalBars) -> list[LegendItem]:
    if len(data.series) == 1:
        return []
    return [role_item(series.role, series.label) for series in data.series]


def _draw_row(
    drawing: Drawing,
    data: IntervalBars,
    row: BarRow,
    scale: Scale,
    *,
    top: float,
    names: float,
) -> None:
    middle = top + _BAR / 2
    named = break_text(row.label, width=names, size=TEXT)[:2]
    for number, line in enumerate(named):
        drawing.draw(Label(names, middle + 4.3 + _LINE * number, line, anchor="end"))
    own, *others = row.values
    if own.number is None:
        drawing.draw(*gap_row(own, scale.start + 4, middle))
    else:
        width = scale.place(own.number) - scale.start
        bar = rectangle(scale.start, top, width, _BAR)
        drawing.draw(Shape(bar, fill=COLOURS["own-soft"]))
        drawing.draw(*interval_mark(own, scale, middle, colour=COLOURS["own"]))
        drawing.draw(role_mark(data.series[0].role, scale.start + width, middle))
        drawing.draw(
            Label(drawing.width, middle + 4.3, own.text, anchor="end", bold=True)
        )
    y = top + _BAR + _MARKS / 2
    for series, value in zip(data.series[1:], others, strict=True):
        if value.number is not None:
            drawing.draw(role_mark(series.role, scale.place(value.number), y))
