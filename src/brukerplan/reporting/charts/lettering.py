"""How wide a text is, in the font that matplotlib ships; shortening and breaking it."""

import re
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font, LoadFlags

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@cache
def _font(bold: bool) -> FT2Font:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FT2Font(str(Path(matplotlib.get_data_path(), "fonts", "ttf", name)))


@cache
def _advance(character: str, bold: bool) -> float:
    """Give a character's advance width as a share of the font size."""
    font = _font(bold)
    glyph = font.load_char(ord(character), flags=LoadFlags.NO_SCALE)
    return glyph.horiAdvance / font.units_per_EM


def text_width(text: str, *, size: float, bold: bool = False) -> float:
    """Give the width of one line of text, without kerning (never too small).

    Advance widths are kept by character, as laying out each text with FreeType is what
    makes matplotlib's own text slow (`docs/explanation/charts.md`).
    """
    return size * sum(_advance(character, bold) for character in text)


def break_text(
    text: str, *, width: float, size: float, bold: bool = False
) -> tuple[str, ...]:
    """Give the text as lines that fit `width`, broken at spaces and after hyphens.

    A single word that is too long is cut with an ellipsis.
    """
    lines: list[str] = []
    line = ""
    for piece in re.findall(r"[^\s-]*-\s*|[^\s-]+\s*", text):
        if line and text_width(line + piece.rstrip(), size=size, bold=bold) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines.append(line.rstrip())
    return tuple(shortened(line, width=width, size=size, bold=bold) for line in lines)


def shortened(text: str, *, width: float, size: float, bold: bool = False) -> str:
    """Give the text, cut with an ellipsis where it does not fit `width`."""
    if text_width(text, size=size, bold=bold) <= width:
        return text
    while text and text_width(text + ELLIPSIS, size=size, bold=bold) > width:
        text = text[:-1].rstrip()
    return text + ELLIPSIS
