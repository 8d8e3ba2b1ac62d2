"""Makes releases: survey, population, figures, disclosure control, store."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from brukerplan import disclosure, geography, indicators
from brukerplan.definitions import load_definitions, set_relations
from brukerplan.disclosure import DisclosurePolicy
from brukerplan.errors import UsageError
from brukerplan.geography import Population
from brukerplan.geography.groupings import check_grouping_name
from brukerplan.pipeline.releasing import release_audit
from brukerplan.pipeline.releasing.linked_tables import Counted, with_others
from brukerplan.pipeline.releasing.recoded_surveys import (
    DEFAULT_LEVELS,
    Groupings,
    tell_on_borders,
)
from brukerplan.pipeline.releasing.release_history import published, with_replaced
from brukerplan.store import Store
from brukerplan.tables import IndicatorTable, Release, Survey

Progress = Callable[[int, int], None]
STAGES = 4
"""What making a release consists of: to count, to hide, to attack and to store."""

OTHER_POLICIES: Mapping[str, DisclosurePolicy] = {
    "default": DisclosurePolicy(),
    "counts from 10": DisclosurePolicy(smallest_count=10),
    "shares of 20 or more": DisclosurePolicy(smallest_denominator=20),
    "not rated shown (internal)": DisclosurePolicy(
        unrated_protected=False, audience="internal"
    ),
}
"""What `policy_report` sets beside the chosen policy."""

HALF = 50.0
"""The percentage of the nation's adults covered from which its report says much."""

ALSO_LEVELS = ("kostra_group", "centrality")
"""Further levels that figures can be given for."""


@dataclass(frozen=True)
class ReleaseOptions:
    """What to compute, beyond the year.

    `also` names further levels (`ALSO_LEVELS`); `groupings` own ones, by name, each a
    CSV file; `indicators` a folder with own definitions; `trend_years` how many years
    back earlier surveys are told, on the borders of the release's year; with
    `all_trends` that goes for every indicator, not only those declared as trends.
    `never_published` says that nobody outside has read any release of the year, the
    one in the store or one that it replaced: they bind nothing, and are not kept.
    """

    also: tuple[str, ...] = ()
    groupings: Mapping[str, Path] = field(default_factory=dict)
    indicators: Path | None = None
    trend_years: int = 10
    all_trends: bool = False
    never_published: bool = False
    policy: DisclosurePolicy = field(default_factory=DisclosurePolicy)

    def levels(self) -> frozenset[str]:
        """Give the levels of region that there are figures for.

        Raises:
            UsageError: `also` has a level that is not known.
        """
        if unknown := set(self.also) - set(ALSO_LEVELS):
            raise UsageError(
                f"there is no level «{min(unknown)}»",
                hint=f"use one of {', '.join(ALSO_LEVELS)}",
                slug="level-unknown",
            )
        own = (f"group:{name}" for name in self.groupings)
        return frozenset((*DEFAULT_LEVELS, *self.also, *own))


def parse_groupings(texts: Iterable[str]) -> Mapping[str, Path]:
    """Give own groupings from texts such as `helse=omraader.csv`.

    Raises:
        UsageError: a text has no name or no file.
    """
    groupings = {}
    for text in texts:
        name, _, file = text.partition("=")
        if not name or not file:
            raise UsageError(
                f"«{text}» is no grouping",
                hint="write --grouping NAME=FILE.csv",
                slug="grouping-unreadable",
            )
        groupings[check_grouping_name(name)] = Path(file)
    return groupings


def policy_of(**rules: Any) -> DisclosurePolicy:
    """Give the default policy with the rules that are not None in place of its own.

    Raises:
        UsageError: a rule has no meaning, or is too loose for its audience.
    """
    return DisclosurePolicy.from_mapping(
        {name: value for name, value in rules.items() if value is not None}
    )


