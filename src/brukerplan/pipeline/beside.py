"""Releases that are out on other borders: the same people, counted in other regions.

Whoever has the release of 2019 and the one of 2024, which tells 2019 on the borders of
2024, can subtract one from the other. So what is out is put beside what is to be
protected: regions that are the same under two codes are made equal, and those that are
not come as rows of their own, with what is part of what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from brukerplan import geography, indicators
from brukerplan.definitions import PUBLIC_SETS, Definitions
from brukerplan.geography import Population
from brukerplan.geography.changes import atoms
from brukerplan.pipeline.borders import DEFAULT_LEVELS, Told, only_year, tell_on_borders
from brukerplan.tables import (
    FIGURE_KEYS,
    INDICATOR_DTYPES,
    IndicatorTable,
    Release,
    Survey,
    empty_frame,
    typed,
)

Region = tuple[str, str]
"""A region's level and code."""

Members = Mapping[Region, frozenset[str]]
"""The municipalities of the survey year that a region is made up of."""

_LINK = ["survey_year", "part_level", "part_code", "whole_level", "whole_code"]
_PLACE = ["survey_year", "region_level", "region_code"]


@dataclass(frozen=True)
class Counted:
    """What the figures of a release are counted from: the survey, and how it is told.

    `told` is the survey on the borders of `year`, the year of the release.
    """

    survey: Survey
    year: int
    told: Told
    populations: Mapping[int, Population]
    definitions: Definitions


def with_others_borders(
    table: IndicatorTable, counted: Counted, earlier: Sequence[Release]
) -> tuple[IndicatorTable, list[Release]]:
    """Give the table with figures of earlier releases on other borders beside it.

    Gives `earlier` too, with the codes of regions that are the same made equal to
    those of the table; a region that has no equal has a level such as
    `municipality@2019`.
    """
    besides, links, renamed = [table.beside], [table.regions], []
    done: set[tuple[int, int]] = set()
    for release in earlier:
        borders = int(release.provenance["borders_of_year"])
        if borders == counted.year:
            renamed.append(release)
            continue
        shared = sorted(set(release.rows["survey_year"]) & set(counted.populations))
        codes = []
        for survey_year in map(int, shared):
            others = _Others.of(counted, survey_year, borders)
            codes.append(others.codes)
            if (survey_year, borders) not in done:
                links.append(others.links)
                besides.append(others.rows(release, counted))
                done.add((survey_year, borders))
        renamed.append(replace(release, rows=_recoded(release.rows, codes)))
    every = pd.concat(besides, ignore_index=True)
    fresh = ~_keys(every).isin(_keys(table.rows))
    return (
        replace(
            table,
            regions=pd.concat(links, ignore_index=True),
            beside=every[fresh].drop_duplicates(list(FIGURE_KEYS), ignore_index=True),
        ),
        renamed,
    )


@dataclass(frozen=True)
class _Others:
    """A survey year on the borders of another release.

    `codes` has survey_year, region_level and region_code, and new_level and new_code:
    what the region is called beside the release that is made. `links` is as
    `IndicatorTable.regions`, for the regions that have no equal there.
    """

    survey_year: int
    borders: int
    told: Told
    codes: pd.DataFrame
    links: pd.DataFrame

    @classmethod
    def of(cls, counted: Counted, survey_year: int, borders: int) -> "_Others":
        """Find which of its regions have an equal, and what the others consist of."""
        told = tell_on_borders(
            counted.survey,
            borders,
            populations={survey_year: counted.populations[survey_year]},
            groupings={},
            levels=frozenset(DEFAULT_LEVELS),
        )
        taking = only_year(counted.survey, survey_year).participation
        participants = sorted(set(taking["municipality_code"]))
        ours = _members(counted.told, survey_year, counted.year, participants)
        theirs = _members(told, survey_year, borders, participants)
        names = _names(ours, theirs, borders)
        codes = pd.DataFrame(
            [(survey_year, *region, *named) for region, named in names.items()],
            columns=[*_PLACE, "new_level", "new_code"],
        )
        links = pd.DataFrame(
            [(survey_year, *link) for link in _links(ours, theirs, names)],
            columns=_LINK,
        )
        return cls(survey_year, borders, told, codes, links)

    def rows(self, release: Release, counted: Counted) -> pd.DataFrame:
        """Give the figures that the release has of regions that have no equal."""
        lone = self.codes["new_level"].str.contains("@") | self.codes[
            "new_code"
        ].str.contains("@")
        if not lone.any():
            return empty_frame(INDICATOR_DTYPES)
        table = indicators.compute(
            self.told.survey,
            year=counted.year,
            population=self.told.population,
            regions=self.told.regions,
            names=self.told.names,
            definitions=_of_people(counted.definitions),
        )
        out = _keys(table.rows).isin(_keys(release.rows))
        return typed(
            _recoded(table.rows[out], [self.codes[lone]], others=False),
            INDICATOR_DTYPES,
        )


