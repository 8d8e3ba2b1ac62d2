"""The charts' one look: sizes, colours and which mark stands for whom.

Lengths are in units of a picture that is `WIDE` or `NARROW` units wide; on a screen a
unit is one CSS pixel, on A4 (170 mm of text) `WIDE` gives 9 point text from 12 units.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from brukerplan.reporting.charts.chart_data import Role

WIDE = 640.0
"""Width for a page and a desktop screen."""

NARROW = 340.0
"""Width for a phone: the same text size in a picture half as wide."""

TEXT = 12.0
"""Labels and values."""

SMALL = 11.0
"""Axis numbers and remarks; nothing is smaller."""

FONT = "DejaVu Sans"
"""Ships with matplotlib, so that a PDF needs no font of the system's."""

COLOURS: Mapping[str, str] = {
    "ink": "#1b2431",
    "soft": "#55606f",
    "rule": "#d8dde4",
    "surface": "#ffffff",
    "own": "#0a558c",
    "county": "#b8540f",
    "nation": "#57606b",
    "similar": "#5d8a1f",
    "other": "#8b95a3",
    "hatch": "#aeb6c1",
    "band": "#eaf2f9",
    "own-soft": "#a9cbe6",
    "green": "#55a98b",
    "yellow": "#f7d774",
    "red": "#a5252f",
    "on-light": "#1b2432",
    "on-dark": "#fffffe",
    "level-1": "#dbe8f4",
    "level-2": "#aecde6",
    "level-3": "#70a5cf",
    "level-4": "#3575ab",
    "level-5": "#0c4a7d",
    "on-low": "#1b2433",
    "on-high": "#fffffd",
    "women": "#6a4c93",
    "men": "#177a7c",
}
"""Each colour on white paper by its name; no two alike, so that a page can tell them.

Checked by tests: text has a contrast of 4.5 to what it stands on; the three colours of
function and the map's classes differ in lightness, so also in grey print and to the
colour-blind."""

DARK_COLOURS: Mapping[str, str] = {
    **COLOURS,
    "ink": "#e8ecf1",
    "soft": "#aeb8c4",
    "rule": "#3a4452",
    "surface": "#12171f",
    "own": "#6db5ec",
    "county": "#f29a52",
    "nation": "#b4bdc8",
    "similar": "#a5cf63",
    "other": "#7f8a98",
    "hatch": "#5b6675",
    "band": "#1b2a3a",
    "own-soft": "#2c5677",
    "red": "#c43f45",
    "level-1": "#173047",
    "level-2": "#1f4d74",
    "level-3": "#2c6899",
    "level-4": "#68a6d8",
    "level-5": "#b9dcf7",
    "on-low": "#e8ecf0",
    "on-high": "#0d1522",
    "women": "#b394dc",
    "men": "#4fbcb5",
}
"""The same names on a dark screen."""

LEVELS = 5
"""How many classes a map has colours for, `level-1` being the lowest."""

ROLE_COLOURS: Mapping[Role, str] = {
    Role.OWN: COLOURS["own"],
    Role.COUNTY: COLOURS["county"],
    Role.NATION: COLOURS["nation"],
    Role.SIMILAR: COLOURS["similar"],
    Role.OTHER: COLOURS["other"],
}


@dataclass(frozen=True)
class Style:
    """How wide the picture is, and how its axis numbers are written."""

    width: float = WIDE
    decimal_mark: str = ","
    thousands_mark: str = "\N{NARROW NO-BREAK SPACE}"

    @property
    def is_narrow(self) -> bool:
        """Whether the picture is for a phone."""
        return self.width < 480

    def number(self, value: float, *, decimals: int = 0) -> str:
        """Give an axis number as text."""
        text = f"{value:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")
        marks = {",": self.thousands_mark, ".": self.decimal_mark}
        return "".join(marks.get(character, character) for character in text)
