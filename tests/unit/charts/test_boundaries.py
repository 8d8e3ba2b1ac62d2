import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chart_reading import shapes
from chart_samples import CODES, boundaries, region_map

from brukerplan.errors import InputError
from brukerplan.reporting.charts.areamap import draw_area_map
from brukerplan.reporting.charts.boundaries import (
    read_boundaries,
    ring_area,
    simplified,
)
from brukerplan.reporting.charts.chart_data import Boundaries
from brukerplan.reporting.charts.style import COLOURS, Style

SQUARE = [[0, 0], [900, 0], [900, 900], [0, 900], [0, 0]]
HOLE = [[300, 300], [600, 300], [600, 600], [300, 600], [300, 300]]
NEXT = [[900, 0], [1800, 0], [1800, 900], [900, 900], [900, 0]]


def areas(rings: Any) -> list[float]:
    return [ring_area(np.array(ring)) for ring in rings]


def feature(code: object, kind: str, coordinates: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    properties = {"navn": "sted", "kommunenummer": code}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def written(folder: Path, document: Any) -> Path:
    path = folder / "grenser.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def test_geojson_is_read_with_holes_the_other_way_round(tmp_path: Path) -> None:
    document = collection(
        feature("0301", "Polygon", [SQUARE[::-1], HOLE]),
        feature("1103", "MultiPolygon", [[NEXT], [HOLE]]),
    )
    rings = read_boundaries(written(tmp_path, document)).rings
    assert {
        code: [ring_area(np.array(r)) for r in part] for code, part in rings.items()
    }
    assert areas(rings["0301"]) == pytest.approx([810_000, -90_000], rel=1e-3)
    assert areas(rings["1103"]) == pytest.approx([810_000, 90_000], rel=1e-3)


def test_codes_written_as_numbers_get_their_noughts_back(tmp_path: Path) -> None:
    document = collection(
        feature(301, "Polygon", [SQUARE]), feature(1103, "Polygon", [NEXT])
    )
    assert set(read_boundaries(written(tmp_path, document)).rings) == {"0301", "1103"}
    counties = collection(
        feature(3, "Polygon", [SQUARE]), feature(11, "Polygon", [NEXT])
    )
    assert set(read_boundaries(written(tmp_path, counties)).rings) == {"03", "11"}


def test_topojson_joins_shared_arcs_in_both_directions(tmp_path: Path) -> None:
    document = {
        "type": "Topology",
        "transform": {"scale": [100, 100], "translate": [1000, 2000]},
        "arcs": [
            [[9, 0], [0, 9]],
            [[9, 9], [-9, 0], [0, -9], [9, 0]],
            [[9, 0], [9, 0], [0, 9], [-9, 0]],
        ],
        "objects": {
            "kommuner": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "0301", "arcs": [[0, 1]]},
                    {"type": "Polygon", "id": "1103", "arcs": [[2, ~0]]},
                ],
            }
        },
    }
    rings = read_boundaries(written(tmp_path, document)).rings
    assert areas(rings["0301"]) == pytest.approx([810_000], rel=1e-3)
    assert areas(rings["1103"]) == pytest.approx([810_000], rel=1e-3)
    shared = sorted(set(rings["0301"][0]) & set(rings["1103"][0]))
    assert np.allclose(shared, [(1900, 2000), (1900, 2900)], atol=1)


def test_degrees_are_put_on_a_plane_where_north_is_not_stretched(
    tmp_path: Path,
) -> None:
    degree = [[17, 69], [18, 69], [18, 70], [17, 70], [17, 69]]
    document = collection(feature("5501", "Polygon", [degree]))
    ring = np.array(read_boundaries(written(tmp_path, document)).rings["5501"][0])
    across = np.hypot(*(ring[1] - ring[0]))
    upwards = np.hypot(*(ring[2] - ring[1]))
    assert upwards > across
    assert across / upwards == pytest.approx(np.cos(np.radians(69.0)), rel=0.02)


@pytest.mark.parametrize("seed", range(5))
def test_neighbours_share_their_border_when_simplified(seed: int) -> None:
    rng = np.random.default_rng(seed)
    border = np.column_stack([rng.normal(500, 3, 400).cumsum() / 400 + 250, range(400)])
    left = np.array([[0, 0], *border.tolist(), [0, 399]])
    right = np.array([[900, 399], *border[::-1].tolist(), [900, 0]])
    one, other = (simplified(ring, detail=2.0) for ring in (left, right))
    assert len(one) < 0.4 * len(left)
    assert abs(ring_area(one)) == pytest.approx(abs(ring_area(left)), rel=0.01)
    seen = [{tuple(point) for point in ring.tolist()} for ring in (one, other)]
    inner = [
        {p for p in points if 0 < p[0] < 900 and 20 < p[1] < 380} for points in seen
    ]
    assert len(inner[0] ^ inner[1]) <= 0.1 * len(inner[0])


@pytest.mark.parametrize("detail", [0.1, 1.0, 10.0, 1000.0])
def test_simplified_ring_is_a_ring_still(detail: float) -> None:
    ring = np.array(SQUARE[:-1], float)
    simple = simplified(ring, detail=detail)
    assert len(simple) >= 1
    assert len(simplified(simple, detail=detail)) == len(simple)


@pytest.mark.parametrize(
    "content",
    [
        "not json",
        "[]",
        '{"type": "Point"}',
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": [{"geometry": null}]}',
        json.dumps(collection(feature("0301", "Point", [0, 0]))),
        json.dumps(collection(feature("0301", "Polygon", [["a", "b"]]))),
        json.dumps(collection(feature("0301", "Polygon", [[]]))),
    ],
)
def test_other_content_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "grenser.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_boundaries(path)
    assert caught.value.slug == "boundaries-unreadable"


def test_boundaries_without_codes_are_refused(tmp_path: Path) -> None:
    document = collection(feature("Oslo", "Polygon", [SQUARE]))
    with pytest.raises(InputError) as caught:
        read_boundaries(written(tmp_path, document))
    assert caught.value.slug == "boundaries-without-codes"


def test_map_keeps_its_proportions_and_neighbours_meet() -> None:
    svg = draw_area_map(region_map(), boundaries(), style=Style())
    (first,) = shapes(svg, COLOURS["level-4"])[-1:]
    (last,) = shapes(svg, COLOURS["level-1"])[-1:]
    width = max(x for x, _ in first) - min(x for x, _ in first)
    height = max(y for _, y in first) - min(y for _, y in first)
    assert width == pytest.approx(height, abs=1)
    gap = min(x for x, _ in last) - max(x for x, _ in first)
    assert gap == pytest.approx(2 * width, abs=1.5)


def test_map_without_a_region_s_boundaries_is_refused() -> None:
    rings = {
        code: ring for code, ring in boundaries().rings.items() if code != CODES[1]
    }
    with pytest.raises(InputError) as caught:
        draw_area_map(region_map(), Boundaries(rings), style=Style())
    assert caught.value.slug == "boundaries-lack-region"
    assert CODES[1] in caught.value.message
