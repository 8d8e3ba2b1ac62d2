"""Reports: made again where the figures in them or the templates have changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from brukerplan.configuration import Configuration
from brukerplan.errors import BrukerPlanError, ReportError
from brukerplan.geography.places import counties, municipalities
from brukerplan.geography.regions import NATION_CODE
from brukerplan.pipeline import reports
from brukerplan.pipeline.runs.causes import template_causes
from brukerplan.pipeline.runs.record import Record
from brukerplan.pipeline.runs.state import Causes, State, not_intact, why
from brukerplan.store.files import sha256_of
from brukerplan.tables import Release

Place = tuple[str, str]
"""Level and code."""


def place_checksums(release: Release) -> Mapping[Place, str]:
    """Give one checksum of all figures of each place, of every survey year."""
    rows = release.rows.reset_index(drop=True)
    hashes = pd.util.hash_pandas_object(rows, index=False)
    return {
        (str(level), str(code)): sha256_of(part.to_numpy().tobytes())
        for (level, code), part in hashes.groupby(
            [rows["region_level"], rows["region_code"]], sort=True
        )
    }


def places_read(code: str, year: int) -> list[Place]:
    """Give the places whose figures the report of `code` prints.

    A municipality is set beside the municipalities of its county, the county, its
    KOSTRA group and the nation; a county beside its municipalities and the nation;
    the nation beside the counties.
    """
    if code == NATION_CODE:
        return [("nation", code), *(("county", c) for c in _counties(year))]
    known = municipalities(year).set_index("municipality_code")
    county = code if len(code) == 2 else str(known.at[code, "county_code"])
    inside = known.index[known["county_code"] == county]
    places = [("nation", NATION_CODE), ("county", county)]
    places += [("municipality", str(other)) for other in sorted(inside)]
    if len(code) == 4 and (group := known.at[code, "kostra_group"]):
        places.append(("kostra_group", str(group)))
    return places


def _counties(year: int) -> list[str]:
    return sorted(counties(year)["county_code"])


@dataclass(frozen=True)
class Due:
    """A report that is to be made, what it rests on, and why it is made."""

    code: str
    language: str
    files: tuple[str, ...]
    causes: Causes
    why: str


def make_reports(
    configuration: Configuration, year: int, state: State, record: Record, *, on: date
) -> None:
    """Make the reports of `year` that are due; one that fails stops no other."""
    release = reports.load_release(configuration.store, year)
    wanted = reports.Wanted(
        year,
        regions=tuple(r for r in configuration.reports if r not in reports.LEVELS),
        levels=tuple(r for r in configuration.reports if r in reports.LEVELS),
    )
    codes = reports._codes(wanted, release)
    due = list(_due(codes, year, release, configuration, state))
    for language in configuration.languages:
        ours = [one for one in due if one.language == language]
        if ours:
            _make(ours, year, language, configuration, state, record, on=on)


def _due(
    codes: Iterable[str],
    year: int,
    release: Release,
    configuration: Configuration,
    state: State,
) -> Iterable[Due]:
    sums = place_checksums(release)
    shared = template_causes(configuration)
    for code in codes:
        figures = {
            f"figures of {level} {place}": sums.get((level, place), "none")
            for level, place in places_read(code, year)
        }
        causes = {**shared, **figures}
        for language in configuration.languages:
            files = tuple(
                f"brukerplan-{year}-{code}-{language}.{form}"
                for form in configuration.formats
            )
            name = f"{year} {code} {language}"
            reason = _why(state.reports.get(name), causes, files, configuration.output)
            if reason:
                yield Due(code, language, files, causes, reason)


def _why(
    made: Mapping[str, Mapping[str, str]] | None,
    causes: Causes,
    files: Iterable[str],
    output: Path,
) -> str:
    """Say why a report is due; empty if it is not."""
    if made is None:
        return "not made yet"
    if reason := why(made["causes"], causes):
        return reason
    if new := sorted(set(files) - made["files"].keys()):
        return f"missing: {new[0]}"
    return not_intact(output, {name: made["files"][name] for name in files})


def _make(
    due: list[Due],
    year: int,
    language: str,
    configuration: Configuration,
    state: State,
    record: Record,
    *,
    on: date,
) -> None:
    steps = {
        one.code: record.begin("report", f"{year} {one.code} {language}", one.why)
        for one in due
    }
    if record.is_dry:
        return
    order = reports.Order(
        year=year,
        formats=configuration.formats,
        languages=(language,),
        as_of=on,
        templates=configuration.templates,
    )
    codes = tuple(one.code for one in due)
    wanted = reports.Wanted(year, regions=codes)
    try:
        made = reports.make_reports(
            configuration.store, wanted, order, output=configuration.output
        )
    except BrukerPlanError as problem:
        record.problem(f"reports of {year}", problem)
        return
    failed = dict(made.failures)
    for one in due:
        if one.code in failed:
            error = ReportError(failed[one.code], hint="mend the cause and run again")
            record.problem(f"{year} {one.code} {language}", error)
            continue
        sums = {
            name: sha256_of((configuration.output / name).read_bytes())
            for name in one.files
        }
        remembered = {"causes": dict(one.causes), "files": sums}
        state.reports[f"{year} {one.code} {language}"] = remembered
        steps[one.code].done(files=sorted(sums))
    state.save()
