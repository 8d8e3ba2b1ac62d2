"""A whole run: take in, erase what is too old, compute, report, say what was done."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from brukerplan.configuration import Configuration
from brukerplan.errors import BrukerPlanError
from brukerplan.pipeline.runs import compute_due, inbox
from brukerplan.pipeline.runs.fingerprints import year_causes
from brukerplan.pipeline.runs.run_log import Clock, Log, Record, document
from brukerplan.pipeline.runs.run_state import State, load_state, not_intact, why
from brukerplan.store import Store, erasure

RUN_FILE = "run.json"


@dataclass(frozen=True)
class Occasion:
    """When, by whom and how a run is made; only the command line knows these."""

    now: datetime
    by: str
    log: Log
    clock: Clock
    wait: float = 0
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """How a run ended: its exit code, and what it did, as in `run.json`."""

    exit_code: int
    document: dict[str, Any]


def run(configuration: Configuration, occasion: Occasion) -> Outcome:
    """Do everything that is due and nothing else.

    What fails is named and stops nothing else that can be done.

    Raises:
        StoreError: the store is in use by another run, or cannot be read.
    """
    record = Record(occasion.log, occasion.clock, occasion.dry_run)
    record.log("run", version=version("brukerplan"), dry_run=occasion.dry_run)
    if occasion.dry_run:
        return _dry_run(configuration, record, occasion)
    store = Store(configuration.store)
    with store.lock(occasion.wait):
        for text in store.recover():
            record.note(text)
        state = load_state(configuration.store, configuration.output)
        try:
            _work(configuration, state, record, occasion)
        except BrukerPlanError as problem:
            record.problem("run", problem)
        except BaseException as broken:
            record.fault("run", **_broken_off(broken))
            raise
        finally:
            outcome = _end(configuration, state, record, occasion)
            _write(configuration.output, outcome.document, record)
    return Outcome(record.exit_code, outcome.document)


def _dry_run(
    configuration: Configuration, record: Record, occasion: Occasion
) -> Outcome:
    state = load_state(configuration.store, configuration.output)
    _work(configuration, state, record, occasion)
    return _end(configuration, state, record, occasion)


def _broken_off(problem: BaseException) -> dict[str, Any]:
    """Say that a run was broken off, by the user or by a bug, and nothing of data."""
    by_user = isinstance(problem, KeyboardInterrupt)
    return {
        "message": f"the run was broken off ({type(problem).__name__})",
        "hint": "run it again: it goes on where it was",
        "slug": "unexpected",
        "exit_code": 130 if by_user else 1,
    }


def _end(
    configuration: Configuration, state: State, record: Record, occasion: Occasion
) -> Outcome:
    seconds = round(occasion.clock() - record.begun, 3)
    facts = _facts(configuration, state, occasion, seconds=seconds)
    told = document(record, exit_code=record.exit_code, facts=facts)
    record.log("end", exit_code=record.exit_code, seconds=seconds)
    return Outcome(record.exit_code, told)


def _work(
    configuration: Configuration, state: State, record: Record, occasion: Occasion
) -> None:
    now = occasion.now
    compute_due.take_population(configuration, state, record, now=now)
    try:
        files = inbox.files_in(configuration.inbox, record)
        inbox.take_in(files, configuration, state, record, now=now, by=occasion.by)
    except BrukerPlanError as problem:
        record.problem("inbox", problem)
    _erase_overdue(configuration, record, occasion)
    compute_due.make_releases(configuration, state, record, now=now)
    _publish(configuration, state, record, on=now.date())


def _erase_overdue(
    configuration: Configuration, record: Record, occasion: Occasion
) -> None:
    """Erase rows about persons that have been kept longer than `retention`."""
    if not configuration.retention:
        return
    store = Store(configuration.store)
    term = erasure.term_in_years(configuration.retention)
    keys = erasure.overdue(store, term=term, as_of=occasion.now.date())
    if not keys:
        return
    years = sorted({year for year, _ in keys})
    what = ", ".join(map(str, years))
    step = record.begin("erase", what, f"kept longer than {configuration.retention}")
    if occasion.dry_run:
        return
    taken = erasure.erase_overdue(
        store,
        term=term,
        as_of=occasion.now.date(),
        at=occasion.now.isoformat(timespec="seconds"),
        by=occasion.by,
    )
    assert taken is not None, "there were keys"
    step.done(rows=taken.rows, files_removed=len(taken.checksums))


def _publish(
    configuration: Configuration, state: State, record: Record, *, on: date
) -> None:
    """Write the public output, unless it is embargoed."""
    if not record.is_dry and configuration.output.is_dir():
        for unfinished in configuration.output.glob(".*.tmp"):
            with contextlib.suppress(OSError):
                unfinished.unlink()
    if configuration.embargo and on < date.fromisoformat(configuration.embargo):
        record.note(f"nothing is published before {configuration.embargo} (embargo)")
        return
    store = Store(configuration.store)
    planned = sorted(record.planned("compute")) if record.is_dry else []
    for what in planned:
        record.begin("report", f"{what}: those whose figures change", "new release")
    for year in compute_due.years_of(configuration, store):
        if year in store.release_years() and str(year) not in planned:
            _publish_year(year, configuration, state, record, on=on)


def _publish_year(
    year: int, configuration: Configuration, state: State, record: Record, *, on: date
) -> None:
    """Make the reports of a year that are due.

    Where nothing has changed, that is seen without reading the release.
    """
    causes = year_causes(configuration, Store(configuration.store), year)
    ours = {
        name: checksum
        for key, made in [*state.reports.items(), *state.exports.items()]
        if key.startswith(f"{year} ")
        for name, checksum in made["files"].items()
    }
    made_before = not why(state.years.get(str(year)), causes)
    if made_before and not not_intact(configuration.output, ours):
        return
    from brukerplan.pipeline.runs import publish_due

    problems = len(record.problems)
    try:
        publish_due.make_exports(configuration, year, state, record)
        publish_due.make_reports(configuration, year, state, record, on=on)
    except BrukerPlanError as problem:
        record.problem(f"output of {year}", problem)
    if not record.is_dry and len(record.problems) == problems:
        state.years[str(year)] = dict(causes)
        state.save()


def _facts(
    configuration: Configuration, state: State, occasion: Occasion, *, seconds: float
) -> dict[str, Any]:
    """Give what `run.json` says of the run beside what was done."""
    return {
        "program": f"brukerplan {version('brukerplan')}",
        "at": occasion.now.isoformat(timespec="seconds"),
        "dry_run": occasion.dry_run,
        "seconds": seconds,
        "years": list(compute_due.years_of(configuration, Store(configuration.store))),
        "policy": dict(configuration.policy),
        "inputs": [
            {"file": known["name"], "sha256": checksum, **_found(known)}
            for checksum, known in sorted(state.files.items())
        ],
        "population": dict(state.population),
        "outputs": dict(sorted(_output_sums(state))),
    }


def _found(known: dict[str, Any]) -> dict[str, Any]:
    names = ("status", "findings", "exit_code")
    return {name: known[name] for name in names if name in known}


def _output_sums(state: State) -> Iterator[tuple[str, str]]:
    for made in [*state.reports.values(), *state.exports.values()]:
        yield from made["files"].items()


def _write(output: Path, told: dict[str, Any], record: Record) -> None:
    """Write `run.json` beside the outputs, whole or not at all."""
    from brukerplan.pipeline.atomic_write import write_whole

    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    try:
        output.mkdir(parents=True, exist_ok=True)
        write_whole(output / RUN_FILE, text.encode())
    except BrukerPlanError as problem:
        record.problem(RUN_FILE, problem)
