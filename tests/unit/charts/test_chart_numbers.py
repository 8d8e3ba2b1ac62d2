"""What is drawn is the number given: lengths and places are read back and compared."""

import pytest
from chart_reading import shapes, text_boxes
from chart_samples import (
    AXIS,
    CODES,
    GAPS,
    HIDDEN,
    SEVEN,
    YEARS,
    bars,
    dots,
    gap,
    pyramid,
    region_map,
    shares,
    stacked,
    trend,
    value,
)

from brukerplan.geography import municipalities
from brukerplan.reporting.charts.axis import Scale, scale_from_zero
from brukerplan.reporting.charts.chart_data import DotPlot, DotRow, Role, Value
from brukerplan.reporting.charts.dots import draw_dot_plot
from brukerplan.reporting.charts.hexmap import draw_hex_map, has_places
from brukerplan.reporting.charts.interval_bars import draw_interval_bars
from brukerplan.reporting.charts.line_segments import runs_of
from brukerplan.reporting.charts.need_gap import draw_gap
from brukerplan.reporting.charts.pyramid import draw_age_pyramid
from brukerplan.reporting.charts.stacked import draw_stacked_bars
from brukerplan.reporting.charts.style import COLOURS, Style
from brukerplan.reporting.charts.trend_lines import draw_trend

WIDE = Style()


