"""The first page: nine figures to remember, and a few sentences."""

from dataclasses import dataclass

from brukerplan.reporting.cells import value_cell
from brukerplan.reporting.chapters.how_many import people_sentences, rate_sentences
from brukerplan.reporting.chapters.trends import trend_sentences
from brukerplan.reporting.comparing import Item, beside, datum_of, item
from brukerplan.reporting.material import Material
from brukerplan.reporting.messages import msg
from brukerplan.reporting.model import KeyFigure, KeyFigures


@dataclass(frozen=True)
class _Wanted:
    id: str
    label: str
    unit: str
    item: Item


_WANTED = (
    _Wanted("people", msg("People mapped"), msg("people"), item("", "recipients")),
    _Wanted(
        "rate",
        msg("Mapped per 1,000 inhabitants"),
        msg("per 1,000"),
        item("", "recipients_per_1000"),
    ),
    _Wanted(
        "both",
        msg("Substance-use problem and mental disorder at once"),
        "",
        item("", "concurrent_disorders"),
    ),
    _Wanted(
        "blue-light",
        msg("Blue light on the living conditions index (local definition)"),
        "",
        item("", "living_conditions_index", category="blue_light"),
    ),
    _Wanted("homeless", msg("Homeless"), "", item("", "homeless")),
    _Wanted(
        "activity",
        msg("Without meaningful activity"),
        "",
        item("", "without_meaningful_activity"),
    ),
    _Wanted(
        "children",
        msg("Daily care of, or contact with, children"),
        "",
        item("", "has_children"),
    ),
    _Wanted("plan", msg("Individual plan"), "", item("", "individual_plan")),
    _Wanted(
        "nobody",
        msg("No plan, group or coordinator joins up the help"),
        "",
        item("", "nobody_coordinates"),
    ),
)


def key_figures(material: Material) -> KeyFigures:
    """Give the key figures; what the release does not have at all is left out."""
    return KeyFigures(
        figures=tuple(
            _key_figure(material, wanted)
            for wanted in _WANTED
            if any(wanted.item.key in peer.figures.data for peer in material.peers)
        ),
        sentences=(
            *people_sentences(material)[:1],
            *rate_sentences(material),
            *trend_sentences(material)[:1],
        ),
        note=material.words.t(
            "All figures are for people of 18 and over who receive municipal services. "
            "Shares are of those for whom the answer is known."
        ),
    )


def _key_figure(material: Material, wanted: _Wanted) -> KeyFigure:
    words = material.words
    cell = value_cell(datum_of(material.peers[0], wanted.item), words)
    is_count = wanted.id == "people"
    return KeyFigure(
        id=wanted.id,
        label=words.t(wanted.label),
        text=cell.text,
        unit=words.t(wanted.unit) if wanted.unit and not cell.hint else "",
        comparison="" if is_count else beside(material, wanted.item),
        hint=cell.hint,
    )
