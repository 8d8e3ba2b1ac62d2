"""A map of equal hexagons, one a municipality, in classes that are said in words.

Every municipality has the same area on it, so that a large empty one does not speak
louder than a small town.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from brukerplan.reporting.charts.chart_data import MapRegion, RegionMap
from brukerplan.reporting.charts.drawing import LINES, MARKS, Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import break_text, shortened
from brukerplan.reporting.charts.map_classes import draw_map_legend, is_high, level_fill
from brukerplan.reporting.charts.marks import gap_fill
from brukerplan.reporting.charts.paths import lines, polygon
from brukerplan.reporting.charts.style import COLOURS, TEXT, Style
from brukerplan.resources import resource_dir

Point = tuple[float, float]

_LARGEST, _NAMED = 44.0, 40.0
"""A hexagon is at most so many units from its middle to a corner, and no fewer than the
latter, where names have room, only to make the map less tall."""

_TALL = 480.0
"""The height that a map should not exceed."""

_ROOM_FOR_NUMBER = 30.0
_ROOM_FOR_NAME = 62.0
"""From so wide a hexagon on, the number or also the name is written in it."""

_NAME = 10.0
"""Size of the names in hexagons, the smallest text there is."""

_HALF = math.sqrt(3) / 2
_CORNERS = ((0, -1), (_HALF, -0.5), (_HALF, 0.5), (0, 1), (-_HALF, 0.5), (-_HALF, -0.5))


def has_places(codes: Iterable[str]) -> bool:
    """Whether every one of these municipalities has its place on the map."""
    return set(codes) <= set(_layout())


@cache
def _layout() -> dict[str, tuple[int, int]]:
    """Give each municipality's column and row; the rows count upwards."""
    path = resource_dir("data/reference") / "hex_layout_2024.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["municipality_code"]: (int(row["column"]), int(row["row"]))
            for row in csv.DictReader(file)
        }


def draw_hex_map(data: RegionMap, *, style: Style) -> str:
    """Draw a hexagon for each region; all must have places (`has_places`)."""
    drawing = Drawing(style.width)
    top = draw_map_legend(drawing, data, width=style.width)
    middles, radius, height = _middles(data.regions, width=style.width, top=top)
    for region in data.regions:
        _draw_hexagon(drawing, region, middles[region.code], radius)
    _draw_borders(drawing, data.regions, middles, radius)
    if 2 * _HALF * radius >= _ROOM_FOR_NUMBER:
        for region in data.regions:
            _write(drawing, region, middles[region.code], radius)
    return drawing.svg(top + height)


def _middles(
    regions: tuple[MapRegion, ...], *, width: float, top: float
) -> tuple[dict[str, Point], float, float]:
    """Give each region's place, the size of the hexagons and the map's height."""
    layout = _layout()
    cells = {region.code: layout[region.code] for region in regions}
    across = {code: column + row % 2 / 2 for code, (column, row) in cells.items()}
    west, east = min(across.values()), max(across.values())
    rows = [row for _, row in cells.values()]
    south, north = min(rows), max(rows)
    lower = max(_TALL / (2 + 1.5 * (north - south)), _NAMED)
    radius = min((width - 4) / (2 * _HALF * (east - west + 1)), _LARGEST, lower)
    left = (width - 2 * _HALF * radius * (east - west)) / 2
    middles = {
        code: (
            left + 2 * _HALF * radius * (across[code] - west),
            top + 2 + radius * (1 + 1.5 * (north - row)),
        )
        for code, (_, row) in cells.items()
    }
    return middles, radius, radius * (2 + 1.5 * (north - south)) + 4


def _corners(middle: Point, radius: float) -> list[Point]:
    return [(middle[0] + radius * x, middle[1] + radius * y) for x, y in _CORNERS]


def _draw_hexagon(
    drawing: Drawing, region: MapRegion, middle: Point, radius: float
) -> None:
    shown = region.level is not None
    drawing.draw(
        Shape(
            polygon(_corners(middle, radius if shown else radius - 1)),
            fill=level_fill(region),
            edge=COLOURS["surface" if shown else "hatch"],
            line_width=1.5 if shown and radius > 15 else 0.8,
            hatch=None if shown else gap_fill(region.value),
            tip=f"{region.label}: {region.value.text} {region.value.note}".strip(),
        )
    )


def _draw_borders(
    drawing: Drawing,
    regions: tuple[MapRegion, ...],
    middles: dict[str, Point],
    radius: float,
) -> None:
    """Draw the sides between groups, and the outline of the own region above all."""
    sides: defaultdict[tuple[int, int], list[tuple[str, Point, Point]]]
    sides = defaultdict(list)
    for region in regions:
        corners = _corners(middles[region.code], radius)
        for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
            key = (round(start[0] + end[0]), round(start[1] + end[1]))
            sides[key].append((region.group, start, end))
    borders = [
        [start, end]
        for (group, start, end), *others in sides.values()
        if others and others[0][0] != group
    ]
    if borders:
        drawing.draw(Shape(lines(*borders), None, COLOURS["ink"], 1.8, layer=LINES))
    for region in regions:
        if region.is_own:
            outline = polygon(_corners(middles[region.code], radius - 1))
            drawing.draw(Shape(outline, None, COLOURS["ink"], 2.5, layer=MARKS))


def _write(drawing: Drawing, region: MapRegion, middle: Point, radius: float) -> None:
    """Write the number in the hexagon, and the name above it where there is room."""
    colour = COLOURS["on-high" if is_high(region) else "on-low"]
    named = _name_lines(region.label, radius)
    y = middle[1] + 4.3 - 6.0 * len(named)
    for line in named:
        drawing.draw(Label(middle[0], y, line, _NAME, colour, "middle"))
        y += 12
    text = region.value.text
    drawing.draw(Label(middle[0], y + 1, text, TEXT, colour, "middle", bold=True))


def _name_lines(name: str, radius: float) -> tuple[str, ...]:
    """Give the name as lines for a hexagon of that size; none if it is too small."""
    width = 2 * _HALF * radius
    if width < _ROOM_FOR_NAME:
        return ()
    named = break_text(name, width=width - 4, size=_NAME)
    most = 3 if radius >= _LARGEST - 5 else 2
    if len(named) <= most:
        return named
    return (
        *named[: most - 1],
        shortened(" ".join(named[most - 1 :]), width=width - 8, size=_NAME),
    )
