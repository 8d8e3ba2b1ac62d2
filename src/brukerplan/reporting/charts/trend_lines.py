"""Values over years; a line stops at a break in the series and begins anew after it."""

from dataclasses import replace

from brukerplan.reporting.charts.axis import (
    Scale,
    draw_axis_up,
    remark,
    scale_from_zero,
    shown_numbers,
    widest_tick,
)
from brukerplan.reporting.charts.chart_data import Role, Trend, TrendBreak, TrendSeries
from brukerplan.reporting.charts.drawing import LINES, Drawing, Label, Shape
from brukerplan.reporting.charts.label_placement import HEAD, Head, heads, levels_of
from brukerplan.reporting.charts.label_spacing import spread_apart
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.line_segments import Stop, runs_of
from brukerplan.reporting.charts.marks import gap_box, role_mark
from brukerplan.reporting.charts.paths import lines, polygon
from brukerplan.reporting.charts.style import COLOURS, ROLE_COLOURS, SMALL, TEXT, Style

_HEIGHT = 190.0
_LINE = 15.0
_DASHES = {
    Role.COUNTY: (5.0, 2.5),
    Role.NATION: (1.5, 2.0),
    Role.SIMILAR: (7.0, 2.0, 1.5, 2.0),
}


def draw_trend(data: Trend, *, style: Style) -> str:
    """Draw a line for each region, named at its end; the own one with its intervals."""
    drawing = Drawing(style.width)
    y = 0.0
    for line in break_text(data.axis_label, width=style.width, size=SMALL):
        drawing.draw(remark(0, y + 11, line))
        y += _LINE
    values = [value for series in data.series for value in series.values]
    scale = scale_from_zero(shown_numbers(values), start=_HEIGHT, end=0.0)
    left = widest_tick(scale, style=style) + 8
    names = max(_name_width(series) for series in data.series) + 12
    right = style.width - min(names, 0.36 * style.width)
    years = sorted({year for series in data.series for year in series.years})
    across = Scale(years[0], max(years[-1], years[0] + 1), left + 22, right - 10)
    marked = [item for item in data.breaks if years[0] < item.year <= years[-1]]
    marked_at = [(across.place(item.year - 0.5), item.label) for item in marked]
    places = heads(marked_at, width=style.width, bold=False)
    top = y + 8 + HEAD * levels_of(places)
    scale = replace(scale, start=top + _HEIGHT, end=top)
    draw_axis_up(drawing, scale, left=left, right=right, style=style)
    _draw_years(drawing, across, years, y=top + _HEIGHT)
    _draw_breaks(drawing, marked, places, top=y, bottom=top + _HEIGHT)
    breaks = [item.year for item in data.breaks]
    for series in data.series:
        if series.role is Role.OWN:
            for run in runs_of(series.years, series.values, breaks):
                _draw_band(drawing, run, across, scale)
    for series in reversed(data.series):
        _draw_series(drawing, series, across, scale, breaks)
    _write_names(drawing, data, scale, x=right + 4, width=style.width - right - 4)
    return drawing.svg(top + _HEIGHT + 22)


def _name_width(series: TrendSeries) -> float:
    text = f"{series.label} {series.values[-1].text}"
    return text_width(text, size=TEXT, bold=series.role is Role.OWN)


def _draw_years(drawing: Drawing, across: Scale, years: list[int], *, y: float) -> None:
    """Write as many of the years as there is room for, the last one always."""
    room = text_width("0000", size=SMALL) + 8
    per_year = across.place(years[0] + 1) - across.place(years[0])
    step = -int(-room // per_year)
    for year in years:
        if (years[-1] - year) % step == 0:
            drawing.draw(remark(across.place(year), y + 16, str(year), anchor="middle"))


def _draw_breaks(
    drawing: Drawing,
    breaks: list[TrendBreak],
    places: list[Head],
    *,
    top: float,
    bottom: float,
) -> None:
    """Draw a dashed line half a year before each break, from its reason down."""
    for item, head in zip(breaks, places, strict=True):
        line = lines([(head.line_x, top + head.top), (head.line_x, bottom)])
        drawing.draw(
            Shape(line, edge=COLOURS["soft"], dash=(3.0, 3.0)),
            remark(head.x, top + head.y, item.label, anchor=head.anchor),
        )


def _draw_series(
    drawing: Drawing,
    series: TrendSeries,
    across: Scale,
    scale: Scale,
    breaks: list[int],
) -> None:
    own = series.role is Role.OWN
    colour = ROLE_COLOURS[series.role]
    for run in runs_of(series.years, series.values, breaks):
        points = [(across.place(year), scale.place(number)) for year, number, _ in run]
        if len(points) > 1:
            drawing.draw(
                Shape(
                    lines(points),
                    edge=colour,
                    line_width=2.5 if own else 1.5,
                    dash=_DASHES.get(series.role, ()),
                    layer=LINES,
                )
            )
        drawing.draw(*(role_mark(series.role, x, y) for x, y in points))
    if own:
        for year, value in zip(series.years, series.values, strict=True):
            if not value.is_shown:
                x = across.place(year)
                drawing.draw(gap_box(value, x - 9, scale.start - 12, 18, 12))
                drawing.draw(Label(x, scale.start - 16, value.text, anchor="middle"))


def _draw_band(drawing: Drawing, run: list[Stop], across: Scale, scale: Scale) -> None:
    """Draw the intervals: a band along a line, an upright line at a single year."""
    limits = [
        (across.place(year), scale.place(value.lower), scale.place(value.upper))
        for year, _, value in run
        if value.lower is not None and value.upper is not None
    ]
    if len(limits) == 1:
        x, low, high = limits[0]
        drawing.draw(
            Shape(lines([(x, low), (x, high)]), edge=COLOURS["own-soft"], line_width=8)
        )
    elif limits:
        upper = [(x, high) for x, _, high in limits]
        lower = [(x, low) for x, low, _ in reversed(limits)]
        drawing.draw(Shape(polygon(upper + lower), fill=COLOURS["own-soft"]))


def _write_names(
    drawing: Drawing, data: Trend, scale: Scale, *, x: float, width: float
) -> None:
    """Write each region's name and last value beside the end of its line."""
    blocks = [_name_lines(series, width=width) for series in data.series]
    middles = [
        next(
            (
                scale.place(value.number)
                for value in reversed(series.values)
                if value.number is not None
            ),
            scale.start,
        )
        for series in data.series
    ]
    places = spread_apart(
        middles,
        heights=[_LINE * len(block) for block in blocks],
        low=scale.end - _LINE,
        high=scale.start,
    )
    for series, block, middle in zip(data.series, blocks, places, strict=True):
        y = middle - _LINE * len(block) / 2 + 11.5
        own = series.role is Role.OWN
        for number, line in enumerate(block):
            drawing.draw(
                Label(
                    x,
                    y + _LINE * number,
                    line,
                    TEXT,
                    ROLE_COLOURS[series.role],
                    "start",
                    own,
                )
            )


def _name_lines(series: TrendSeries, *, width: float) -> tuple[str, ...]:
    text = f"{series.label} {series.values[-1].text}"
    return break_text(text, width=width, size=TEXT, bold=series.role is Role.OWN)
