"""How many people were mapped: rates by problem group, beside other places."""

from brukerplan.reporting.chapters.among_places import places_section
from brukerplan.reporting.chapters.bar_figures import bars_figure, group_items
from brukerplan.reporting.chapters.over_time import trend_section
from brukerplan.reporting.chapters.standardised_rates import adjusted
from brukerplan.reporting.comparison_texts import item, versus
from brukerplan.reporting.context import Material
from brukerplan.reporting.messages import msg
from brukerplan.reporting.phrases import place_phrase
from brukerplan.reporting.release_index import Datum
from brukerplan.reporting.table_cells import interval_cell, said
from brukerplan.reporting.view_model import Figure, HowMany, Section
from brukerplan.tables import Status

RATE = item("", "recipients_per_1000")

_VERSUS = {
    "higher": msg("The rate is higher than in {others}."),
    "lower": msg("The rate is lower than in {others}."),
    "alike": msg(
        "The rate is not clearly different from that of {others}: the intervals overlap."
    ),
}


def how_many(material: Material) -> HowMany:
    """Give the chapter."""
    return HowMany(
        rates=_rates(material),
        places=places_section(material),
        adjusted=adjusted(material),
        trend=trend_section(material),
    )


def _rates(material: Material) -> Section:
    return Section(
        paragraphs=(*people_sentences(material), *rate_sentences(material)),
        figures=(_rates_figure(material),),
    )


def people_sentences(material: Material) -> list[str]:
    """Say how many people were mapped, and per 1,000; or why it is not said."""
    words, place = material.words, place_phrase(material)
    people = material.own.get("recipients")
    if people.status in (Status.SUPPRESSED, Status.COMPLEMENTARY):
        return [
            words.t(
                "The number of people mapped in {place} in {year} is hidden, because "
                "it could tell something about a single person.",
                place=place,
                year=material.year,
            )
        ]
    if not people.is_shown or people.numerator is None:
        return []
    counted = words.n(
        "In {year}, {number} person of 18 and over was mapped in {place}.",
        "In {year}, {number} people of 18 and over were mapped in {place}.",
        people.numerator,
        year=material.year,
        place=place,
    )
    rate = material.own.get("recipients_per_1000")
    return [f"{counted} {_rate_said(rate, material)}".strip()]


def _rate_said(rate: Datum, material: Material) -> str:
    words = material.words
    if not rate.is_shown:
        return ""
    return words.t(
        "That is {rate} per 1,000 inhabitants of that age (95% interval {interval}).",
        rate=said(rate, words),
        interval=interval_cell(rate, words).text,
    )


def rate_sentences(material: Material) -> tuple[str, ...]:
    """Set the rate beside those of county, nation and similar places."""
    return versus(material, RATE, _VERSUS)


def _rates_figure(material: Material) -> Figure:
    words = material.words
    return bars_figure(
        "rates",
        words.t("People mapped per 1,000 inhabitants of 18 and over, by problem group"),
        group_items(material, "recipients_per_1000"),
        material,
        heading=words.t("Problem group"),
        value_heading=words.t("Per 1,000"),
        axis=words.t("Per 1,000 inhabitants of 18 and over"),
    )
