"""Reading the outlines of regions from the user's own GeoJSON or TopoJSON file."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brukerplan.errors import InputError
from brukerplan.reporting.charts.chart_data import Boundaries

Line = NDArray[np.float64]
"""Points as rows of x and y."""

DETAIL = 10_000
"""Detail is kept down to this part of the file's extent: 175 m for the whole country."""

FEWEST_CORNERS = 4
"""A ring is not simplified below a square."""

_CODE = re.compile(r"\d{1,4}")
_SOUTH, _NORTH, _MIDDLE = np.radians((60.0, 70.0, 17.0))
"""Parallels that are true in length, and the meridian that points north."""


def read_boundaries(path: Path) -> Boundaries:
    """Give the outlines in the file by region code, on a plane with y northwards.

    Read are a GeoJSON `FeatureCollection` of polygons and a TopoJSON `Topology` of
    them. The code is the property (or the id) that in every feature is a municipality
    or county number, such as `kommunenummer`. Degrees are put on Lambert's conformal
    conic; coordinates in metres are taken as they are.

    Raises:
        InputError: the file cannot be read as one of these, or has no such property.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        features = list(_features(document))
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
    ) as err:
        raise InputError(
            f"cannot read «{path.name}» as GeoJSON or TopoJSON",
            hint="give a FeatureCollection or a Topology of polygons in UTF-8",
            slug="boundaries-unreadable",
        ) from err
    codes = _codes([properties for properties, _ in features])
    if codes is None:
        raise InputError(
            f"«{path.name}» has no property with municipality or county numbers",
            hint="give each feature its number, for instance as «kommunenummer»",
            slug="boundaries-without-codes",
        )
    rings: defaultdict[str, list[Line]] = defaultdict(list)
    for code, (_, polygons) in zip(codes, features, strict=True):
        for polygon in polygons:
            rings[code] += [
                _ring(_on_plane(line), is_hole=place > 0)
                for place, line in enumerate(polygon)
            ]
    return _thinned(rings)


def _features(document: Any) -> Iterable[tuple[Mapping[str, Any], list[list[Line]]]]:
    """Give each feature's properties and its polygons: an outer line, then holes."""
    if document["type"] == "FeatureCollection":
        for feature in document["features"]:
            geometry = feature["geometry"]
            polygons = _by_kind(geometry["type"], geometry["coordinates"])
            yield (
                {**(feature.get("properties") or {}), "id": feature.get("id")},
                [[np.array(line, float)[:, :2] for line in part] for part in polygons],
            )
    elif document["type"] == "Topology":
        arcs = _arcs(document)
        for collection in document["objects"].values():
            for geometry in collection.get("geometries", [collection]):
                polygons = _by_kind(geometry["type"], geometry["arcs"])
                yield (
                    {**(geometry.get("properties") or {}), "id": geometry.get("id")},
                    [[_joined(line, arcs) for line in part] for part in polygons],
                )
    else:
        raise ValueError("neither a FeatureCollection nor a Topology")


def _by_kind(kind: str, parts: list[Any]) -> list[Any]:
    """Give the polygons of a Polygon or a MultiPolygon alike."""
    if kind == "Polygon":
        return [parts]
    if kind == "MultiPolygon":
        return parts
    raise ValueError("neither a Polygon nor a MultiPolygon")


def _arcs(document: Mapping[str, Any]) -> list[Line]:
    """Give a topology's lines in its coordinates (TopoJSON 1.0, 2.1.3 and 2.1.4)."""
    lines = [np.array(arc, float)[:, :2] for arc in document["arcs"]]
    transform = document.get("transform")
    if transform is None:
        return lines
    scale, shift = np.array(transform["scale"]), np.array(transform["translate"])
    return [np.cumsum(line, axis=0) * scale + shift for line in lines]


