"""Colours are told apart in grey print and by the colour-blind, and text on them reads.

Contrast is that of WCAG 2.2. A green-blind eye is simulated with the matrix of Machado,
Oliveira and Fernandes (2009), a red-blind one likewise, at full severity.
"""

from collections.abc import Mapping
from itertools import combinations, pairwise

import numpy as np
import pytest

from brukerplan.reporting.charts.style import COLOURS, DARK_COLOURS

PALETTES = pytest.mark.parametrize(
    "colours", [COLOURS, DARK_COLOURS], ids=["light", "dark"]
)
GREEN_BLIND = [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
]
RED_BLIND = [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
]
LEVELS = tuple(f"level-{number}" for number in range(1, 6))


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(light: np.ndarray) -> float:
    return float(np.clip(light, 0, 1) @ [0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_no_two_names_share_a_colour() -> None:
    assert len(set(COLOURS.values())) == len(COLOURS)
    assert set(DARK_COLOURS) == set(COLOURS)


@PALETTES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "surface"),
        ("soft", "surface"),
        ("ink", "band"),
        ("own", "surface"),
        ("county", "surface"),
        ("nation", "surface"),
        ("women", "surface"),
        ("men", "surface"),
        ("on-light", "green"),
        ("on-light", "yellow"),
        ("on-dark", "red"),
        ("on-low", "surface"),
        *(("on-low", level) for level in LEVELS[:3]),
        *(("on-high", level) for level in LEVELS[3:]),
    ],
)
def test_text_can_be_read(colours: Mapping[str, str], text: str, ground: str) -> None:
    assert contrast(linear(colours[text]), linear(colours[ground])) >= 4.5


@PALETTES
@pytest.mark.parametrize("mark", ["own", "county", "nation", "similar", "other"])
def test_marks_stand_out_from_the_page(colours: Mapping[str, str], mark: str) -> None:
    assert contrast(linear(colours[mark]), linear(colours["surface"])) >= 3


@PALETTES
@pytest.mark.parametrize(
    "eye", [np.eye(3), GREEN_BLIND, RED_BLIND], ids=["all", "green", "red"]
)
def test_function_colours_differ_in_lightness(
    colours: Mapping[str, str], eye: list[list[float]]
) -> None:
    seen = [
        np.array(eye) @ linear(colours[name]) for name in ("green", "yellow", "red")
    ]
    assert min(contrast(one, other) for one, other in combinations(seen, 2)) >= 1.35


@PALETTES
@pytest.mark.parametrize(
    "eye", [np.eye(3), GREEN_BLIND, RED_BLIND], ids=["all", "green", "red"]
)
def test_classes_of_the_map_are_a_ladder_of_lightness(
    colours: Mapping[str, str], eye: list[list[float]]
) -> None:
    seen = [np.array(eye) @ linear(colours[name]) for name in LEVELS]
    steps = [luminance(after) - luminance(before) for before, after in pairwise(seen)]
    assert all(step < 0 for step in steps) or all(step > 0 for step in steps)
    assert min(contrast(*pair) for pair in pairwise(seen)) >= 1.25
