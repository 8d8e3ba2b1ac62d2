"""Writes a release as files that other programs take."""

from collections.abc import Sequence
from pathlib import Path

from brukerplan.definitions import load_definitions
from brukerplan.errors import ReportError, UsageError
from brukerplan.geography import find_region
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.pipeline.publishing.report_batch import load_release
from brukerplan.reporting.exports import (
    FILE_FORMATS,
    FORMATS,
    data_package,
    export_of,
)
from brukerplan.store import Store
from brukerplan.store.access_log import Access, note_access

ENDINGS = {"csv-plain": "-plain.csv", "json-stat": ".json", "datapackage": ""}
"""The end of a file's name, where it is not the format's."""


def write_export(
    store_root: Path,
    year: int,
    *,
    form: str,
    output: Path | None = None,
    language: str = "nb",
    regions: Sequence[str] = (),
    indicators: Path | None = None,
    at: str = "",
    by: str = "",
) -> tuple[Path, ...]:
    """Write the release of `year` in a format; give the files written.

    `output` is a file, or for `datapackage` a folder; left out, it is named by the
    year. `regions` (codes or names) limits the file to some regions. Figures that may
    not be published are noted in the store's log of access, with when and by whom.

    Raises:
        UsageError: the format is not known, or the year has not been computed.
        ReferenceDataError: a region is not known.
        ReportError: a file cannot be written.
    """
    if form not in FORMATS:
        raise UsageError(
            f"there is no format «{form}»",
            hint=f"use one of {', '.join(FORMATS)}",
            slug="export-format-unknown",
        )
    release = load_release(store_root, year)
    export = export_of(
        release,
        definitions=load_definitions(indicators),
        language=language,
        regions=tuple(find_region(text, year=year).code for text in regions),
    )
    if export.is_internal:
        note_access(Store(store_root), Access(at, by, "export", f"{year} as {form}"))
    path = output or Path(_name(year, form))
    if form == "datapackage":
        _make_folder(path)
        files = data_package(export)
        return tuple(write_whole(path / name, files[name]) for name in files)
    _make_folder(path.parent)
    return (write_whole(path, FILE_FORMATS[form](export)),)


def _name(year: int, form: str) -> str:
    return f"brukerplan-{year}{ENDINGS.get(form, f'.{form}')}"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ReportError(
            f"cannot make the folder «{folder.name}»: {problem.strerror}",
            hint="choose another with --output",
            slug="output-not-written",
        ) from problem
