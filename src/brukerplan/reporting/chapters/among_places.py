"""The report's place among others: municipalities of the county, or counties."""

from dataclasses import dataclass, replace

from brukerplan.geography.places import counties, municipalities
from brukerplan.reporting.chapters.funnel_plots import funnel_figure
from brukerplan.reporting.chapters.maps import map_figure
from brukerplan.reporting.chapters.municipality_groups import groups_table
from brukerplan.reporting.chart_figures import picture, table_of
from brukerplan.reporting.charts.chart_data import DotPlot, DotRow, ReferenceLine, Role
from brukerplan.reporting.charts.dots import draw_dot_plot
from brukerplan.reporting.context import Material
from brukerplan.reporting.release_index import ABSENT, Datum
from brukerplan.reporting.table_cells import (
    chart_value,
    count_cell,
    interval_cell,
    said,
    value_cell,
)
from brukerplan.reporting.view_model import Figure, Kind, Row, Section

INDICATOR = "recipients_per_1000"

_MAP_WIDTH = 78
"""Per cent of the column in print, so that a map fits below the dots."""


@dataclass(frozen=True)
class _Ranked:
    code: str
    label: str
    datum: Datum


def places_section(material: Material) -> Section:
    """Give rates of the municipalities of the county, or of the nation's counties."""
    ranked = _ranked(material)
    table = groups_table(material)
    tables = (table,) if table else ()
    if len(ranked) < 2 or not any(place.datum.is_shown for place in ranked):
        return Section(tables=tables)
    words = material.words
    return Section(
        paragraphs=(
            words.t(
                "Each dot is a rate and its line a 95% interval. Where the lines of two "
                "places overlap, the difference between them may be chance, and their "
                "order should not be read as a ranking."
            ),
        ),
        figures=(_dot_figure(material, ranked), *_map_and_funnel(material)),
        tables=tables,
    )


def _map_and_funnel(material: Material) -> list[Figure]:
    """Give the map, and for a county or the nation the funnel too, where they can be."""
    figures = [map_figure(material, boundaries=material.boundaries)]
    if material.place.kind is not Kind.MUNICIPALITY:
        figures.append(funnel_figure(material))
    return [replace(figure, print_width=_MAP_WIDTH) for figure in figures if figure]


def _level(material: Material) -> str:
    return "county" if material.place.kind is Kind.NATION else "municipality"


def _ranked(material: Material) -> list[_Ranked]:
    """Give the places: those shown by falling rate, then the others by name."""
    if material.place.kind is Kind.NATION:
        codes = counties(material.year)["county_code"].tolist()
    else:
        rows = municipalities(material.year)
        inside = rows["county_code"] == material.place.county_code
        codes = rows.loc[inside, "municipality_code"].tolist()
    level = _level(material)
    data = material.release.column(material.year, level, INDICATOR)
    places = [
        _Ranked(code, material.names[(level, code)], data.get(code, ABSENT))
        for code in codes
    ]
    return sorted(
        places,
        key=lambda p: (not p.datum.is_shown, -(p.datum.value or 0.0), p.label),
    )


def _dot_figure(material: Material, ranked: list[_Ranked]) -> Figure:
    words = material.words
    data = DotPlot(
        rows=tuple(
            DotRow(
                place.label,
                Role.OWN if place.code == material.place.code else Role.OTHER,
                chart_value(place.datum, words),
            )
            for place in ranked
        ),
        lines=tuple(
            ReferenceLine(peer.label, peer.role, chart_value(datum, words))
            for peer in material.peers
            if peer.figures.level in ("county", "nation")
            and (datum := peer.figures.get(INDICATOR)).is_shown
        ),
        axis_label=words.t("Per 1,000 inhabitants of 18 and over"),
    )
    caption = words.t("People mapped per 1,000 inhabitants of 18 and over, by place")
    return picture(
        "places",
        data,
        draw_dot_plot,
        words=words,
        caption=caption,
        alternative=_alternative(material, ranked),
        table=table_of(
            "places",
            caption,
            (
                words.t("Place"),
                words.t("People"),
                words.t("Per 1,000"),
                words.t("95% interval"),
            ),
            tuple(_row(material, place) for place in ranked),
        ),
        print_width=78,
    )


def _row(material: Material, place: _Ranked) -> Row:
    words = material.words
    return Row(
        place.label,
        (
            count_cell(place.datum, words),
            value_cell(place.datum, words),
            interval_cell(place.datum, words),
        ),
        is_own=place.code == material.place.code,
    )


def _alternative(material: Material, ranked: list[_Ranked]) -> str:
    words = material.words
    shown = [place for place in ranked if place.datum.is_shown]
    text = words.t(
        "Dots with intervals for {count} places. The rates go from {low} to {high}.",
        count=words.numbers.number(len(ranked)),
        low=said(shown[-1].datum, words),
        high=said(shown[0].datum, words),
    )
    hidden = len(ranked) - len(shown)
    if not hidden:
        return text
    more = words.n(
        "{number} place has no figure to show.",
        "{number} places have no figure to show.",
        hidden,
    )
    return f"{text} {more}"
