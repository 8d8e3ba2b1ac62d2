"""Files of earlier runs that nobody asks for any more: they leave the output folder.

Else a report that was taken out of `brukerplan.toml`, or of a municipality whose data
were erased, would stay public beside newer figures that were protected without it.
Only what an earlier run wrote is removed, and only if it is as it was written.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from brukerplan.errors import ReportError
from brukerplan.pipeline.runs.run_log import Record
from brukerplan.pipeline.runs.run_state import State
from brukerplan.store.durable_files import sha256_of


def forget_unwanted(
    known: dict[str, Any],
    wanted: Collection[str],
    *,
    year: int,
    output: Path,
    state: State,
    record: Record,
) -> None:
    """Remove what was made for `year` and is not `wanted`, and its entries in `known`.

    `known` is `state.reports` or `state.exports`, by the name of what was made. What
    was made for years that are no longer named stays: an archive of earlier surveys.
    """
    of_year = [name for name in known if name.startswith(f"{year} ")]
    for name in sorted(set(of_year) - set(wanted)):
        step = record.begin("remove", name, "no longer asked for")
        if record.is_dry:
            continue
        files = known.pop(name)["files"]
        step.done(
            files=remove_unneeded(files, output=output, state=state, record=record)
        )
        state.save()


def remove_unneeded(
    files: Mapping[str, str], *, output: Path, state: State, record: Record
) -> list[str]:
    """Remove `files` (name and checksum) that nothing made since needs; give which.

    A file that another hand has changed is left, and named.
    """
    needed = {
        name
        for made in [*state.reports.values(), *state.exports.values()]
        for name in made["files"]
    }
    removed = []
    for name, checksum in sorted(files.items()):
        path = output / name
        if name in needed or not path.is_file():
            continue
        if path.is_symlink() or sha256_of(path.read_bytes()) != checksum:
            record.note(f"«{name}» is not asked for, but another hand changed it: left")
        elif _is_removed(path, record):
            removed.append(name)
    return removed


def _is_removed(path: Path, record: Record) -> bool:
    try:
        path.unlink()
    except OSError as problem:
        error = ReportError(
            f"cannot remove «{path.name}», which is no longer asked for "
            f"({problem.strerror})",
            hint="close it if it is open in another program, and remove it",
            slug="report-not-removed",
        )
        record.problem(path.name, error)
        return False
    return True
