"""Outlines as matplotlib paths, in units from the top left, y downwards."""

from collections.abc import Iterable

import numpy as np
from matplotlib.path import Path

Point = tuple[float, float]

_MOVE, _LINE, _CURVE, _CLOSE = (
    int(code) for code in (Path.MOVETO, Path.LINETO, Path.CURVE4, Path.CLOSEPOLY)
)

_ARC = 0.5522847498
"""Length of the handles with which four Bézier curves make a circle (of radius 1)."""

_DOT_LENGTH = 0.01
"""A dot is a line of next to no length with round ends: few bytes, and no ids."""


def _path(points: list[Point], codes: list[int]) -> Path:
    path = Path(np.round(np.asarray(points, dtype=float), 2).reshape(-1, 2), codes)
    path.should_simplify = False
    return path


def polygon(*rings: Iterable[Point]) -> Path:
    """Give closed rings as one outline; a ring the other way round is a hole."""
    points: list[Point] = []
    codes: list[int] = []
    for ring in rings:
        corners = list(ring)
        points += [*corners, corners[0]]
        codes += [_MOVE, *[_LINE] * (len(corners) - 1), _CLOSE]
    return _path(points, codes)


def rectangle(x: float, y: float, width: float, height: float) -> Path:
    """Give a rectangle from its top left corner."""
    right, bottom = x + width, y + height
    return polygon([(x, y), (right, y), (right, bottom), (x, bottom)])


def lines(*parts: Iterable[Point]) -> Path:
    """Give open lines as one path."""
    points: list[Point] = []
    codes: list[int] = []
    for part in parts:
        corners = list(part)
        points += corners
        codes += [_MOVE, *[_LINE] * (len(corners) - 1)]
    return _path(points, codes)


def dots(points: Iterable[Point]) -> Path:
    """Give points as one path, to be drawn with round ends and a wide line."""
    return lines(*([(x, y), (x + _DOT_LENGTH, y)] for x, y in points))


def circle(x: float, y: float, radius: float) -> Path:
    """Give a circle as four curves."""
    unit = [(1, 0), (1, _ARC), (_ARC, 1), (0, 1), (-_ARC, 1), (-1, _ARC), (-1, 0)]
    unit += [(-1, -_ARC), (-_ARC, -1), (0, -1), (_ARC, -1), (1, -_ARC), (1, 0)]
    points = [(x + radius * across, y + radius * down) for across, down in unit]
    codes = [_MOVE, *[_CURVE] * 12, _CLOSE]
    return _path([*points, points[0]], codes)


def diamond(x: float, y: float, radius: float) -> Path:
    """Give a square standing on its corner."""
    return polygon([(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)])


def square(x: float, y: float, radius: float) -> Path:
    """Give a square with its centre at (x, y)."""
    return rectangle(x - radius, y - radius, 2 * radius, 2 * radius)


def triangle(x: float, y: float, radius: float) -> Path:
    """Give a triangle standing on its side."""
    side, down = 0.95 * radius, 0.75 * radius
    return polygon([(x, y - radius), (x + side, y + down), (x - side, y + down)])
