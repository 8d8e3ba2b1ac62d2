"""Frictionless Table Schemas: what the columns of a layout are called and may hold.

Only the keywords that are used here are supported; any other is refused, so that a
slip of the pen is an error and not a check that silently never happens. Our additions
to the standard stand under the key `brukerplan`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from brukerplan.errors import ReferenceDataError
from brukerplan.resources import resource_dir
from brukerplan.tables import COUNT_DTYPES, PERSON_DTYPES

KINDS = ("persons", "counts")
"""What a row of a layout is: a person, or a count of persons."""

TYPES = ("string", "integer")

SENSITIVITIES = ("none", "quasi_identifier", "sensitive", "direct_identifier")

INPUT_ONLY_FIELDS = (
    "record_id",
    "municipality_name",
    "services_received",
    "services_needed",
)
"""Fields that a file may have but that are not stored as they are."""

_SCHEMA_KEYS = {
    "$schema",
    "name",
    "title",
    "description",
    "missingValues",
    "fields",
    "brukerplan",
}
_FIELD_KEYS = {"name", "title", "description", "type", "constraints", "brukerplan"}
_CONSTRAINT_KEYS = {"required", "minimum", "maximum", "pattern", "enum"}
_OWN_KEYS = {"aliases", "sensitivity", "codes", "separator", "empty_means"}


@dataclass(frozen=True)
class Field:
    """A column of a layout.

    `codes` gives our word for each value that the file may hold; `separator` splits a
    cell that lists several; `empty_means` (`missing`, `none`) says what an empty list
    is. `direct_identifier` as `sensitivity` means that the column is refused.
    """

    name: str
    title: str
    description: str = ""
    type: str = "string"
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    sensitivity: str = "sensitive"
    separator: str | None = None
    empty_means: str = "missing"

    @property
    def headings(self) -> tuple[str, ...]:
        """Give every heading under which a file may have this column."""
        return (self.title, self.name, *self.aliases)


@dataclass(frozen=True)
class Schema:
    """A layout: its columns, and what counts as an empty cell."""

    id: str
    title: str
    description: str
    kind: str
    fields: tuple[Field, ...]
    missing_values: tuple[str, ...] = ("",)

    def field(self, name: str) -> Field | None:
        """Give the field called `name`, or None where the layout lacks it."""
        return next((one for one in self.fields if one.name == name), None)


def list_schemas() -> tuple[Schema, ...]:
    """Give the shipped layouts, by id.

    Raises:
        ReferenceDataError: a schema file cannot be used.
    """
    return tuple(
        _shipped(path) for path in sorted(resource_dir("data/schemas").glob("*.json"))
    )


def load_schema(schema_id: str) -> Schema:
    """Give the layout with this id, or the one in a schema file of the user's own.

    Raises:
        ReferenceDataError: there is no such layout, or its file cannot be used.
    """
    if schema_id.endswith(".json"):
        return read_schema(Path(schema_id))
    known = {schema.id: schema for schema in list_schemas()}
    if schema_id not in known:
        raise ReferenceDataError(
            f"there is no layout «{schema_id}»",
            hint=f"use one of {', '.join(known)}, or a file ending in .json",
            slug="schema-unknown",
        )
    return known[schema_id]


@cache
def _shipped(path: Path) -> Schema:
    return read_schema(path)


def read_schema(path: Path) -> Schema:
    """Give the layout that a schema file describes.

    Raises:
        ReferenceDataError: the file is missing, is not JSON, or uses a keyword or a
            field name that is not known.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise _unusable(path, "it cannot be read as JSON") from problem
    try:
        schema = _schema_of(content)
    except (_Refused, TypeError, KeyError, AttributeError) as problem:
        raise _unusable(path, str(problem)) from problem
    if schema.id != path.stem:
        raise _unusable(path, "its «name» differs from the file's name")
    return schema


class _Refused(ValueError):
    """A schema says something that this program does not understand."""


def _unusable(path: Path, why: str) -> ReferenceDataError:
    return ReferenceDataError(
        f"the layout «{path.name}» cannot be used: {why}",
        hint="see docs/how-to/local-layout.md for what a layout may say",
        slug="schema-unusable",
    )


def _refuse_unknown(part: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(part) - known)
    if unknown:
        raise _Refused(f"{where} has the unknown keyword «{unknown[0]}»")


def _schema_of(content: Mapping[str, Any]) -> Schema:
    _refuse_unknown(content, _SCHEMA_KEYS, "the schema")
    own = content.get("brukerplan", {})
    _refuse_unknown(own, {"kind"}, "«brukerplan»")
    kind = own.get("kind", "persons")
    if kind not in KINDS:
        raise _Refused(f"there is no kind «{kind}»")
    fields = tuple(_field_of(part, kind) for part in content["fields"])
    names = [one.name for one in fields]
    if len(set(names)) < len(names):
        raise _Refused("a field name stands twice")
    return Schema(
        id=content["name"],
        title=content["title"],
        description=content.get("description", ""),
        kind=kind,
        fields=fields,
        missing_values=tuple(content.get("missingValues", ("",))),
    )


def _field_of(content: Mapping[str, Any], kind: str) -> Field:
    name = content["name"]
    where = f"the field «{name}»"
    _refuse_unknown(content, _FIELD_KEYS, where)
    constraints = content.get("constraints", {})
    _refuse_unknown(constraints, _CONSTRAINT_KEYS, where)
    own = content.get("brukerplan", {})
    _refuse_unknown(own, _OWN_KEYS, where)
    made = Field(
        name=name,
        title=content["title"],
        description=content.get("description", ""),
        type=content.get("type", "string"),
        required=constraints.get("required", False),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        pattern=constraints.get("pattern"),
        codes=own.get("codes", {}),
        aliases=tuple(own.get("aliases", ())),
        sensitivity=own.get("sensitivity", "sensitive"),
        separator=own.get("separator"),
        empty_means=own.get("empty_means", "missing"),
    )
    _check_field(made, kind, constraints.get("enum"))
    return made


def _check_field(made: Field, kind: str, enum: list[str] | None) -> None:
    where = f"the field «{made.name}»"
    stored = PERSON_DTYPES if kind == "persons" else COUNT_DTYPES
    refused = made.sensitivity == "direct_identifier"
    if made.name not in {*stored, *INPUT_ONLY_FIELDS} and not refused:
        raise _Refused(f"{where} is no field that this program knows")
    if made.type not in TYPES:
        raise _Refused(f"{where} has the unknown type «{made.type}»")
    if made.sensitivity not in SENSITIVITIES:
        raise _Refused(f"{where} has an unknown sensitivity")
    if made.empty_means not in ("missing", "none"):
        raise _Refused(f"{where} has an unknown «empty_means»")
    if enum is not None and list(made.codes) != enum:
        raise _Refused(f"{where} has an «enum» that differs from its «codes»")
