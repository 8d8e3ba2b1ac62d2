"""Own groupings of municipalities: health-trust areas, regions for cooperation."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from brukerplan.errors import InputError, UsageError
from brukerplan.geography.places import municipalities
from brukerplan.geography.reference_rules import line_finding, refusal
from brukerplan.tables import Finding

HEADINGS = {
    "municipality_code": {"municipality_code", "kommunenummer", "kommunenr", "kommune"},
    "group_code": {"group_code", "gruppekode", "group", "gruppe", "region"},
    "group_name": {"group_name", "gruppenavn", "gruppenamn", "navn", "namn", "name"},
}
"""Headings that a grouping file may use for each column, in small letters."""

GROUPING_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""What a grouping may be called: it becomes part of `region_level`."""


def read_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Give the heading and the other rows, each with its line, of a small text file.

    UTF-8 (with or without a byte-order mark) or cp1252; comma, semicolon or TAB.

    Raises:
        InputError: the file is missing, empty, or in another encoding.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise InputError(
            f"cannot read «{path.name}»: {problem.strerror}",
            hint="check the name of the file",
        ) from problem
    text = _decoded(data, path)
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    rows = [
        (reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)
    ]
    if not rows:
        raise InputError(
            f"«{path.name}» is empty", hint="it needs a line of headings and then rows"
        )
    return rows[0][1], rows[1:]


def _decoded(data: bytes, path: Path) -> str:
    """Decode UTF-8 (with or without mark), else cp1252; never with a lost letter."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        f"cannot read «{path.name}»: its encoding is neither UTF-8 nor cp1252",
        hint="save it as CSV UTF-8",
    )


def read_grouping(path: Path, *, year: int) -> pd.DataFrame:
    """Give an own grouping: municipality_code, group_code, group_name; by code.

    The file has a row a municipality: its code and the group's code, and if wanted
    the group's name (`HEADINGS`). Municipalities left out are in no group.

    Raises:
        InputError: the file cannot be read, or lacks a column.
        ValidationFailed: a code is no municipality of `year`, stands twice, or has
            no group.
    """
    heading, rows = read_rows(path)
    position = _positions(heading, path)
    known = set(municipalities(year)["municipality_code"])
    findings: list[Finding] = []
    groups: dict[str, tuple[str, str]] = {}
    for line, cells in rows:
        padded = [*cells, *[""] * (len(heading) - len(cells))]
        code = padded[position["municipality_code"]].zfill(4)
        group = padded[position["group_code"]]
        name = padded[position["group_name"]] if "group_name" in position else group
        rule = _wrong(code, group, known, groups)
        if rule:
            findings.append(line_finding(rule, path.name, line=line, year=year))
        groups[code] = (group, name or group)
    if findings:
        raise refusal(findings, slug="grouping-invalid")
    return pd.DataFrame(
        [(code, *group) for code, group in sorted(groups.items())],
        columns=["municipality_code", "group_code", "group_name"],
        dtype="str",
    )


def _positions(heading: Sequence[str], path: Path) -> dict[str, int]:
    lowered = [cell.casefold() for cell in heading]
    position = {
        column: index
        for column, names in HEADINGS.items()
        for index, cell in enumerate(lowered)
        if cell in names
    }
    for column in ("municipality_code", "group_code"):
        if column not in position:
            wanted = ", ".join(sorted(HEADINGS[column]))
            raise InputError(
                f"«{path.name}» has no column for {column}",
                hint=f"give one of these headings: {wanted}",
                slug="grouping-column-lacking",
            )
    return position


def _wrong(
    code: str, group: str, known: set[str], seen: dict[str, tuple[str, str]]
) -> str:
    if code not in known:
        return "grouping-code-unknown"
    if code in seen:
        return "grouping-listed-twice"
    return "" if group else "grouping-without-group"


def check_grouping_name(name: str) -> str:
    """Give back the name of a grouping if it may be called that.

    Raises:
        UsageError: it has other letters than a–z, digits, `_` and `-`.
    """
    if not GROUPING_NAME.fullmatch(name):
        raise UsageError(
            f"a grouping cannot be called «{name}»",
            hint="use small letters a–z, digits, _ and -, beginning with a letter",
        )
    return name
