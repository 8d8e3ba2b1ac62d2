"""What the chapters of one report are written from: its place beside others."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from brukerplan.geography.places import counties, municipalities
from brukerplan.geography.regions import NATION_CODE, NATION_NAMES, region_names
from brukerplan.reporting.analysis import standardised_rates
from brukerplan.reporting.charts.chart_data import Boundaries, Role
from brukerplan.reporting.release_index import PlaceFigures, ReleaseFigures
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import Kind
from brukerplan.tables import Release

OSLO = "0301"
"""The one municipality that is a county too; its county is not another place."""

NATION_COVERED = 50.0
"""Per cent of the nation's adults that must be covered for it to be compared with."""

LEAST_ALIKE = 3
"""So many similar municipalities must have taken part to be compared with."""

Standardised = Mapping[tuple[str, ...], Mapping[Any, Any]]
"""(level, code, method, standard) -> a row of `standardised_rates`."""

_STANDARDISED = ("region_level", "region_code", "method", "standard")
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
    rows_of_peers: Release
    """The release cut down to the rows of the peers."""
    as_of: date | None = None
    boundaries: Boundaries | None = None
    """Outlines of the municipalities, where an owner has given them."""
    standardised: Standardised = field(default_factory=dict)
    """Standardised rates: what `standardised_of` gives."""

    @property
    def own(self) -> PlaceFigures:
        """The figures of the report's own place."""
        return self.peers[0].figures

    @property
    def others(self) -> tuple[Peer, ...]:
        """The places beside."""
        return self.peers[1:]

    @property
    def drawn(self) -> tuple[Peer, ...]:
        """The places to draw: those that took part, or all where none did."""
        return tuple(p for p in self.peers if p.figures.took_part) or self.peers

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
    boundaries: Boundaries | None = None,
    standardised: Standardised | None = None,
) -> Material:
    """Put together what the report of `place` is written from."""
    named = region_names(year, words.language)
    names = {(level, code): name for level, code, name in named.itertuples(index=False)}
    peers = _peers(figures, place, year, names)
    return Material(
        words=words,
        place=place,
        year=year,
        release=figures,
        policy=release.policy,
        provenance=release.provenance,
        names=names,
        peers=tuple(peers),
        rows_of_peers=replace(release, rows=figures.rows_of(p.figures for p in peers)),
        as_of=as_of,
        boundaries=boundaries,
        standardised=standardised or {},
    )


def standardised_of(release: Release) -> Standardised:
    """Give the standardised rates of a release's own year, for everyone mapped."""
    rows = standardised_rates(release).to_dict("records")
    return {tuple(str(row[name]) for name in _STANDARDISED): row for row in rows}


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
        *(p for p in peers[1:] if not p.figures.is_empty and _stands_for_itself(p)),
    ]


def _stands_for_itself(place: Peer) -> bool:
    """Whether a place's figures may be called the place's own.

    The nation's may where `NATION_COVERED` per cent of its adults or more live in
    municipalities that took part: one county's figures are not Norway's. A group of
    similar municipalities needs `LEAST_ALIKE` of them.
    """
    if place.role is Role.NATION:
        covered = place.figures.get("population_covered").value
        return covered is not None and covered >= NATION_COVERED
    if place.role is Role.SIMILAR:
        took_part = place.figures.get("participating_municipalities").numerator
        return (took_part or 0) >= LEAST_ALIKE
    return True
