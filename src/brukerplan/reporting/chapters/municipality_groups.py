"""Rates of groups of municipalities: KOSTRA group, centrality class, own groupings.

A release has them where they were asked for (`compute --also`, `--grouping`).
"""

from collections.abc import Iterator

from brukerplan.geography.places import municipalities
from brukerplan.geography.regions import NATION_CODE
from brukerplan.reporting.chart_figures import table_of
from brukerplan.reporting.context import LEAST_ALIKE, Material
from brukerplan.reporting.release_index import PlaceFigures
from brukerplan.reporting.table_cells import (
    count_cell,
    interval_cell,
    text_cell,
    value_cell,
)
from brukerplan.reporting.view_model import Kind, Row, Table

_RATE = "recipients_per_1000"
_OWN_LEVEL = "group:"
"""What the level of an own grouping begins with."""


def groups_table(material: Material) -> Table | None:
    """Give the rates of the place's groups, of all groups for the nation.

    None where the release has no group that `LEAST_ALIKE` municipalities stand for.
    """
    if material.place.kind is Kind.COUNTY:
        return None
    groups = [g for g in _groups(material) if _stands_for_more(g)]
    if not groups:
        return None
    words = material.words
    beside = [peer.figures for peer in material.peers if not _is_group(peer.figures)]
    return table_of(
        "groups-of-municipalities",
        words.t(
            "People mapped per 1,000 inhabitants of 18 and over, by group of municipalities"
        ),
        (
            words.t("Place"),
            words.t("Municipalities that took part"),
            words.t("People"),
            words.t("Per 1,000"),
            words.t("95% interval"),
        ),
        tuple(_row(material, figures) for figures in (*beside, *groups)),
        notes=(
            words.t(
                "KOSTRA groups are municipalities alike in inhabitants and economy, and "
                "centrality classes go from 1 (most central) to 6 (Statistics Norway). "
                "A group's rate is that of its municipalities that took part."
            ),
        ),
        words_first=2,
    )


def _is_group(figures: PlaceFigures) -> bool:
    return figures.level not in ("municipality", "county", "nation")


def _groups(material: Material) -> Iterator[PlaceFigures]:
    for level, code in _codes(material):
        label = material.names.get((level, code), code)
        yield material.release.place(material.year, level, code, label)


def _codes(material: Material) -> Iterator[tuple[str, str]]:
    """Give level and code of the groups to show, centrality first, own ones last."""
    if material.place.kind is Kind.NATION:
        for level in material.release.levels(material.year):
            if level in ("centrality", "kostra_group") or level.startswith(_OWN_LEVEL):
                for code in material.release.codes(material.year, level):
                    yield level, code
        return
    rows = municipalities(material.year).set_index("municipality_code")
    place = rows.loc[material.place.code]
    yield "centrality", str(place["centrality_class"])
    yield "kostra_group", str(place["kostra_group"])
    for name, members in sorted(material.provenance.get("groupings", {}).items()):
        for member in members:
            if member["municipality_code"] == material.place.code:
                yield f"{_OWN_LEVEL}{name}", str(member["group_code"])


def _stands_for_more(figures: PlaceFigures) -> bool:
    took_part = figures.get("participating_municipalities").numerator
    return (took_part or 0) >= LEAST_ALIKE


def _row(material: Material, figures: PlaceFigures) -> Row:
    words, rate = material.words, figures.get(_RATE)
    level, code = figures.level, figures.code
    label = material.names.get((level, code), figures.name)
    return Row(
        label,
        (
            text_cell(_took_part(material, figures)),
            count_cell(rate, words),
            value_cell(rate, words),
            interval_cell(rate, words),
        ),
        is_own=(level, code) == (material.own.level, material.own.code)
        and code != NATION_CODE,
    )


def _took_part(material: Material, figures: PlaceFigures) -> str:
    words = material.words
    took_part = figures.get("participating_municipalities")
    if figures.level == "municipality" or not took_part.is_shown:
        return ""
    return words.t(
        "{some} of {all}",
        some=words.numbers.number(took_part.numerator or 0),
        all=words.numbers.number(took_part.denominator or 0),
    )
