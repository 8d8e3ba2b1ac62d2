"""How long a chart takes, beside the same content drawn the usual way with matplotlib.

The usual way is a `Figure` with axes, `barh` or `errorbar`, tick labels, a text for each
value, and `savefig` to SVG. A second peer draws the same texts and rectangles as
matplotlib's own artists on an empty figure, which shows what axes and ticks cost.
Processor time, the median of several drawings, after one to warm up.
"""

import io
import statistics
import time
from collections.abc import Callable
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from brukerplan.reporting.charts.chart_data import (
    DotPlot,
    DotRow,
    ReferenceLine,
    Role,
    StackedBar,
    StackedBars,
    StackedGroup,
    Value,
)
from brukerplan.reporting.charts.dots import draw_dot_plot
from brukerplan.reporting.charts.stacked import draw_stacked_bars
from brukerplan.reporting.charts.style import COLOURS, NARROW, Style

TIMES = 25
PLACES = 46
"""As many municipalities as the county with the most has."""

AREAS = 8
BARS = 3


def run() -> list[dict[str, Any]]:
    """Measure the dot plot of a large county and the stacked bars of a municipality."""
    dots, bars = dot_plot(), stacked_bars()
    return [
        row(
            "dot plot, 46 rows",
            lambda: draw_dot_plot(dots, style=Style()),
            lambda: usual_dots(dots),
            "matplotlib axes",
            "640 units wide",
        ),
        row(
            "stacked bars, 24 rows",
            lambda: draw_stacked_bars(bars, style=Style()),
            lambda: usual_stack(bars),
            "matplotlib axes",
            "640 units wide",
        ),
        row(
            "stacked bars, 24 rows",
            lambda: draw_stacked_bars(bars, style=Style()),
            lambda: bare_stack(bars),
            "matplotlib artists, no axes",
            "640 units wide",
        ),
        row(
            "stacked bars for a phone",
            lambda: draw_stacked_bars(bars, style=Style(width=NARROW)),
            None,
            "limit: 15 ms",
            "340 units wide",
        ),
    ]


def row(
    name: str,
    ours: Callable[[], str],
    peer: Callable[[], str] | None,
    peer_name: str,
    note: str,
) -> dict[str, Any]:
    """Give one measurement, in milliseconds."""
    svg = ours()
    note = f"{note}; {len(svg) / 1000:.0f} kB"
    if peer:
        note += f" beside {len(peer()) / 1000:.0f} kB"
    return {
        "name": name,
        "ours": milliseconds(ours),
        "peer": milliseconds(peer) if peer else None,
        "peer_name": peer_name,
        "unit": "ms",
        "note": note,
    }


def milliseconds(draw: Callable[[], str]) -> float:
    """Give the processor time of a drawing."""
    draw()
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        draw()
        taken.append(time.process_time() - start)
    return round(1000 * statistics.median(taken), 2)


def value(number: float) -> Value:
    """Give a value with its interval, as text too."""
    return Value(number, f"{number:.1f}", 0.7 * number, 1.3 * number, "")


def dot_plot() -> DotPlot:
    """Give a dot plot of a county with many municipalities."""
    rates = np.random.default_rng(1).uniform(3, 15, PLACES)
    rows = tuple(
        DotRow(f"Municipality {n}", Role.OTHER, value(float(rate)))
        for n, rate in enumerate(sorted(rates))
    )
    line = ReferenceLine("Nation", Role.NATION, value(9.0))
    return DotPlot(rows, (line,), "Per 1,000 inhabitants")


def stacked_bars() -> StackedBars:
    """Give the eight areas for a municipality, its county and the nation."""
    drawn = np.random.default_rng(2).dirichlet([5, 4, 3], AREAS * BARS) * 100
    shares = iter(drawn.tolist())
    roles = (Role.OWN, Role.COUNTY, Role.NATION)
    groups = tuple(
        StackedGroup(
            f"Area {n}",
            tuple(
                StackedBar(role, role, tuple(map(value, next(shares))))
                for role in roles
            ),
        )
        for n in range(AREAS)
    )
    return StackedBars(("green", "yellow", "red"), groups)


def saved(figure: Figure) -> str:
    """Give a figure as SVG, with the settings that make it the same each time."""
    file = io.StringIO()
    settings: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "benchmark"}
    with matplotlib.rc_context(settings):
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def usual_dots(data: DotPlot) -> str:
    """Draw the dot plot with axes."""
    figure = Figure(figsize=(640 / 72, 20 * PLACES / 72))
    axes = figure.add_subplot()
    numbers = np.array([one.value.number for one in data.rows])
    places = np.arange(len(numbers))
    axes.errorbar(numbers, places, xerr=0.3 * numbers, fmt="o", capsize=3)
    axes.set_yticks(places, [one.label for one in data.rows])
    axes.axvline(data.lines[0].value.number or 0.0)
    for place, one in zip(places, data.rows, strict=True):
        axes.text(20.0, float(place), one.value.text)
    axes.set_xlabel(data.axis_label)
    return saved(figure)


def usual_stack(data: StackedBars) -> str:
    """Draw the stacked bars with axes."""
    figure = Figure(figsize=(640 / 72, 600 / 72))
    axes = figure.add_subplot()
    bars = [bar for group in data.groups for bar in group.bars]
    left = np.zeros(len(bars))
    for part, label in enumerate(data.part_labels):
        widths = np.array([bar.parts[part].number for bar in bars])
        drawn = axes.barh(np.arange(len(bars)), widths, left=left, label=label)
        axes.bar_label(
            drawn, [bar.parts[part].text for bar in bars], label_type="center"
        )
        left = left + widths
    axes.set_yticks(np.arange(len(bars)), [bar.label for bar in bars])
    axes.legend()
    return saved(figure)


def bare_stack(data: StackedBars) -> str:
    """Draw the stacked bars as matplotlib's artists, straight on a figure."""
    figure = Figure(figsize=(640 / 72, 600 / 72), dpi=72)
    bars = [bar for group in data.groups for bar in group.bars]
    fills = [COLOURS[name] for name in ("green", "yellow", "red")]
    for place, bar in enumerate(bars):
        y, x = 20.0 * place, 200.0
        figure.add_artist(Text(10, y, bar.label, parse_math=False, transform=None))
        for part, fill in zip(bar.parts, fills, strict=True):
            width = 4.0 * (part.number or 0.0)
            shape = Rectangle((x, y), width, 15, facecolor=fill, transform=None)
            figure.add_artist(shape)
            text = Text(x + width / 2, y, part.text, ha="center", transform=None)
            figure.add_artist(text)
            x += width
    return saved(figure)