@dataclass(frozen=True)
class Computed:
    """A release, and how far it reaches."""

    release: Release
    municipalities: list[str]
    years: tuple[int, ...]

    @property
    def widest_region(self) -> str:
        """Give the region to look at first: the nation if half of it took part.

        Else the county where most municipalities did.
        """
        year = self.release.provenance["survey_year"]
        rows = self.release.rows
        nation = rows[
            (rows["survey_year"] == year)
            & (rows["region_level"] == "nation")
            & (rows["indicator_id"] == "population_covered")
            & (rows["value"] >= HALF)
        ]
        if len(nation):
            return geography.NATION_CODE
        counties = Counter(code[:2] for code in self.municipalities)
        return min(counties, key=lambda code: (-counties[code], code))

    @property
    def by_status(self) -> Mapping[str, int]:
        """Give the number of figures of each status."""
        counts = self.release.rows["status"].value_counts().sort_index()
        return {str(status): int(number) for status, number in counts.items()}

    def text(self) -> str:
        """Give a sentence: how many figures, of which so many hidden."""
        counts = self.by_status
        hidden = counts.get("suppressed", 0) + counts.get("complementary", 0)
        return (
            f"a release of {len(self.release.rows)} figures for "
            f"{self.release.provenance['survey_year']}, from "
            f"{len(self.municipalities)} municipalities; {hidden} figures are hidden"
        )

    def summary(self) -> Mapping[str, Any]:
        """Give the same as plain values, for JSON."""
        return {
            "survey_year": self.release.provenance["survey_year"],
            "municipalities": self.municipalities,
            "survey_years": list(self.years),
            "figures": len(self.release.rows),
            "figures_by_status": dict(self.by_status),
        }


def compute_release(
    store_root: Path,
    year: int,
    options: ReleaseOptions | None = None,
    *,
    made_at: str = "",
    dry_run: bool = False,
    progress: Progress = lambda done, of: None,
) -> Computed:
    """Compute and protect all figures of `year`, and put them in the store.

    There is no way to have the figures unprotected. With `dry_run` nothing is stored.
    `progress` is told how many of the stages are done.

    Raises:
        UsageError: nothing is imported for the year.
        ReferenceDataError: there is no population for it.
        DisclosureError: the protected figures could be attacked.
    """
    progress(0, STAGES)
    counted = _count(store_root, year, options or ReleaseOptions())
    basis = counted.basis
    progress(1, STAGES)
    table, earlier = with_others(
        counted.table,
        basis,
        published(counted.store, year if counted.options.never_published else None),
        groupings=counted.groupings,
    )
    made = disclosure.suppress(
        table,
        counted.options.policy,
        sets=set_relations(basis.definitions),
        provenance={
            **_provenance(counted.store, basis, counted.options),
            "groupings": {
                name: frame.to_dict("records")
                for name, frame in sorted(counted.groupings.items())
            },
            **_participation(
                basis.survey, year, counted.groupings, counted.options.policy
            ),
        },
        earlier=earlier,
    )
    progress(2, STAGES)
    release_audit.require_safe(made, basis.definitions, counted.options.groupings)
    progress(3, STAGES)
    store = counted.store
    if not dry_run:
        own = disclosure.release_files(made.release)
        forget = counted.options.never_published
        files = own if forget else with_replaced(store, year, own)
        store.put_release(year, files, made_at=made_at)
    progress(STAGES, STAGES)
    years = tuple(basis.populations)
    return Computed(made.release, store.municipalities(year), years)


def policy_report(
    store_root: Path, year: int, options: ReleaseOptions | None = None
) -> pd.DataFrame:
    """Count what each of several policies would hide of a year, and why, by level.

    Columns: policy, region_level, shown, suppressed, complementary, hidden_percent.
    The first policy is that of `options`; nothing is stored.

    Raises: as `compute_release`.
    """
    counted = _count(store_root, year, options or ReleaseOptions())
    return disclosure.compare_policies(
        counted.table,
        {"chosen": counted.options.policy, **OTHER_POLICIES},
        set_relations(counted.basis.definitions),
    )


