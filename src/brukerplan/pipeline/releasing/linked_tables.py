"""Releases that are out already, counted otherwise: on other borders, or without some.

Whoever has the release of 2019 and the one of 2024, which tells 2019 on the borders of
2024, can subtract one from the other; so can whoever has a county's figures from before
and after one more municipality took part. So what is out is put beside what is to be
protected: regions that are the same under two codes are made equal, and those that are
not come as rows of their own, with what is part of what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from brukerplan import indicators
from brukerplan.definitions import PUBLIC_SETS, Definitions
from brukerplan.errors import DisclosureError
from brukerplan.geography import Population
from brukerplan.pipeline.releasing.linked_regions import (
    PLACE,
    Region,
    links_beside,
    members_of,
    names_beside,
    recoded,
)
from brukerplan.pipeline.releasing.recoded_surveys import (
    DEFAULT_LEVELS,
    Groupings,
    Told,
    tell_on_borders,
)
from brukerplan.tables import (
    FIGURE_KEYS,
    INDICATOR_DTYPES,
    IndicatorTable,
    Release,
    Survey,
    empty_frame,
    typed,
)

_LINK = ["survey_year", "part_level", "part_code", "whole_level", "whole_code"]


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


def with_others(
    table: IndicatorTable,
    counted: Counted,
    earlier: Sequence[Release],
    *,
    groupings: Groupings,
) -> tuple[IndicatorTable, list[Release]]:
    """Give the table with figures of earlier releases, counted otherwise, beside it.

    Otherwise means on other borders, or from other municipalities: when one more has
    taken part since, the county as it was is a part of the county as it is.

    Gives `earlier` too, with the codes of regions that are the same made equal to
    those of the table; a region that has no equal has a level such as
    `municipality@2019`, or `county@2024.1` where others took part.

    Raises:
        DisclosureError: an earlier release counted people who are in the store no more.
    """
    besides, links, renamed = [table.beside], [table.regions], []
    done: list[_Then] = []
    for release in earlier:
        then = _Then.of(release, counted)
        if then.is_as_now(counted):
            renamed.append(release)
            continue
        is_new = then not in done
        done += [then] * is_new
        others = _Others.of(counted, then, done.index(then) + 1, groupings)
        if is_new:
            links.append(others.links)
            besides.append(others.rows(release, counted))
        renamed.append(replace(release, rows=recoded(release.rows, [others.codes])))
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
class _Then:
    """How an earlier release was counted: its borders, and who took part each year.

    Only the survey years are here that the new release tells as well.
    """

    borders: int
    participants: tuple[tuple[int, frozenset[str]], ...]

    @classmethod
    def of(cls, release: Release, counted: Counted) -> "_Then":
        """Read it from the release's own statement of its inputs."""
        inputs = release.provenance.get("inputs", [])
        shared = set(release.rows["survey_year"]) & set(counted.populations)
        participants = []
        for year in sorted(map(int, shared)):
            now = _participants(counted.survey, year)
            then = frozenset(
                entry["municipality_code"]
                for entry in inputs
                if entry["survey_year"] == year
            )
            _require_all(then - now, year, release)
            participants.append((year, then or now))
        return cls(int(release.provenance["borders_of_year"]), tuple(participants))

    def is_as_now(self, counted: Counted) -> bool:
        """Say whether the new release is counted alike."""
        return self.borders == counted.year and self.is_of_the_same(counted)

    def is_of_the_same(self, counted: Counted) -> bool:
        """Say whether the same municipalities took part in all years."""
        return all(
            then == _participants(counted.survey, year)
            for year, then in self.participants
        )

    def survey(self, counted: Counted) -> Survey:
        """Give the survey of those who took part then."""
        parts = dict(self.participants)
        frames = (
            counted.survey.persons,
            counted.survey.counts,
            counted.survey.participation,
        )
        persons, counts, participation = (
            pd.concat(
                [frame.iloc[:0]]
                + [
                    frame[
                        (frame["survey_year"] == year)
                        & frame["municipality_code"].isin(sorted(codes))
                    ]
                    for year, codes in parts.items()
                ]
            )
            for frame in frames
        )
        return replace(
            counted.survey,
            persons=persons,
            counts=counts,
            participation=participation,
        )


