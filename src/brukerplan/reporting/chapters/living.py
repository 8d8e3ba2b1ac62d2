"""How people live: the eight areas, the living conditions index, homes and activity."""

from dataclasses import replace

from brukerplan.reporting.cells import (
    chart_value,
    rounding_note,
    said,
    text_cell,
    value_cell,
)
from brukerplan.reporting.chapters.bars import has_key
from brukerplan.reporting.charts.data import Role, StackedBar, StackedBars, StackedGroup
from brukerplan.reporting.charts.stacked import draw_stacked_bars
from brukerplan.reporting.comparing import comparison_table, item, versus
from brukerplan.reporting.material import Material, Peer
from brukerplan.reporting.messages import msg
from brukerplan.reporting.model import EMPTY, Figure, Living, Row, Section
from brukerplan.reporting.pictures import picture, table_of
from brukerplan.tables import AREAS, LEVELS

INDEX = "living_conditions_index"
_INDEX_COLOURS = ("green", "yellow", "red", "blue_light")
_RED_BANDS = ("none", "one", "two_or_three", "four_or_more")

_HOMELESS = {
    "higher": msg("The share who are homeless is higher than in {others}."),
    "lower": msg("The share who are homeless is lower than in {others}."),
    "alike": msg(
        "The share who are homeless is not clearly different from that of {others}."
    ),
}


def living(material: Material) -> Living:
    """Give the chapter."""
    return Living(
        areas=_areas(material),
        index=_index(material),
        homes_and_activity=_homes_and_activity(material),
    )


def _areas(material: Material) -> Section:
    shown = rated_areas(material)
    if not shown:
        return EMPTY
    words = material.words
    return Section(
        paragraphs=(
            words.t(
                "Staff rate each person in eight areas of life. Green is relatively good "
                "function, yellow considerable negative consequences for daily life, and "
                "red very serious consequences. The shares are of those rated."
            ),
        ),
        figures=(areas_figure(material, shown),),
    )


def rated_areas(material: Material) -> list[str]:
    """Give the areas that there are ratings for."""
    return [area for area in AREAS if has_key(material, _level(area), category="red")]


def _level(area: str) -> str:
    return f"function_level_{area}"


def areas_figure(
    material: Material, areas: list[str], *, alone: bool = False
) -> Figure:
    """Give the areas as stacked bars; `alone` leaves out the other places."""
    words = material.words
    peers = [peer for peer in material.drawn if peer.role is not Role.SIMILAR]
    peers = peers[:1] if alone else peers
    data = StackedBars(
        part_labels=tuple(words.label("category", level) for level in LEVELS),
        groups=tuple(
            StackedGroup(
                words.label("area", area),
                tuple(_bar(material, peer, area) for peer in peers),
            )
            for area in areas
        ),
    )
    caption = words.t("Function in the eight areas of life, per cent of those rated")
    return picture(
        "areas-alone" if alone else "areas",
        data,
        draw_stacked_bars,
        words=words,
        caption=caption,
        alternative=_areas_told(material, areas),
        table=table_of(
            "areas",
            caption,
            (
                words.t("Area"),
                words.t("Place"),
                *(words.label("category", level) for level in LEVELS),
                words.label("category", "missing"),
            ),
            tuple(_area_row(material, p, area) for area in areas for p in peers),
            notes=(
                words.t(
                    "Those who are not rated are a share of everyone mapped; they are "
                    "not part of green, yellow and red."
                ),
                *rounding_note(
                    (
                        [p.figures.get(_level(a), category=c) for c in LEVELS]
                        for a in areas
                        for p in peers
                    ),
                    words,
                ),
            ),
            words_first=2,
        ),
        print_width=78 if alone else 92,
    )


def _bar(material: Material, peer: Peer, area: str) -> StackedBar:
    words = material.words
    parts = (
        chart_value(peer.figures.get(_level(area), category=level), words)
        for level in LEVELS
    )
    sign = words.numbers.percent_sign
    short = tuple(replace(part, text=part.text.removesuffix(sign)) for part in parts)
    return StackedBar(peer.label, peer.role, short)


def _area_row(material: Material, peer: Peer, area: str) -> Row:
    words = material.words
    cells = tuple(
        value_cell(peer.figures.get(_level(area), category=level), words)
        for level in (*LEVELS, "missing")
    )
    place = text_cell(peer.label)
    is_own = peer is material.peers[0] and len(material.peers) > 1
    return Row(words.label("area", area), (place, *cells), is_own)


def _areas_told(material: Material, areas: list[str]) -> str:
    words, place = material.words, material.drawn[0]
    red = ", ".join(
        f"{words.label('area', area)}: "
        f"{said(place.figures.get(_level(area), category='red'), words)}"
        for area in areas
    )
    return words.t(
        "Stacked bars of green, yellow and red for each area. Red in {place}: {told}.",
        place=place.label,
        told=red,
    )


def _index(material: Material) -> Section:
    if not has_key(material, INDEX, category="red"):
        return EMPTY
    words = material.words
    rule = words.indicator(INDEX)
    colours = [(words.label("category", c), INDEX, c) for c in _INDEX_COLOURS]
    bands = [
        (
            words.t("Red areas: {count}", count=words.label("category", b).lower()),
            "red_areas",
            b,
        )
        for b in _RED_BANDS
        if has_key(material, "red_areas", category=b)
    ]
    items = [item(label, i, category=c) for label, i, c in (*colours, *bands)]
    table = comparison_table(
        "index",
        words.t("The living conditions index and the number of red areas"),
        items,
        material,
        heading=words.t("Level"),
        value_heading=words.t("Share"),
        notes=rounding_note(
            (
                [peer.figures.get(INDEX, category=c) for c in _INDEX_COLOURS]
                for peer in material.peers
            ),
            words,
        ),
    )
    return Section(paragraphs=(rule.definition[words.language],), tables=(table,))


def _homes_and_activity(material: Material) -> Section:
    words = material.words
    wanted = ("homeless", "without_meaningful_activity", "concurrent_disorders")
    items = [item(words.name_of(i), i) for i in wanted if has_key(material, i)]
    if not items:
        return EMPTY
    table = comparison_table(
        "homes",
        words.t("Homes, activity and concurrent disorders"),
        items,
        material,
        heading=words.t("Situation"),
        value_heading=words.t("Share"),
    )
    sentences = versus(material, item("", "homeless"), _HOMELESS)
    return Section(paragraphs=sentences, tables=(table,))
