"""Reports: made again where the figures in them or the templates have changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from brukerplan.configuration import Configuration
from brukerplan.errors import DisclosureError, ReportError
from brukerplan.geography.places import counties, municipalities
from brukerplan.geography.regions import NATION_CODE
from brukerplan.pipeline.publishing import report_batch
from brukerplan.pipeline.runs import cleanup
from brukerplan.pipeline.runs.fingerprints import template_causes, year_causes
from brukerplan.pipeline.runs.run_log import Record
from brukerplan.pipeline.runs.run_state import Causes, State, not_intact, why
from brukerplan.store import Store
from brukerplan.store.durable_files import sha256_of
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
    KOSTRA group, its centrality class and the nation; a county beside its
    municipalities and the nation; the nation beside all counties and municipalities.
    Own groupings come on top: `_due` takes all of them for every place.
    """
    known = municipalities(year).set_index("municipality_code")
    if code == NATION_CODE:
        parts = [("county", c) for c in sorted(counties(year)["county_code"])]
        return [("nation", code), *parts, *(("municipality", c) for c in known.index)]
    county = code if len(code) == 2 else str(known.at[code, "county_code"])
    inside = known.index[known["county_code"] == county]
    places = [("nation", NATION_CODE), ("county", county)]
    places += [("municipality", str(other)) for other in sorted(inside)]
    if len(code) == 4 and (group := known.at[code, "kostra_group"]):
        places.append(("kostra_group", str(group)))
    if len(code) == 4:
        places.append(("centrality", str(known.at[code, "centrality_class"])))
    return places


@dataclass(frozen=True)
class Due:
    """A report that is to be made, what it rests on, and why it is made."""

    code: str
    language: str
    causes: Causes
    why: str


def make_reports(
    configuration: Configuration, year: int, state: State, record: Record, *, on: date
) -> None:
    """Make the reports of `year` that are due; one that fails stops no other."""
    if not configuration.reports:
        _keep_only((), year, configuration, state, record)
        return
    release = _public_release(configuration, year)
    wanted = report_batch.Wanted(
        year,
        regions=tuple(r for r in configuration.reports if r not in report_batch.LEVELS),
        levels=tuple(r for r in configuration.reports if r in report_batch.LEVELS),
    )
    codes = report_batch.codes_of(wanted, release)
    _keep_only(codes, year, configuration, state, record)
    due = list(_due(codes, year, release, configuration, state))
    for language in configuration.languages:
        ours = [one for one in due if one.language == language]
        order = report_batch.Order(
            year=year,
            formats=configuration.formats,
            languages=(language,),
            as_of=on,
            templates=configuration.templates,
        )
        order = report_batch.owned(order, report_batch.read_owner(configuration.path))
        if ours:
            _make(ours, order, configuration, state, record)
        _make_index(wanted, order, configuration, state, record)


def _keep_only(
    codes: Collection[str],
    year: int,
    configuration: Configuration,
    state: State,
    record: Record,
) -> None:
    """Remove the reports of `year` of other places, or in other languages."""
    cleanup.forget_unwanted(
        state.reports,
        [
            f"{year} {what} {language}"
            for what in (*codes, *(["index"] if codes else []))
            for language in configuration.languages
        ],
        year=year,
        output=configuration.output,
        state=state,
        record=record,
    )


def _public_release(configuration: Configuration, year: int) -> Release:
    """Give the release of `year`.

    Raises:
        DisclosureError: it was made for internal use.
    """
    release = report_batch.load_release(configuration.store, year)
    if release.policy.get("audience") == "internal":
        raise DisclosureError(
            f"the release of {year} was made for internal use and is not published",
            hint=f"make one for the public: brukerplan compute --year {year}",
            slug="release-not-public",
        )
    return release


def _make_index(
    wanted: report_batch.Wanted,
    order: report_batch.Order,
    configuration: Configuration,
    state: State,
    record: Record,
) -> None:
    """Make the page that links all reports of the newest year, where it is due."""
    (language,) = order.languages
    years = {int(name.split()[0]) for name in state.reports} | {order.year}
    if record.is_dry or order.year < max(years):
        return
    sums = [
        checksum
        for name, made in sorted(state.reports.items())
        if name.startswith(f"{order.year} ") and name.endswith(f" {language}")
        for checksum in made["files"].values()
        if " index " not in name
    ]
    causes = {"reports": sha256_of(" ".join(sums).encode())}
    name = f"{order.year} index {language}"
    reason = _why(state.reports.get(name), causes, configuration.output)
    if reason and sums:
        step = record.begin("index", f"{order.year} {language}", reason)
        files = report_batch.write_indexes(
            configuration.store, wanted, order, output=configuration.output
        )
        made = {path.name: sha256_of(path.read_bytes()) for path in files}
        state.reports[name] = {"causes": causes, "files": made}
        state.save()
        step.done(files=sorted(made))


