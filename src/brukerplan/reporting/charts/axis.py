"""Scales from numbers to places on the sheet, and the few lines that show them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator

from brukerplan.reporting.charts.chart_data import Value
from brukerplan.reporting.charts.drawing import Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.paths import lines
from brukerplan.reporting.charts.style import COLOURS, SMALL, Style


@dataclass(frozen=True)
class Scale:
    """A straight scale: `low` is drawn at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...] = ()

    def place(self, number: float) -> float:
        """Give where `number` is drawn."""
        share = (number - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def decimals(self) -> int:
        """How many decimals tell the ticks apart."""
        return decimals_of(self.ticks[1] - self.ticks[0])


def decimals_of(step: float) -> int:
    """Give how many decimals an even step has, at most nine."""
    return next((n for n in range(9) if math.isclose(step, round(step, n))), 9)


def scale_from_zero(
    numbers: Iterable[float], *, start: float, end: float, count: int = 5
) -> Scale:
    """Give a scale from 0 that ends on the first even tick above all `numbers`."""
    highest = max(numbers, default=0.0) or 1.0
    locator = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10])
    ticks = tuple(float(tick) for tick in locator.tick_values(0.0, highest))
    ticks = tuple(tick for tick in ticks if tick >= 0)
    return Scale(0.0, ticks[-1], start, end, ticks)


def shown_numbers(values: Iterable[Value]) -> list[float]:
    """Give every number that must have room on a scale: values and upper limits."""
    numbers = []
    for value in values:
        if value.number is not None:
            numbers.append(value.number)
            if value.upper is not None:
                numbers.append(value.upper)
    return numbers


def draw_grid_across(
    drawing: Drawing, scale: Scale, *, top: float, bottom: float
) -> None:
    """Draw upright grid lines at the ticks of a scale from left to right."""
    places = [scale.place(tick) for tick in scale.ticks]
    grid = lines(*([(x, top), (x, bottom)] for x in places[1:]))
    drawing.draw(Shape(grid, edge=COLOURS["rule"]))
    axis = lines([(places[0], top), (places[0], bottom)])
    drawing.draw(Shape(axis, edge=COLOURS["soft"]))


def draw_axis_across(
    drawing: Drawing, scale: Scale, *, y: float, label: str, style: Style
) -> float:
    """Draw a horizontal scale's name and as many of its numbers as fit below `y`.

    Gives where they end.
    """
    between = scale.place(scale.ticks[1]) - scale.place(scale.ticks[0])
    every = math.ceil((widest_tick(scale, style=style) + 8) / between)
    for tick in scale.ticks[::every]:
        text = style.number(tick, decimals=scale.decimals)
        drawing.draw(remark(scale.place(tick), y + 14, text, anchor="middle"))
    return draw_axis_name(drawing, scale, y=y + 18, label=label)


def draw_axis_name(drawing: Drawing, scale: Scale, *, y: float, label: str) -> float:
    """Write a horizontal scale's name below `y`, over the sheet's width if need be.

    Gives where it ends.
    """
    if text_width(label, size=SMALL) <= scale.end - scale.start:
        drawing.draw(remark(scale.start, y + 12, label))
        return y + 18
    named = break_text(label, width=drawing.width, size=SMALL)
    for number, line in enumerate(named):
        drawing.draw(remark(drawing.width, y + 12 + 14 * number, line, anchor="end"))
    return y + 18 + 14 * (len(named) - 1)


def draw_axis_up(
    drawing: Drawing, scale: Scale, *, left: float, right: float, style: Style
) -> None:
    """Draw an upright scale: level grid lines, and numbers to the left of `left`."""
    places = [scale.place(tick) for tick in scale.ticks]
    grid = lines(*([(left, y), (right, y)] for y in places[1:]))
    drawing.draw(Shape(grid, edge=COLOURS["rule"]))
    axis = lines([(left, places[0]), (right, places[0])])
    drawing.draw(Shape(axis, edge=COLOURS["soft"]))
    for tick, y in zip(scale.ticks, places, strict=True):
        text = style.number(tick, decimals=scale.decimals)
        drawing.draw(remark(left - 6, y + 4, text, anchor="end"))


def widest_tick(scale: Scale, *, style: Style) -> float:
    """Give the room that the numbers of an upright scale take to its left."""
    texts = (style.number(tick, decimals=scale.decimals) for tick in scale.ticks)
    return max(text_width(text, size=SMALL) for text in texts)


def remark(x: float, y: float, text: str, *, anchor: str = "start") -> Label:
    """Give a small text in the softer ink: axis numbers, names of axes, reasons."""
    return Label(x, y, text, size=SMALL, colour=COLOURS["soft"], anchor=anchor)
