"""Tables and sentences that set a place's figures beside those of other places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brukerplan.reporting.chart_figures import table_of
from brukerplan.reporting.context import Material, Peer
from brukerplan.reporting.release_index import ABSENT, Datum, Key
from brukerplan.reporting.table_cells import count_cell, interval_cell, said, value_cell
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import Cell, Row, Table
from brukerplan.statistics import Interval, rate_interval, wilson_interval
from brukerplan.tables import Status

PER = {"per_1000": 1000.0, "percent": 100.0}
"""What a rate or share is per."""


@dataclass(frozen=True)
class Item:
    """A row of a comparison: what it is called and which figure it shows."""

    label: str
    key: Key


def item(label: str, indicator_id: str, **key: str) -> Item:
    """Give a row of a comparison."""
    return Item(label, Key(indicator_id, **key))


def datum_of(peer: Peer, wanted: Item) -> Datum:
    """Give a place's figure for a row."""
    return peer.figures.get(**wanted.key._asdict())


def comparison_table(
    name: str,
    caption: str,
    items: Iterable[Item],
    material: Material,
    *,
    heading: str,
    value_heading: str,
    notes: tuple[str, ...] = (),
    has_people: bool = True,
) -> Table:
    """Give own number of people, value and interval, and the value of each other place.

    Places of which nothing is known have no column; `has_people` is for figures whose
    number of people would mislead.
    `heading` stands over the row labels, `value_heading` over the own values.
    """
    words, wanted = material.words, list(items)
    own, *others = _with_columns(material, wanted)
    headings = [heading]
    if own is not None:
        headings += [words.t("People")] if has_people else []
        headings += [value_heading, words.t("95% interval")]
    shown = [peer for peer in others if peer is not None]
    headings += [peer.label for peer in shown]
    rows = tuple(
        Row(
            one.label,
            (
                *_own_cells(own, one, words, has_people=has_people),
                *(value_cell(datum_of(peer, one), words) for peer in shown),
            ),
        )
        for one in wanted
    )
    return table_of(name, caption, tuple(headings), rows, notes=notes)


def _with_columns(material: Material, items: list[Item]) -> list[Peer | None]:
    """Give the places of which anything is known, `None` in the stead of the others.

    A column in which nothing is known tells nothing, such as that of a place that took
    no part; where nothing is known of any place, all of them stay.
    """
    known: list[Peer | None] = [
        peer
        if any(datum_of(peer, one).status is not Status.MISSING for one in items)
        else None
        for peer in material.peers
    ]
    return known if any(known) else list(material.peers)


def _own_cells(
    own: Peer | None, wanted: Item, words: Words, *, has_people: bool
) -> list[Cell]:
    if own is None:
        return []
    datum = datum_of(own, wanted)
    people = [count_cell(datum, words)] if has_people else []
    return [*people, value_cell(datum, words), interval_cell(datum, words)]


def rest_of(whole: Datum, own: Datum) -> Datum:
    """Give the figure of the others: the whole less the place itself.

    A municipality is part of its county: compared with all of it, it would partly be
    compared with itself. Both counts are published, so nothing new is told. Missing
    where either figure is not shown.
    """
    if None in (whole.numerator, whole.denominator, own.numerator, own.denominator):
        return ABSENT
    n = whole.numerator - own.numerator  # type: ignore[operator]
    d = whole.denominator - own.denominator  # type: ignore[operator]
    if not (whole.is_shown and own.is_shown) or d <= 0 or n < 0:
        return ABSENT
    per = PER[whole.unit]
    limits = rate_interval(n, d, per) if whole.unit == "per_1000" else None
    if limits is None:
        shares = wilson_interval(min(n, d), d)
        limits = Interval(shares.lower * per, shares.upper * per)
    low, high = float(limits.lower), float(limits.upper)
    return Datum(Status.SHOWN, whole.unit, n, d, n / d * per, low, high)


def difference(own: Datum, other: Datum) -> str:
    """Say `higher` or `lower` where the 95 % intervals part, else `alike`.

    Empty where either is not shown. Intervals that overlap are never called a
    difference, as in the profiles of OHID (England).
    """
    bounds = (own.lower, own.upper, other.lower, other.upper)
    if not (own.is_shown and other.is_shown) or None in bounds:
        return ""
    if own.lower > other.upper:  # type: ignore[operator]
        return "higher"
    if own.upper < other.lower:  # type: ignore[operator]
        return "lower"
    return "alike"


def beside(material: Material, wanted: Item) -> tuple[str, ...]:
    """Give «Rogaland 23,1» and «Norge 21,4» for a key figure; shown figures only."""
    words = material.words
    return tuple(
        f"{peer.label} {said(datum, words)}"
        for peer in material.others
        if (datum := datum_of(peer, wanted)).is_shown
    )


def versus(
    material: Material, wanted: Item, sayings: Mapping[str, str]
) -> tuple[str, ...]:
    """Give a sentence for each verdict, naming the other places that it holds for.

    The place is set against the others that took part (`rest_of`). `sayings` has a
    message for `higher`, `lower` and `alike` with `{others}` in it.
    """
    words = material.words
    own = datum_of(material.peers[0], wanted)
    found: dict[str, list[str]] = {}
    for peer in material.others:
        rest = rest_of(datum_of(peer, wanted), own)
        verdict = difference(own, rest)
        if verdict:
            named = words.t("the rest of {place}", place=peer.label)
            found.setdefault(verdict, []).append(f"{named} ({said(rest, words)})")
    return tuple(
        words.t(sayings[verdict], others=words.listed(found[verdict]))
        for verdict in ("higher", "lower", "alike")
        if verdict in found
    )