def make_exports(
    configuration: Configuration, year: int, state: State, record: Record
) -> None:
    """Write the release of `year` in each format that is due.

    Raises:
        BrukerPlanError: one cannot be written.
    """
    from brukerplan.pipeline.publishing import export_files

    if configuration.exports:
        _public_release(configuration, year)
    cleanup.forget_unwanted(
        state.exports,
        [f"{year} {form}" for form in configuration.exports],
        year=year,
        output=configuration.output,
        state=state,
        record=record,
    )
    causes = year_causes(configuration, Store(configuration.store), year)
    language = configuration.languages[0]
    for form in configuration.exports:
        name = f"{year} {form}"
        reason = _why(state.exports.get(name), causes, configuration.output)
        if not reason:
            continue
        step = record.begin("export", name, reason)
        if record.is_dry:
            continue
        ending = export_files.ENDINGS.get(form, f".{form}")
        files = export_files.write_export(
            configuration.store,
            year,
            form=form,
            output=configuration.output / f"brukerplan-{year}{ending}",
            language=language,
            indicators=configuration.indicators,
        )
        made = {
            path.relative_to(configuration.output).as_posix(): sha256_of(
                path.read_bytes()
            )
            for path in files
        }
        state.exports[name] = {"causes": dict(causes), "files": made}
        state.save()
        step.done(files=sorted(made))


def _due(
    codes: Iterable[str],
    year: int,
    release: Release,
    configuration: Configuration,
    state: State,
) -> Iterable[Due]:
    sums = place_checksums(release)
    formats = " ".join(configuration.formats)
    shared = {**template_causes(configuration), "formats": formats}
    groups = [place for place in sums if _is_group(place, of_nation=False)]
    all_groups = [place for place in sums if _is_group(place, of_nation=True)]
    for code in codes:
        more = all_groups if code == NATION_CODE else groups
        figures = {
            f"figures of {level} {place}": sums.get((level, place), "none")
            for level, place in (*places_read(code, year), *more)
        }
        causes = {**shared, **figures}
        for language in configuration.languages:
            made = state.reports.get(f"{year} {code} {language}")
            reason = _why(made, causes, configuration.output)
            if reason:
                yield Due(code, language, causes, reason)


def _is_group(place: Place, *, of_nation: bool) -> bool:
    """Whether a place is an own group; for the nation's report any group counts."""
    level = place[0]
    named = ("kostra_group", "centrality") if of_nation else ()
    return level.startswith("group:") or level in named


def _why(made: Mapping[str, Any] | None, causes: Causes, output: Path) -> str:
    """Say why a report is due; empty if it is not."""
    if made is None:
        return "not made yet"
    return why(made["causes"], causes) or not_intact(output, made["files"])


def _make(
    due: list[Due],
    order: report_batch.Order,
    configuration: Configuration,
    state: State,
    record: Record,
) -> None:
    year, (language,) = order.year, order.languages
    steps = {
        one.code: record.begin("report", f"{year} {one.code} {language}", one.why)
        for one in due
    }
    if record.is_dry:
        return
    wanted = report_batch.Wanted(year, regions=tuple(one.code for one in due))
    made = report_batch.make_reports(
        configuration.store, wanted, order, output=configuration.output
    )
    failed = dict(made.failures)
    for one in due:
        if one.code in failed:
            error = ReportError(failed[one.code], hint="mend the cause and run again")
            record.problem(f"{year} {one.code} {language}", error)
            continue
        sums = {
            path.name: sha256_of(path.read_bytes())
            for path in made.files
            if path.name.startswith(f"brukerplan-{year}-{one.code}-{language}")
        }
        name = f"{year} {one.code} {language}"
        before = state.reports.get(name, {"files": {}})["files"]
        state.reports[name] = {"causes": dict(one.causes), "files": sums}
        cleanup.remove_unneeded(
            before, output=configuration.output, state=state, record=record
        )
        steps[one.code].done(files=sorted(sums))
    state.save()
