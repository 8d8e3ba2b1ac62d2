"""Names at the heads of upright lines, placed such that no line runs through a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from brukerplan.reporting.charts.lettering import text_width
from brukerplan.reporting.charts.style import SMALL

HEAD = 15.0
"""Height of a level of names."""

_BESIDE = 4.0


@dataclass(frozen=True)
class Head:
    """Where the line at `line_x` has its name: the place, the side and the level."""

    line_x: float
    x: float
    anchor: str
    level: int

    @property
    def y(self) -> float:
        """The name's baseline, from the top of the heads."""
        return HEAD * (self.level + 1) - 3

    @property
    def top(self) -> float:
        """Where the line begins, from the top of the heads."""
        return HEAD * (self.level + 1) - 10


def heads(
    lines: Sequence[tuple[float, str]], *, width: float, bold: bool
) -> list[Head]:
    """Place the names of lines, given from left to right as place and text.

    Two names stand on one level if there is room to the left of the left line and to
    the right of the right one. Otherwise each has a level of its own: to the right of
    the lines with the leftmost on top, or to the left with the rightmost on top.
    """
    rooms = [text_width(text, size=SMALL, bold=bold) + _BESIDE for _, text in lines]
    fits_left = [room <= x for room, (x, _) in zip(rooms, lines, strict=True)]
    fits_right = [x + room <= width for room, (x, _) in zip(rooms, lines, strict=True)]
    count = len(lines)
    if count == 2 and fits_left[0] and fits_right[1]:
        places = [("end", 0), ("start", 0)]
    elif all(fits_right):
        places = [("start", level) for level in range(count)]
    else:
        places = [("end", count - 1 - level) for level in range(count)]
    return [
        Head(x, _beside(x, room, anchor, width), anchor, level)
        for (x, _), room, (anchor, level) in zip(lines, rooms, places, strict=True)
    ]


def levels_of(places: Sequence[Head]) -> int:
    """Give how many levels the names take."""
    return max((place.level + 1 for place in places), default=0)


def _beside(x: float, room: float, anchor: str, width: float) -> float:
    if anchor == "end":
        return max(x - _BESIDE, room)
    return min(x + _BESIDE, width - room)
