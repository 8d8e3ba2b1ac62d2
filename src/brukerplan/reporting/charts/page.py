"""Fitting a drawn chart into a page: colours that follow the page, ids of its own."""

import html
import re

from brukerplan.reporting.charts.style import COLOURS, DARK_COLOURS

_NAMES = {value: name for name, value in COLOURS.items()}
_COLOUR = re.compile(r"(?<=[:\"])#[0-9a-f]{6}(?=[;\"])")
_ID = re.compile(r'(?<= id=")[^"]*(?=")|(?<=url\(#)[^)]*(?=\))')


def inline_svg(svg: str, *, prefix: str, label: str) -> str:
    """Give a drawn chart as an element of an HTML page.

    Colours become custom properties of the page (`--chart-ink`, …) with the printed
    colour to fall back on, text takes the page's font, and ids begin with `prefix`,
    which must be unique on the page. `label` is the text alternative.
    """
    head, body = svg.split(">", 1)
    head = re.sub(r' (?:width|height|font-family|xmlns)="[^"]*"', "", head)
    label = html.escape(label)
    body = _COLOUR.sub(lambda found: _as_property(found[0]), body)
    body = _ID.sub(lambda found: prefix + found[0], body)
    return f'{head} role="img" aria-label="{label}">{body}'


def _as_property(colour: str) -> str:
    name = _NAMES.get(colour)
    return f"var(--chart-{name},{colour})" if name else colour


def colour_properties(*, dark: bool = False) -> str:
    """Give the custom properties with their colours, as CSS declarations."""
    colours = DARK_COLOURS if dark else COLOURS
    return "".join(f"--chart-{name}:{colour};" for name, colour in colours.items())
