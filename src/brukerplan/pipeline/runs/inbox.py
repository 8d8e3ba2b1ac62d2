"""The inbox: each file is checked and imported once, and none stops another."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from brukerplan.configuration import Configuration
from brukerplan.errors import (
    BrukerPlanError,
    InputError,
    ValidationFailed,
    as_argument,
    one_line,
)
from brukerplan.pipeline.runs.run_log import Record
from brukerplan.pipeline.runs.run_state import State
from brukerplan.store import Store, erasure
from brukerplan.store.durable_files import sha256_of

_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".filepart", ".swp")


@dataclass(frozen=True)
class InboxFile:
    """A file of the inbox, with its content's checksum and its size and time."""

    path: Path
    sha256: str
    stamp: tuple[int, int]

    @property
    def name(self) -> str:
        """Give its name as it may be told."""
        return one_line(self.path.name)


def files_in(inbox: Path, record: Record) -> list[InboxFile]:
    """Give the files of the inbox by name; folders and unfinished uploads are left.

    Raises:
        InputError: there is no such folder, or it cannot be read.
    """
    try:
        names = sorted(inbox.iterdir())
    except OSError as problem:
        raise InputError(
            f"cannot read the inbox «{inbox.name}» ({problem.strerror})",
            hint="make the folder, or mend inbox = … in brukerplan.toml",
            slug="inbox-unreadable",
        ) from problem
    found = []
    for path in names:
        if path.is_symlink():
            record.note(f"«{one_line(path.name)}» in the inbox is a link: left alone")
        elif path.is_file() and not _is_unfinished(path.name):
            found += _read(path, record)
    return found


def _is_unfinished(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED)


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _read(path: Path, record: Record) -> list[InboxFile]:
    try:
        before = _stamp(path)
        return [InboxFile(path, sha256_of(path.read_bytes()), before)]
    except FileNotFoundError:
        record.note(
            f"«{one_line(path.name)}» vanished from the inbox before it was read"
        )
    except OSError as problem:
        error = InputError(
            f"cannot read «{one_line(path.name)}» ({problem.strerror})",
            hint="let the program's user read the file",
        )
        record.problem(one_line(path.name), error)
    return []


def take_in(
    files: list[InboxFile],
    configuration: Configuration,
    state: State,
    record: Record,
    *,
    now: datetime,
    by: str,
) -> None:
    """Import every file that no earlier run has settled, one by one."""
    forgotten = erasure.forgotten_sources(Store(configuration.store))
    for file in files:
        known = state.files.get(file.sha256)
        if file.sha256 in forgotten:
            record.note(f"«{file.name}» holds data that were erased: left alone")
        elif known is not None and _is_settled(known, configuration):
            if known["exit_code"]:
                record.fault(file.name, **_told(known))
        else:
            reason = "new" if known is None else "not settled by an earlier run"
            _take_one(file, configuration, state, record, now=now, by=by, why=reason)


def _is_settled(known: dict[str, Any], configuration: Configuration) -> bool:
    """Tell whether trying again would come to the same: imported, or bad content."""
    settled = known["exit_code"] in (0, ValidationFailed.exit_code)
    return settled and known["options"] == _options(configuration)


def _options(configuration: Configuration) -> list[Any]:
    """Give what decides, beside its content, whether a file is imported."""
    flags = [configuration.strict, configuration.set_aside, configuration.replace]
    return [*flags, version("brukerplan")]


def _take_one(
    file: InboxFile,
    configuration: Configuration,
    state: State,
    record: Record,
    *,
    now: datetime,
    by: str,
    why: str,
) -> None:
    step = record.begin("import", file.name, why)
    if _has_changed(file):
        record.note(f"«{file.name}» is still being written: left for the next run")
        return
    settled: dict[str, Any] = {"name": file.name, "exit_code": 0}
    try:
        settled |= _import(file, configuration, now=now, by=by, dry_run=record.is_dry)
    except BrukerPlanError as problem:
        settled |= {
            "message": problem.message,
            "hint": problem.hint or "",
            "slug": problem.slug,
            "exit_code": problem.exit_code,
        }
    if settled["exit_code"]:
        record.fault(file.name, **_told(settled))
    step.done(**{k: settled[k] for k in _COUNTS if k in settled})
    if not record.is_dry:
        settled["options"] = _options(configuration)
        state.files[file.sha256] = settled
        state.save()


_COUNTS = ("status", "municipalities", "years", "rows", "rows_set_aside", "findings")


def _told(settled: dict[str, Any]) -> dict[str, Any]:
    """Give what is said of a file that was not imported."""
    names = ("message", "hint", "slug", "exit_code", "findings")
    return {name: settled[name] for name in names if name in settled}


def _has_changed(file: InboxFile) -> bool:
    try:
        return _stamp(file.path) != file.stamp
    except FileNotFoundError:
        return True


def _import(
    file: InboxFile,
    configuration: Configuration,
    *,
    now: datetime,
    by: str,
    dry_run: bool,
) -> dict[str, Any]:
    """Import one file and give what came of it.

    Raises:
        BrukerPlanError: it cannot be read or stored.
    """
    from brukerplan.pipeline.importing import survey_import

    done = survey_import.import_files(
        [str(file.path)],
        configuration.store,
        imported_at=now.isoformat(timespec="seconds"),
        options=survey_import.CheckOptions(
            strict=configuration.strict, year_now=now.year
        ),
        replace_data=configuration.replace,
        set_aside=configuration.set_aside,
        dry_run=dry_run,
        imported_by=by,
    )
    findings = Counter[str]()
    for group in done.checked.groups:
        findings[group.rule] += group.count
    told: dict[str, Any] = {"findings": dict(sorted(findings.items()))}
    if not done.is_allowed:
        refused = ValidationFailed(
            f"«{file.name}» was not imported: its content has errors",
            hint="see them line by line: brukerplan validate "
            + as_argument(f"{file.path.parent.name}/{file.name}"),
        )
        told |= {"message": refused.message, "hint": refused.hint}
        return {**told, "slug": refused.slug, "exit_code": refused.exit_code}
    surveyed = [one.survey for one in done.checked.results if one.survey is not None]
    took_part = [survey.participation for survey in surveyed]
    return {
        **told,
        "status": done.results[0].status if done.results else "accepted",
        "municipalities": sorted(
            {c for t in took_part for c in t["municipality_code"]}
        ),
        "years": sorted({int(y) for t in took_part for y in t["survey_year"]}),
        "rows": done.rows_kept,
        "rows_set_aside": done.rows_set_aside,
    }
