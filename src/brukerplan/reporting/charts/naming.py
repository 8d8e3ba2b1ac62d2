"""Writing names beside points where there is room for them."""

from dataclasses import dataclass, field

from brukerplan.reporting.charts.drawing import Label
from brukerplan.reporting.charts.lettering import text_width
from brukerplan.reporting.charts.style import SMALL, TEXT

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_PLACES = (
    ("start", 8.0, 4.0),
    ("end", -8.0, 4.0),
    ("middle", 0.0, -8.0),
    ("middle", 0.0, 16.0),
    ("start", 5.0, -7.0),
    ("end", -5.0, -7.0),
    ("start", 5.0, 15.0),
    ("end", -5.0, 15.0),
    ("middle", 0.0, -22.0),
    ("middle", 0.0, 30.0),
)
"""Where a name may stand from its point, the best first: the side, across and down."""

_SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_ON_TEXT = 100


@dataclass
class Namer:
    """Finds room for names within `area`, clear of `marks` and of each other."""

    area: Box
    marks: list[Box]
    _names: list[Box] = field(default_factory=list)

    def name(self, text: str, x: float, y: float, *, own: bool) -> Label | None:
        """Give the name where nothing is in its way, or None where there is no room.

        The own region's name is always given, in the place with the least in its way.
        """
        size = TEXT if own else SMALL
        width = text_width(text, size=size, bold=own)
        found: tuple[int, Box, Label] | None = None
        for anchor, across, down in _PLACES:
            left = x + across - _SHIFTS[anchor] * width
            if own:
                left = max(self.area[0], min(left, self.area[2] - width))
            box = (left, y + down - size, left + width, y + down + 3)
            if not _within(box, self.area):
                continue
            hits = sum(_overlap(box, mark) for mark in self.marks)
            hits += _ON_TEXT * sum(_overlap(box, name) for name in self._names)
            place = (left + _SHIFTS[anchor] * width, y + down)
            if found is None or hits < found[0]:
                found = (hits, box, Label(*place, text, size, anchor=anchor, bold=own))
        if found is None or (found[0] > 0 and not own):
            return None
        self._names.append(found[1])
        return found[2]


def _within(box: Box, area: Box) -> bool:
    return (
        box[0] >= area[0]
        and box[1] >= area[1]
        and box[2] <= area[2]
        and box[3] <= area[3]
    )


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )
