"""What the report was made from: inputs, versions and policy, as the release says."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from brukerplan.reporting.context import Material
from brukerplan.reporting.messages import msg
from brukerplan.reporting.table_cells import text_cell
from brukerplan.reporting.view_model import EMPTY, Column, Kind, Row, Section, Table

SHOWN_OF_HASH = 16
"""So many characters of a checksum tell files apart; the release has them whole."""

_POLICY = {
    "smallest_count": msg("Smallest number of people shown"),
    "smallest_denominator": msg("Smallest number of people that a share is of"),
    "protection_width": msg("Narrowest interval that a hidden number can be put in"),
}


def provenance(material: Material) -> Section:
    """Give a row for each fact: program, definitions, inputs of the place, policy."""
    facts = [*_program(material), *_inputs(material), *_policy(material)]
    if not facts:
        return EMPTY
    words = material.words
    table = Table(
        "table-provenance",
        words.t("Inputs, versions and policy"),
        (
            Column(words.t("What"), is_number=False),
            Column(words.t("Value"), is_number=False),
        ),
        tuple(Row(name, (text_cell(value),)) for name, value in facts),
    )
    return Section(tables=(table,))


def _program(material: Material) -> list[tuple[str, str]]:
    words, known = material.words, material.provenance
    facts = []
    if version := known.get("program_version"):
        facts.append((words.t("Program"), f"brukerplan {version}"))
    if checksum := known.get("indicators_sha256"):
        facts.append((words.t("Definitions, checksum"), _short(checksum)))
    for source in known.get("population", ()):
        label = words.t("Population, 1 January {year}", year=source["year"])
        table = words.t("Statistics Norway, table {table}", table=source["table"])
        text = source["name"] or table
        facts.append((label, f"{text} ({_short(source['sha256'])})"))
    return facts


def _inputs(material: Material) -> list[tuple[str, str]]:
    """Give a municipality's own files; of a larger place their number and checksum."""
    words = material.words
    inputs = [i for i in material.provenance.get("inputs", ()) if _here(i, material)]
    if not inputs:
        return []
    if material.place.kind is Kind.MUNICIPALITY:
        return [
            (
                words.t("File for {year}", year=one["survey_year"]),
                f"{one['source_name']} ({_short(one['source_sha256'])})",
            )
            for one in inputs
        ]
    number = words.n("{number} file", "{number} files", len(inputs))
    return [(words.t("Files"), f"{number} ({_short(_combined(inputs))})")]


def _here(one: Mapping[str, Any], material: Material) -> bool:
    """Whether an input is the place's: codes begin with the county's number."""
    kind, code = material.place.kind, material.place.code
    return kind is Kind.NATION or str(one["municipality_code"]).startswith(code)


def _combined(inputs: Sequence[Mapping[str, Any]]) -> str:
    """Give one checksum of all the files' checksums, whatever their order."""
    sums = sorted(str(one["source_sha256"]) for one in inputs)
    return hashlib.sha256("".join(sums).encode("ascii")).hexdigest()


def _policy(material: Material) -> list[tuple[str, str]]:
    words = material.words
    return [
        (words.t(label), words.numbers.number(material.policy[name]))
        for name, label in _POLICY.items()
        if name in material.policy
    ]


def _short(checksum: str) -> str:
    return f"SHA-256 {checksum[:SHOWN_OF_HASH]}…"
