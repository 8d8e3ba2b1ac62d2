"""Odd but possible data: nothing shown, all zero, one place, a far interval."""

import pytest
from chart_reading import sheet, text_boxes
from chart_samples import AXIS, BANDS, HIDDEN, MISSING, SAMI, boundaries
from hypothesis import given, settings
from hypothesis import strategies as st

from brukerplan.reporting.charts.areamap import draw_area_map
from brukerplan.reporting.charts.chart_data import (
    AgePyramid,
    BarRow,
    BarSeries,
    DotPlot,
    DotRow,
    Funnel,
    FunnelLimit,
    FunnelPoint,
    GapChart,
    GapRow,
    IntervalBars,
    MapRegion,
    ReferenceLine,
    RegionMap,
    Role,
    StackedBar,
    StackedBars,
    StackedGroup,
    Trend,
    TrendBreak,
    TrendSeries,
    Value,
)
from brukerplan.reporting.charts.dots import draw_dot_plot
from brukerplan.reporting.charts.funnel import draw_funnel
from brukerplan.reporting.charts.hexmap import draw_hex_map
from brukerplan.reporting.charts.interval_bars import draw_interval_bars
from brukerplan.reporting.charts.need_gap import draw_gap
from brukerplan.reporting.charts.pyramid import draw_age_pyramid
from brukerplan.reporting.charts.stacked import draw_stacked_bars
from brukerplan.reporting.charts.style import NARROW, WIDE, Style
from brukerplan.reporting.charts.trend_lines import draw_trend

EXAMPLES = settings(max_examples=40, deadline=None, derandomize=True)


@st.composite
def values(draw: st.DrawFn) -> Value:
    kind = draw(st.sampled_from(["hidden", "missing", "number", "number", "bare"]))
    if kind in ("hidden", "missing"):
        return HIDDEN if kind == "hidden" else MISSING
    number = draw(st.sampled_from([0.0, 0.1, 3.7, 12.0, 99.9, 1234.5]))
    if kind == "bare":
        return Value(number, f"{number:.1f}")
    wide = draw(st.sampled_from([0.0, 0.4, 60.0]))
    return Value(number, f"{number:.1f}", max(0.0, number - wide), number + wide)


styles = st.sampled_from([Style(), Style(width=NARROW)])
roles = st.sampled_from(list(Role))
names = st.sampled_from(["Ås", SAMI, "Sauda", "Nordre Follo"])


def lists(least: int, most: int) -> st.SearchStrategy[list[Value]]:
    return st.lists(values(), min_size=least, max_size=most)


def sound(svg: str) -> None:
    """Check that no text is outside the picture and no number is not a number."""
    width, height = sheet(svg)
    assert "nan" not in svg
    assert "inf" not in svg.replace("..", "")
    for box in text_boxes(svg):
        assert box.left >= -1
        assert box.right <= width + 1
        assert box.top >= -1
        assert box.bottom <= height + 1


@given(lists(1, 12), st.lists(values(), max_size=3), names, styles)
@EXAMPLES
def test_dot_plots(
    numbers: list[Value], lines: list[Value], name: str, style: Style
) -> None:
    rows = tuple(DotRow(name, Role.OTHER, one) for one in numbers)
    references = tuple(
        ReferenceLine(role, role, one)
        for role, one in zip(
            (Role.COUNTY, Role.NATION, Role.SIMILAR), lines, strict=False
        )
    )
    sound(draw_dot_plot(DotPlot(rows, references, AXIS), style=style))


@given(lists(3, 3), lists(3, 3), st.booleans(), names, styles)
@EXAMPLES
def test_bars(
    first: list[Value], second: list[Value], alone: bool, name: str, style: Style
) -> None:
    roles = (Role.OWN, Role.COUNTY, Role.NATION)[: 1 if alone else 3]
    series = tuple(BarSeries(name, role) for role in roles)
    rows = tuple(BarRow(name, tuple(v[: len(roles)])) for v in (first, second))
    sound(draw_interval_bars(IntervalBars(series, rows, AXIS), style=style))


@given(st.lists(st.tuples(values(), values(), values()), min_size=1), names, styles)
@EXAMPLES
def test_gaps(
    triples: list[tuple[Value, Value, Value]], name: str, style: Style
) -> None:
    rows = tuple(GapRow(name, *triple) for triple in triples)
    data = GapChart(rows, "mottar nå", "trenger", "avstand, prosentpoeng", AXIS)
    sound(draw_gap(data, style=style))


@given(lists(7, 7), lists(7, 7), st.booleans(), styles)
@EXAMPLES
def test_pyramids(
    women: list[Value], men: list[Value], compared: bool, style: Style
) -> None:
    beside = (tuple(men), tuple(women), "Landet") if compared else ((), (), "")
    labels = ("Kvinner", "Menn", AXIS)
    data = AgePyramid(BANDS, tuple(women), tuple(men), *labels, *beside)
    sound(draw_age_pyramid(data, style=style))


