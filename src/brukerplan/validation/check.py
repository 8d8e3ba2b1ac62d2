"""Checking tables: the door first, then the layout, the cells, the rows, the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import pandas as pd

from brukerplan.tables import (
    COUNT_DTYPES,
    RawTable,
    Severity,
    Source,
    Survey,
    empty_frame,
)
from brukerplan.validation import (
    count_rows,
    duplicates,
    file_rules,
    municipality_codes,
    persons,
    plausibility_checks,
)
from brukerplan.validation.batch import Batch, batches
from brukerplan.validation.columns import Cells, filled, values_of
from brukerplan.validation.findings import (
    FindingGroup,
    count_of,
    in_order,
    lines_with_errors,
)
from brukerplan.validation.layout import Layout, identifying_columns, settle
from brukerplan.validation.mapping import LayoutMapping, settle_mapping
from brukerplan.validation.personal_data import at_the_door
from brukerplan.validation.row_keys import Keys, keys_of
from brukerplan.validation.rows_set_aside import rows_set_aside

_KEYS = ["survey_year", "municipality_code"]

_NOT_JUDGED = ("record_id",)
"""Fields that nothing follows from, and that are not stored."""


@dataclass(frozen=True)
class Ask:
    """How the user wants a table to be understood.

    `schema_id` None means to find the layout; `year_now` is the year of today's date,
    None where the future is not checked.
    """

    schema_id: str | None = None
    mapping: LayoutMapping | None = None
    year_now: int | None = None


@dataclass(frozen=True)
class CheckResult:
    """What came of checking a table.

    `survey` has the rows without errors, or is None where a finding is fatal.
    `set_aside` has the other rows as they came: see `rows_set_aside`. Rows in the file
    are rows in `survey` and in `set_aside` together. `people` is for telling likely
    duplicates between files: see `duplicates.fingerprints`. `levels` counts colours in
    each place that took part: see `plausibility_checks.level_counts`.
    """

    source: Source
    layout: Layout | None
    groups: tuple[FindingGroup, ...]
    rows: int
    survey: Survey | None = None
    set_aside: pd.DataFrame = field(default_factory=pd.DataFrame)
    people: pd.DataFrame = field(default_factory=pd.DataFrame)
    levels: np.ndarray = field(default_factory=lambda: plausibility_checks.NO_LEVELS)

    def count(self, severity: Severity) -> int:
        """Give how many findings have this severity."""
        return count_of(self.groups, severity)

    @property
    def can_set_aside(self) -> bool:
        """Say whether rows with errors may be left out and the rest imported.

        Not where a row lacks the year or municipality that it would be filed under,
        and not from counts, which are a whole.
        """
        if self.survey is None or self.layout is None or self.layout.kind == "counts":
            return False
        return not self.set_aside[_KEYS].isna().to_numpy().any()


def check(raw: RawTable, ask: Ask | None = None) -> CheckResult:
    """Check a table against its layout and all rules about a file.

    Raises:
        ReferenceDataError: there is no such layout.
        InputError: the mapping does not fit the file.
    """
    return check_all([raw], ask)[0]


def check_all(raws: Sequence[RawTable], ask: Ask | None = None) -> list[CheckResult]:
    """Check tables, each by itself, and give the results in their order.

    Raises:
        ReferenceDataError: there is no such layout.
        InputError: the mapping does not fit a file.
    """
    ask = ask or Ask()
    results: dict[int, CheckResult] = {}
    fitting: list[tuple[RawTable, Layout]] = []
    opened: list[tuple[int, list[FindingGroup]]] = []
    for place, raw in enumerate(raws):
        layout, groups = _opened(raw, ask)
        if layout is None or count_of(groups, Severity.FATAL) or not len(raw.cells):
            size = len(raw.cells)
            results[place] = CheckResult(raw.source, layout, in_order(groups), size)
        else:
            fitting.append((raw, layout))
            opened.append((place, groups))
    for members, batch in batches(fitting):
        known = [opened[member][1] for member in members]
        for member, one in zip(members, _checked(batch, known, ask), strict=True):
            results[opened[member][0]] = one
    return [results[place] for place in range(len(raws))]


def _opened(raw: RawTable, ask: Ask) -> tuple[Layout | None, list[FindingGroup]]:
    """Give the layout of a table, and what is known before any cell is judged."""
    layout, groups = _settled(raw, ask)
    refused = identifying_columns(raw, layout)
    known = {group.column for group in refused}
    groups = [
        one for one in groups if one.rule != "column-unknown" or one.column not in known
    ]
    if not len(raw.cells):
        groups.append(FindingGroup("rows-none", raw.source.name))
    return layout, [*refused, *at_the_door(raw, layout), *groups, *_remarks(raw)]


def _settled(raw: RawTable, ask: Ask) -> tuple[Layout | None, list[FindingGroup]]:
    if ask.mapping is not None:
        return settle_mapping(raw, ask.mapping)
    return settle(raw, ask.schema_id)


def _remarks(raw: RawTable) -> list[FindingGroup]:
    by_rule: dict[str, list[int]] = {}
    for remark in raw.remarks:
        by_rule.setdefault(remark.rule, []).append(remark.line or 0)
    return [
        FindingGroup(rule, raw.source.name, lines=np.array(lines, dtype=np.int32))
        for rule, lines in by_rule.items()
    ]


@dataclass(frozen=True)
class _Judged:
    """The values of each field, and what was wrong: by rows, and by file."""

    values: dict[str, object]
    groups: list[FindingGroup]
    of_files: list[list[FindingGroup]]


def _judged(batch: Batch) -> _Judged:
    judged = _Judged({}, [], [[] for _ in batch.raws])
    for column in batch.layout.columns:
        if column.field.name in _NOT_JUDGED:
            continue
        cells = Cells(batch, column)
        values = values_of(cells)
        judged.groups.extend(values.groups)
        judged.values.update(values.columns)
        for file in batch.are_empty(cells.codes, cells.is_empty):
            judged.of_files[file].append(
                FindingGroup("column-empty", batch.files[file], column.heading)
            )
    for name, constant in batch.layout.constants.items():
        is_number = name in ("survey_year", "birth_year", "age")
        value: object = int(constant) if is_number else constant
        dtype = "Int32" if is_number else "str"
        judged.values[name] = filled(value, len(batch), dtype)
    return judged


def _checked(
    batch: Batch, known: Sequence[list[FindingGroup]], ask: Ask
) -> list[CheckResult]:
    judged = _judged(batch)
    headings = persons.Headings(batch.layout)
    keys = keys_of(batch.file_of, len(batch.raws), judged.values)
    groups = judged.groups
    groups += file_rules.check_future(keys, headings.get("survey_year"), ask.year_now)
    groups += municipality_codes.check_places(keys, headings.get("municipality_code"))
    if (names := judged.values.get("municipality_name")) is not None:
        groups += municipality_codes.check_names(
            keys, names, headings.get("municipality_name")
        )
    of_files = file_rules.check_keys(keys, batch.files, headings)
    groups += file_rules.check_strays(keys, batch.files, headings)
    people: pd.DataFrame | None = None
    if batch.layout.kind == "counts":
        df = count_rows.count_frame(judged.values)
        groups += count_rows.check_counts(df, headings)
        of_files[0].append(FindingGroup("counts-only", batch.files[0]))
    else:
        df = persons.person_frame(judged.values, batch.line_of)
        age = judged.values.get("age")
        groups += persons.check_rows(df, age, headings)
        people = duplicates.fingerprints(df).assign(file=batch.file_of)
        groups += duplicates.within_files(people)
    apart = [
        list(chain(*parts))
        for parts in zip(
            known, batch.split(groups), judged.of_files, of_files, strict=True
        )
    ]
    return _results(batch, keys, df, people, apart)


def _results(
    batch: Batch,
    keys: Keys,
    df: pd.DataFrame,
    people: pd.DataFrame | None,
    apart: Sequence[list[FindingGroup]],
) -> list[CheckResult]:
    """Tell the files apart again, and leave out their rows with errors."""
    kept = np.ones(len(batch), dtype=bool)
    aside = []
    for file, raw in enumerate(batch.raws):
        rows = batch.rows_of(file)
        bad = np.isin(batch.line_of[rows], lines_with_errors(apart[file]))
        kept[rows[bad]] = False
        left_out = df.iloc[rows[bad]][_KEYS].astype({"municipality_code": "str"})
        aside.append(rows_set_aside(raw, left_out, apart[file]))
    if batch.layout.kind == "counts":
        surveys = [count_rows.survey_of(df[kept], aside[0])]
        sizes: list[list[FindingGroup]] = [[]]
        levels = [plausibility_checks.NO_LEVELS]
    else:
        surveys = _person_surveys(df, keys, kept)
        sizes = file_rules.check_sizes(keys, kept, batch.files)
        levels = _levels(df, keys, kept)
    return [
        CheckResult(
            source=raw.source,
            layout=batch.layout,
            groups=in_order([*apart[file], *sizes[file]]),
            rows=len(raw.cells),
            survey=surveys[file],
            set_aside=aside[file],
            people=_people_of(batch, people, kept, file),
            levels=levels[file],
        )
        for file, raw in enumerate(batch.raws)
    ]


def _people_of(
    batch: Batch, people: pd.DataFrame | None, kept: np.ndarray, file: int
) -> pd.DataFrame:
    if people is None:
        return pd.DataFrame()
    rows = batch.rows_of(file)
    rows = rows[kept[rows]]
    return people.iloc[rows].set_axis(pd.Index(batch.line_of[rows], name="line"))


def _person_surveys(df: pd.DataFrame, keys: Keys, kept: np.ndarray) -> list[Survey]:
    finished = persons.finished(df, keys, kept)
    took_part = persons.participation_of(keys, kept, df["unit"].array)
    no_counts = empty_frame(COUNT_DTYPES)
    return [
        Survey(rows, no_counts, part)
        for rows, part in zip(finished, took_part, strict=True)
    ]


def _levels(df: pd.DataFrame, keys: Keys, kept: np.ndarray) -> list[np.ndarray]:
    """Give, for each file, how many people have which colours in each place."""
    counted = plausibility_checks.level_counts(df, keys.of_row, kept, len(keys.known))
    here = keys.whole
    files = np.array([keys.known[place].file for place in here])
    return [counted[here[files == file]] for file in range(keys.files)]
