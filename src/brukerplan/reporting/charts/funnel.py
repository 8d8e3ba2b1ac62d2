"""Rates against the number of inhabitants, with the limits that chance alone gives."""

import math
from dataclasses import replace

from brukerplan.reporting.charts.axis import (
    Scale,
    draw_axis_name,
    draw_axis_up,
    remark,
    scale_from_zero,
    widest_tick,
)
from brukerplan.reporting.charts.chart_data import (
    Funnel,
    FunnelLimit,
    FunnelPoint,
    Role,
)
from brukerplan.reporting.charts.drawing import (
    INTERVALS,
    LINES,
    MARKS,
    Drawing,
    Label,
    Shape,
)
from brukerplan.reporting.charts.label_spacing import spread_apart
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.marks import role_mark
from brukerplan.reporting.charts.naming import Namer
from brukerplan.reporting.charts.paths import dots, lines, polygon
from brukerplan.reporting.charts.style import COLOURS, ROLE_COLOURS, SMALL, Style

_LINE = 15.0
_STEPS = (1.0, 2.0, 5.0)


def draw_funnel(data: Funnel, *, style: Style) -> str:
    """Draw each region as a dot; name the own one and those outside the outer limits."""
    drawing = Drawing(style.width)
    y = 0.0
    for line in break_text(data.axis_label, width=style.width, size=SMALL):
        drawing.draw(remark(0, y + 11, line))
        y += _LINE
    top, bottom = y + 8, y + 8 + (240.0 if style.is_narrow else 300.0)
    shown = [point for point in data.points if point.value.number is not None]
    scale = scale_from_zero(_heights(data, shown), start=bottom, end=top, count=6)
    left = widest_tick(scale, style=style) + 8
    names = max(text_width(name.text, size=SMALL, bold=True) for name in _names(data))
    right = style.width - names - 8
    across = _size_scale(data, left=left, right=right)
    draw_axis_up(drawing, scale, left=left, right=right, style=style)
    end = _draw_sizes(drawing, across, data.size_label, y=bottom, style=style)
    ends = _draw_limits(drawing, data.limits, across, scale)
    if data.target.value.number is not None:
        y = scale.place(data.target.value.number)
        colour = ROLE_COLOURS[data.target.role]
        drawing.draw(
            Shape(lines([(left, y), (right, y)]), None, colour, 1.5, layer=LINES)
        )
        ends.append(y)
    _write_names(drawing, _names(data), ends, scale, x=right + 6)
    _draw_points(drawing, data, shown, across, scale)
    return drawing.svg(end)


def _heights(data: Funnel, shown: list[FunnelPoint]) -> list[float]:
    """Give what must have room: the points, the target, and where the limits end."""
    numbers = [point.value.number for point in shown if point.value.number is not None]
    numbers += [limit.upper[-1] for limit in data.limits]
    if data.target.value.number is not None:
        numbers.append(data.target.value.number)
    return numbers


def _size_scale(data: Funnel, *, left: float, right: float) -> Scale:
    """Give a scale over the logarithm of size, with 1, 2 and 5 times tens as ticks."""
    sizes = [size for limit in data.limits for size in limit.sizes]
    sizes += [point.size for point in data.points]
    low, high = math.log10(min(sizes)) - 0.04, math.log10(max(sizes)) + 0.04
    ticks = tuple(
        math.log10(step) + power
        for power in range(math.floor(low), math.ceil(high) + 1)
        for step in (_STEPS if high - low < 2.5 else _STEPS[:1])
    )
    ticks = tuple(tick for tick in ticks if low <= tick <= high)
    return Scale(low, high, left, right, ticks)


def _draw_sizes(
    drawing: Drawing, across: Scale, label: str, *, y: float, style: Style
) -> float:
    """Write the sizes below `y`, and what they are; give where that ends."""
    for tick in across.ticks:
        text = style.number(round(10**tick))
        drawing.draw(remark(across.place(tick), y + 16, text, anchor="middle"))
    return draw_axis_name(drawing, across, y=y + 18, label=label)


