"""A mapping that the user wrote or went through: which heading is which field.

`brukerplan schema map` proposes one (`proposal`), the user edits it, and `--map` gives
it back. A column that the proposal was not certain of is refused until confirmed.
"""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brukerplan.errors import InputError
from brukerplan.schema import Column, Field, list_schemas, normal_text, value_kind
from brukerplan.schema.layouts import INPUT_ONLY_FIELDS, KINDS
from brukerplan.tables import (
    COUNT_DTYPES,
    PERSON_DTYPES,
    SERVICES,
    SEXES,
    RawTable,
)
from brukerplan.validation.findings import FindingGroup
from brukerplan.validation.layout import MAPPED, Layout, missing_needs

_KEYS = {"kind", "missing_values", "constants", "column"}
_COLUMN_KEYS = {
    "heading",
    "field",
    "confidence",
    "confirmed",
    "separator",
    "empty_means",
    "values",
}
_NUMBERS = ("survey_year", "birth_year", "age", "count")


@dataclass(frozen=True)
class MappedColumn:
    """A heading of the file, the field it holds (empty for none), and its codes."""

    heading: str
    field: str
    confirmed: bool = True
    confidence: float = 1.0
    separator: str | None = None
    empty_means: str = "missing"
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class LayoutMapping:
    """How a file of an unknown layout is to be understood."""

    name: str
    kind: str
    columns: tuple[MappedColumn, ...]
    constants: Mapping[str, str] = dataclasses.field(default_factory=dict)
    missing_values: tuple[str, ...] = ("",)


def fields_of(kind: str) -> frozenset[str]:
    """Give the fields that a file of this kind may have."""
    stored = PERSON_DTYPES if kind == "persons" else COUNT_DTYPES
    return frozenset({*stored, *INPUT_ONLY_FIELDS} - {"source_line"})


