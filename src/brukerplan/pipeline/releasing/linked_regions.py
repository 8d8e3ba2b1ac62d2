"""What regions consist of, and what they are called beside those of another release."""

from collections.abc import Mapping, Sequence

import pandas as pd

from brukerplan import geography
from brukerplan.geography import NATION_CODE
from brukerplan.geography.changes import atoms
from brukerplan.pipeline.releasing.recoded_surveys import Told

Region = tuple[str, str]
"""A region's level and code."""

MUNICIPALITY, NATION = "municipality", "nation"

Members = Mapping[Region, frozenset[str]]
"""The municipalities of the survey year that a region is made up of."""

PLACE = ["survey_year", "region_level", "region_code"]


def members_of(
    told: Told, survey_year: int, borders: int, participants: Sequence[str]
) -> Members:
    """Give the participants that each region of some borders is made up of."""
    lies_in = dict(zip(participants, participants, strict=True))
    if borders != survey_year:
        codes = geography.recoding(survey_year, borders, participants).codes
        lies_in = dict(zip(codes["old_code"], codes["municipality_code"], strict=True))
    parts: dict[Region, set[str]] = {(NATION, NATION_CODE): set(participants)}
    for old, code in lies_in.items():
        parts.setdefault((MUNICIPALITY, code), set()).add(old)
    links = told.regions[
        (told.regions["survey_year"] == survey_year)
        & (told.regions["part_level"] == MUNICIPALITY)
        & (told.regions["whole_level"] != NATION)
    ]
    columns = ("part_code", "whole_level", "whole_code")
    for part, level, code in zip(*(links[c] for c in columns), strict=True):
        whole = parts.setdefault((level, code), set())
        whole |= parts[MUNICIPALITY, part]
    return {region: frozenset(olds) for region, olds in parts.items()}


def names_beside(ours: Members, theirs: Members, tag: str) -> dict[Region, Region]:
    """Give what each of their regions is called: as our equal, or with its `tag`."""
    equal = {(level, olds): code for (level, code), olds in ours.items()}
    return {
        (level, code): (level, equal[level, olds])
        if (level, olds) in equal
        else (f"{level}@{tag}", code)
        for (level, code), olds in theirs.items()
    }


def links_beside(
    ours: Members, theirs: Members, names: Mapping[Region, Region]
) -> list[tuple[str, str, str, str]]:
    """Give the links between our municipalities and their regions without an equal.

    A county of theirs is made up of our municipalities that lie in it, and where one
    of ours lies in it only in part, of theirs; their nation of their counties.
    """
    places = {r: olds for r, olds in ours.items() if r[0] == MUNICIPALITY}
    lone = {r: olds for r, olds in theirs.items() if "@" in names[r][0]}
    found = []
    for region, olds in lone.items():
        if region[0] == NATION:
            counties = [names[r] for r in theirs if r[0] == "county"]
            found += [(*county, *names[region]) for county in counties]
            continue
        inside = [place for place, area in places.items() if area <= olds]
        found += [(*place, *names[region]) for place in inside]
        if region[0] == MUNICIPALITY:
            around = [place for place, area in places.items() if olds < area]
            found += [(*names[region], *place) for place in around]
            continue
        left = olds.difference(*(places[place] for place in inside))
        found += [
            (*names[part], *names[region])
            for part, area in lone.items()
            if part[0] == MUNICIPALITY and area <= left
        ]
    return found


def recoded(
    rows: pd.DataFrame, codes: Sequence[pd.DataFrame], *, others: bool = True
) -> pd.DataFrame:
    """Give rows under their regions' new names; `others` keeps those without one."""
    if not codes:
        return rows
    named = rows.merge(
        pd.concat(codes, ignore_index=True),
        on=PLACE,
        how="left" if others else "inner",
        validate="many_to_one",
    )
    level = named["new_level"].fillna(named["region_level"])
    code = named["new_code"].fillna(named["region_code"])
    named = named.assign(region_level=level, region_code=code)
    return named[list(rows.columns)]


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
    names = names_beside(ours, theirs, str(from_year))
    codes = pd.DataFrame(
        [(*region, *named) for region, named in names.items()],
        columns=[*PLACE[1:], "new_level", "new_code"],
    )
    years = published[["survey_year"]].drop_duplicates()
    links = [
        (level, code, part)
        for _, part, level, code in links_beside(ours, theirs, names)
    ]
    return (
        recoded(published, [codes.merge(years, how="cross")]),
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
