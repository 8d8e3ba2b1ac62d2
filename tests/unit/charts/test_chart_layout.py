from itertools import combinations

import pytest
from chart_reading import sheet, text_boxes
from chart_samples import CHARTS, SMALL_CHARTS

from brukerplan.reporting.charts.label_spacing import spread_apart
from brukerplan.reporting.charts.lettering import break_text, text_width
from brukerplan.reporting.charts.style import NARROW, WIDE, Style

WIDTHS = {"wide": WIDE, "narrow": NARROW}


@pytest.fixture(
    params=[(kind, width) for kind in CHARTS for width in WIDTHS],
    ids=lambda pair: "-".join(pair),
)
def drawn(request: pytest.FixtureRequest) -> str:
    kind, width = request.param
    return CHARTS[kind](Style(width=WIDTHS[width]))


def test_every_text_is_within_the_picture(drawn: str) -> None:
    width, height = sheet(drawn)
    outside = [
        box
        for box in text_boxes(drawn)
        if box.left < -1 or box.right > width + 1 or box.top < -1 or box.bottom > height
    ]
    assert outside == []


def test_no_text_stands_on_another(drawn: str) -> None:
    boxes = text_boxes(drawn)
    assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []


def test_text_on_a_phone_is_at_least_nine_pixels(drawn: str) -> None:
    width, _ = sheet(drawn)
    on_screen = min(1.0, 328 / width) if width <= NARROW else 1.0
    sizes = [float(part.split("px")[0]) for part in drawn.split("font-size:")[1:]]
    assert min(sizes) * on_screen >= 9


@pytest.mark.parametrize("kind", SMALL_CHARTS)
def test_chart_in_a_cell_has_no_text_and_its_own_size(kind: str) -> None:
    svg = SMALL_CHARTS[kind](Style(width=120))
    assert sheet(svg) == (120, 20)
    assert "<text" not in svg


def test_names_are_broken_after_hyphens_and_at_spaces() -> None:
    lines = break_text("Gáivuotna - Kåfjord - Kaivuono", width=80, size=12)
    assert lines == ("Gáivuotna -", "Kåfjord -", "Kaivuono")


def test_word_that_is_too_long_is_cut_to_fit() -> None:
    (line,) = break_text("Bjørnafjorden", width=50, size=12)
    assert line.endswith("…")
    assert text_width(line, size=12) <= 50


@pytest.mark.parametrize(
    ("case", "middles", "expected"),
    [
        ("far apart: nothing moves", [10.0, 50.0], [10.0, 50.0]),
        ("equal: both move as far", [30.0, 30.0], [25.0, 35.0]),
        ("order is kept", [31.0, 30.0], [35.5, 25.5]),
        ("below the edge: moved in", [99.0, 98.0], [95.0, 85.0]),
    ],
)
def test_labels_are_moved_apart(
    case: str, middles: list[float], expected: list[float]
) -> None:
    heights = [10.0] * len(middles)
    assert spread_apart(middles, heights=heights, low=0, high=100) == expected