def read_mapping(path: Path) -> LayoutMapping:
    """Read a mapping from a TOML file.

    Raises:
        InputError: it is missing, is not TOML, or names an unknown key, field or word.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError(
            f"there is no mapping «{path.name}»", slug="input-missing"
        ) from None
    except (OSError, UnicodeError):
        raise _unusable(path, "it cannot be read as UTF-8 text") from None
    except tomllib.TOMLDecodeError as problem:
        place = str(problem).rpartition("(")[2].rstrip(")")
        raise _unusable(path, f"it is not TOML ({place})") from None
    try:
        return _mapping_of(path.stem, content)
    except _Refused as problem:
        raise _unusable(path, str(problem)) from None
    except (KeyError, TypeError, AttributeError, ValueError):
        raise _unusable(path, "a part of it has the wrong form") from None


UNKNOWN_WORD = "?"
"""Stands in a proposal where only the user knows what a code means."""


class _Refused(Exception):
    """A mapping says something that this program does not understand."""


def _unusable(path: Path, why: str) -> InputError:
    return InputError(
        f"the mapping «{path.name}» cannot be used: {why}",
        hint="see docs/how-to/local-layout.md for what a mapping may say",
        slug="mapping-unusable",
    )


def _mapping_of(name: str, content: Mapping[str, Any]) -> LayoutMapping:
    _refuse(set(content) - _KEYS, "unknown key")
    kind = content.get("kind", "persons")
    _refuse({kind} - set(KINDS), "unknown kind")
    columns = tuple(_column_of(part, kind) for part in content["column"])
    constants = {key: str(v) for key, v in content.get("constants", {}).items()}
    _refuse(set(constants) - fields_of(kind), "unknown field")
    for key, value in constants.items():
        if key in _NUMBERS and not value.isdecimal():
            raise _Refused(f"the constant «{key}» must be a whole number")
    mapped = [one.field for one in columns if one.field] + list(constants)
    _refuse({one for one in mapped if mapped.count(one) > 1}, "field mapped twice:")
    return LayoutMapping(
        name=name,
        kind=kind,
        columns=columns,
        constants=constants,
        missing_values=("", *content.get("missing_values", ())),
    )


def _column_of(part: Mapping[str, Any], kind: str) -> MappedColumn:
    _refuse(set(part) - _COLUMN_KEYS, "unknown key")
    name = part.get("field", "")
    _refuse({name} - fields_of(kind) - {""}, "unknown field")
    values = dict(part.get("values", {}))
    allowed = words_of(name, kind)
    if UNKNOWN_WORD in values.values():
        raise _Refused(f"«{UNKNOWN_WORD}» for «{name}» is still to be filled in")
    if allowed is not None:
        _refuse(set(values.values()) - allowed, f"unknown word for «{name}»:")
    return MappedColumn(
        heading=part["heading"],
        field=name,
        confirmed=bool(part.get("confirmed", True)),
        confidence=float(part.get("confidence", 1.0)),
        separator=part.get("separator"),
        empty_means=part.get("empty_means", "missing"),
        values=values,
    )


def _refuse(unknown: set[str], what: str) -> None:
    if unknown:
        raise _Refused(f"{what} «{min(map(str, unknown))}»")


def words_of(name: str, kind: str) -> frozenset[str] | None:
    """Give our words for the values of a field, or None where it is not coded.

    `kind` is that of the file: a person has one sex, counts may be of both together.
    """
    coding = value_kind(name)
    if coding is None:
        return None
    if coding == "service":
        return frozenset(SERVICES)
    if coding == "yes_no":
        return frozenset({"yes", "no"})
    if coding == "sex" and kind == "persons":
        return frozenset(SEXES)
    words = {
        word
        for schema in list_schemas()
        for one in schema.fields
        if one.name == name
        for word in one.codes.values()
    }
    return frozenset(words)


def plain_field(name: str) -> Field:
    """Give a field as the shipped layouts have it, but without codes of its own."""
    for schema in list_schemas():
        known = schema.field(name)
        if known is not None:
            return replace(known, codes={}, separator=None, empty_means="missing")
    is_number = name in _NUMBERS or name.endswith("_count")
    return Field(name, name, type="integer" if is_number else "string")


def settle_mapping(
    raw: RawTable, mapping: LayoutMapping
) -> tuple[Layout, list[FindingGroup]]:
    """Give the layout that a mapping makes of a table, and what is wrong with it.

    Raises:
        InputError: the mapping names a heading that the file lacks.
    """
    file = raw.source.name
    headings = list(map(str, raw.cells.columns))
    positions = {normal_text(text): place for place, text in enumerate(headings)}
    columns, groups, spoken = [], [], set()
    for one in mapping.columns:
        place = positions.get(normal_text(one.heading))
        if place is None:
            if one.field == "":
                continue
            raise InputError(
                f"«{file}» has no column «{one.heading}», which the mapping names",
                hint="is it the mapping for this file?",
                slug="mapping-does-not-fit",
            )
        spoken.add(place)
        if not one.field:
            continue
        columns.append(Column(place, headings[place], _field_of(one)))
        if not one.confirmed:
            groups.append(
                FindingGroup(
                    "mapping-not-confirmed",
                    file,
                    headings[place],
                    parameters={"field": one.field},
                )
            )
    groups += [
        FindingGroup("column-unknown", file, heading)
        for place, heading in enumerate(headings)
        if place not in spoken
    ]
    layout = Layout(
        schema_id=f"{MAPPED}{mapping.name}",
        kind=mapping.kind,
        columns=tuple(columns),
        constants=mapping.constants,
        missing_values=mapping.missing_values,
    )
    return layout, groups + missing_needs(raw, layout)


def _field_of(one: MappedColumn) -> Field:
    plain = plain_field(one.field)
    separator = one.separator
    if separator is None and one.field.startswith("services_"):
        separator = ","
    return replace(
        plain, codes=one.values, separator=separator, empty_means=one.empty_means
    )
