"""Tells every survey year on the borders of one: people, inhabitants, coverage, gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from brukerplan import geography
from brukerplan.geography import Population
from brukerplan.tables import Status, Survey

DEFAULT_LEVELS = ("municipality", "county", "nation")

Groupings = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Told:
    """Surveys on one year's borders, and what `indicators.compute` needs beside them.

    The frames are as `indicators.compute` takes them.
    """

    survey: Survey
    population: pd.DataFrame
    regions: pd.DataFrame
    coverage: pd.DataFrame
    gaps: pd.DataFrame
    names: pd.DataFrame


def tell_on_borders(
    survey: Survey,
    year: int,
    *,
    populations: Mapping[int, Population],
    groupings: Groupings,
    levels: frozenset[str],
) -> Told:
    """Give the survey years in `populations` on the borders of `year`.

    `levels` are the levels of region that figures are wanted for.
    """
    parts = [
        _tell(only_year(survey, y), y, year, population, groupings)
        for y, population in sorted(populations.items())
    ]
    regions = _joined([part.regions for part in parts])
    gaps = _joined([part.gaps for part in parts])
    coverage = _joined([part.coverage for part in parts])
    names = _names(year, groupings)
    return Told(
        survey=replace(
            survey,
            persons=_joined([part.survey.persons for part in parts]),
            counts=_joined([part.survey.counts for part in parts]),
            participation=_joined([part.survey.participation for part in parts]),
        ),
        population=_joined([part.population for part in parts]),
        regions=regions[regions["whole_level"].isin(levels)].reset_index(drop=True),
        coverage=coverage[coverage["region_level"].isin(levels)],
        gaps=gaps[gaps["region_level"].isin(levels)],
        names=names[names["region_level"].isin(levels)],
    )


def only_year(survey: Survey, year: int) -> Survey:
    """Give one year of a survey."""
    persons, counts, participation = (
        frame[frame["survey_year"] == year]
        for frame in (survey.persons, survey.counts, survey.participation)
    )
    return replace(survey, persons=persons, counts=counts, participation=participation)


def _tell(
    survey: Survey, y: int, year: int, population: Population, groupings: Groupings
) -> Told:
    participants = sorted(set(survey.participation["municipality_code"]))
    recoding = None
    people = population.frame[population.frame["municipality_code"].isin(participants)]
    gaps = _without_figure(year, participants)
    if y != year:
        recoding = geography.recoding(y, year, participants)
        survey = replace(
            survey,
            persons=geography.recode(survey.persons, recoding),
            counts=geography.recode(survey.counts, recoding),
            participation=geography.recode(survey.participation, recoding),
        )
        people = geography.recode_counts(people, recoding, count="population")
        gaps = _not_told(recoding, year, groupings)
    coverage = geography.coverage(
        y,
        participants,
        population,
        groupings=groupings,
        borders=None if recoding is None else year,
    )
    return Told(
        survey=survey,
        population=people.assign(survey_year=y),
        regions=geography.region_parts(
            y, participants, groupings=groupings, recoding=recoding
        ),
        coverage=_where_anybody(coverage).assign(survey_year=y),
        gaps=gaps.assign(survey_year=y),
        names=pd.DataFrame(),
    )


def _without_figure(year: int, participants: list[str]) -> pd.DataFrame:
    """Give the municipalities that took no part, in counties where others did."""
    places = geography.municipalities(year)
    took_part = places["municipality_code"].isin(participants)
    counties = set(places.loc[took_part, "county_code"])
    absent = places.loc[
        places["county_code"].isin(counties) & ~took_part, "municipality_code"
    ]
    return _gaps("municipality", absent, str(Status.MISSING))


def _not_told(
    recoding: geography.Recoding, year: int, groupings: Groupings
) -> pd.DataFrame:
    """Give what has no figure of an earlier year on the borders of `year`."""
    places = geography.municipalities(year).set_index("municipality_code")
    regions = recoding.regions
    county = regions["municipality_code"].map(places["county_code"])
    reached = set(county[regions["parts_participating"] > 0])
    lost = regions[(regions["status"] != Status.SHOWN) & county.isin(reached)]
    wholes = recoding.not_estimable_wholes(geography.wholes(year, groupings=groupings))
    return pd.concat(
        [
            _gaps("municipality", lost["municipality_code"], lost["status"]),
            _gaps(
                wholes["whole_level"], wholes["whole_code"], str(Status.NOT_ESTIMABLE)
            ),
        ],
        ignore_index=True,
    )


def _gaps(
    level: str | pd.Series, codes: pd.Series, status: str | pd.Series
) -> pd.DataFrame:
    frame = pd.DataFrame({"region_code": codes}).assign(
        region_level=level, status=status
    )
    return frame[["region_level", "region_code", "status"]].astype("str")


def _where_anybody(coverage: pd.DataFrame) -> pd.DataFrame:
    return coverage[coverage["municipalities_participating"] > 0]


def _names(year: int, groupings: Groupings) -> pd.DataFrame:
    own = [
        frame.rename(columns={"group_code": "region_code", "group_name": "region_name"})
        .assign(region_level=f"group:{name}")[
            ["region_level", "region_code", "region_name"]
        ]
        .drop_duplicates(["region_level", "region_code"])
        for name, frame in groupings.items()
    ]
    return _joined([geography.region_names(year, "nb"), *own])


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)
