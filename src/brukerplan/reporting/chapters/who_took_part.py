"""Who took part: which people are mapped, by which units, in which municipalities."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from brukerplan.geography.places import municipalities
from brukerplan.reporting.chart_figures import table_of
from brukerplan.reporting.context import Material, Peer
from brukerplan.reporting.messages import msg
from brukerplan.reporting.table_cells import said, text_cell
from brukerplan.reporting.view_model import Kind, Row, Section, Table

_RULES = {
    "16+/12-months": msg("16 and over, a service in the last 12 months"),
    "16+/now": msg("16 and over, a service now"),
    "18+/12-months": msg("18 and over, a service in the last 12 months"),
    "18+/now": msg("18 and over, a service now"),
}


def participation(material: Material) -> Section:
    """Give the section: a municipality's own units, or a table of municipalities."""
    words = material.words
    sentences = [
        words.t(
            "A person is mapped who has received at least one municipal service in the "
            "last twelve months and whose problem, as the staff judge it, harms daily "
            "life or relations to others. The figures are for people of 18 and over: the "
            "survey year less the year of birth."
        ),
        *_own(material),
        *(
            text
            for peer in material.peers
            if (text := coverage_sentence(material, peer))
        ),
        words.t(
            "Rates of counties and of the nation are per 1,000 inhabitants of the "
            "municipalities that took part."
        ),
    ]
    is_municipality = material.place.kind is Kind.MUNICIPALITY
    tables = () if is_municipality or not _known(material) else (_table(material),)
    return Section(paragraphs=tuple(sentences), tables=tables)


def coverage_sentence(material: Material, peer: Peer) -> str:
    """Say how many municipalities a county's or the nation's figures come from."""
    words = material.words
    took_part = peer.figures.get("participating_municipalities")
    covered = peer.figures.get("population_covered")
    if peer.figures.level == "municipality" or not took_part.is_shown:
        return ""
    return words.n(
        "{place}: {some} of {number} municipality took part, with {share} of the "
        "inhabitants of 18 and over.",
        "{place}: {some} of {number} municipalities took part, with {share} of the "
        "inhabitants of 18 and over.",
        took_part.denominator or 0,
        place=peer.label,
        some=words.numbers.number(took_part.numerator or 0),
        share=said(covered, words),
    )


def _known(material: Material) -> dict[str, Mapping[str, Any]]:
    """Give what is known of each municipality that took part, by its code."""
    rows = material.provenance.get("participation", ())
    return {str(row["municipality_code"]): row for row in rows}


def _own(material: Material) -> list[str]:
    """Say what is known of the municipality's own mapping."""
    words = material.words
    row = _known(material).get(material.place.code)
    if row is None:
        return []
    sentences = []
    if units := _units(row):
        named = words.listed(units)
        sentences.append(
            words.t("These units registered people: {units}.", units=named)
        )
    if rule := _RULES.get(row["inclusion_rule"]):
        sentences.append(words.t("Who was included: {rule}.", rule=words.t(rule)))
    if row["mapping_date"]:
        sentences.append(
            words.t("Date of the mapping: {date}.", date=_day(row, material))
        )
    if row["data_kind"] == "counts":
        sentences.append(
            words.t(
                "The municipality holds only counts, and cannot answer everything that "
                "a mapping of persons can."
            )
        )
    return sentences


def _units(row: Mapping[str, Any]) -> list[str]:
    return [unit.strip() for unit in row["units"].split(";") if unit.strip()]


def _day(row: Mapping[str, Any], material: Material) -> str:
    day = row["mapping_date"]
    return material.words.date(date.fromisoformat(day)) if day else ""


def _table(material: Material) -> Table:
    """Give a row a municipality; what is known of none of them has no column."""
    words = material.words
    places = municipalities(material.year)
    if material.place.kind is Kind.COUNTY:
        places = places[places["county_code"] == material.place.code]
    codes = places["municipality_code"].tolist()
    known = _known(material)
    headings = [words.t("Took part"), words.t("Units")]
    headings += [words.t("Who was included"), words.t("Date")]
    rows = [_row(material, code, known.get(code)) for code in codes]
    told = [
        place
        for place in range(len(headings))
        if any(row.cells[place].text for row in rows)
    ]
    return table_of(
        "participation",
        words.t("The municipalities' participation"),
        (words.t("Municipality"), *(headings[place] for place in told)),
        tuple(Row(row.label, tuple(row.cells[p] for p in told)) for row in rows),
        words_first=len(headings) + 1,
    )


def _row(material: Material, code: str, row: Mapping[str, Any] | None) -> Row:
    words = material.words
    name = material.names[("municipality", code)]
    if row is None:
        return Row(name, (text_cell(words.t("no")), *[text_cell("")] * 3))
    counts_only = row["data_kind"] == "counts"
    took_part = words.t("yes, with counts only") if counts_only else words.t("yes")
    rule = _RULES.get(row["inclusion_rule"])
    return Row(
        name,
        (
            text_cell(took_part),
            text_cell(", ".join(_units(row))),
            text_cell(words.t(rule) if rule else ""),
            text_cell(_day(row, material)),
        ),
    )
