"""How the figures were made: who took part, what is missing, hidden and meant."""

from brukerplan.reporting.chapters.bar_figures import has_key
from brukerplan.reporting.chapters.unused_rows import set_aside_sentences
from brukerplan.reporting.chapters.who_took_part import participation
from brukerplan.reporting.chart_figures import table_of
from brukerplan.reporting.context import Material
from brukerplan.reporting.messages import msg
from brukerplan.reporting.numbers import SYMBOLS
from brukerplan.reporting.phrases import place_phrase
from brukerplan.reporting.table_cells import said, value_cell
from brukerplan.reporting.view_model import Definition, HowMade, Row, Section
from brukerplan.tables import AREAS, Status

_SYMBOLS = (
    (
        SYMBOLS[Status.SUPPRESSED],
        msg("Hidden, so that nobody can be recognised, directly or by subtraction."),
    ),
    (
        SYMBOLS[Status.MISSING],
        msg("Not known: not asked, not answered, or did not take part."),
    ),
    (SYMBOLS[Status.NOT_APPLICABLE], msg("Not applicable: a share of nobody.")),
    ("0", msg("Nobody: a true zero.")),
)


def symbols(material: Material) -> tuple[Definition, ...]:
    """Explain the symbols that stand in tables."""
    words = material.words
    return tuple(Definition(symbol, words.t(text)) for symbol, text in _SYMBOLS)


def how_made(material: Material) -> HowMade:
    """Give the chapter."""
    return HowMade(
        participation=participation(material),
        quality=_quality(material),
        hiding=_hiding(material),
        certainty=_certainty(material),
        definitions=_definitions(material),
        sources=_sources(material),
    )


def _quality(material: Material) -> Section:
    words = material.words
    areas = [
        area
        for area in AREAS
        if has_key(material, f"function_level_{area}", category="missing")
    ]
    if not areas:
        return Section(paragraphs=set_aside_sentences(material))
    rows = tuple(
        Row(
            words.label("area", area),
            tuple(
                value_cell(
                    peer.figures.get(f"function_level_{area}", category="missing"),
                    words,
                )
                for peer in material.peers
            ),
        )
        for area in areas
    )
    table = table_of(
        "not-rated",
        words.t("Share of everyone mapped who is not rated in an area"),
        (words.t("Area"), *(peer.label for peer in material.peers)),
        rows,
    )
    rated = material.own.get("all_areas_rated")
    sentences = [
        words.t(
            "A missing rating is missing: it is never counted as green, and a missing "
            "answer is never counted as no."
        )
    ]
    if rated.is_shown:
        sentences.append(
            words.t(
                "In {place}, {share} of everyone mapped are rated in all eight areas.",
                place=place_phrase(material),
                share=said(rated, words),
            )
        )
    sentences += set_aside_sentences(material)
    return Section(paragraphs=tuple(sentences), tables=(table,))


def _hiding(material: Material) -> Section:
    words = material.words
    smallest = material.policy.get("smallest_count")
    first = (
        words.t(
            "A count below {smallest} is hidden, and so is everything that would give "
            "it away: its rate, its share, and as many other figures as it takes that "
            "it cannot be found by subtraction.",
            smallest=words.numbers.number(int(smallest)),
        )
        if isinstance(smallest, int)
        else words.t(
            "Small counts are hidden, and so is everything that would give them away: "
            "their rates, their shares, and as many other figures as it takes that they "
            "cannot be found by subtraction."
        )
    )
    second = words.t(
        "A hidden figure is not zero. It says nothing about whether there are many or few."
    )
    return Section(paragraphs=(first, second))


def _certainty(material: Material) -> Section:
    words = material.words
    return Section(
        paragraphs=(
            words.t(
                "Every rate and share has a 95% interval: the range within which the "
                "underlying level lies, were the mapping repeated under the same "
                "conditions. Small places have wide intervals."
            ),
            words.t(
                "Two figures are called higher or lower only where their intervals do "
                "not overlap. Intervals say nothing about who was not mapped, and "
                "nothing about differences in judgement between staff."
            ),
        )
    )


def _definitions(material: Material) -> Section:
    """Explain each indicator that the report has; the eight areas share a text."""
    words = material.words
    used = {key.indicator_id for peer in material.peers for key in peer.figures.data}
    texts: dict[str, str] = {}
    for indicator in words.definitions.indicators:
        text = indicator.definition[words.language]
        if indicator.id in used and text not in texts.values():
            texts[indicator.label[words.language].split(":")[0]] = text
    return Section(
        definitions=tuple(Definition(term, text) for term, text in texts.items())
    )


def _sources(material: Material) -> Section:
    words = material.words
    return Section(
        points=(
            words.t(
                "The municipalities' own mapping of people who receive services, {year}.",
                year=material.year,
            ),
            words.t(
                "Population on 1 January: Statistics Norway, table 07459. "
                "Source: Statistics Norway, CC BY 4.0."
            ),
            words.t(
                "Municipalities, counties and KOSTRA groups: Statistics Norway (KLASS)."
            ),
        )
    )
