"""Women and men by age band, the oldest at the top."""

from collections.abc import Sequence

from brukerplan.reporting.charts.axis import (
    Scale,
    remark,
)
from brukerplan.reporting.charts.chart_data import AgePyramid, Value
from brukerplan.reporting.charts.drawing import INTERVALS, LINES, Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.marks import (
    LegendItem,
    draw_legend,
    gap_box,
    gap_items,
)
from brukerplan.reporting.charts.paths import lines, rectangle
from brukerplan.reporting.charts.style import COLOURS, SMALL, TEXT, Style

_ROW = 26.0
_BAR = 20.0
_GAP = 28.0


def draw_age_pyramid(data: AgePyramid, *, style: Style) -> str:
    """Draw a bar to each side of a band's name; the numbers stand beside the name."""
    drawing = Drawing(style.width)
    texts = [value.text for value in (*data.female, *data.male)]
    numbers = max(text_width(text, size=TEXT) for text in texts) + 12
    gutter = max(text_width(band, size=TEXT) for band in data.bands) + 12
    values = (*data.female, *data.male, *data.compare_female, *data.compare_male)
    highest = max((value.number or 0.0 for value in values), default=0.0) or 1.0
    middle = style.width / 2
    inner = gutter / 2 + numbers
    women = Scale(0.0, highest, middle - inner, 2.0)
    men = Scale(0.0, highest, middle + inner, style.width - 2.0)
    top = _draw_heads(drawing, data, women, men)
    for place, index in enumerate(reversed(range(len(data.bands)))):
        y = top + _ROW * (place + 0.5)
        drawing.draw(Label(middle, y + 4.3, data.bands[index], anchor="middle"))
        _draw_bar(drawing, data.female[index], women, y, COLOURS["women"])
        _draw_bar(drawing, data.male[index], men, y, COLOURS["men"])
    if data.compare_female:
        _draw_ticks(drawing, data.compare_female, women, top=top)
        _draw_ticks(drawing, data.compare_male, men, top=top)
    y = top + _ROW * len(data.bands)
    for line in break_text(data.axis_label, width=style.width, size=SMALL):
        y += 15
        drawing.draw(remark(middle, y, line, anchor="middle"))
    return drawing.svg(y + 6)


def _draw_heads(drawing: Drawing, data: AgePyramid, women: Scale, men: Scale) -> float:
    """Write who is on which side, and the legend; give where the rows begin."""
    items = gap_items((*data.female, *data.male))
    if data.compare_label:
        items.insert(0, LegendItem(_tick, data.compare_label))
    y = draw_legend(drawing, items, x=0, y=0, width=drawing.width) if items else 0.0
    for scale, label, colour, anchor in (
        (women, data.female_label, COLOURS["women"], "end"),
        (men, data.male_label, COLOURS["men"], "start"),
    ):
        drawing.draw(Label(scale.start, y + 14, label, TEXT, colour, anchor, True))
    return y + 20


def _tick(x: float, y: float) -> list[Shape]:
    return _ticks([[(x, y - 7), (x, y + 7)]])


def _ticks(parts: list[list[tuple[float, float]]]) -> list[Shape]:
    """Give upright lines with an edge of paper, to be seen on a bar and beside it."""
    path = lines(*parts)
    return [
        Shape(path, None, COLOURS["surface"], 5.0, layer=LINES),
        Shape(path, None, COLOURS["ink"], 2.0, layer=INTERVALS),
    ]


def _draw_bar(
    drawing: Drawing, value: Value, scale: Scale, y: float, colour: str
) -> None:
    """Draw a bar outwards from `scale.start`, its number on the inner side."""
    rightwards = scale.end > scale.start
    x = scale.start - 6 if rightwards else scale.start + 6
    anchor = "end" if rightwards else "start"
    drawing.draw(Label(x, y + 4.3, value.text, anchor=anchor))
    length = _GAP
    if value.number is not None:
        length = abs(scale.place(value.number) - scale.start)
    left = scale.start if rightwards else scale.start - length
    top = y - _BAR / 2
    if value.number is None:
        drawing.draw(gap_box(value, left, top + 4, length, _BAR - 8))
    elif length > 0:
        drawing.draw(Shape(rectangle(left, top, length, _BAR), fill=colour))


def _draw_ticks(
    drawing: Drawing, values: Sequence[Value], scale: Scale, *, top: float
) -> None:
    """Draw an upright line for each band of whom one compares with, where shown."""
    parts = []
    for place, value in enumerate(reversed(values)):
        if value.number is not None:
            x, y = scale.place(value.number), top + _ROW * place
            parts.append([(x, y + 1), (x, y + _ROW - 1)])
    if parts:
        drawing.draw(*_ticks(parts))
