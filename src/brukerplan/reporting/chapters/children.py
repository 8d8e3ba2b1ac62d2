"""Children: who has care of them or contact with them, and how many they are."""

from brukerplan.reporting.chapters.bar_figures import has_key
from brukerplan.reporting.chart_figures import table_of
from brukerplan.reporting.comparison_texts import Item, comparison_table, datum_of, item
from brukerplan.reporting.context import Material, Peer
from brukerplan.reporting.table_cells import count_cell, value_cell
from brukerplan.reporting.view_model import EMPTY, Cell, Row, Section, Table

_CHILDREN = (
    ("has_children", "total"),
    ("daily_care", "total"),
    ("contact_with_children", "total"),
    ("daily_care_child_welfare", "with_help"),
    ("daily_care_child_welfare", "without_help"),
    ("contact_child_welfare", "with_help"),
    ("contact_child_welfare", "without_help"),
    ("daily_care_red_or_blue_light", "total"),
    ("contact_red_or_blue_light", "total"),
)

_NUMBERS = ("children_in_daily_care", "children_in_contact")
"""Numbers of children: the numerator counts children, the denominator people."""
_PARTS = ("total", "with_help", "without_help", "red_or_blue_light")


def children(material: Material) -> Section:
    """Give the section."""
    words = material.words
    items = []
    for indicator_id, category in _CHILDREN:
        if not has_key(material, indicator_id, category=category):
            continue
        label = words.name_of(indicator_id)
        if category != "total":
            base = "daily_care" if "daily" in indicator_id else "contact_with_children"
            label = (
                f"{words.name_of(base)}: {words.label('category', category).lower()}"
            )
        items.append(item(label, indicator_id, category=category))
    if not items:
        return EMPTY
    table = comparison_table(
        "children",
        words.t("People mapped with care of, or contact with, children"),
        items,
        material,
        heading=words.t("Relation to children"),
        value_heading=words.t("Share"),
        notes=(_about_children(material),),
    )
    return Section(tables=(table, *_numbers(material)))


def _numbers(material: Material) -> tuple[Table, ...]:
    """Give the numbers of children that are shown of the place, with the people."""
    words, own = material.words, material.peers[0]
    items = [
        item(_number_label(material, i, part), i, category=part)
        for i in _NUMBERS
        for part in _PARTS
    ]
    shown = [one for one in items if datum_of(own, one).is_shown]
    if not shown:
        return ()
    others = [p for p in material.others if any(datum_of(p, i).is_shown for i in shown)]
    table = table_of(
        "numbers-of-children",
        words.t("Number of children"),
        (
            words.t("Children"),
            words.t("Number"),
            words.t("People mapped"),
            words.t("Children per person"),
            *(peer.label for peer in others),
        ),
        tuple(Row(one.label, _number_cells(material, one, others)) for one in shown),
        notes=(
            words.t(
                "A child of two people mapped counts twice. The other places' figures "
                "are children per person."
            ),
        ),
    )
    return (table,)


def _number_label(material: Material, indicator_id: str, part: str) -> str:
    words = material.words
    name = words.name_of(indicator_id)
    if part == "total":
        return name
    return f"{name}: {words.definitions.category_word(part, words.language).lower()}"


def _number_cells(
    material: Material, wanted: Item, others: list[Peer]
) -> tuple[Cell, ...]:
    words, datum = material.words, datum_of(material.peers[0], wanted)
    return (
        count_cell(datum, words),
        count_cell(datum, words, denominator=True),
        value_cell(datum, words),
        *(value_cell(datum_of(peer, wanted), words) for peer in others),
    )


def _about_children(material: Material) -> str:
    return material.words.t(
        "The figures count adults who have children, not the children. Help from child "
        "welfare is a share of those who have daily care of, or contact with, children."
    )