@given(
    st.lists(st.integers(2010, 2030), min_size=1, max_size=8, unique=True),
    st.data(),
    st.lists(st.integers(2008, 2032), max_size=2, unique=True),
    names,
    styles,
)
@EXAMPLES
def test_trends(
    years: list[int], data: st.DataObject, breaks: list[int], name: str, style: Style
) -> None:
    ordered = tuple(sorted(years))
    series = tuple(
        TrendSeries(
            name, role, ordered, tuple(data.draw(lists(len(years), len(years))))
        )
        for role in (Role.OWN, Role.COUNTY, Role.NATION)
    )
    marked = tuple(
        TrendBreak(year, "brudd: annen kartlegging") for year in sorted(breaks)
    )
    sound(draw_trend(Trend(series, marked, AXIS), style=style))


@given(
    st.lists(
        st.tuples(st.sampled_from([150.0, 900.0, 1e4, 7e5]), values(), st.booleans()),
        min_size=1,
        max_size=12,
    ),
    values(),
    names,
    styles,
)
@EXAMPLES
def test_funnels(
    places: list[tuple[float, Value, bool]], target: Value, name: str, style: Style
) -> None:
    points = tuple(
        FunnelPoint(name, Role.OTHER if n else Role.OWN, size, one, outside)
        for n, (size, one, outside) in enumerate(places)
    )
    sizes = (100.0, 1e3, 1e4, 1e6)
    limits = tuple(
        FunnelLimit(label, sizes, (0.0, 1.0, 4.0, 8.0), (high, high / 2, 20.0, 9.0))
        for label, high in (("95 %", 80.0), ("99,8 %", 2000.0))
    )
    line = ReferenceLine("Landet", Role.NATION, target)
    data = Funnel(points, limits, line, "Innbyggere 18 år og over", AXIS)
    sound(draw_funnel(data, style=style))


@given(st.lists(st.floats(0, 100), min_size=3, max_size=3), st.data(), names, styles)
@EXAMPLES
def test_stacked(
    weights: list[float], data: st.DataObject, name: str, style: Style
) -> None:
    total = sum(weights) or 1.0
    parts = [Value(100 * w / total, f"{100 * w / total:.1f}") for w in weights]
    hidden = data.draw(st.lists(st.booleans(), min_size=3, max_size=3))
    shown = tuple(HIDDEN if h else part for h, part in zip(hidden, parts, strict=True))
    bars = (
        StackedBar(name, Role.OWN, shown),
        StackedBar("Rogaland", Role.COUNTY, tuple(parts)),
    )
    groups = (StackedGroup("Meningsfull aktivitet", bars),)
    sound(draw_stacked_bars(StackedBars(("rød", "gul", "grønn"), groups), style=style))


@given(lists(4, 4), names, styles)
@EXAMPLES
def test_maps(numbers: list[Value], name: str, style: Style) -> None:
    regions = tuple(
        MapRegion(code, name, one, n if one.is_shown else None, n == 0)
        for n, (code, one) in enumerate(
            zip(("5530", "5540", "5538", "5501"), numbers, strict=True)
        )
    )
    data = RegionMap(regions, ("a", "b", "c", "d"), AXIS)
    sound(draw_hex_map(data, style=style))
    sound(draw_area_map(data, boundaries(), style=style))


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_break_outside_the_years_is_not_drawn(width: float) -> None:
    series = (TrendSeries("Sauda", Role.OWN, (2023, 2024), (HIDDEN, HIDDEN)),)
    breaks = (TrendBreak(2015, "før"), TrendBreak(2023, "ved den første"))
    svg = draw_trend(Trend(series, breaks, AXIS), style=Style(width=width))
    assert "før<" not in svg
    assert "ved den første" not in svg


def test_bars_of_another_place_alone_say_whose_they_are() -> None:
    parts = (Value(40.0, "40"), Value(35.0, "35"), Value(25.0, "25"))
    for role, expected in ((Role.OWN, 0), (Role.COUNTY, 1)):
        series = (BarSeries("Rogaland", role),)
        bars = IntervalBars(series, (BarRow("alle", parts[:1]),), AXIS)
        bar = StackedBar("Rogaland", role, parts)
        groups = (StackedGroup("Nettverk", (bar,)),)
        stack = StackedBars(("rød", "gul", "grønn"), groups)
        for svg in (
            draw_interval_bars(bars, style=Style()),
            draw_stacked_bars(stack, style=Style()),
        ):
            texts = [box.text for box in text_boxes(svg)]
            assert texts.count("Rogaland") == expected