@dataclass(frozen=True)
class _Counted:
    """The figures of a year before anything is hidden, and what they come from."""

    store: Store
    options: ReleaseOptions
    groupings: Groupings
    basis: Counted
    table: IndicatorTable


def _count(store_root: Path, year: int, options: ReleaseOptions) -> _Counted:
    """Count everything of `year`, with earlier years on its borders."""
    store = Store(store_root)
    years = [y for y in store.years() if year - options.trend_years <= y <= year]
    if year not in years:
        have = ", ".join(map(str, store.years())) or "none"
        raise UsageError(
            f"nothing is imported for {year} (years imported: {have})",
            hint="import the municipalities' files first: brukerplan import FILE…",
            slug="year-not-imported",
        )
    definitions = load_definitions(options.indicators)
    if options.all_trends:
        definitions = definitions.with_all_trends()
    populations = _populations(years, year, store.population_folder())
    groupings = {
        name: geography.read_grouping(path, year=year)
        for name, path in options.groupings.items()
    }
    survey = store.load(populations)
    told = tell_on_borders(
        survey,
        year,
        populations=populations,
        groupings=groupings,
        levels=options.levels(),
    )
    table = indicators.compute(
        told.survey,
        year=year,
        population=told.population,
        regions=told.regions,
        names=told.names,
        definitions=definitions,
        coverage=told.coverage,
        gaps=told.gaps,
    )
    basis = Counted(survey, year, told, populations, definitions)
    return _Counted(store, options, groupings, basis, table)


def _populations(
    years: Sequence[int], year: int, imported: Path
) -> Mapping[int, Population]:
    """Give the population of each year that has one; that of `year` must be there."""
    have = set(geography.population_years(imported=imported))
    wanted = [y for y in years if y in have or y == year]
    return {y: geography.population(y, imported=imported) for y in wanted}


def _participation(
    survey: Survey, year: int, groupings: Groupings, policy: DisclosurePolicy
) -> Mapping[str, Any]:
    """Give who took part, and where series of years are broken.

    A number of rows set aside that is too small to be shown is `<` and the limit.
    """
    taking = survey.participation
    of_year = taking[taking["survey_year"] == year].sort_values("municipality_code")
    told = ["municipality_code", "data_kind", "inclusion_rule", "units", "mapping_date"]
    aside = of_year["rows_set_aside"]
    few = aside.between(1, policy.smallest_count - 1)
    of_year = of_year.assign(
        rows_set_aside=aside.astype("str").mask(few, f"<{policy.smallest_count}")
    )
    told.append("rows_set_aside")
    breaks = geography.breaks_by_region(taking, year=year, groupings=groupings)
    return {
        "participation": of_year[told].fillna("").to_dict("records"),
        "breaks": breaks.to_dict("records"),
    }


def _provenance(
    store: Store, basis: Counted, options: ReleaseOptions
) -> Mapping[str, Any]:
    """Give where a release came from: inputs with checksums, definitions, program."""
    entries = store.entries()
    used = entries[entries["survey_year"].isin(list(basis.populations))]
    inputs = used[
        ["survey_year", "municipality_code", "source_name", "source_sha256"]
    ].to_dict("records")
    return {
        "program_version": version("brukerplan"),
        "survey_year": basis.year,
        "borders_of_year": basis.year,
        "inputs": inputs,
        "indicators_sha256": basis.definitions.sha256,
        "index_rules": {
            rule.id: f"{rule.version} (local definition)"
            for rule in basis.definitions.rules.values()
        },
        "population": [
            {**asdict(source), "text": source.text()}
            for population in basis.populations.values()
            for source in population.sources
        ],
        "population_basis": "18+",
        "levels": sorted(options.levels()),
        "trends": "all" if options.all_trends else "declared",
        "replaces_a_draft": options.never_published,
    }
