"""The eight areas of function as stacked bars, county and nation beneath one's own."""

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


def draw_stacked_bars(data: StackedBars, *, style: Style) -> str:
    """Draw a group of bars for each area; parts that are not shown are hatched."""
    drawing = Drawing(style.width)
    heading = 0.0 if style.is_narrow else _widest(data, bold=True) + 14
    names = min(_widest(data, bold=False), 0.27 * style.width) + 8
    left = heading + names
    y = (
        draw_legend(
            drawing,
            _legend(data),
            x=0 if style.is_narrow else left,
            y=0,
            width=style.width - (0 if style.is_narrow else left),
        )
        + 4
    )
    for group in data.groups:
        if style.is_narrow:
            drawing.draw(Label(0, y + 12, group.label, bold=True))
            y += 18
        else:
            drawing.draw(Label(0, y + 15.5, group.label, bold=True))
        for bar in group.bars:
            height = _HEIGHTS.get(bar.role, _OTHER_HEIGHT)
            _draw_bar(drawing, bar, left=left, top=y, height=height, names=names)
            y += height + _BETWEEN_BARS
        y += _BETWEEN_GROUPS
    return drawing.svg(y - _BETWEEN_GROUPS)


def _widest(data: StackedBars, *, bold: bool) -> float:
    if bold:
        return max(
            text_width(group.label, size=TEXT, bold=True) for group in data.groups
        )
    return max(
        text_width(bar.label, size=_text_size(bar), bold=bar.role is Role.OWN)
        for group in data.groups
        for bar in group.bars
    )


def _text_size(bar: StackedBar) -> float:
    return TEXT if bar.role is Role.OWN else SMALL


def _legend(data: StackedBars) -> list[LegendItem]:
    items = [
        swatch_item(fill, label)
        for (fill, _), label in zip(_FILLS, data.part_labels, strict=True)
    ]
    bars = (bar for group in data.groups for bar in group.bars)
    return items + gap_items(part for bar in bars for part in bar.parts)


def _draw_bar(
    drawing: Drawing,
    bar: StackedBar,
    *,
    left: float,
    top: float,
    height: float,
    names: float,
) -> None:
    own = bar.role is Role.OWN
    size = _text_size(bar)
    middle = top + height / 2 + 0.36 * size
    name = shortened(bar.label, width=names - 8, size=size, bold=own)
    colour = COLOURS["ink"] if own else COLOURS["soft"]
    drawing.draw(Label(left - 8, middle, name, size, colour, "end", own))
    unit = (drawing.width - left) / _FULL
    x = left
    for parts, fill, on_fill in _segments(bar):
        shown = sum(part.number or 0.0 for part in bar.parts)
        share = _FULL - shown if fill is None else parts[0].number or 0.0
        width = share * unit
        if fill is None:
            drawing.draw(*wide_gap(parts[0], x, top, width, height))
        elif width > 0:
            segment = rectangle(x, top, width, height)
            drawing.draw(Shape(segment, fill, COLOURS["surface"]))
            if text_width(parts[0].text, size=size) + 4 <= width:
                place = (x + width / 2, middle)
                drawing.draw(Label(*place, parts[0].text, size, on_fill, "middle"))
        x += width


def _segments(bar: StackedBar) -> list[tuple[list[Value], str | None, str]]:
    """Give the parts with their fills; what is not shown is one segment, last.

    Only the sum of the parts that are not shown is known, so they share one gap.
    """
    shown: list[tuple[list[Value], str | None, str]] = [
        ([part], fill, on_fill)
        for part, (fill, on_fill) in zip(bar.parts, _FILLS, strict=True)
        if part.is_shown
    ]
    gaps = [part for part in bar.parts if not part.is_shown]
    return [*shown, (gaps, None, COLOURS["ink"])] if gaps else shown
