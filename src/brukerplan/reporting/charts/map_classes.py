"""The classes of a map: their colours, light for low, and their legend in words."""

from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator

from brukerplan.reporting.charts.axis import decimals_of, remark
from brukerplan.reporting.charts.chart_data import MapRegion, RegionMap
from brukerplan.reporting.charts.drawing import Drawing
from brukerplan.reporting.charts.lettering import break_text
from brukerplan.reporting.charts.marks import draw_legend, gap_items, swatch_item
from brukerplan.reporting.charts.style import COLOURS, LEVELS, SMALL

_FIRST_HIGH = 3
"""From this class on (counted from 0), text on it has the other colour."""


def class_limits(numbers: Sequence[float]) -> tuple[tuple[float, ...], int]:
    """Give even limits between at most `LEVELS` classes, and the decimals they need.

    The classes are equally wide; there is one class alone where all numbers are equal.
    """
    if not numbers or min(numbers) == max(numbers):
        return (), 0
    for bins in range(LEVELS, 0, -1):
        locator = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10])
        edges = [float(e) for e in locator.tick_values(min(numbers), max(numbers))]
        limits = [e for e in edges[1:-1] if min(numbers) < e <= max(numbers)]
        if len(limits) < LEVELS:
            break
    return tuple(limits), decimals_of(edges[1] - edges[0])


def level_fill(region: MapRegion) -> str:
    """Give the region's fill: its class, or the paper's where nothing is shown."""
    if region.level is None:
        return COLOURS["surface"]
    return COLOURS[f"level-{region.level + 1}"]


def is_high(region: MapRegion) -> bool:
    """Whether text on the region needs the colour for the upper classes."""
    return region.level is not None and region.level >= _FIRST_HIGH


def draw_map_legend(drawing: Drawing, data: RegionMap, *, width: float) -> float:
    """Draw what is shown and its classes; give where the map may begin."""
    assert len(data.class_labels) <= LEVELS, "the palette has a colour for each class"
    y = 0.0
    for line in break_text(data.axis_label, width=width, size=SMALL):
        drawing.draw(remark(0, y + 11, line))
        y += 15
    items = [
        swatch_item(COLOURS[f"level-{number}"], label)
        for number, label in enumerate(data.class_labels, start=1)
    ]
    items += gap_items(region.value for region in data.regions)
    return draw_legend(drawing, items, x=0, y=y, width=width) + 6