def _participants(survey: Survey, year: int) -> frozenset[str]:
    taking = survey.participation
    return frozenset(taking.loc[taking["survey_year"] == year, "municipality_code"])


def _require_all(gone: frozenset[str], year: int, release: Release) -> None:
    """Refuse to tell a county without somebody whom readers have it with.

    Raises:
        DisclosureError: a subtraction would give back what was hidden of them.
    """
    if gone:
        raise DisclosureError(
            f"the release of {release.provenance['survey_year']} counted people of "
            f"{', '.join(sorted(gone))} in {year} who are in the store no more: without "
            "them, the two side by side would give them away",
            hint="import them again; or say --never-published if nobody has read that "
            "release",
            slug="release-counted-others",
        )


@dataclass(frozen=True)
class _Others:
    """The survey as an earlier release counted it.

    `codes` has survey_year, region_level and region_code, and new_level and new_code:
    what the region is called beside the release that is made. `links` is as
    `IndicatorTable.regions`, for the regions that have no equal there.
    """

    told: Told
    codes: pd.DataFrame
    links: pd.DataFrame

    @classmethod
    def of(
        cls, counted: Counted, then: _Then, number: int, groupings: Groupings
    ) -> "_Others":
        """Find which of its regions have an equal, and what the others consist of."""
        years = [year for year, _ in then.participants]
        same_borders = then.borders == counted.year
        told = tell_on_borders(
            then.survey(counted),
            then.borders,
            populations={year: counted.populations[year] for year in years},
            groupings=groupings if same_borders else {},
            levels=_levels(counted) if same_borders else frozenset(DEFAULT_LEVELS),
        )
        members = {
            year: (
                members_of(
                    counted.told,
                    year,
                    counted.year,
                    sorted(_participants(counted.survey, year)),
                ),
                members_of(told, year, then.borders, sorted(codes)),
            )
            for year, codes in then.participants
        }
        alike = then.is_of_the_same(counted)
        tag = str(then.borders) if alike else f"{then.borders}.{number}"
        names = {y: names_beside(*both, tag) for y, both in members.items()}
        if not alike:
            names = _lone_in_all_years(names, tag)
        codes = pd.DataFrame(
            [
                (year, *region, *named)
                for year, of_year in names.items()
                for region, named in of_year.items()
            ],
            columns=[*PLACE, "new_level", "new_code"],
        )
        links = pd.DataFrame(
            [
                (year, *link)
                for year, (ours, theirs) in members.items()
                for link in links_beside(ours, theirs, names[year])
            ],
            columns=_LINK,
        )
        return cls(told, codes, links)

    def rows(self, release: Release, counted: Counted) -> pd.DataFrame:
        """Give the figures that the release has of regions that have no equal."""
        lone = self.codes["new_level"].str.contains("@")
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
            recoded(table.rows[out], [self.codes[lone]], others=False),
            INDICATOR_DTYPES,
        )


def _levels(counted: Counted) -> frozenset[str]:
    return frozenset((*DEFAULT_LEVELS, *counted.told.regions["whole_level"]))


def _lone_in_all_years(
    names: Mapping[int, dict[Region, Region]], tag: str
) -> dict[int, dict[Region, Region]]:
    """Call a region by its own name in every year if it has no equal in one.

    A sum over three years is another's too if one of its years is.
    """
    lone = {r for of in names.values() for r, named in of.items() if "@" in named[0]}
    return {
        year: {
            region: (f"{region[0]}@{tag}", region[1]) if region in lone else named
            for region, named in of_year.items()
        }
        for year, of_year in names.items()
    }


def _of_people(definitions: Definitions) -> Definitions:
    """Give the definitions of figures that count people, since others are no secret."""
    counting = (
        i
        for i in definitions.indicators
        if i.categories[0].numerator not in PUBLIC_SETS
    )
    return replace(definitions, indicators=tuple(counting))


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[list(FIGURE_KEYS)].astype("str"))