def _of_people(definitions: Definitions) -> Definitions:
    """Give the definitions of figures that count people, since others are no secret."""
    counting = (
        i
        for i in definitions.indicators
        if i.categories[0].numerator not in PUBLIC_SETS
    )
    return replace(definitions, indicators=tuple(counting))


def _members(
    told: Told, survey_year: int, borders: int, participants: Sequence[str]
) -> Members:
    """Give what municipalities and counties of some borders are made up of."""
    lies_in = dict(zip(participants, participants, strict=True))
    if borders != survey_year:
        codes = geography.recoding(survey_year, borders, participants).codes
        lies_in = dict(zip(codes["old_code"], codes["municipality_code"], strict=True))
    parts: dict[Region, set[str]] = {}
    for old, code in lies_in.items():
        parts.setdefault(("municipality", code), set()).add(old)
    links = told.regions[
        (told.regions["survey_year"] == survey_year)
        & (told.regions["part_level"] == "municipality")
        & (told.regions["whole_level"] == "county")
    ]
    for part, county in zip(links["part_code"], links["whole_code"], strict=True):
        whole = parts.setdefault(("county", county), set())
        whole |= parts["municipality", part]
    return {region: frozenset(olds) for region, olds in parts.items()}


def _names(ours: Members, theirs: Members, borders: int) -> dict[Region, Region]:
    """Give what each of their regions is called: as our equal, or with its borders."""
    equal = {(level, olds): code for (level, code), olds in ours.items()}
    return {
        (level, code): (level, equal[level, olds])
        if (level, olds) in equal
        else (f"{level}@{borders}", code)
        for (level, code), olds in theirs.items()
    }


def _links(
    ours: Members, theirs: Members, names: Mapping[Region, Region]
) -> list[tuple[str, str, str, str]]:
    """Give the links between our municipalities and their regions without an equal.

    A county of theirs is made up of our municipalities that lie in it, and where one
    of ours lies in it only in part, of theirs.
    """
    places = {r: olds for r, olds in ours.items() if r[0] == "municipality"}
    lone = {r: olds for r, olds in theirs.items() if names[r][0] != r[0]}
    found = []
    for region, olds in lone.items():
        inside = [place for place, area in places.items() if area <= olds]
        found += [(*place, *names[region]) for place in inside]
        if region[0] == "municipality":
            around = [place for place, area in places.items() if olds < area]
            found += [(*names[region], *place) for place in around]
            continue
        left = olds.difference(*(places[place] for place in inside))
        found += [
            (*names[part], *names[region])
            for part, area in lone.items()
            if part[0] == "municipality" and area <= left
        ]
    return found


def _recoded(
    rows: pd.DataFrame, codes: Sequence[pd.DataFrame], *, others: bool = True
) -> pd.DataFrame:
    """Give rows under their regions' new names; `others` keeps those without one."""
    if not codes:
        return rows
    named = rows.merge(
        pd.concat(codes, ignore_index=True),
        on=_PLACE,
        how="left" if others else "inner",
        validate="many_to_one",
    )
    level = named["new_level"].fillna(named["region_level"])
    code = named["new_code"].fillna(named["region_code"])
    named = named.assign(region_level=level, region_code=code)
    return named[list(rows.columns)]


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[list(FIGURE_KEYS)].astype("str"))


def published_on_borders(
    published: pd.DataFrame, from_year: int, to_year: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give published figures under the codes of other borders, as far as they are one.

    A region whose area no region of `to_year` has gets a level such as
    `municipality@2019`. The second frame says what is part of what then: region_level
    and region_code (the whole), municipality_code (the part).
    """
    parts = ["region_level", "region_code", "municipality_code"]
    if from_year == to_year:
        return published, pd.DataFrame(columns=parts)
    ours, theirs = _areas(to_year), _areas(from_year)
    names = _names(ours, theirs, from_year)
    codes = pd.DataFrame(
        [(*region, *named) for region, named in names.items()],
        columns=[*_PLACE[1:], "new_level", "new_code"],
    )
    years = published[["survey_year"]].drop_duplicates()
    links = [
        (level, code, part) for _, part, level, code in _links(ours, theirs, names)
    ]
    return (
        _recoded(published, [codes.merge(years, how="cross")]),
        pd.DataFrame(links, columns=parts),
    )


def _areas(year: int) -> Members:
    """Give the areas that municipalities and counties of a year are made up of."""
    rows = geography.municipalities(year)
    areas = atoms(year)
    parts: dict[Region, frozenset[str]] = {}
    for code, county in zip(
        rows["municipality_code"], rows["county_code"], strict=True
    ):
        parts["municipality", code] = areas[code]
        whole = parts.get(("county", county), frozenset())
        parts["county", county] = whole | areas[code]
    return parts
