"""Figures over time: earlier survey years of the same release, on the same borders."""

from brukerplan.reporting.chapters.bar_figures import group_items
from brukerplan.reporting.chapters.breaks_in_series import breaks_between, trend_breaks
from brukerplan.reporting.chart_figures import picture, table_of
from brukerplan.reporting.charts.chart_data import Role, Trend, TrendSeries
from brukerplan.reporting.charts.trend_lines import draw_trend
from brukerplan.reporting.comparison_texts import comparison_table, datum_of, difference
from brukerplan.reporting.context import Material, Peer
from brukerplan.reporting.messages import msg
from brukerplan.reporting.release_index import PlaceFigures
from brukerplan.reporting.table_cells import (
    chart_value,
    interval_cell,
    said,
    value_cell,
)
from brukerplan.reporting.view_model import EMPTY, Figure, Row, Section, Table
from brukerplan.tables import Status

INDICATOR = "recipients_per_1000"
_THREE_YEARS = "_3_years"
"""The end of the identifier of three survey years taken together."""

_CHANGE = {
    "higher": msg("The rate is higher than in {year} ({value})."),
    "lower": msg("The rate is lower than in {year} ({value})."),
    "alike": msg(
        "The rate is not clearly different from that of {year} ({value}): "
        "the intervals overlap."
    ),
}


_BROKEN = {
    "regime": msg(
        "The rate cannot be compared with that of {year}: in between, the way "
        "of mapping changed in the whole country."
    ),
    "inclusion_rule": msg(
        "The rate cannot be compared with that of {year}: in between, the rule for "
        "who is mapped changed."
    ),
    "coverage": msg(
        "The rate cannot be compared with that of {year}: other municipalities took "
        "part then."
    ),
}


def trend_section(material: Material) -> Section:
    """Give the rate by survey year; empty where there is one year only.

    Years in which none of the places took part, as where the release has another
    county's earlier surveys, are left out.
    """
    if len(_years(material)) < 2:
        return EMPTY
    words = material.words
    caution = words.t(
        "Which units take part, and how fully they register, differs between places and "
        "years. A change may therefore come from the mapping and not from people's lives."
    )
    return Section(
        paragraphs=(*trend_sentences(material), caution),
        figures=(_figure(material),),
        tables=_three_years(material),
    )


def _three_years(material: Material) -> tuple[Table, ...]:
    """Give the rate of three survey years taken together, where one is shown."""
    every = group_items(material, f"{INDICATOR}{_THREE_YEARS}")
    items = [one for one in every if datum_of(material.peers[0], one).is_shown]
    if not items:
        return ()
    words = material.words
    first = material.year - 2
    table = comparison_table(
        "three-years",
        words.t(
            "People mapped per 1,000 inhabitants of 18 and over, average of {first}–{last}",
            first=first,
            last=material.year,
        ),
        items,
        material,
        heading=words.t("Problem group"),
        value_heading=words.t("Per 1,000"),
        notes=(
            words.t(
                "The people mapped in each of the three years, over the inhabitants of "
                "each year; somebody mapped every year counts in every year. Three years "
                "together vary less by chance than one."
            ),
        ),
        has_people=False,
    )
    return (table,)


def trend_sentences(material: Material) -> list[str]:
    """Say whether the rate differs from that of the survey before."""
    earlier = _years(material)[:-1]
    if not earlier:
        return []
    before_year = earlier[-1]
    broken = breaks_between((before_year, material.year), material)
    if broken:
        message = _BROKEN[broken[material.year]]
        return [material.words.t(message, year=before_year)]
    before = _in(material, material.peers[0], before_year).get(INDICATOR)
    verdict = difference(material.own.get(INDICATOR), before)
    if not verdict:
        return []
    value = said(before, material.words)
    return [material.words.t(_CHANGE[verdict], year=before_year, value=value)]


def _in(material: Material, peer: Peer, year: int) -> PlaceFigures:
    place = peer.figures
    if year == material.year:
        return place
    return material.release.place(year, place.level, place.code, peer.label)


def _years(material: Material) -> tuple[int, ...]:
    """Give the survey years that say something of a place of the chart, the own last."""
    peers = _trend_peers(material)
    earlier = (
        year
        for year in material.earlier_years
        if any(
            _in(material, peer, year).get(INDICATOR).status is not Status.MISSING
            for peer in peers
        )
    )
    return (*earlier, material.year)


def _trend_peers(material: Material) -> list[Peer]:
    return [peer for peer in material.peers if peer.role is not Role.SIMILAR]


def _figure(material: Material) -> Figure:
    words = material.words
    years = _years(material)
    data = Trend(
        series=tuple(
            TrendSeries(
                peer.label,
                peer.role,
                years,
                tuple(
                    chart_value(_in(material, peer, year).get(INDICATOR), words)
                    for year in years
                ),
            )
            for peer in _trend_peers(material)
        ),
        breaks=trend_breaks(years, material),
        axis_label=words.t("Per 1,000 inhabitants of 18 and over"),
    )
    caption = words.t("People mapped per 1,000 inhabitants of 18 and over, by year")
    own = [_in(material, material.peers[0], year).get(INDICATOR) for year in years]
    told = "; ".join(
        f"{year}: {said(datum, words)}" for year, datum in zip(years, own, strict=True)
    )
    return picture(
        "trend",
        data,
        draw_trend,
        words=words,
        caption=caption,
        alternative=words.t(
            "Lines over the survey years. {place}: {told}.",
            place=material.peers[0].label,
            told=told,
        ),
        table=table_of(
            "trend",
            caption,
            (
                words.t("Year"),
                words.t("Per 1,000"),
                words.t("95% interval"),
                *(peer.label for peer in _trend_peers(material)[1:]),
            ),
            tuple(_row(material, year) for year in years),
        ),
        print_width=76,
    )


def _row(material: Material, year: int) -> Row:
    words = material.words
    own, *others = (
        _in(material, peer, year).get(INDICATOR) for peer in _trend_peers(material)
    )
    return Row(
        str(year),
        (
            value_cell(own, words),
            interval_cell(own, words),
            *(value_cell(datum, words) for datum in others),
        ),
        is_own=year == material.year,
    )
