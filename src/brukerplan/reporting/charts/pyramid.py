"""Women and men by age band, the oldest at the top."""

from collections.abc import Sequence

from brukerplan.reporting.charts.axis import (
    Scale,
    remark,
    shown_numbers,
)
from brukerplan.reporting.charts.data import AgePyramid, Value
from brukerplan.reporting.charts.drawing import Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.marks import hidden_box
from brukerplan.reporting.charts.paths import lines, rectangle
from brukerplan.reporting.charts.style import COLOURS, SMALL, TEXT, Style

_ROW = 27.0
_BAR = 19.0


def draw_age_pyramid(data: AgePyramid, *, style: Style) -> str:
    """Draw a bar to the left and to the right of each band's name."""
    drawing = Drawing(style.width)
    gutter = max(text_width(band, size=TEXT) for band in data.bands) + 20
    texts = [value.text for value in (*data.female, *data.male)]
    room = max(text_width(text, size=SMALL) for text in texts) + 6
    half = (style.width - gutter) / 2
    values = (*data.female, *data.male, *data.compare_female, *data.compare_male)
    numbers = shown_numbers(Value(value.number, "") for value in values)
    highest = max(numbers, default=0.0) or 1.0
    women = Scale(0.0, highest, half, room)
    men = Scale(0.0, highest, half + gutter, style.width - room)
    y = _draw_heads(drawing, data, left=half, right=half + gutter)
    top = y
    for index in reversed(range(len(data.bands))):
        middle = y + _ROW / 2
        drawing.draw(
            Label(half + gutter / 2, middle + 4.3, data.bands[index], anchor="middle")
        )
        _draw_bar(drawing, data.female[index], women, middle, COLOURS["women"])
        _draw_bar(drawing, data.male[index], men, middle, COLOURS["men"])
        y += _ROW
    if data.compare_female:
        _draw_outline(drawing, data.compare_female, women, top=top)
        _draw_outline(drawing, data.compare_male, men, top=top)
    for line in break_text(data.axis_label, width=style.width, size=SMALL):
        y += 15
        drawing.draw(remark(style.width / 2, y, line, anchor="middle"))
    return drawing.svg(y + 6)


def _draw_heads(
    drawing: Drawing, data: AgePyramid, *, left: float, right: float
) -> float:
    """Write who is on which side, and what the outline is; give where the rows begin."""
    y = 0.0
    if data.compare_label:
        width = 26 + text_width(data.compare_label, size=SMALL)
        x = (drawing.width - width) / 2
        drawing.draw(Shape(lines([(x, 9), (x + 20, 9)]), edge=COLOURS["ink"]))
        drawing.draw(Label(x + 26, 13, data.compare_label, SMALL))
        y = 20.0
    drawing.draw(
        Label(left, y + 13, data.female_label, TEXT, COLOURS["women"], "end", True)
    )
    drawing.draw(
        Label(right, y + 13, data.male_label, TEXT, COLOURS["men"], "start", True)
    )
    return y + 20


def _draw_bar(
    drawing: Drawing, value: Value, scale: Scale, middle: float, colour: str
) -> None:
    """Draw a bar outwards from `scale.start`, its number at the end."""
    outwards = 1 if scale.end > scale.start else -1
    length = (
        26.0 if value.number is None else abs(scale.place(value.number) - scale.start)
    )
    left = scale.start if outwards > 0 else scale.start - length
    top = middle - _BAR / 2
    if value.number is None:
        drawing.draw(hidden_box(left, top, length, _BAR))
    elif length > 0:
        drawing.draw(Shape(rectangle(left, top, length, _BAR), fill=colour))
    x = scale.start + outwards * (length + 5)
    anchor = "start" if outwards > 0 else "end"
    drawing.draw(Label(x, middle + 4, value.text, SMALL, COLOURS["ink"], anchor))


def _draw_outline(
    drawing: Drawing, values: Sequence[Value], scale: Scale, *, top: float
) -> None:
    """Draw a step for each band of whom one compares with; none where not shown."""
    count = len(values)
    ticks = []
    for index, value in enumerate(values):
        if value.number is not None:
            x = scale.place(value.number)
            y = top + _ROW * (count - 1 - index)
            ticks.append([(x, y + 1.5), (x, y + _ROW - 1.5)])
    drawing.draw(Shape(lines(*ticks), edge=COLOURS["ink"], line_width=2.0))
