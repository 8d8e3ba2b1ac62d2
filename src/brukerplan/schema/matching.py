"""Which layout a file has, and how each of its headings is understood.

A heading is understood only if it equals a title, name or alias of the layout (apart
from letter case and white space). One that merely resembles a column is reported as
doubtful and never used: a wrong guess must not pass silently.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from brukerplan.schema.layouts import Field, Schema, list_schemas
from brukerplan.schema.text_matching import normal_text

LIKENESS = 0.8
"""How alike a heading and a missing column must be for the user to be asked."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "persons": ("survey_year", "municipality_code", "sex", "problem_group"),
    "counts": (
        "survey_year",
        "municipality_code",
        "problem_group",
        "life_area",
        "category",
        "count",
    ),
}
"""Fields without which nothing can be made of a row, by the kind of layout; people
need `birth_year` or `age` too."""


@dataclass(frozen=True)
class Column:
    """A column of the file, counted from 0, and the field that it holds."""

    position: int
    heading: str
    field: Field


@dataclass(frozen=True)
class Match:
    """How a layout fits the headings of a file.

    `unknown` are positions that the layout says nothing of; `repeated` those whose
    field another column has already.
    """

    schema: Schema
    columns: tuple[Column, ...]
    missing: tuple[Field, ...]
    unknown: tuple[int, ...]
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
    return not lacking(one.schema.kind, {column.field.name for column in one.columns})


def lacking(kind: str, found: Collection[str]) -> list[str]:
    """Give the fields that every row of this kind needs and that are not `found`."""
    names = [name for name in NEEDED[kind] if name not in found]
    if kind == "persons" and not {"birth_year", "age"}.intersection(found):
        names.append("birth_year")
    return names


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
        repeated=tuple(repeated),
        titles=titles,
    )


def doubtful_columns(found: Match, headings: Sequence[str]) -> tuple[Column, ...]:
    """Give unknown columns that resemble a field which the file seems to lack."""
    doubtful = []
    for position in found.unknown:
        scored = [
            (max(likeness(headings[position], text) for text in one.headings), one)
            for one in found.missing
        ]
        best = max(scored, key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= LIKENESS:
            doubtful.append(Column(position, headings[position], best[1]))
    return tuple(doubtful)


def likeness(one: str, other: str) -> float:
    """Give from 0 to 1 how alike two headings are, letter by letter."""
    return SequenceMatcher(None, normal_text(one), normal_text(other)).ratio()
