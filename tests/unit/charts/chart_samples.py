"""Made-up data for every kind of chart: plain, with long names, and nearly all hidden."""

from collections.abc import Callable

from brukerplan.reporting.charts.areamap import draw_area_map
from brukerplan.reporting.charts.chart_data import (
    AgePyramid,
    BarRow,
    BarSeries,
    Boundaries,
    DotPlot,
    DotRow,
    Funnel,
    FunnelLimit,
    FunnelPoint,
    GapChart,
    GapRow,
    IntervalBars,
    KeyFigureBar,
    MapRegion,
    ReferenceLine,
    RegionMap,
    Role,
    Sparkline,
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
from brukerplan.reporting.charts.spark import draw_key_figure_bar, draw_sparkline
from brukerplan.reporting.charts.stacked import draw_stacked_bars
from brukerplan.reporting.charts.style import Style
from brukerplan.reporting.charts.trend_lines import draw_trend

HIDDEN = Value(None, ":", note="skjult")
MISSING = Value(None, "..", note="deltok ikke")
SAMI = "Gáivuotna - Kåfjord - Kaivuono"
NAMES = ("Raarvihke - Røyrvik", "Ås", SAMI, "Storfjord - Omasvuotna - Omasvuono")
AXIS = "Mottakere per 1 000 innbyggere 18 år og over, med 95 % konfidensintervall"
BANDS = ("18–24", "25–34", "35–44", "45–54", "55–66", "67–79", "80+")
AREAS = ("Bosituasjon", "Meningsfull aktivitet", "Økonomi", "Fysisk helse")
SERVICES = (
    "Specialised addiction treatment (TSB), out-patient",
    "Specialised addiction treatment (TSB), in-patient",
    "NAV",
    "Økonomisk rådgivning",
)
CODES = ("5530", "5540", "5538", "5501")


def value(number: float, *, decimals: int = 1, spread: float = 0.3) -> Value:
    lower, upper = number * (1 - spread), number * (1 + spread)
    low, high, text = (
        f"{n:.{decimals}f}".replace(".", ",") for n in (lower, upper, number)
    )
    return Value(number, text, lower, upper, f"{low}–{high}")


def shares(*numbers: float) -> tuple[Value, ...]:
    """Give red, yellow, green and perhaps not rated, as whole per cent."""
    return tuple(value(number, decimals=0) for number in numbers)


def stacked(
    *, name: str = "Sauda", own: tuple[Value, ...] | None = None
) -> StackedBars:
    groups = tuple(
        StackedGroup(
            area,
            (
                StackedBar(name, Role.OWN, own or shares(3 + n, 49 - n, 48)),
                StackedBar("Rogaland", Role.COUNTY, shares(34, 33, 32, 1)),
                StackedBar("Landet", Role.NATION, shares(0, 0, 100)),
            ),
        )
        for n, area in enumerate(AREAS)
    )
    return StackedBars(("rød", "gul", "grønn", "ikke vurdert"), groups)


def dots(*, own: Value, factor: float = 1.0) -> DotPlot:
    rows = (
        DotRow(NAMES[0], Role.OTHER, value(13.4 * factor)),
        DotRow(NAMES[1], Role.OTHER, value(9.4 * factor)),
        DotRow(NAMES[2], Role.OWN, own),
        DotRow(NAMES[3], Role.OTHER, value(0.4 * factor)),
        DotRow("Kvitsøy", Role.OTHER, MISSING),
    )
    lines = (
        ReferenceLine("Romsa - Troms - Tromssa", Role.COUNTY, value(9.1 * factor)),
        ReferenceLine("Landet", Role.NATION, value(8.3 * factor)),
    )
    return DotPlot(rows, lines, AXIS)


def funnel() -> Funnel:
    sizes = tuple(float(200 * 2**n) for n in range(12))
    width = tuple(2000 / size**0.5 / 8 for size in sizes)
    limits = tuple(
        FunnelLimit(
            label,
            sizes,
            tuple(max(0.0, 8.3 - z * w) for w in width),
            tuple(8.3 + z * w for w in width),
        )
        for label, z in (("95 %", 1.0), ("99,8 %", 1.6))
    )
    places = ((210.0, 0.0), (900.0, 31.0), (26_000.0, 8.4), (380_000.0, 8.2))
    points = tuple(
        FunnelPoint(name, role, size, value(rate), is_outside=rate > 30)
        for name, role, (size, rate) in zip(
            NAMES, (Role.OTHER, Role.OTHER, Role.OWN, Role.OTHER), places, strict=True
        )
    )
    target = ReferenceLine("Landet", Role.NATION, value(8.3))
    return Funnel(points, limits, target, "Innbyggere 18 år og over", AXIS)


def trend(*, name: str, years: tuple[int, ...], own: tuple[Value, ...]) -> Trend:
    def level(role: Role, label: str, rate: float) -> TrendSeries:
        return TrendSeries(label, role, years, tuple(value(rate) for _ in years))

    series = (
        TrendSeries(name, Role.OWN, years, own),
        level(Role.COUNTY, "Rogaland", 8.35),
        level(Role.NATION, "Landet", 8.3),
    )
    return Trend(series, (TrendBreak(2021, "brudd: NAV og barnevern ute"),), AXIS)


def pyramid(*, number: float | None) -> AgePyramid:
    side = tuple(HIDDEN if number is None else value(number * n) for n in range(7))
    nation = tuple(value(4.0 + n) for n in range(7))
    labels = ("Kvinner", "Menn", AXIS)
    return AgePyramid(BANDS, side, side[::-1], *labels, nation, nation, "Landet")


def gap(*, received: Value) -> GapChart:
    rows = tuple(
        GapRow(
            service, received, value(10.0 + n), Value(None, ":") if n else value(3.0)
        )
        for n, service in enumerate(SERVICES)
    )
    return GapChart(
        rows, "mottar nå", "trenger neste år", "avstand, prosentpoeng", AXIS
    )


def bars(*, own: Value, name: str = "Sauda") -> IntervalBars:
    series = (
        BarSeries(name, Role.OWN),
        BarSeries("Rogaland", Role.COUNTY),
        BarSeries("Landet", Role.NATION),
    )
    groups = ("Rus uten psykisk lidelse", "Rus og alvorlig psykisk lidelse (ROP)")
    rows = tuple(BarRow(group, (own, value(3.0), value(4.0))) for group in groups)
    return IntervalBars(series, rows, AXIS)


def region_map(*, factor: float = 1.0) -> RegionMap:
    regions = (
        MapRegion(CODES[0], NAMES[3], value(9.2 * factor), 3, False, "55"),
        MapRegion(CODES[1], NAMES[2], HIDDEN, None, True, "55"),
        MapRegion(CODES[2], NAMES[0], MISSING, None, False, "55"),
        MapRegion(CODES[3], "Tromsø", value(2.0 * factor), 0, False, "18"),
    )
    classes = ("under 3", "3–6", "6–9", "9–12", "12 og over")
    return RegionMap(regions, classes, AXIS)


def boundaries() -> Boundaries:
    rings = {
        code: (((n, 0.0), (n + 1.0, 0.0), (n + 1.0, 1.0), (n, 1.0)),)
        for n, code in enumerate(CODES)
    }
    return Boundaries(rings)


YEARS = (2015, 2016, 2017, 2018, 2019, 2023, 2024)
SEVEN = tuple(value(7.0 + n) for n in range(7))
GAPS = (*SEVEN[:2], HIDDEN, *SEVEN[3:5], MISSING, SEVEN[6])

CHARTS: dict[str, Callable[[Style], str]] = {
    "stacked": lambda style: draw_stacked_bars(stacked(), style=style),
    "stacked-long": lambda style: draw_stacked_bars(stacked(name=SAMI), style=style),
    "stacked-part-hidden": lambda style: draw_stacked_bars(
        stacked(own=(value(40, decimals=0), HIDDEN, HIDDEN)), style=style
    ),
    "stacked-hidden": lambda style: draw_stacked_bars(
        stacked(own=(HIDDEN,) * 3), style=style
    ),
    "dots": lambda style: draw_dot_plot(dots(own=value(8.6)), style=style),
    "dots-hidden": lambda style: draw_dot_plot(dots(own=HIDDEN), style=style),
    "dots-large": lambda style: draw_dot_plot(
        dots(own=value(99_999.9), factor=10_000), style=style
    ),
    "dots-small": lambda style: draw_dot_plot(
        dots(own=value(0.01), factor=0.01), style=style
    ),
    "funnel": lambda style: draw_funnel(funnel(), style=style),
    "trend": lambda style: draw_trend(
        trend(name="Sauda", years=YEARS, own=SEVEN), style=style
    ),
    "trend-gaps": lambda style: draw_trend(
        trend(name=SAMI, years=YEARS, own=GAPS), style=style
    ),
    "trend-two": lambda style: draw_trend(
        trend(name=SAMI, years=(2023, 2024), own=SEVEN[:2]), style=style
    ),
    "trend-one": lambda style: draw_trend(
        trend(name=SAMI, years=(2024,), own=SEVEN[:1]), style=style
    ),
    "pyramid": lambda style: draw_age_pyramid(pyramid(number=2.1), style=style),
    "pyramid-hidden": lambda style: draw_age_pyramid(pyramid(number=None), style=style),
    "gap": lambda style: draw_gap(gap(received=value(13.5)), style=style),
    "gap-hidden": lambda style: draw_gap(gap(received=HIDDEN), style=style),
    "bars": lambda style: draw_interval_bars(bars(own=value(2.1)), style=style),
    "bars-hidden": lambda style: draw_interval_bars(
        bars(own=HIDDEN, name=SAMI), style=style
    ),
    "hexmap": lambda style: draw_hex_map(region_map(), style=style),
    "areamap": lambda style: draw_area_map(region_map(), boundaries(), style=style),
}
"""Every kind of chart and what may go wrong with it, ready to be drawn."""

SMALL_CHARTS: dict[str, Callable[[Style], str]] = {
    "key-figure": lambda style: draw_key_figure_bar(
        KeyFigureBar(value(8.0), value(9.0), 15.0), style=style
    ),
    "key-figure-hidden": lambda style: draw_key_figure_bar(
        KeyFigureBar(HIDDEN, None, 15.0), style=style
    ),
    "sparkline": lambda style: draw_sparkline(
        Sparkline(YEARS, GAPS, (2021,)), style=style
    ),
    "sparkline-hidden": lambda style: draw_sparkline(
        Sparkline((2023, 2024), (HIDDEN, HIDDEN)), style=style
    ),
}
"""Charts for table cells."""
