"""Rates with the mix of ages and sexes taken into account, where they can be had."""

from collections.abc import Mapping
from typing import Any

from brukerplan.geography.regions import NATION_CODE
from brukerplan.reporting.chart_figures import table_of
from brukerplan.reporting.context import Material, Peer
from brukerplan.reporting.messages import msg
from brukerplan.reporting.numbers import DIGITS, rounded
from brukerplan.reporting.phrases import place_phrase
from brukerplan.reporting.release_index import ABSENT, Datum
from brukerplan.reporting.table_cells import interval_cell, symbol_cell, value_cell
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import EMPTY, Cell, Kind, Row, Section
from brukerplan.tables import Status

_RATE = "recipients_per_1000"
_LEVELS = ("municipality", "county", "nation")
_DIRECT, _INDIRECT = ("direct", "norway_2024"), ("indirect", "participants")

_HEADINGS = {
    _DIRECT: msg("With Norway's age and sex"),
    _INDIRECT: msg("Mapped per expected"),
}
_ABOUT = {
    _DIRECT: msg(
        "With Norway's age and sex: what the rate would be, were the inhabitants composed "
        "as Norway's adults on 1 January 2024."
    ),
    _INDIRECT: msg(
        "Mapped per expected: 1.00 is as many as the rates of the municipalities that "
        "took part would give."
    ),
}
_HIDDEN = msg(
    "Worked out from shown figures; ages whose figures are hidden are taken together, "
    "and where that is too much, there is no rate."
)

_VERDICTS = {
    "higher": msg(
        "{place} has more people mapped than its inhabitants' age and sex would lead one "
        "to expect from the municipalities that took part: {ratio} times as many (95% "
        "interval {interval})."
    ),
    "lower": msg(
        "{place} has fewer people mapped than its inhabitants' age and sex would lead one "
        "to expect from the municipalities that took part: {ratio} times as many (95% "
        "interval {interval})."
    ),
    "alike": msg(
        "The number of people mapped in {place} is not clearly different from what its "
        "inhabitants' age and sex would lead one to expect from the municipalities that "
        "took part: {ratio} times as many (95% interval {interval})."
    ),
}


def adjusted(material: Material) -> Section:
    """Give standardised rates of the place, its county and the nation.

    Empty where neither a rate nor a ratio of the place can be worked out from what
    the release shows, and for the nation, whose own age and sex they are. A place that
    is itself most of what it would be set against has no ratio.
    """
    own = material.peers[0]
    if material.place.kind is Kind.NATION:
        return EMPTY
    words = material.words
    places = [p for p in material.peers if p.figures.level in _LEVELS]
    kinds = (_DIRECT, _INDIRECT) if _is_part_of_reference(material) else (_DIRECT,)
    if not any(_datum(material, own, kind).is_shown for kind in kinds):
        return EMPTY
    table = table_of(
        "adjusted",
        words.t(
            "People mapped per 1,000 inhabitants of 18 and over, as mapped and standardised"
        ),
        (
            words.t("Place"),
            words.t("As mapped"),
            *(text for kind in kinds for text in _headings(kind, words)),
        ),
        tuple(_row(material, peer, kinds) for peer in places),
        notes=(*(words.t(_ABOUT[kind]) for kind in kinds), words.t(_HIDDEN)),
    )
    verdict = _verdict(material, _datum(material, own, _INDIRECT))
    return Section(paragraphs=verdict if _INDIRECT in kinds else (), tables=(table,))


def _is_part_of_reference(material: Material) -> bool:
    """Whether others than the place make up at least half of what it is set against."""
    whole = material.release.place(material.year, "nation", NATION_CODE)
    own, everyone = (f.get("recipients").numerator for f in (material.own, whole))
    return own is not None and everyone is not None and 2 * own <= everyone


def _headings(kind: tuple[str, str], words: Words) -> tuple[str, str]:
    return words.t(_HEADINGS[kind]), words.t("95% interval")


def _datum(material: Material, peer: Peer, kind: tuple[str, str]) -> Datum:
    """Give a standardised figure of a place, as any other figure."""
    where = (peer.figures.level, peer.figures.code, *kind)
    found: Mapping[str, Any] | None = material.standardised.get(where)
    if found is None or found["status"] != Status.SHOWN:
        return ABSENT
    return Datum(
        Status.SHOWN,
        "per_1000" if kind == _DIRECT else "ratio",
        value=found["value"],
        lower=found["lower"],
        upper=found["upper"],
    )


def _row(material: Material, peer: Peer, kinds: tuple[tuple[str, str], ...]) -> Row:
    words = material.words
    cells: list[Cell] = [value_cell(peer.figures.get(_RATE), words)]
    for datum in (_datum(material, peer, kind) for kind in kinds):
        if datum.is_shown:
            cells += [value_cell(datum, words), interval_cell(datum, words)]
        else:
            cells += [symbol_cell(datum, words)] * 2
    return Row(peer.label, tuple(cells), is_own=peer is material.peers[0])


def _verdict(material: Material, ratio: Datum) -> tuple[str, ...]:
    """Say more or fewer only where the interval, as it is printed, leaves out 1."""
    if not ratio.is_shown or ratio.lower is None or ratio.upper is None:
        return ()
    words = material.words
    low, high = (rounded(x, DIGITS["ratio"]) for x in (ratio.lower, ratio.upper))
    verdict = "higher" if low > 1 else "lower" if high < 1 else "alike"
    return (
        words.t(
            _VERDICTS[verdict],
            place=place_phrase(material),
            ratio=value_cell(ratio, words).text,
            interval=interval_cell(ratio, words).text,
        ),
    )
