"""Population and releases: computed again where something they rest on has changed."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from brukerplan.configuration import Configuration
from brukerplan.errors import BrukerPlanError, InputError
from brukerplan.pipeline.runs.fingerprints import release_causes, release_checksum
from brukerplan.pipeline.runs.run_log import Record
from brukerplan.pipeline.runs.run_state import State, why
from brukerplan.store import Store
from brukerplan.store.durable_files import sha256_of


def take_population(
    configuration: Configuration, state: State, record: Record, *, now: datetime
) -> None:
    """Import the population files that are new or have changed, all together."""
    try:
        sums = {path.name: _checksum(path) for path in configuration.population}
    except BrukerPlanError as problem:
        record.problem("population", problem)
        return
    reason = why(state.population or None, sums)
    if not sums or not reason:
        return
    step = record.begin("population", ", ".join(sorted(sums)), reason)
    if record.is_dry:
        return
    from brukerplan.pipeline.reference_data import population_tables

    try:
        done = population_tables.import_population(
            list(configuration.population),
            store=configuration.store,
            put_at=now.isoformat(timespec="seconds"),
        )
    except BrukerPlanError as problem:
        record.problem("population", problem)
        return
    state.population = dict(sums)
    state.save()
    step.done(years=sorted(done.inhabitants))


def _checksum(path: Path) -> str:
    try:
        return sha256_of(path.read_bytes())
    except OSError as problem:
        raise InputError(
            f"cannot read the population file «{path.name}» ({problem.strerror})",
            hint="mend population = … in brukerplan.toml",
        ) from problem


def _coming(record: Record) -> set[int]:
    """Give the years of the files that a dry run would import."""
    imports = [s for s in record.steps if s["step"] == "import" and record.is_dry]
    return {year for step in imports for year in step.get("years", ())}


def years_of(
    configuration: Configuration, store: Store, coming: Iterable[int] = ()
) -> tuple[int, ...]:
    """Give the years to make, of those that have data (or will) or a release."""
    have = sorted({*store.years(), *store.release_years(), *coming})
    if configuration.years == "all":
        return tuple(have)
    if configuration.years == "latest":
        return tuple(have[-1:])
    return tuple(year for year in have if year in configuration.years)


def make_releases(
    configuration: Configuration, state: State, record: Record, *, now: datetime
) -> None:
    """Compute the release of each year that is due, one by one."""
    store = Store(configuration.store)
    coming = _coming(record)
    with_data = sorted({*store.years(), *coming})
    for year in years_of(configuration, store, coming):
        if record.is_dry and year in coming:
            record.begin("compute", str(year), "new data in the inbox")
        elif year in with_data:
            _make_release(year, with_data, configuration, state, record, now=now)


def _make_release(
    year: int,
    with_data: list[int],
    configuration: Configuration,
    state: State,
    record: Record,
    *,
    now: datetime,
) -> None:
    store = Store(configuration.store)
    causes = {
        **release_causes(configuration, store, year, with_data),
        "release": release_checksum(store, year),
    }
    made = state.releases.get(str(year)) if year in store.release_years() else None
    reason = why(made, causes)
    if not reason:
        return
    step = record.begin("compute", str(year), reason)
    if record.is_dry:
        return
    from brukerplan.disclosure import DisclosurePolicy
    from brukerplan.pipeline.releasing import new_release

    try:
        computed = new_release.compute_release(
            configuration.store,
            year,
            new_release.ReleaseOptions(
                also=configuration.also,
                indicators=configuration.indicators,
                trend_years=configuration.trend_years,
                policy=DisclosurePolicy.from_mapping(configuration.policy),
            ),
            made_at=now.isoformat(timespec="seconds"),
        )
    except BrukerPlanError as problem:
        record.problem(str(year), problem)
        return
    made = {**causes, "release": release_checksum(store, year)}
    state.releases[str(year)] = made
    state.save()
    step.done(
        municipalities=len(computed.municipalities), figures=dict(computed.by_status)
    )
