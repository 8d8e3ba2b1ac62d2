"""Which layout a file has, and how each of its headings is understood.

A heading is understood only if it equals a title, name or alias of the layout (apart
from letter case and white space). One that merely resembles a column is reported as
doubtful and never used: a wrong guess must not pass silently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from brukerplan.schema.layouts import Field, Schema, list_schemas
from brukerplan.schema.text import normal_text

LIKENESS = 0.8
"""How alike a heading and a missing column must be for the user to be asked."""

_ENOUGH = ("survey_year", "municipality_code", "problem_group")
"""Without these a file is not taken for a layout at all."""


@dataclass(frozen=True)
class Column:
    """A column of the file, counted from 0, and the field that it holds."""

    position: int
    heading: str
    field: Field


@dataclass(frozen=True)
class Match:
    """How a layout fits the headings of a file.

    `unknown` are positions that the layout says nothing of; `doubtful` those among
    them that resemble a field which the file seems to lack; `repeated` those whose
    field another column has already.
    """

    schema: Schema
    columns: tuple[Column, ...]
    missing: tuple[Field, ...]
    unknown: tuple[int, ...]
    doubtful: tuple[Column, ...]
    repeated: tuple[Column, ...]
    titles: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Give what to compare by: more understood, fewer lacking, own titles."""
        return len(self.columns), -len(self.missing), self.titles


@dataclass(frozen=True)
class Detection:
    """The layouts that a file may have, the best first."""

    candidates: tuple[Match, ...]

    @property
    def best(self) -> Match | None:
        """Give the layout that certainly fits, or None where none or several do."""
        fitting = [one for one in self.candidates if _is_enough(one)]
        if not fitting:
            return None
        if len(fitting) > 1 and fitting[0].rank == fitting[1].rank:
            return None
        return fitting[0]


def _is_enough(one: Match) -> bool:
    found = {column.field.name for column in one.columns}
    return found.issuperset(_ENOUGH) and 2 * len(found) >= len(one.schema.fields)


def detect(
    headings: Sequence[str], schemas: Sequence[Schema] | None = None
) -> Detection:
    """Give the layouts (all shipped ones by default) by how well they fit."""
    tried = list_schemas() if schemas is None else schemas
    matches = [match(schema, headings) for schema in tried]
    return Detection(tuple(sorted(matches, key=lambda one: one.rank, reverse=True)))


def match(schema: Schema, headings: Sequence[str]) -> Match:
    """Give how each of `headings` is understood by `schema`."""
    by_text = {
        normal_text(text): one
        for one in reversed(schema.fields)
        for text in one.headings
    }
    columns: dict[str, Column] = {}
    repeated, unknown = [], []
    for position, heading in enumerate(headings):
        known = by_text.get(normal_text(heading))
        if known is None:
            unknown.append(position)
        elif known.name in columns:
            repeated.append(Column(position, heading, known))
        else:
            columns[known.name] = Column(position, heading, known)
    missing = tuple(one for one in schema.fields if one.name not in columns)
    titles = sum(
        normal_text(one.heading) == normal_text(one.field.title)
        for one in columns.values()
    )
    return Match(
        schema=schema,
        columns=tuple(columns.values()),
        missing=missing,
        unknown=tuple(unknown),
        doubtful=tuple(_doubtful(headings, unknown, missing)),
        repeated=tuple(repeated),
        titles=titles,
    )


def _doubtful(
    headings: Sequence[str], unknown: Sequence[int], missing: Sequence[Field]
) -> list[Column]:
    found = []
    for position in unknown:
        scored = [
            (max(likeness(headings[position], text) for text in one.headings), one)
            for one in missing
        ]
        best = max(scored, key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= LIKENESS:
            found.append(Column(position, headings[position], best[1]))
    return found


def likeness(one: str, other: str) -> float:
    """Give from 0 to 1 how alike two headings are, letter by letter."""
    return SequenceMatcher(None, normal_text(one), normal_text(other)).ratio()