def _draw_limits(
    drawing: Drawing, limits: tuple[FunnelLimit, ...], across: Scale, scale: Scale
) -> list[float]:
    """Draw the inner limits as a light band, the outer as dashed lines.

    Gives how high the upper lines end to the right.
    """
    ends = []
    for number, limit in enumerate(limits):
        upper = _line_below(limit.sizes, limit.upper, across, scale)
        lower = _line_below(limit.sizes, limit.lower, across, scale)
        if number == 0:
            band = [*_capped(limit, across, scale), *reversed(lower)]
            drawing.draw(Shape(polygon(band), COLOURS["band"]))
        dash = (4.0, 3.0) if number else ()
        line = lines(upper, lower)
        drawing.draw(Shape(line, edge=COLOURS["other"], dash=dash, layer=LINES))
        ends.append(upper[-1][1])
    return ends


def _capped(
    limit: FunnelLimit, across: Scale, scale: Scale
) -> list[tuple[float, float]]:
    """Give the upper limit, running along the top of the scale where it is above."""
    return [
        (across.place(math.log10(size)), scale.place(min(number, scale.high)))
        for size, number in zip(limit.sizes, limit.upper, strict=True)
    ]


def _line_below(
    sizes: tuple[float, ...], numbers: tuple[float, ...], across: Scale, scale: Scale
) -> list[tuple[float, float]]:
    """Give the part of a line that lies within the scale, cut where it leaves it."""
    points: list[tuple[float, float]] = []
    before: tuple[float, float] | None = None
    for size, number in zip(sizes, numbers, strict=True):
        x = math.log10(size)
        if number <= scale.high:
            if before is not None and before[1] > scale.high:
                share = (before[1] - scale.high) / (before[1] - number)
                crossing = before[0] + share * (x - before[0])
                points.append((across.place(crossing), scale.end))
            points.append((across.place(x), scale.place(max(number, 0.0))))
        before = (x, number)
    return points


def _names(data: Funnel) -> list[Label]:
    """Give what is written at the right end of each line: limits, then the target."""
    names = [remark(0, 0, limit.label) for limit in data.limits]
    target = data.target
    if target.value.number is not None:
        text = f"{target.label} {target.value.text}"
        names.append(Label(0, 0, text, SMALL, ROLE_COLOURS[target.role], bold=True))
    return names


def _write_names(
    drawing: Drawing, names: list[Label], ends: list[float], scale: Scale, *, x: float
) -> None:
    middles = spread_apart(
        ends, heights=[_LINE] * len(ends), low=scale.end - _LINE, high=scale.start
    )
    for name, y in zip(names, middles, strict=True):
        drawing.draw(replace(name, x=x, y=y + 4))


def _draw_points(
    drawing: Drawing,
    data: Funnel,
    shown: list[FunnelPoint],
    across: Scale,
    scale: Scale,
) -> None:
    """Draw the points, then the names of the own region and of those outside."""
    placed = [
        (
            point,
            across.place(math.log10(point.size)),
            scale.place(point.value.number or 0.0),
        )
        for point in shown
    ]
    plain = dots((x, y) for point, x, y in placed if point.role is Role.OTHER)
    if len(plain):
        dot = Shape(plain, edge=COLOURS["other"], line_width=6.5, round_ends=True)
        ring = replace(dot, edge=COLOURS["surface"], line_width=8.0, layer=INTERVALS)
        drawing.draw(ring, replace(dot, layer=MARKS))
    for point, x, y in placed:
        if point.role is not Role.OTHER:
            drawing.draw(role_mark(point.role, x, y))
    marks = [(x - 4, y - 4, x + 4, y + 4) for _, x, y in placed]
    if data.target.value.number is not None:
        y = scale.place(data.target.value.number)
        marks.append((across.start, y - 1, across.end, y + 1))
    namer = Namer((0.0, scale.end - _LINE, across.end, scale.start), marks)
    for point, x, y in sorted(placed, key=lambda item: item[0].role is not Role.OWN):
        own = point.role is Role.OWN
        name = (
            namer.name(point.label, x, y, own=own) if own or point.is_outside else None
        )
        if name is not None:
            drawing.draw(name)
