"""Layouts: what is known, which a file has, and a mapping for one that is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brukerplan.errors import UsageError
from brukerplan.intake import ReadOptions, read_tables
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.schema import (
    Detection,
    Match,
    detect,
    doubtful_columns,
    list_schemas,
    load_schema,
)
from brukerplan.tables import RawTable
from brukerplan.validation import Proposal, mapping_text, propose
from brukerplan.validation.layout import headings_of

__all__ = ["list_schemas", "load_schema"]


@dataclass(frozen=True)
class UnderstoodColumn:
    """A heading, the field it is taken for (empty for none), and how surely.

    `how` is certain, doubtful, repeated or unknown.
    """

    heading: str
    field: str
    how: str


@dataclass(frozen=True)
class Detected:
    """How a file is understood: its best layout, and each of its headings.

    `is_certain` says whether the file would be imported by that layout as it stands.
    """

    file: str
    schema_id: str
    is_certain: bool
    rows: int
    columns: tuple[UnderstoodColumn, ...]
    missing: tuple[str, ...]


def detect_layouts(file: str, options: ReadOptions | None = None) -> list[Detected]:
    """Give how each table of a file is understood.

    Raises:
        InputError: the file cannot be read.
    """
    return [_detected(raw) for raw in read_tables(file, options)]


def _detected(raw: RawTable) -> Detected:
    headings = headings_of(raw)
    detection = detect(headings)
    best = detection.best
    if best is None:
        best, doubtful = _nearest(raw, detection)
    else:
        near = doubtful_columns(best, headings)
        doubtful = {column.position: column.field.name for column in near}
    columns = tuple(_understood(best, headings, doubtful))
    found = {one.field for one in columns}
    settled = all(one.how in ("certain", "unknown") for one in columns)
    return Detected(
        file=raw.source.name,
        schema_id=best.schema.id,
        is_certain=detection.best is not None and settled,
        rows=len(raw.cells),
        columns=columns,
        missing=tuple(one.title for one in best.missing if one.name not in found),
    )


def _nearest(raw: RawTable, detection: Detection) -> tuple[Match, dict[int, str]]:
    """Give the layout nearest to an unknown one, and what its unknown columns may be.

    That is what a mapping would propose, by position, for fields that no column has.
    """
    proposed = [one.column.field for one in propose(raw).columns]
    best = max(
        detection.candidates,
        key=lambda one: sum(field.name in proposed for field in one.schema.fields),
    )
    taken = {"", *(column.field.name for column in best.columns)}
    may_be = {place: proposed[place] for place in best.unknown}
    return best, {place: name for place, name in may_be.items() if name not in taken}


def _understood(
    best: Match, headings: Sequence[str], doubtful: Mapping[int, str]
) -> list[UnderstoodColumn]:
    known = {
        place: UnderstoodColumn(headings[place], name, "doubtful")
        for place, name in doubtful.items()
    }
    for how, columns in (("certain", best.columns), ("repeated", best.repeated)):
        for one in columns:
            known[one.position] = UnderstoodColumn(one.heading, one.field.name, how)
    return [
        known.get(place, UnderstoodColumn(heading, "", "unknown"))
        for place, heading in enumerate(headings)
    ]


def propose_mapping(
    file: str,
    output: Path,
    options: ReadOptions | None = None,
    *,
    replace: bool = False,
) -> Proposal:
    """Write a mapping for the user to go through, and give what it proposes.

    Raises:
        InputError: the file cannot be read.
        UsageError: the file holds several tables, or `output` is there already.
    """
    tables = read_tables(file, options)
    if len(tables) > 1:
        raise UsageError(
            "the zip file holds several tables",
            hint="unpack it and map one of them",
        )
    if output.exists() and not replace:
        raise UsageError(
            f"«{output.name}» is there already",
            hint="to write it anew and lose your changes, add --replace",
        )
    proposal = propose(tables[0])
    text = mapping_text(proposal, tables[0].source.name)
    write_whole(output, text.encode())
    return proposal
