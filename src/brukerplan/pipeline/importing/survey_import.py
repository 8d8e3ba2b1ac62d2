"""Validates and imports files: reads, checks, compares, stores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from brukerplan.errors import UsageError
from brukerplan.intake import ReadOptions, read_tables
from brukerplan.pipeline.importing.file_merging import incoming_of, shared_places
from brukerplan.store import ImportResult, Store
from brukerplan.tables import RawTable, Severity
from brukerplan.validation import (
    COMPARED,
    Ask,
    CheckResult,
    FindingGroup,
    between_files,
    check_all,
    compare,
    count_of,
    in_order,
    read_mapping,
)

Progress = Callable[[int, int], None]
"""Is told how many steps are done, and of how many: each file, and all rules."""


@dataclass(frozen=True)
class CheckOptions:
    """What the user says about the files to check."""

    read: ReadOptions = field(default_factory=ReadOptions)
    schema_id: str | None = None
    mapping: Path | None = None
    strict: bool = False
    year_now: int | None = None
    keep_cells: bool = False


@dataclass(frozen=True)
class Checked:
    """What came of checking some files; `tables` only where `keep_cells` was asked."""

    results: tuple[CheckResult, ...]
    groups: tuple[FindingGroup, ...]
    strict: bool = False
    tables: tuple[RawTable, ...] = ()

    def count(self, severity: Severity) -> int:
        """Give how many findings have this severity."""
        return count_of(self.groups, severity)

    @property
    def rows(self) -> int:
        """Give the number of rows in all files."""
        return sum(one.rows for one in self.results)

    @property
    def is_accepted(self) -> bool:
        """Say whether the files can be imported as they are."""
        refused = [Severity.FATAL, Severity.ERROR]
        refused += [Severity.WARNING] if self.strict else []
        return not any(self.count(severity) for severity in refused)


@dataclass(frozen=True)
class Imported:
    """What came of an import.

    `is_allowed` says whether the findings let the files into the store; nothing is
    stored otherwise, nor in a dry run, and `results` is empty. Rows in the files are
    rows stored (or there already) and rows set aside together.
    """

    checked: Checked
    is_allowed: bool
    results: tuple[ImportResult, ...] = ()
    rows_set_aside: int = 0

    @property
    def rows_kept(self) -> int:
        """Give the number of rows that are in the store afterwards."""
        return self.checked.rows - self.rows_set_aside


def check_files(
    files: Sequence[str],
    options: CheckOptions | None = None,
    *,
    store_root: Path | None = None,
    progress: Progress = lambda done, of: None,
) -> Checked:
    """Read and check files; with a store, also against what it holds already.

    Raises:
        InputError: a file cannot be read, or the mapping does not fit it.
        ReferenceDataError: there is no such layout.
        UsageError: both a layout and a mapping are given.
    """
    options = options or CheckOptions()
    if options.schema_id is not None and options.mapping is not None:
        raise UsageError("--schema and --map exclude each other")
    ask = Ask(
        schema_id=options.schema_id,
        mapping=None if options.mapping is None else read_mapping(options.mapping),
        year_now=options.year_now,
    )
    tables = []
    names = expanded(files)
    steps = len(names) + 1
    for done, file in enumerate(names, start=1):
        tables += read_tables(file, options.read)
        progress(done, steps)
    results = check_all(tables, ask)
    groups = [group for one in results for group in one.groups]
    groups += between_files([(one.source.name, one.people) for one in results])
    groups += _compared(results, store_root)
    groups += shared_places(results)
    progress(steps, steps)
    return Checked(tuple(results), in_order(groups), options.strict, tuple(tables))


def expanded(files: Sequence[str]) -> list[str]:
    """Give the files that patterns such as `exports/*.csv` stand for, sorted.

    A Windows command line hands patterns over as they are. What matches nothing stays,
    so that it is reported as missing.
    """
    found: list[str] = []
    for file in files:
        path = Path(file)
        matches: list[str] = []
        if any(sign in file for sign in "*?[") and not path.exists():
            start = Path(path.anchor)
            matches = sorted(map(str, start.glob(str(path.relative_to(start)))))
        found += matches or [file]
    return found


def _compared(
    results: Sequence[CheckResult], store_root: Path | None
) -> list[FindingGroup]:
    """Compare shares with those of the other files and of what is in the store."""
    files = [
        (one.source.name, one.survey, one.levels)
        for one in results
        if one.survey is not None
    ]
    told = [survey.persons["survey_year"].unique() for _, survey, _ in files]
    years = {int(year) for some in told for year in some}
    held = None
    if store_root is not None and years:
        both = years | {year - 1 for year in years}
        held = Store(store_root).load_persons(both, COMPARED)
    parts = [(name, survey.participation, levels) for name, survey, levels in files]
    return compare(parts, held)


def import_files(
    files: Sequence[str],
    store_root: Path,
    *,
    imported_at: str,
    options: CheckOptions | None = None,
    replace_data: bool = False,
    set_aside: bool = False,
    dry_run: bool = False,
    imported_by: str = "",
    progress: Progress = lambda done, of: None,
) -> Imported:
    """Check files and store them: all of them, or none.

    Raises:
        InputError: a file cannot be read.
        StoreError: other data are there already and `replace_data` is false.
    """
    checked = check_files(files, options, store_root=store_root, progress=progress)
    is_allowed = may_be_stored(checked, set_aside=set_aside)
    aside = sum(len(one.set_aside) for one in checked.results) if is_allowed else 0
    if not is_allowed or dry_run:
        return Imported(checked, is_allowed, rows_set_aside=aside)
    results = Store(store_root).import_surveys(
        incoming_of(checked.results),
        imported_at=imported_at,
        replace=replace_data,
        imported_by=imported_by,
    )
    return Imported(checked, is_allowed, results, aside)


def may_be_stored(checked: Checked, *, set_aside: bool) -> bool:
    """Say whether the findings allow the files into the store."""
    if checked.is_accepted:
        return True
    if not set_aside or checked.count(Severity.FATAL):
        return False
    if checked.strict and checked.count(Severity.WARNING):
        return False
    return all(one.can_set_aside for one in checked.results)
