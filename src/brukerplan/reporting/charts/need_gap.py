"""The share that receives a service against the share that needs it next year."""

from itertools import accumulate

from brukerplan.reporting.charts.axis import (
    Scale,
    draw_axis_across,
    draw_grid_across,
    remark,
    scale_from_zero,
    shown_numbers,
)
from brukerplan.reporting.charts.chart_data import GapChart, GapRow, Value
from brukerplan.reporting.charts.drawing import (
    INTERVALS,
    LINES,
    MARKS,
    Drawing,
    Label,
    Shape,
)
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.marks import (
    LegendItem,
    draw_legend,
    gap_fill,
    gap_items,
)
from brukerplan.reporting.charts.paths import circle, diamond, lines
from brukerplan.reporting.charts.style import COLOURS, TEXT, Style

_ROW = 24.0
_LINE = 14.0
_SLOT = 16.0
"""Room to the right of the scale for each mark whose number is not shown."""


def draw_gap(data: GapChart, *, style: Style) -> str:
    """Draw a row for each service: received, needed, the way between, the gap as text."""
    drawing = Drawing(style.width)
    widest = max(text_width(row.label, size=TEXT) for row in data.rows)
    names = min(widest, 0.4 * style.width)
    texts = [row.gap.text for row in data.rows]
    room = max(text_width(text, size=TEXT, bold=True) for text in texts) + 10
    values = [value for row in data.rows for value in (row.received, row.needed)]
    not_shown = any(not value.is_shown for value in values)
    scale = scale_from_zero(
        shown_numbers(Value(value.number, "") for value in values),
        start=names + 12,
        end=style.width - room - 10 - 2 * _SLOT * not_shown,
        count=4 if style.is_narrow else 6,
    )
    top = draw_legend(drawing, _legend(data), x=0, y=0, width=style.width) + 16
    drawing.draw(remark(style.width, top - 5, data.gap_label, anchor="end"))
    named = [break_text(row.label, width=names, size=TEXT) for row in data.rows]
    heights = (_ROW + _LINE * (len(name) - 1) for name in named)
    edges = list(accumulate(heights, initial=top))
    draw_grid_across(drawing, scale, top=top, bottom=edges[-1])
    for row, name, above, below in zip(
        data.rows, named, edges, edges[1:], strict=False
    ):
        _draw_row(drawing, row, name, scale, y=(above + below) / 2)
    end = draw_axis_across(
        drawing, scale, y=edges[-1], label=data.axis_label, style=style
    )
    return drawing.svg(end)


def _received(x: float, y: float) -> Shape:
    return Shape(circle(x, y, 4.5), COLOURS["own"], COLOURS["surface"], layer=MARKS)


def _needed(x: float, y: float) -> Shape:
    fill, edge = COLOURS["surface"], COLOURS["county"]
    return Shape(diamond(x, y, 7.5), fill, edge, 2.0, layer=INTERVALS)


def _not_shown(value: Value, shape: Shape) -> Shape:
    """Give the mark of a number that is not shown: its shape, hatched or empty."""
    edge, fill = COLOURS["other"], COLOURS["surface"]
    return Shape(shape.path, fill, edge, hatch=gap_fill(value))


def _legend(data: GapChart) -> list[LegendItem]:
    values = [value for row in data.rows for value in (row.received, row.needed)]
    return [
        LegendItem(lambda x, y: [_received(x, y)], data.received_label),
        LegendItem(lambda x, y: [_needed(x, y)], data.needed_label),
        *gap_items(values),
    ]


def _draw_row(
    drawing: Drawing, row: GapRow, name: tuple[str, ...], scale: Scale, *, y: float
) -> None:
    base = y + 4.3 - _LINE * (len(name) - 1) / 2
    for number, line in enumerate(name):
        at = (scale.start - 12, base + _LINE * number)
        drawing.draw(Label(*at, line, anchor="end"))
    drawing.draw(
        Label(drawing.width, y + 4.3, row.gap.text, anchor="end", bold=row.gap.is_shown)
    )
    if row.received.number is not None and row.needed.number is not None:
        ends = [
            (scale.place(row.received.number), y),
            (scale.place(row.needed.number), y),
        ]
        way = Shape(lines(ends), None, COLOURS["own-soft"], 5.0, layer=LINES)
        drawing.draw(way)
    for place, (value, mark) in enumerate(
        ((row.needed, _needed), (row.received, _received))
    ):
        if value.number is None:
            x = scale.end + _SLOT * (2 - place) - 2
            drawing.draw(_not_shown(value, mark(x, y)))
        else:
            drawing.draw(mark(scale.place(value.number), y))
