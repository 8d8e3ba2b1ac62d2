"""What the chapters of one report are written from: its place beside others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from brukerplan.geography.places import counties, municipalities
from brukerplan.geography.regions import NATION_CODE, NATION_NAMES, region_names
from brukerplan.reporting.charts.data import Role
from brukerplan.reporting.lookup import PlaceFigures, ReleaseFigures
from brukerplan.reporting.model import Kind
from brukerplan.reporting.words import Words
from brukerplan.tables import Release

OSLO = "0301"
"""The one municipality that is a county too; its county is not another place."""

_PLACE_COLUMNS = ("name", "short_name", "county_code", "county_name", "kostra_group")


@dataclass(frozen=True)
class Place:
    """What is known of a report's place, whether or not it took part.

    `name` is the official name, perhaps in several languages, `short_name` the
    Norwegian one. County fields are empty for the nation.
    """

    kind: Kind
    code: str
    name: str
    short_name: str
    county_code: str = ""
    county_name: str = ""
    kostra_group: str = ""


@dataclass(frozen=True)
class Peer:
    """A place to set figures beside: its name and its part in charts."""

    label: str
    role: Role
    figures: PlaceFigures


@dataclass(frozen=True)
class Material:
    """Everything that the chapters read; nothing in it is changed."""

    words: Words
    place: Place
    year: int
    release: ReleaseFigures
    policy: Mapping[str, Any]
    provenance: Mapping[str, Any]
    names: Mapping[tuple[str, str], str]
    """(level, code) -> name to print, in the report's language."""
    peers: tuple[Peer, ...]
    """The own place first, then county, nation and similar places."""
    as_of: date | None = None

    @property
    def own(self) -> PlaceFigures:
        """The figures of the report's own place."""
        return self.peers[0].figures

    @property
    def others(self) -> tuple[Peer, ...]:
        """The places beside."""
        return self.peers[1:]

    def peer(self, role: Role) -> Peer | None:
        """Give the place that has a part in the charts, if there is one."""
        return next((peer for peer in self.peers if peer.role is role), None)

    @property
    def earlier_years(self) -> tuple[int, ...]:
        """The survey years before the report's that the release has figures for."""
        return tuple(year for year in self.release.years if year < self.year)


def place_of(code: str, year: int, language: str) -> Place:
    """Give what is known of a place by its code: four digits, two, or `0`.

    Raises:
        KeyError: no place has the code that year.
    """
    if code == NATION_CODE:
        name = NATION_NAMES[language]
        return Place(Kind.NATION, code, name, name)
    if len(code) == 2:
        rows = counties(year).set_index("county_code")
        name = str(rows.at[code, "county_name"])
        return Place(Kind.COUNTY, code, name, name, code, name)
    row = municipalities(year).set_index("municipality_code").loc[code]
    return Place(
        Kind.MUNICIPALITY,
        code,
        *(str(row[column]) for column in _PLACE_COLUMNS),
    )


def gather(
    release: Release,
    figures: ReleaseFigures,
    place: Place,
    *,
    year: int,
    words: Words,
    as_of: date | None = None,
) -> Material:
    """Put together what the report of `place` is written from."""
    named = region_names(year, words.language)
    names = {(level, code): name for level, code, name in named.itertuples(index=False)}
    return Material(
        words=words,
        place=place,
        year=year,
        release=figures,
        policy=release.policy,
        provenance=release.provenance,
        names=names,
        peers=tuple(_peers(figures, place, year, names)),
        as_of=as_of,
    )


def _peers(
    figures: ReleaseFigures,
    place: Place,
    year: int,
    names: Mapping[tuple[str, str], str],
) -> list[Peer]:
    def peer(role: Role, level: str, code: str) -> Peer:
        name = names.get((level, code), code)
        return Peer(name, role, figures.place(year, level, code, name))

    peers = [peer(Role.OWN, place.kind.value, place.code)]
    if place.kind is Kind.MUNICIPALITY:
        if place.code != OSLO:
            peers.append(peer(Role.COUNTY, "county", place.county_code))
        if place.kostra_group:
            peers.append(peer(Role.SIMILAR, "kostra_group", place.kostra_group))
    if place.kind is not Kind.NATION:
        peers.append(peer(Role.NATION, "nation", NATION_CODE))
    return [
        peers[0],
        *(
            p
            for p in peers[1:]
            if not p.figures.is_empty and not _adds_nothing(p, peers)
        ),
    ]


def _adds_nothing(place: Peer, peers: list[Peer]) -> bool:
    """Whether the nation consists of one county's participants alone.

    So it is where only one county's municipalities are imported.
    """
    if place.role is not Role.NATION:
        return False
    took_part = _participants(place)
    counties_here = [peer for peer in peers if peer.figures.level == "county"]
    return took_part is not None and took_part in map(_participants, counties_here)


def _participants(place: Peer) -> int | None:
    return place.figures.get("participating_municipalities").numerator
