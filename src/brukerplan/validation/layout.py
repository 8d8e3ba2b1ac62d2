"""How a table's columns are understood, settled before any cell is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from brukerplan.schema import (
    NEEDED,
    Column,
    Match,
    Schema,
    detect,
    doubtful_columns,
    lacking,
    load_schema,
    load_vocabulary,
    match,
    normal_text,
)
from brukerplan.tables import RawTable
from brukerplan.validation.findings import FindingGroup

MAPPED = "map:"
"""How the id of a layout that the user's mapping made begins."""


@dataclass(frozen=True)
class Layout:
    """The columns that are understood, and the fields that all rows share.

    `constants` gives a field its value for every row; `missing_values` are texts that
    count as empty.
    """

    schema_id: str
    kind: str
    columns: tuple[Column, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    missing_values: tuple[str, ...] = ("",)

    def column(self, name: str) -> Column | None:
        """Give the column that holds the field `name`, if any."""
        return next((one for one in self.columns if one.field.name == name), None)

    def has(self, name: str) -> bool:
        """Say whether the file tells the field `name`."""
        return name in self.constants or self.column(name) is not None


def headings_of(raw: RawTable) -> list[str]:
    """Give what the headings say: the file's own label where it carries one."""
    return [
        raw.heading_labels.get(heading, heading)
        for heading in map(str, raw.cells.columns)
    ]


def settle(
    raw: RawTable, schema_id: str | None
) -> tuple[Layout | None, list[FindingGroup]]:
    """Give the layout told, or the one that certainly fits, and what is wrong with it.

    Raises:
        ReferenceDataError: there is no layout `schema_id`.
    """
    found = match_of(raw, schema_id)
    if isinstance(found, FindingGroup):
        return None, [found]
    groups = _of_match(raw, found)
    layout = Layout(
        schema_id=found.schema.id,
        kind=found.schema.kind,
        columns=tuple(_own_heading(raw, one) for one in found.columns),
        missing_values=found.schema.missing_values,
    )
    groups += missing_needs(raw, layout)
    return layout, groups


def match_of(raw: RawTable, schema_id: str | None) -> Match | FindingGroup:
    """Give how the layout fits, by the headings or by the labels they carry."""
    plain = list(map(str, raw.cells.columns))
    if schema_id is not None:
        schema = load_schema(schema_id)
        both = [match(schema, texts) for texts in (headings_of(raw), plain)]
        return max(both, key=lambda one: one.rank)
    detections = [detect(texts) for texts in (headings_of(raw), plain)]
    for detection in detections:
        if detection.best is not None:
            return detection.best
    nearest = detections[0].candidates[0]
    return FindingGroup(
        "layout-unknown",
        raw.source.name,
        parameters={
            "schema": nearest.schema.id,
            "found": len(nearest.columns),
            "fields": len(nearest.schema.fields),
        },
    )


def _own_heading(raw: RawTable, one: Column) -> Column:
    return Column(one.position, str(raw.cells.columns[one.position]), one.field)


def _of_match(raw: RawTable, found: Match) -> list[FindingGroup]:
    file = raw.source.name
    headings = list(map(str, raw.cells.columns))
    resembling = doubtful_columns(found, headings_of(raw))
    doubtful = {one.position for one in resembling}
    groups = [
        FindingGroup(
            rule, file, headings[one.position], parameters={"field": one.field.title}
        )
        for rule, columns in (
            ("column-doubtful", resembling),
            ("column-repeated", found.repeated),
        )
        for one in columns
    ]
    groups += [
        FindingGroup("column-unknown", file, headings[position])
        for position in found.unknown
        if position not in doubtful
    ]
    needed = _needed(found.schema)
    asked = [one.field for one in resembling]
    absent = [
        f"«{one.title}»"
        for one in found.missing
        if one.name not in needed and one.sensitivity != "none" and one not in asked
    ]
    if absent:
        groups.append(
            FindingGroup(
                "column-missing", file, parameters={"fields": ", ".join(absent)}
            )
        )
    return groups


def _needed(schema: Schema) -> tuple[str, ...]:
    needed = NEEDED[schema.kind]
    return (*needed, "birth_year", "age") if schema.kind == "persons" else needed


def missing_needs(raw: RawTable, layout: Layout) -> list[FindingGroup]:
    """Give what the file lacks that every row needs."""
    known = {*layout.constants, *(one.field.name for one in layout.columns)}
    return [
        FindingGroup(
            "column-required-missing", raw.source.name, parameters={"field": name}
        )
        for name in lacking(layout.kind, known)
    ]


def identifying_columns(raw: RawTable, layout: Layout | None) -> list[FindingGroup]:
    """Give the columns whose heading says that they identify people."""
    words = load_vocabulary().identifying
    marked = {
        one.position
        for one in (layout.columns if layout else ())
        if one.field.sensitivity == "direct_identifier"
    }
    understood = {one.position for one in (layout.columns if layout else ())} - marked
    groups = []
    for position, label in enumerate(headings_of(raw)):
        heading = str(raw.cells.columns[position])
        says_so = {normal_text(label), normal_text(heading)} & words
        if position in understood or not (says_so or position in marked):
            continue
        lines = raw.cells.index[filled_cells(raw, position)].to_numpy()
        if len(lines):
            groups.append(FindingGroup("column-identifying", raw.source.name, heading))
    return groups


def filled_cells(raw: RawTable, position: int) -> np.ndarray:
    """Say for each row whether its cell in a column is not empty."""
    column = raw.cells.iloc[:, position].array
    empty = np.array([text == "" for text in column.categories], dtype=bool)
    if not len(empty):
        return np.zeros(len(column), dtype=bool)
    return ~empty[column.codes]
