"""Reading a drawn chart back: its texts with the room they take, and its shapes.

Texts are measured by matplotlib's Agg renderer (FreeType), not by the charts' own
table of character widths, so that a fault in that would show.
"""

import re
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right - 0.5
            and other.left < self.right - 0.5
            and self.top < other.bottom - 0.5
            and other.top < self.bottom - 0.5
        )


@cache
def _renderer() -> RendererAgg:
    return RendererAgg(10, 10, 72 * 8)


@cache
def measured(text: str, size: float, bold: bool) -> tuple[float, float, float]:
    """Give width, height above the baseline and depth below it, measured eight-fold."""
    font = FontProperties(
        family="DejaVu Sans", weight="bold" if bold else "normal", size=size
    )
    width, height, depth = _renderer().get_text_width_height_descent(text, font, False)
    return width / 8, (height - depth) / 8, depth / 8


def sheet(svg: str) -> tuple[float, float]:
    """Give the width and height of the picture."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    return width, height


def text_boxes(svg: str) -> list[Box]:
    """Give each text with the room that it takes."""
    boxes = []
    for element in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        style = dict(part.split(":") for part in element.attrib["style"].split(";"))
        text = element.text or ""
        size = float(style["font-size"].removesuffix("px"))
        width, above, below = measured(text, size, "font-weight" in style)
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}
        left = x - shift[style.get("text-anchor", "start")] * width
        boxes.append(Box(text, left, y - above, left + width, y + below))
    return boxes


def shapes(svg: str, colour: str) -> list[list[tuple[float, float]]]:
    """Give the corners of each outline filled or drawn in `colour`."""
    found = []
    for element in ElementTree.fromstring(svg).iter(f"{SVG}path"):
        if f":{colour}" in element.attrib.get("style", ""):
            for outline in element.attrib["d"].split("M")[1:]:
                numbers = [float(text) for text in re.findall(r"-?[\d.]+", outline)]
                found.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return found
