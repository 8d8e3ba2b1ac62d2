"""The eight areas of function as stacked bars, county and nation beneath one's own.

Red comes first, so that it starts at the same edge in every bar, and its number stands
in a column of its own: it is the figure to compare, and too narrow to be written on.
"""

from dataclasses import dataclass, replace

from brukerplan.reporting.charts.chart_data import Role, StackedBar, StackedBars, Value
from brukerplan.reporting.charts.drawing import Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import shortened, text_width
from brukerplan.reporting.charts.marks import (
    LegendItem,
    draw_legend,
    gap_items,
    swatch_item,
    wide_gap,
)
from brukerplan.reporting.charts.paths import rectangle
from brukerplan.reporting.charts.style import COLOURS, SMALL, TEXT, Style

_FILLS = (
    (COLOURS["red"], COLOURS["on-dark"]),
    (COLOURS["yellow"], COLOURS["on-light"]),
    (COLOURS["green"], COLOURS["on-light"]),
    (COLOURS["rule"], COLOURS["ink"]),
)
"""The fill of each part and the colour of the text on it."""

_HEIGHTS = {Role.OWN: 22.0}
_OTHER_HEIGHT = 15.0
_BETWEEN_BARS = 3.0
_BETWEEN_GROUPS = 13.0
_FULL = 100.0
_PADDING = 4.0
_BESIDE = 8.0


@dataclass(frozen=True)
class _Columns:
    """Where a bar's name ends, where the bars begin and end, and the numbers' column.

    The column is as wide as its heading and numbers, and ends where the picture does.
    """

    names: float
    left: float
    right: float
    end: float


def draw_stacked_bars(data: StackedBars, *, style: Style) -> str:
    """Draw a group of bars for each area; parts that are not shown are hatched.

    A bar's name is left out where each area has the own region's bar only.
    """
    drawing = Drawing(style.width)
    columns = _columns(data, style=style)
    start = 0.0 if style.is_narrow else columns.left
    width = style.width - start
    y = draw_legend(drawing, _legend(data), x=start, y=0, width=width) + 4
    heading = Label(columns.end, y + 8, data.part_labels[0], SMALL, anchor="end")
    drawing.draw(replace(heading, colour=COLOURS["soft"]))
    y += 0 if style.is_narrow else 14
    for group in data.groups:
        if style.is_narrow:
            drawing.draw(Label(0, y + 12, group.label, bold=True))
            y += 18
        else:
            drawing.draw(Label(0, y + 15.5, group.label, bold=True))
        for bar in group.bars:
            height = _HEIGHTS.get(bar.role, _OTHER_HEIGHT)
            if columns.names > 0:
                _write_name(drawing, bar, columns, middle=y + height / 2)
            _draw_bar(drawing, bar, columns, top=y, height=height)
            y += height + _BETWEEN_BARS
        y += _BETWEEN_GROUPS
    return drawing.svg(y - _BETWEEN_GROUPS)


def _columns(data: StackedBars, *, style: Style) -> _Columns:
    bars = [bar for group in data.groups for bar in group.bars]
    areas = (text_width(g.label, size=TEXT, bold=True) for g in data.groups)
    heading = 0.0 if style.is_narrow else max(areas) + 14
    widths = (
        text_width(bar.label, size=_text_size(bar), bold=bar.role is Role.OWN)
        for bar in bars
    )
    names = min(max(widths), 0.27 * style.width) + 8
    if len(bars) == len(data.groups) and all(bar.role is Role.OWN for bar in bars):
        names = 0.0
    left = heading + names
    numbers = [(bar.parts[0].text, _text_size(bar), True) for bar in bars]
    column = [*numbers, (data.part_labels[0], SMALL, False)]
    beside = max(text_width(t, size=size, bold=bold) for t, size, bold in column)
    return _Columns(names, left, style.width - beside - _BESIDE, style.width)


def _text_size(bar: StackedBar) -> float:
    return TEXT if bar.role is Role.OWN else SMALL


def _legend(data: StackedBars) -> list[LegendItem]:
    items = [
        swatch_item(fill, label)
        for (fill, _), label in zip(_FILLS, data.part_labels, strict=False)
    ]
    bars = (bar for group in data.groups for bar in group.bars)
    return items + gap_items(part for bar in bars for part in bar.parts)


def _write_name(
    drawing: Drawing, bar: StackedBar, columns: _Columns, *, middle: float
) -> None:
    own = bar.role is Role.OWN
    size = _text_size(bar)
    name = shortened(bar.label, width=columns.names - 8, size=size, bold=own)
    colour = COLOURS["ink"] if own else COLOURS["soft"]
    place = (columns.left - 8, middle + 0.36 * size)
    drawing.draw(Label(*place, name, size, colour, "end", own))


def _draw_bar(
    drawing: Drawing, bar: StackedBar, columns: _Columns, *, top: float, height: float
) -> None:
    size = _text_size(bar)
    base = top + height / 2 + 0.36 * size
    unit = (columns.right - columns.left) / _FULL
    shown = sum(part.number or 0.0 for part in bar.parts)
    x = columns.left
    first, own = bar.parts[0], bar.role is Role.OWN
    ink = COLOURS["ink"] if own else COLOURS["soft"]
    drawing.draw(Label(columns.end, base, first.text, size, ink, "end", own))
    for part, fill, on_fill in _segments(bar):
        if part.number is None:
            drawing.draw(*wide_gap(part, x, top, (_FULL - shown) * unit, height))
            return
        width = part.number * unit
        if width > 0:
            segment = rectangle(x, top, width, height)
            edge = "other" if fill == _FILLS[-1][0] else "surface"
            drawing.draw(Shape(segment, fill, COLOURS[edge]))
        fits = text_width(part.text, size=size) + _PADDING <= width
        if fits and part is not first:
            place = (x + width / 2, base)
            drawing.draw(Label(*place, part.text, size, on_fill, "middle"))
        x += width


def _segments(bar: StackedBar) -> list[tuple[Value, str, str]]:
    """Give the parts with their fill and the colour of text on it.

    Only the sum of the parts that are not shown is known, so they share one gap, last.
    """
    parts = [(part, *fills) for part, fills in zip(bar.parts, _FILLS, strict=False)]
    gaps = [segment for segment in parts if not segment[0].is_shown]
    return [segment for segment in parts if segment[0].is_shown] + gaps[:1]
