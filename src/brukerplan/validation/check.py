"""Checking a table: the door first, then its layout, its cells, its rows, the whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from brukerplan.tables import (
    COUNT_DTYPES,
    PARTICIPATION_DTYPES,
    PERSON_DTYPES,
    RawTable,
    Severity,
    Source,
    Survey,
    empty_frame,
    typed,
)
from brukerplan.validation import counts, duplicates, persons, places, whole
from brukerplan.validation.columns import Cells, filled, values_of
from brukerplan.validation.findings import (
    FindingGroup,
    count_of,
    in_order,
    lines_with_errors,
)
from brukerplan.validation.layout import (
    Layout,
    filled_cells,
    identifying_columns,
    settle,
)
from brukerplan.validation.mapping import LayoutMapping, settle_mapping
from brukerplan.validation.privacy import at_the_door

_KEYS = ["survey_year", "municipality_code"]


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
    `set_aside` has the other rows as they came: `survey_year`, `municipality_code`,
    `source_line`, `rules`, and the file's own cells by heading. Rows in the file are
    rows in `survey` and in `set_aside` together. `people` is for telling likely
    duplicates between files: see `duplicates.fingerprints`.
    """

    source: Source
    layout: Layout | None
    groups: tuple[FindingGroup, ...]
    rows: int
    survey: Survey | None = None
    set_aside: pd.DataFrame = field(default_factory=pd.DataFrame)
    people: pd.DataFrame = field(default_factory=pd.DataFrame)

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
    """Check a table against its layout and all rules.

    Raises:
        ReferenceDataError: there is no such layout.
        InputError: the mapping does not fit the file.
    """
    ask = ask or Ask()
    layout, groups = _settled(raw, ask)
    refused = identifying_columns(raw, layout)
    known = {group.column for group in refused}
    groups = [
        *refused,
        *at_the_door(raw, layout),
        *(
            one
            for one in groups
            if one.rule != "column-unknown" or one.column not in known
        ),
    ]
    groups += _remarks(raw)
    if not len(raw.cells):
        groups.append(FindingGroup("rows-none", raw.source.name))
    if layout is None or count_of(groups, Severity.FATAL) or not len(raw.cells):
        return CheckResult(raw.source, layout, in_order(groups), len(raw.cells))
    return _checked(raw, layout, _judged(raw, layout, groups), groups, ask)


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


def _judged(
    raw: RawTable, layout: Layout, groups: list[FindingGroup]
) -> dict[str, object]:
    """Give the values of each field, and add to `groups` what was wrong with them."""
    found: dict[str, object] = {}
    for column in layout.columns:
        values = values_of(Cells(raw, column, layout.missing_values))
        groups += values.groups
        if values.extra:
            found.update(values.extra)
        else:
            found[values.name] = values.array
        if not filled_cells(raw, column.position).any():
            groups.append(FindingGroup("column-empty", raw.source.name, column.heading))
    for name, constant in layout.constants.items():
        whole_number = name in ("survey_year", "birth_year", "age")
        value: object = int(constant) if whole_number else constant
        dtype = "Int32" if whole_number else "str"
        found[name] = filled(value, len(raw.cells), dtype)
    return found


def _checked(
    raw: RawTable,
    layout: Layout,
    values: Mapping[str, object],
    groups: list[FindingGroup],
    ask: Ask,
) -> CheckResult:
    lines = raw.cells.index.to_numpy()
    file = raw.source.name
    headings = persons.Headings(file, layout)
    keys = pd.DataFrame(
        {
            name: values[name]
            for name in (*_KEYS, "municipality_name")
            if name in values
        },
        index=pd.Index(lines, name="line"),
    )
    groups += whole.check_years(keys, file, headings.get("survey_year"), ask.year_now)
    groups += places.check_places(keys, file, headings.get("municipality_code"))
    if "municipality_name" in keys:
        groups += places.check_names(keys, file, headings.get("municipality_name"))
    groups += whole.check_mixture(keys, file, headings.get("municipality_code"))
    people = pd.DataFrame()
    if layout.kind == "counts":
        df = counts.count_frame(values, lines)
        groups += counts.check_counts(df, headings)
    else:
        df = persons.person_frame(values, lines)
        age = pd.Series(values["age"], index=df.index) if "age" in values else None
        groups += persons.check_rows(df, age, headings)
        people = duplicates.fingerprints(df)
        groups += duplicates.within_file(people, file)
    kept = ~np.isin(lines, lines_with_errors(groups))
    aside = _set_aside(raw, df[_KEYS], kept, groups)
    if layout.kind == "counts":
        survey = counts.survey_of(df[kept], aside)
    else:
        survey = _person_survey(df[kept], aside)
    groups += whole.check_size(survey, file)
    return CheckResult(
        source=raw.source,
        layout=layout,
        groups=in_order(groups),
        rows=len(raw.cells),
        survey=survey,
        set_aside=aside,
        people=people[kept] if len(people) else people,
    )


def _person_survey(df: pd.DataFrame, aside: pd.DataFrame) -> Survey:
    known = aside.dropna(subset=_KEYS)
    return Survey(
        persons=persons.finished(df) if len(df) else empty_frame(PERSON_DTYPES),
        counts=empty_frame(COUNT_DTYPES),
        participation=typed(persons.participation_of(df, known), PARTICIPATION_DTYPES),
    )


def _set_aside(
    raw: RawTable, keys: pd.DataFrame, kept: np.ndarray, groups: list[FindingGroup]
) -> pd.DataFrame:
    """Give the rows with errors as they came, with the rules that they break."""
    rows = raw.cells[~kept]
    broken: dict[int, list[str]] = {int(line): [] for line in rows.index}
    for group in groups:
        if group.severity == Severity.ERROR:
            for line in group.lines.tolist():
                broken[line].append(group.rule)
    headings, seen = [], set(_KEYS) | {"source_line", "rules"}
    for position, heading in enumerate(map(str, rows.columns)):
        unique = heading if heading not in seen else f"{heading} ({position + 1})"
        seen.add(unique)
        headings.append(unique)
    cells = rows.set_axis(headings, axis=1).astype("str")
    own = keys[~kept].assign(
        source_line=rows.index,
        rules=[" ".join(sorted(set(broken[int(line)]))) for line in rows.index],
    )
    return pd.concat([own, cells], axis=1).reset_index(drop=True)