def width_of(corners: list[tuple[float, float]]) -> float:
    return max(x for x, _ in corners) - min(x for x, _ in corners)


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        ([7.3], (0, 2, 4, 6, 8)),
        ([100.0], (0, 20, 40, 60, 80, 100)),
        ([0.011], (0, 0.0025, 0.005, 0.0075, 0.01, 0.0125)),
        ([], (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        ([0.0], (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
    ],
)
def test_scale_begins_at_zero_and_has_room_for_all(
    numbers: list[float], ticks: tuple[float, ...]
) -> None:
    scale = scale_from_zero(numbers, start=0, end=100)
    assert scale.ticks == pytest.approx(ticks)
    assert scale.place(scale.high) == 100


def test_ticks_have_the_decimals_that_tell_them_apart() -> None:
    assert Scale(0, 1, 0, 1, (0.0, 0.25, 0.5)).decimals == 2
    assert Scale(0, 1, 0, 1, (0.0, 20.0, 40.0)).decimals == 0


def test_axis_numbers_follow_the_language() -> None:
    assert Style().number(12500.5, decimals=1) == "12\u202f500,5"
    english = Style(decimal_mark=".", thousands_mark=",")
    assert english.number(-12500.5, decimals=1) == "\N{MINUS SIGN}12,500.5"


def test_stacked_parts_are_as_long_as_their_shares() -> None:
    svg = draw_stacked_bars(stacked(own=shares(20, 30, 50)), style=WIDE)
    lengths = [
        next(
            width_of(corners)
            for corners in shapes(svg, COLOURS[colour])
            if max(y for _, y in corners) - min(y for _, y in corners) == 22
        )
        for colour in ("green", "yellow", "red")
    ]
    assert [length / lengths[2] for length in lengths] == pytest.approx(
        [2.5, 1.5, 1.0], abs=0.01
    )


def test_hidden_parts_share_one_gap_that_tells_only_their_sum() -> None:
    hidden_two = (value(40, decimals=0), HIDDEN, HIDDEN)
    svg = draw_stacked_bars(stacked(own=hidden_two), style=WIDE)
    red = [
        width_of(corners)
        for corners in shapes(svg, COLOURS["red"])
        if max(y for _, y in corners) - min(y for _, y in corners) == 22
    ]
    gaps = [
        width_of(corners) for corners in shapes(svg, "url(#") if width_of(corners) > 20
    ]
    assert len(gaps) == 4
    assert gaps[0] / red[0] == pytest.approx(60 / 40, rel=0.01)


def test_red_starts_at_one_edge_whatever_else_is_hidden() -> None:
    whole, part = shares(20, 30, 50), (value(7, decimals=0), HIDDEN, HIDDEN, HIDDEN)
    edges = {
        round(min(x for x, _ in corners), 2)
        for own in (whole, part)
        for corners in shapes(
            draw_stacked_bars(stacked(own=own), style=WIDE), COLOURS["red"]
        )
        if max(y for _, y in corners) - min(y for _, y in corners) > 14
    }
    assert len(edges) == 1


def test_every_bar_has_its_red_as_a_number_or_a_symbol() -> None:
    own = (HIDDEN, value(2, decimals=0), HIDDEN)
    texts = [
        box.text for box in text_boxes(draw_stacked_bars(stacked(own=own), style=WIDE))
    ]
    areas = texts.count("Sauda")
    assert texts.count("34") == areas
    assert texts.count(":") >= 2 * areas


def test_dots_stand_in_order_at_their_values() -> None:
    rows = tuple(
        DotRow(str(n), Role.OWN, Value(float(n), str(n), n - 1.0, n + 1.0))
        for n in (8, 4, 2)
    )
    svg = draw_dot_plot(DotPlot(rows, (), AXIS), style=WIDE)
    middles = [
        (min(x for x, _ in corners) + max(x for x, _ in corners)) / 2
        for corners in shapes(svg, COLOURS["own"])
        if width_of(corners) == 10
    ]
    intervals = [
        width_of(corners)
        for corners in shapes(svg, COLOURS["own"])
        if width_of(corners) not in (0, 10)
    ]
    eight, four, two = middles
    assert (eight - four) / (four - two) == pytest.approx(2, abs=0.01)
    assert intervals == pytest.approx([four - two] * 3, abs=0.03)


def test_years_that_are_hidden_or_across_a_break_are_not_joined() -> None:
    runs = [[year for year, *_ in run] for run in runs_of(YEARS, GAPS, (2021,))]
    assert runs == [[2015, 2016], [2018, 2019], [2024]]
    runs = [[year for year, *_ in run] for run in runs_of(YEARS, SEVEN, (2016, 2021))]
    assert runs == [[2015], [2016, 2017, 2018, 2019], [2023, 2024]]


def test_trend_says_what_is_hidden_with_its_symbol() -> None:
    svg = draw_trend(trend(name="Sauda", years=YEARS, own=GAPS), style=WIDE)
    texts = [box.text for box in text_boxes(svg)]
    assert texts.count(":") == 1
    assert texts.count("..") == 1
    assert len(shapes(svg, "url(#")) == 1


@pytest.mark.parametrize(
    "svg",
    [
        draw_dot_plot(dots(own=HIDDEN), style=WIDE),
        draw_interval_bars(bars(own=HIDDEN), style=WIDE),
        draw_gap(gap(received=HIDDEN), style=WIDE),
        draw_age_pyramid(pyramid(number=None), style=WIDE),
        draw_hex_map(region_map(), style=WIDE),
    ],
    ids=["dots", "bars", "gap", "pyramid", "hexmap"],
)
def test_hidden_is_hatched_and_says_so(svg: str) -> None:
    texts = [box.text for box in text_boxes(svg)]
    assert shapes(svg, "url(#")
    assert any(text.startswith(":") for text in texts)
    assert any("skjult" in text for text in texts)


def test_zero_is_no_gap() -> None:
    zero = Value(0.0, "0,0", 0.0, 0.4)
    for svg in (
        draw_dot_plot(dots(own=zero), style=WIDE),
        draw_interval_bars(bars(own=zero), style=WIDE),
        draw_age_pyramid(pyramid(number=0.0), style=WIDE),
    ):
        assert shapes(svg, "url(#") == []
        assert "0,0" in [box.text for box in text_boxes(svg)]


def test_every_municipality_has_a_place_on_the_hexagon_map() -> None:
    codes = set(municipalities(2024)["municipality_code"])
    assert len(codes) == 357
    assert has_places(codes)
    assert not has_places([*CODES, "1233"])
