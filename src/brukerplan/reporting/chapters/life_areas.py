"""The eight areas of life as stacked bars: shares of everyone mapped, red first.

The shares are of everyone, rated or not, because those can be shown where so few lack a
rating that the share of those rated would give their number away. Releases without
such figures have the shares of those rated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from brukerplan.reporting.chapters.bar_figures import has_key
from brukerplan.reporting.chart_figures import picture, table_of
from brukerplan.reporting.charts.chart_data import (
    Role,
    StackedBar,
    StackedBars,
    StackedGroup,
)
from brukerplan.reporting.charts.stacked import draw_stacked_bars
from brukerplan.reporting.context import Material, Peer
from brukerplan.reporting.messages import msg
from brukerplan.reporting.release_index import Datum
from brukerplan.reporting.table_cells import (
    chart_value,
    rounding_note,
    said,
    text_cell,
    value_cell,
)
from brukerplan.reporting.view_model import EMPTY, Figure, Row, Section, Table
from brukerplan.tables import AREAS

RATED, EVERYONE = "function_level_", "of_everyone_"
"""What the indicators of the areas begin with: of those rated, of everyone mapped."""

_PARTS = ("red", "yellow", "green", "missing")
"""The parts of a bar, so that red starts at the same edge in each."""

_COLOURS = msg(
    "Staff rate each person in eight areas of life. Green is relatively good "
    "function, yellow considerable negative consequences for daily life, and "
    "red very serious consequences."
)
_BASES = {
    EVERYONE: msg(
        "The shares are of everyone mapped; people who are not rated in the area are "
        "part of the whole."
    ),
    RATED: msg("The shares are of those rated."),
}
_CAPTIONS = {
    EVERYONE: msg("Function in the eight areas of life, per cent of everyone mapped"),
    RATED: msg("Function in the eight areas of life, per cent of those rated"),
}
_NOTES = {
    EVERYONE: msg(
        "Where people are not rated, more of them may be red, yellow or green than the "
        "shares say. Shares of those rated are in the tables at the end."
    ),
    RATED: msg(
        "Those who are not rated are a share of everyone mapped; they are not part of "
        "green, yellow and red."
    ),
}
_ALTERNATIVES = {
    EVERYONE: msg(
        "Stacked bars of red, yellow, green and not rated for each area, of everyone "
        "mapped. Red in {place}: {told}."
    ),
    RATED: msg(
        "Stacked bars of red, yellow and green for each area, of those rated. Red in "
        "{place}: {told}."
    ),
}


@dataclass(frozen=True)
class _Base:
    """What the shares are of, the areas that have such shares, and whose are drawn."""

    prefix: str
    areas: tuple[str, ...]
    peers: tuple[Peer, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of a bar that make up the whole."""
        return _PARTS if self.prefix == EVERYONE else _PARTS[:3]

    def datum(self, peer: Peer, area: str, part: str) -> Datum:
        """Give a place's share; those not rated are always a share of everyone."""
        prefix = RATED if part == "missing" else self.prefix
        return peer.figures.get(f"{prefix}{area}", category=part)

    def wholes(self) -> Iterator[Sequence[Datum]]:
        """Give the shares of each bar, which make up 100 per cent."""
        for area in self.areas:
            for peer in self.peers:
                yield [self.datum(peer, area, part) for part in self.parts]


def areas_section(material: Material) -> Section:
    """Give what the colours mean, and the areas with county and nation beside."""
    figure = areas_figure(material)
    if figure is None:
        return EMPTY
    words = material.words
    about = f"{words.t(_COLOURS)} {words.t(_BASES[_base(material).prefix])}"
    return Section(paragraphs=(about,), figures=(figure,))


def areas_figure(material: Material, *, alone: bool = False) -> Figure | None:
    """Give the areas as stacked bars; `alone` leaves out the other places."""
    base = _base(material, alone=alone)
    if not base.areas:
        return None
    words = material.words
    caption = words.t(_CAPTIONS[base.prefix])
    return picture(
        "areas-alone" if alone else "areas",
        _bars(material, base),
        draw_stacked_bars,
        words=words,
        caption=caption,
        alternative=_told(material, base),
        table=_table(material, base, caption),
        print_width=78 if alone else 84,
    )


def _base(material: Material, *, alone: bool = False) -> _Base:
    peers = tuple(peer for peer in material.drawn if peer.role is not Role.SIMILAR)
    for prefix in (EVERYONE, RATED):
        areas = tuple(
            area
            for area in AREAS
            if has_key(material, f"{prefix}{area}", category="red")
        )
        if areas:
            break
    return _Base(prefix, areas, peers[:1] if alone else peers)


def _bars(material: Material, base: _Base) -> StackedBars:
    words = material.words
    return StackedBars(
        part_labels=tuple(words.label("category", part) for part in base.parts),
        groups=tuple(
            StackedGroup(
                words.label("area", area),
                tuple(_bar(material, base, peer, area) for peer in base.peers),
            )
            for area in base.areas
        ),
    )


def _bar(material: Material, base: _Base, peer: Peer, area: str) -> StackedBar:
    words = material.words
    values = (chart_value(base.datum(peer, area, p), words) for p in base.parts)
    sign = words.numbers.percent_sign
    short = tuple(
        replace(value, text=value.text.removesuffix(sign)) for value in values
    )
    return StackedBar(peer.label, peer.role, short)


def _table(material: Material, base: _Base, caption: str) -> Table:
    words = material.words
    return table_of(
        "areas",
        caption,
        (
            words.t("Area"),
            words.t("Place"),
            *(words.label("category", part) for part in _PARTS),
        ),
        tuple(_row(material, base, p, area) for area in base.areas for p in base.peers),
        notes=(
            words.t(_NOTES[base.prefix]),
            *rounding_note(base.wholes(), words),
        ),
        words_first=2,
    )


def _row(material: Material, base: _Base, peer: Peer, area: str) -> Row:
    words = material.words
    cells = tuple(value_cell(base.datum(peer, area, part), words) for part in _PARTS)
    is_own = peer is material.peers[0] and len(material.peers) > 1
    return Row(words.label("area", area), (text_cell(peer.label), *cells), is_own)


def _told(material: Material, base: _Base) -> str:
    words, place = material.words, base.peers[0]
    red = ", ".join(
        f"{words.label('area', area)}: {said(base.datum(place, area, 'red'), words)}"
        for area in base.areas
    )
    return words.t(_ALTERNATIVES[base.prefix], place=place.label, told=red)
