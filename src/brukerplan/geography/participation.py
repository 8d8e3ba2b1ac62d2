"""The participation file: who took part, by which rule, with which units, and when."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from brukerplan.errors import InputError, ReferenceDataError
from brukerplan.geography.groupings import read_rows
from brukerplan.geography.places import municipalities
from brukerplan.geography.reference_rules import line_finding, refusal
from brukerplan.tables import PARTICIPATION_DTYPES, Finding, typed

INCLUSION_RULES = ("16+/12-months", "16+/now", "18+/12-months", "18+/now")
"""Who is mapped: the youngest age, and whether a service was received in the last 12
months or is received now."""

DATA_KINDS = ("persons", "counts", "nobody")
"""What a municipality registers; `nobody`: it took part and registered nobody."""

HEADINGS: Mapping[str, set[str]] = {
    "survey_year": {"survey_year", "year", "kartleggingsår", "år"},
    "municipality_code": {"municipality_code", "kommunenummer", "kommunenr", "kommune"},
    "data_kind": {"data_kind", "datatype", "slag data"},
    "inclusion_rule": {"inclusion_rule", "inklusjonsregel", "inklusjon"},
    "units": {"units", "enheter", "einingar"},
    "mapping_date": {"mapping_date", "kartleggingsdato", "dato"},
}
"""Headings that the file may use for each column, in small letters."""

NEEDED = ("survey_year", "municipality_code")


def read_participation(path: Path) -> pd.DataFrame:
    """Give who took part, as a frame with the columns of `PARTICIPATION_DTYPES`.

    The file is CSV with a heading (`HEADINGS`), or TOML with a `[[participation]]`
    table a municipality and year. Year and municipality are needed; the rest is
    empty where not known. `units` are separated by semicolons in TOML and by `+` or
    `|` in CSV; `inclusion_rule` is one of `INCLUSION_RULES`, `data_kind` one of
    `DATA_KINDS`.

    Raises:
        InputError: the file cannot be read, or lacks a needed column.
        ValidationFailed: a year, code, rule or date is not valid, or a municipality
            stands twice in a year.
    """
    rows = _from_toml(path) if path.suffix == ".toml" else _from_csv(path)
    checked = [(line, _normalised(row)) for line, row in rows]
    findings = [f for line, row in checked for f in _check(row, line, path.name)]
    findings += _check_twice(checked, path.name)
    if findings:
        raise refusal(findings, slug="participation-invalid")
    df = pd.DataFrame([row for _, row in checked], columns=list(PARTICIPATION_DTYPES))
    df = typed(df, PARTICIPATION_DTYPES)
    return df.sort_values(["survey_year", "municipality_code"], ignore_index=True)


def _from_csv(path: Path) -> list[tuple[int, dict[str, str]]]:
    heading, rows = read_rows(path)
    columns = [_column(cell) for cell in heading]
    for needed in NEEDED:
        if needed not in columns:
            raise InputError(
                f"«{path.name}» has no column for {needed}",
                hint="give one of these headings: "
                + ", ".join(sorted(HEADINGS[needed])),
                slug="participation-column-lacking",
            )
    return [
        (line, {c: v for c, v in zip(columns, cells, strict=False) if c})
        for line, cells in rows
    ]


def _column(heading: str) -> str:
    lowered = heading.casefold()
    return next((name for name, known in HEADINGS.items() if lowered in known), "")


def _from_toml(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["participation"]
        return [
            (number, {name: _as_text(value) for name, value in table.items()})
            for number, table in enumerate(tables, start=1)
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(
            f"cannot read «{path.name}» as a participation file",
            hint="it needs a [[participation]] table for each municipality and year",
            slug="participation-unreadable",
        ) from problem


def _as_text(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def _normalised(row: Mapping[str, str]) -> dict[str, Any]:
    units = row.get("units", "").replace("|", ";").replace("+", ";").split(";")
    code = row.get("municipality_code", "")
    return {
        "survey_year": row.get("survey_year", ""),
        "municipality_code": code.zfill(4) if code else "",
        "data_kind": row.get("data_kind", "") or "persons",
        "inclusion_rule": row.get("inclusion_rule", "").replace(" ", ""),
        "units": ";".join(unit.strip() for unit in units if unit.strip()),
        "mapping_date": row.get("mapping_date", ""),
        "rows_set_aside": 0,
    }


_COLUMNS = {
    "participation-year-unknown": "survey_year",
    "participation-code-unknown": "municipality_code",
    "participation-kind-unknown": "data_kind",
    "participation-rule-unknown": "inclusion_rule",
    "participation-date-invalid": "mapping_date",
    "participation-listed-twice": "municipality_code",
}


def _check(row: Mapping[str, Any], line: int, file: str) -> list[Finding]:
    codes = _codes_of(row["survey_year"])
    wrong = {
        "participation-year-unknown": codes is None,
        "participation-code-unknown": codes is not None
        and row["municipality_code"] not in codes,
        "participation-kind-unknown": row["data_kind"] not in DATA_KINDS,
        "participation-rule-unknown": row["inclusion_rule"]
        not in ("", *INCLUSION_RULES),
        "participation-date-invalid": not _is_date(row["mapping_date"]),
    }
    return [_finding(rule, line, file) for rule, is_so in wrong.items() if is_so]


def _check_twice(
    rows: Sequence[tuple[int, Mapping[str, Any]]], file: str
) -> list[Finding]:
    keys = [(row["survey_year"], row["municipality_code"]) for _, row in rows]
    return [
        _finding("participation-listed-twice", line, file)
        for position, (line, _) in enumerate(rows)
        if keys[position] in keys[:position]
    ]


def _codes_of(year: str) -> set[str] | None:
    try:
        return set(municipalities(int(year))["municipality_code"])
    except (ValueError, ReferenceDataError):
        return None


def _is_date(text: str) -> bool:
    try:
        return text == "" or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _finding(rule: str, line: int, file: str) -> Finding:
    rules = {"rules": ", ".join(INCLUSION_RULES)}
    parameters = rules if rule == "participation-rule-unknown" else {}
    return line_finding(rule, file, line=line, column=_COLUMNS[rule], **parameters)
