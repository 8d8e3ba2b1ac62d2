"""How people live: the eight areas, the living conditions index, homes and activity."""

from brukerplan.reporting.chapters.bar_figures import has_key
from brukerplan.reporting.chapters.life_areas import areas_section
from brukerplan.reporting.comparison_texts import Item, comparison_table, item, versus
from brukerplan.reporting.context import Material
from brukerplan.reporting.messages import msg
from brukerplan.reporting.table_cells import rounding_note
from brukerplan.reporting.view_model import EMPTY, Living, Section

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
_HOMELESS_OF_EVERYONE = {
    "higher": msg(
        "The share of everyone mapped who are homeless is higher than in {others}."
    ),
    "lower": msg(
        "The share of everyone mapped who are homeless is lower than in {others}."
    ),
    "alike": msg(
        "The share of everyone mapped who are homeless is not clearly different from "
        "that of {others}."
    ),
}

_OF_EVERYONE = {
    "homeless": (msg("Homeless, of everyone mapped"), "of_everyone_housing"),
    "without_meaningful_activity": (
        msg("Without meaningful activity, of everyone mapped"),
        "of_everyone_meaningful_activity",
    ),
}
"""What is told of everyone mapped where the share of those rated is hidden."""


def living(material: Material) -> Living:
    """Give the chapter."""
    return Living(
        areas=areas_section(material),
        index=_index(material),
        homes_and_activity=_homes_and_activity(material),
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
    items = [_shown(material, i) for i in wanted if has_key(material, i)]
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
    homeless = _shown(material, "homeless")
    of_everyone = homeless.key.indicator_id != "homeless"
    sayings = _HOMELESS_OF_EVERYONE if of_everyone else _HOMELESS
    return Section(paragraphs=versus(material, homeless, sayings), tables=(table,))


def _shown(material: Material, indicator_id: str) -> Item:
    """Give the share of those rated, or that of everyone where only it is shown."""
    words = material.words
    if indicator_id in _OF_EVERYONE and not material.own.get(indicator_id).is_shown:
        label, other = _OF_EVERYONE[indicator_id]
        if material.own.get(other, category="red").is_shown:
            return item(words.t(label), other, category="red")
    return item(words.name_of(indicator_id), indicator_id)
