"""Contrast of colours, as WCAG 2.2 defines it (relative luminance of sRGB)."""

import re

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_RED, _GREEN, _BLUE = 0.2126, 0.7152, 0.0722
_STEPS = 50


def contrast(first: str, second: str) -> float | None:
    """Give the contrast ratio (1–21) of two colours; None if one is not `#rrggbb`."""
    if not (_COLOUR.fullmatch(first) and _COLOUR.fullmatch(second)):
        return None
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lightened(colour: str, *, against: str, least: float) -> str:
    """Give the colour mixed with as much white as it takes to be read on `against`."""
    for step in range(_STEPS + 1):
        mixed = _mixed(colour, step / _STEPS)
        if (contrast(mixed, against) or 0) >= least:
            return mixed
    return "#ffffff"


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return _RED * linear[0] + _GREEN * linear[1] + _BLUE * linear[2]


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _mixed(colour: str, white: float) -> str:
    parts = [channel + (255 - channel) * white for channel in _channels(colour)]
    return "#" + "".join(f"{int(part + 0.5):02x}" for part in parts)
