"""The eight areas of function as stacked bars, county and nation beneath one's own."""

from dataclasses import dataclass

from brukerplan.reporting.charts.data import Role, StackedBar, StackedBars, Value
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
    (COLOURS["green"], COLOURS["on-light"]),
    (COLOURS["yellow"], COLOURS["on-light"]),
    (COLOURS["red"], COLOURS["on-dark"]),
)
"""The fill of each part and the colour of the text on it."""

_HEIGHTS = {Role.OWN: 22.0}
_OTHER_HEIGHT = 15.0
_BETWEEN_BARS = 3.0
_BETWEEN_GROUPS = 13.0
_FULL = 100.0
_PADDING = 4.0


@dataclass(frozen=True)
class _Columns:
    """Where a bar's name ends, and where the bars begin and end."""

    names: float
    left: float
    right: float


def draw_stacked_bars(data: StackedBars, *, style: Style) -> str:
    """Draw a group of bars for each area; parts that are not shown are hatched.

    The last part's number stands beside the bar where it has no room within. A bar's
    name is left out where each area has the own region's bar only.
    """
    drawing = Drawing(style.width)
    columns = _columns(data, style=style)
    start = 0.0 if style.is_narrow else columns.left
    width = style.width - start
    y = draw_legend(drawing, _legend(data), x=start, y=0, width=width) + 4
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
    beside = max(_beside(bar, style.width - left) for bar in bars)
    return _Columns(names, left, style.width - beside)


def _beside(bar: StackedBar, width: float) -> float:
    """Give the room that the last part's number needs beside the bar, or 0."""
    last = bar.parts[-1]
    if last.number is None:
        return 0.0
    room = text_width(last.text, size=_text_size(bar)) + _PADDING
    return 0.0 if room <= (width - room) * last.number / _FULL else room


def _text_size(bar: StackedBar) -> float:
    return TEXT if bar.role is Role.OWN else SMALL


def _legend(data: StackedBars) -> list[LegendItem]:
    items = [
        swatch_item(fill, label)
        for (fill, _), label in zip(_FILLS, data.part_labels, strict=True)
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
    for part, fill, on_fill in _segments(bar):
        if part.number is None:
            drawing.draw(*wide_gap(part, x, top, (_FULL - shown) * unit, height))
            return
        width = part.number * unit
        if width > 0:
            segment = rectangle(x, top, width, height)
            drawing.draw(Shape(segment, fill, COLOURS["surface"]))
        if text_width(part.text, size=size) + _PADDING <= width:
            place = (x + width / 2, base)
            drawing.draw(Label(*place, part.text, size, on_fill, "middle"))
        elif part is bar.parts[-1]:
            place = (x + width + _PADDING, base)
            drawing.draw(Label(*place, part.text, size, COLOURS["ink"]))
        x += width


def _segments(bar: StackedBar) -> list[tuple[Value, str, str]]:
    """Give the parts with their fill and the colour of text on it.

    Only the sum of the parts that are not shown is known, so they share one gap, last.
    """
    parts = [(part, *fills) for part, fills in zip(bar.parts, _FILLS, strict=True)]
    gaps = [segment for segment in parts if not segment[0].is_shown]
    return [segment for segment in parts if segment[0].is_shown] + gaps[:1]
