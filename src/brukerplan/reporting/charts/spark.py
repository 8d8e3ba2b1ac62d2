"""Charts small enough for a table cell; the cell's text says the number."""

from brukerplan.reporting.charts.axis import Scale, shown_numbers
from brukerplan.reporting.charts.chart_data import KeyFigureBar, Role, Sparkline, Value
from brukerplan.reporting.charts.drawing import LINES, Drawing, Shape
from brukerplan.reporting.charts.line_segments import runs_of
from brukerplan.reporting.charts.marks import gap_box, interval_mark, role_mark
from brukerplan.reporting.charts.paths import dots, lines, rectangle
from brukerplan.reporting.charts.style import COLOURS, Style

_HEIGHT = 20.0


def draw_key_figure_bar(data: KeyFigureBar, *, style: Style) -> str:
    """Draw a bar with its interval, and an upright line for whom one compares with."""
    drawing = Drawing(style.width)
    scale = Scale(0.0, data.maximum, 1.0, style.width - 6)
    middle = _HEIGHT / 2
    if data.value.number is None:
        drawing.draw(gap_box(data.value, 1, middle - 5, 28, 10))
    else:
        end = scale.place(min(data.value.number, data.maximum))
        bar = rectangle(scale.start, middle - 6, end - scale.start, 12)
        drawing.draw(Shape(bar, fill=COLOURS["own-soft"]))
        drawing.draw(*interval_mark(data.value, scale, middle, colour=COLOURS["own"]))
        drawing.draw(role_mark(Role.OWN, end, middle))
    axis = lines([(scale.start, 1), (scale.start, _HEIGHT - 1)])
    drawing.draw(Shape(axis, edge=COLOURS["soft"]))
    if data.compare is not None and data.compare.number is not None:
        x = scale.place(min(data.compare.number, data.maximum))
        line = lines([(x, 1), (x, _HEIGHT - 1)])
        drawing.draw(Shape(line, None, COLOURS["county"], 2.0, layer=LINES))
    return drawing.svg(_HEIGHT)


def draw_sparkline(data: Sparkline, *, style: Style) -> str:
    """Draw a line from zero up, open at breaks, its last value marked."""
    drawing = Drawing(style.width)
    highest = max(shown_numbers(Value(v.number, "") for v in data.values), default=1.0)
    upwards = Scale(0.0, highest or 1.0, _HEIGHT - 5, 5)
    first, last = data.years[0], max(data.years[-1], data.years[0] + 1)
    across = Scale(first, last, 6, style.width - 6)
    for run in runs_of(data.years, data.values, data.break_years):
        points = [
            (across.place(year), upwards.place(number)) for year, number, _ in run
        ]
        if len(points) > 1:
            drawing.draw(Shape(lines(points), edge=COLOURS["own"], line_width=1.5))
        elif run[0][0] != data.years[-1]:
            drawing.draw(Shape(dots(points), None, COLOURS["own"], 3.0, (), None, True))
    x, value = across.place(data.years[-1]), data.values[-1]
    if value.number is None:
        drawing.draw(gap_box(value, x - 8, _HEIGHT - 14, 12, 10))
    else:
        drawing.draw(role_mark(Role.OWN, x, upwards.place(value.number)))
    return drawing.svg(_HEIGHT)
