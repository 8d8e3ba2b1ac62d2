"""A map with the regions' true outlines, where the user has given them."""

import numpy as np

from brukerplan.errors import InputError
from brukerplan.reporting.charts.boundaries import Line, ring_area, simplified
from brukerplan.reporting.charts.chart_data import Boundaries, MapRegion, RegionMap
from brukerplan.reporting.charts.drawing import MARKS, Drawing, Label, Shape
from brukerplan.reporting.charts.lettering import text_width
from brukerplan.reporting.charts.map_classes import draw_map_legend, is_high, level_fill
from brukerplan.reporting.charts.marks import gap_fill
from brukerplan.reporting.charts.paths import polygon
from brukerplan.reporting.charts.style import COLOURS, SMALL, TEXT, Style

_TALLEST = 1.25
"""The map is at most so many times as high as it is wide."""

_DETAIL = 1.0
"""Detail of an outline that is kept, in units of the picture."""

_SMALLEST = 2.0
"""Islands below so many square units are left out, but never all of a region."""

Place = tuple[float, float]


def draw_area_map(data: RegionMap, boundaries: Boundaries, *, style: Style) -> str:
    """Draw each region in its outline, with name and number where they have room.

    Raises:
        InputError: the boundaries lack a region.
    """
    lacking = [one.code for one in data.regions if one.code not in boundaries.rings]
    if lacking:
        raise InputError(
            f"the boundaries lack {', '.join(lacking[:5])}",
            hint="give boundaries that are valid in the year of the report",
            slug="boundaries-lack-region",
        )
    drawing = Drawing(style.width)
    top = draw_map_legend(drawing, data, width=style.width)
    outlines, height = _outlines(data.regions, boundaries, width=style.width, top=top)
    for region in data.regions:
        _draw_region(drawing, region, outlines[region.code])
    for region in data.regions:
        if region.is_own:
            path = polygon(*outlines[region.code])
            drawing.draw(Shape(path, None, COLOURS["ink"], 2.0, layer=MARKS))
    for region in data.regions:
        _write(drawing, region, outlines[region.code][0])
    return drawing.svg(top + height)


def _outlines(
    regions: tuple[MapRegion, ...], boundaries: Boundaries, *, width: float, top: float
) -> tuple[dict[str, list[Line]], float]:
    """Give the rings by code, fitted to the sheet, the largest first; and the height."""
    rings = {
        region.code: [np.array(ring) for ring in boundaries.rings[region.code]]
        for region in regions
    }
    points = np.concatenate([ring for part in rings.values() for ring in part])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    unit = min(
        (width - 4) / (east - west or 1.0),
        _TALLEST * width / (north - south or 1.0),
    )
    left = (width - unit * (east - west)) / 2
    corner = np.array([west, north])
    scale = np.array([unit, -unit])
    shift = np.array([left, top + 2])
    fitted = {
        code: _simplified([(ring - corner) * scale + shift for ring in part])
        for code, part in rings.items()
    }
    return fitted, unit * (north - south) + 4


def _simplified(rings: list[Line]) -> list[Line]:
    """Give the rings without needless detail, the largest first, nor tiny islands."""
    plain = [simplified(ring, detail=_DETAIL) for ring in rings]
    plain.sort(key=lambda ring: -abs(ring_area(ring)))
    return [plain[0], *(r for r in plain[1:] if abs(ring_area(r)) >= _SMALLEST)]


def _draw_region(drawing: Drawing, region: MapRegion, outline: list[Line]) -> None:
    shown = region.level is not None
    drawing.draw(
        Shape(
            polygon(*outline),
            fill=level_fill(region),
            edge=COLOURS["surface" if shown else "hatch"],
            line_width=0.8,
            hatch=None if shown else gap_fill(region.value),
            tip=f"{region.label}: {region.value.text} {region.value.note}".strip(),
        )
    )


def _write(drawing: Drawing, region: MapRegion, ring: Line) -> None:
    """Write name and number in the middle of the largest ring, if they lie within it."""
    x, y = _middle(ring)
    colour = COLOURS["on-high" if is_high(region) else "on-low"]
    number = Label(x, y + 4, region.value.text, TEXT, colour, "middle", bold=True)
    name = Label(x, y - 3, region.label, SMALL, colour, "middle")
    wide = text_width(region.label, size=SMALL) / 2 + 2
    narrow = text_width(region.value.text, size=TEXT, bold=True) / 2 + 2
    if _holds(ring, (x - wide, y - 14), (x + wide, y + 14)):
        drawing.draw(name, Label(x, y + 10, number.text, TEXT, colour, "middle", True))
    elif _holds(ring, (x - narrow, y - 6), (x + narrow, y + 6)):
        drawing.draw(number)


def _middle(ring: Line) -> Place:
    """Give the centroid of a ring."""
    x, y = ring[:, 0], ring[:, 1]
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    area = cross.sum() / 2
    if area == 0:
        return float(x.mean()), float(y.mean())
    across = ((x + np.roll(x, -1)) * cross).sum() / (6 * area)
    down = ((y + np.roll(y, -1)) * cross).sum() / (6 * area)
    return float(across), float(down)


def _holds(ring: Line, low: Place, high: Place) -> bool:
    """Whether the four corners and sides' middles of a box lie within the ring."""
    xs, ys = np.linspace(low[0], high[0], 5), np.linspace(low[1], high[1], 3)
    points = np.array([(x, y) for x in xs for y in ys])
    return bool(polygon(ring).contains_points(points).all())
