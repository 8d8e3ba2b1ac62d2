"""The first page: up to nine figures to remember, and a few sentences."""

from dataclasses import dataclass

from brukerplan.reporting.chapters.how_many import people_sentences, rate_sentences
from brukerplan.reporting.chapters.over_time import trend_sentences
from brukerplan.reporting.chapters.who_took_part import coverage_sentence
from brukerplan.reporting.comparison_texts import Item, beside, datum_of, item
from brukerplan.reporting.context import Material
from brukerplan.reporting.messages import msg
from brukerplan.reporting.table_cells import value_cell
from brukerplan.reporting.view_model import KeyFigure, KeyFigures


@dataclass(frozen=True)
class _Wanted:
    id: str
    label: str
    unit: str
    item: Item
    instead_of: str = ""
    """The candidate that this one steps in for, where that cannot be shown."""


def _share(
    name: str, label: str, indicator_id: str, *, instead_of: str = "", **key: str
) -> _Wanted:
    return _Wanted(name, label, "", item("", indicator_id, **key), instead_of)


_CANDIDATES = (
    _Wanted("people", msg("People mapped"), msg("people"), item("", "recipients")),
    _Wanted(
        "rate",
        msg("Mapped per 1,000 inhabitants"),
        msg("per 1,000"),
        item("", "recipients_per_1000"),
    ),
    _share(
        "both",
        msg("Substance-use problem and mental disorder at once"),
        "concurrent_disorders",
    ),
    _share(
        "blue-light",
        msg("Blue light on the living conditions index (local definition)"),
        "living_conditions_index",
        category="blue_light",
    ),
    _share("homeless", msg("Homeless"), "homeless"),
    _share(
        "homeless-of-everyone",
        msg("Homeless, of everyone mapped"),
        "of_everyone_housing",
        instead_of="homeless",
        category="red",
    ),
    _share(
        "activity", msg("Without meaningful activity"), "without_meaningful_activity"
    ),
    _share(
        "activity-of-everyone",
        msg("Without meaningful activity, of everyone mapped"),
        "of_everyone_meaningful_activity",
        instead_of="activity",
        category="red",
    ),
    _share("children", msg("Daily care of, or contact with, children"), "has_children"),
    _share("plan", msg("Individual plan"), "individual_plan"),
    _share(
        "nobody",
        msg("No plan, group or coordinator joins up the help"),
        "nobody_coordinates",
    ),
    _share("coordinator", msg("Coordinator"), "coordinator"),
    _share("group", msg("Responsibility group"), "responsibility_group"),
    _share(
        "index-red",
        msg("Red on the living conditions index (local definition)"),
        "living_conditions_index",
        category="red",
    ),
    _share(
        "substance",
        msg("Substance-use problem, with or without a mental disorder"),
        "problem_group_share",
        problem_group="substance",
    ),
    _Wanted(
        "substance-rate",
        msg("Substance-use problem, per 1,000 inhabitants"),
        msg("per 1,000"),
        item("", "recipients_per_1000", problem_group="substance"),
    ),
    _Wanted(
        "mental-rate",
        msg("Mental-health problem only, per 1,000 inhabitants"),
        msg("per 1,000"),
        item("", "recipients_per_1000", problem_group="mental_only"),
    ),
    _share(
        "mental",
        msg("Mental-health problem without a substance-use problem"),
        "problem_group_share",
        problem_group="mental_only",
    ),
    _share(
        "red-areas",
        msg("Red in four areas of life or more"),
        "red_areas",
        category="four_or_more",
    ),
    _share("rated", msg("Rated in all eight areas"), "all_areas_rated"),
)
"""Candidates in the order of their weight: a place gets the first that it can show."""

CARDS, PER_LINE = 9, 3


def _chosen(material: Material) -> list[_Wanted]:
    """Give the figures to show: whole lines of those shown, else one line of any."""
    there = [
        wanted
        for wanted in _CANDIDATES
        if any(wanted.item.key in peer.figures.data for peer in material.peers)
    ]
    own = material.peers[0]
    can = {wanted.id for wanted in there if datum_of(own, wanted.item).is_shown}
    shown = [w for w in there if w.id in can and w.instead_of not in can]
    if len(shown) >= PER_LINE:
        return shown[: min(len(shown) // PER_LINE * PER_LINE, CARDS)]
    hidden = [w for w in there if w not in shown and not w.instead_of]
    return [*shown, *hidden][:PER_LINE]


def key_figures(material: Material) -> KeyFigures:
    """Give the key figures and sentences."""
    return KeyFigures(
        figures=tuple(_key_figure(material, w) for w in _chosen(material)),
        sentences=(
            *people_sentences(material)[:1],
            *rate_sentences(material),
            *trend_sentences(material)[:1],
        ),
        note=_note(material),
    )


def _note(material: Material) -> str:
    """Say whom the figures are about, and how much of each place took part."""
    about = material.words.t(
        "All figures are for people of 18 and over who receive municipal services. "
        "Shares are of those for whom the answer is known."
    )
    coverage = [coverage_sentence(material, peer) for peer in material.peers]
    return " ".join([about, *(text for text in coverage if text)])


def _key_figure(material: Material, wanted: _Wanted) -> KeyFigure:
    words = material.words
    cell = value_cell(datum_of(material.peers[0], wanted.item), words)
    is_count = wanted.id == "people"
    return KeyFigure(
        id=wanted.id,
        label=words.t(wanted.label),
        text=cell.hint.capitalize() or cell.text,
        unit=words.t(wanted.unit) if wanted.unit and not cell.hint else "",
        comparisons=() if is_count else beside(material, wanted.item),
    )