def _joined(indices: Sequence[int], arcs: list[Line]) -> Line:
    """Give the ring that arcs make; a negative index is an arc backwards."""
    parts = [arcs[~index][::-1] if index < 0 else arcs[index] for index in indices]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _codes(properties: list[Mapping[str, Any]]) -> list[str] | None:
    """Give the codes: of the first property that is one in each feature, and unlike."""
    for name in properties[0] if properties else ():
        texts = [str(one.get(name)) for one in properties]
        if all(_CODE.fullmatch(text) for text in texts):
            width = 4 if max(len(text) for text in texts) > 2 else 2
            return [text.zfill(width) for text in texts]
    return None


def _on_plane(line: Line) -> Line:
    """Put degrees on Lambert's conformal conic (Snyder 1987, p. 104, on a sphere)."""
    if np.abs(line[:, 0]).max() > 180 or np.abs(line[:, 1]).max() > 90:
        return line
    east, north = np.radians(line[:, 0]), np.radians(line[:, 1])
    south, stretch = _half(_SOUTH), _half(_NORTH)
    cone = np.log(np.cos(_SOUTH) / np.cos(_NORTH)) / np.log(stretch / south)
    factor = np.cos(_SOUTH) * south**cone / cone
    radius = factor / _half(north) ** cone
    angle = cone * (east - _MIDDLE)
    return np.column_stack([radius * np.sin(angle), -radius * np.cos(angle)])


def _half(latitude: Any) -> Any:
    return np.tan(np.pi / 4 + latitude / 2)


def _thinned(rings: Mapping[str, list[Line]]) -> Boundaries:
    """Give the outlines without detail that no picture of a county can show."""
    points = np.concatenate([ring for parts in rings.values() for ring in parts])
    extent = float((points.max(axis=0) - points.min(axis=0)).max())
    detail = extent / DETAIL
    return Boundaries(
        {
            code: tuple(
                tuple((float(x), float(y)) for x, y in simplified(ring, detail=detail))
                for ring in parts
            )
            for code, parts in rings.items()
        }
    )


def simplified(ring: Line, *, detail: float) -> Line:
    """Give a ring without what is smaller than `detail`, never without its area.

    Corners are moved to a grid of that size, and those that meet become one. Then a
    corner goes if its triangle with the corners beside it is smaller than two squares of
    the grid and than the triangles of its neighbours, until none is (the measure of
    Visvalingam and Whyatt, 1993). Both steps look at a corner and the next ones only,
    in either direction alike: so neighbours that share a border keep sharing it,
    which simplifying ring by ring from end to end would not give.
    """
    snapped = np.round(ring / detail)
    kept = snapped[np.any(snapped != np.roll(snapped, 1, axis=0), axis=1)]
    while len(kept) > FEWEST_CORNERS:
        going = _smallest_around(kept) & (_triangles(kept) < 2.0)
        if not going.any() or len(kept) - going.sum() < FEWEST_CORNERS:
            break
        kept = kept[~going]
    return (kept if len(kept) else snapped[:1]) * detail


def _triangles(ring: Line) -> NDArray[np.float64]:
    """Give for each corner the area of its triangle with the corners beside it."""
    before, after = np.roll(ring, 1, axis=0) - ring, np.roll(ring, -1, axis=0) - ring
    return np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) / 2


def _smallest_around(ring: Line) -> NDArray[np.bool_]:
    """Give the corners whose triangle is smaller than those beside; ties by place."""
    by_place = (ring[:, 0] * 7919 + ring[:, 1] * 104_729) % 1000 / 1e6
    size = _triangles(ring) + by_place
    return (size < np.roll(size, 1)) & (size <= np.roll(size, -1))


def _ring(line: Line, *, is_hole: bool) -> Line:
    """Give the line as a ring, not closed: outer rings anticlockwise, holes not."""
    ring = line[:-1] if len(line) > 1 and np.array_equal(line[0], line[-1]) else line
    if (ring_area(ring) < 0) is not is_hole:
        ring = ring[::-1]
    return ring


def ring_area(ring: Line) -> float:
    """Give the area within a ring, positive where it runs anticlockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)) / 2
