"""Puts made-up people into files, in any layout that there is a schema for.

A schema says which columns a layout has and how values are coded; what it does not say
(one file per municipality or county, its name, encoding or workbook) stands here.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from xlsxwriter import Workbook

from brukerplan.schema import Field, Schema
from brukerplan.synthetic.made_up_counts import count_people
from brukerplan.tables import SERVICES

_YES_NO = {True: "yes", False: "no"}
_LISTED = {"services_received": "received", "services_needed": "needed"}


@dataclass(frozen=True)
class ExampleFile:
    """A made-up export: what it is called, how many rows it has, its content."""

    name: str
    rows: int
    data: bytes


@dataclass(frozen=True)
class _Form:
    """What a layout's files are like apart from their columns.

    `digits` of the municipality code tell which rows share a file: 4 for one file per
    municipality, 2 for one per county. `english` headings are the schema's aliases or
    field names instead of its titles.
    """

    name: str
    encode: Callable[[pd.DataFrame, int], bytes]
    digits: int = 4
    english: bool = False


def example_files(
    people: pd.DataFrame, *, schema: Schema, names: Mapping[str, str]
) -> Iterator[ExampleFile]:
    """Give the files that hold `people` (the columns of `PERSON_DTYPES`).

    `names` gives the municipality for each code. The same people give the same bytes.
    """
    form = _FORMS.get(schema.id, _PLAIN)
    people = people.assign(municipality_name=people["municipality_code"].map(names))
    rows = count_people(people) if schema.kind == "counts" else people
    file = [rows["survey_year"], rows["municipality_code"].str[: form.digits]]
    rows = rows.assign(record_id=rows.groupby(file).cumcount() + 1)
    cells = _cells_of(rows, schema, english=form.english)
    for (year, code), part in cells.groupby(file, sort=True):
        name = form.name.format(year=year, code=code)
        yield ExampleFile(name, len(part), form.encode(part, int(str(year))))


def _cells_of(rows: pd.DataFrame, schema: Schema, *, english: bool) -> pd.DataFrame:
    """Give `rows` as text cells under the headings of a layout, coded as it codes."""
    return pd.DataFrame(
        {_heading(field, english): _cells(rows, field) for field in schema.fields}
    )


def _heading(field: Field, english: bool) -> str:
    if english:
        return field.aliases[0] if field.aliases else field.name
    return field.title


def _cells(rows: pd.DataFrame, field: Field) -> pd.Series:
    words = {ours: theirs for theirs, ours in reversed([*field.codes.items()])}
    if field.name in _LISTED:
        return _listed(rows, words, _LISTED[field.name], f"{field.separator} ")
    values = rows[field.name]
    if values.dtype == "boolean":
        values = values.map(_YES_NO, na_action="ignore")
    if words:
        values = values.map(words, na_action="ignore")
    return values.astype("str").fillna("")


def _listed(
    rows: pd.DataFrame, words: Mapping[str, str], when: str, separator: str
) -> pd.Series:
    """Give the services of each person in one cell, in the order of `SERVICES`."""
    joined = pd.Series("", index=rows.index)
    for service in SERVICES:
        has = rows[f"{when}_{service}"].fillna(False).astype(bool)
        joined = joined.mask(has, joined + separator + words[service])
    return joined.str.removeprefix(separator)


def _csv(encoding: str, delimiter: str, line_end: str) -> Callable[..., bytes]:
    def encode(cells: pd.DataFrame, _: int) -> bytes:
        text = cells.to_csv(sep=delimiter, index=False, lineterminator=line_end)
        return text.encode(encoding)

    return encode


def _workbook(cells: pd.DataFrame, year: int) -> bytes:
    """Give a workbook with a sheet to read first, and the data from the fourth row."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_numbers": True}) as workbook:
        workbook.set_properties({"created": datetime(year, 12, 31, tzinfo=UTC)})
        about = workbook.add_worksheet("Les meg")
        about.write(0, 0, "BrukerPlan – komplett datafil")
        about.write(1, 0, "Se arket Data. Oppdiktede personer.")
        data = workbook.add_worksheet("Data")
        data.write(0, 0, f"BrukerPlan {year}")
        data.write_row(3, 0, list(cells.columns))
        for column, name in enumerate(cells.columns):
            data.write_column(4, column, cells[name].tolist())
    return file.getvalue()


_PLAIN = _Form("{year}_{code}.csv", _csv("utf-8", ";", "\n"))
"""For layouts that are not named below."""

_FORMS: Mapping[str, _Form] = {
    "brukerplan-2019": _Form(
        "BrukerPlan {year} fylke {code} komplett.xlsx", _workbook, digits=2
    ),
    "brukerplan-2023": _Form(
        "brukerplan_{year}_{code}.csv", _csv("cp1252", ";", "\r\n")
    ),
    "brukerplan-2024-english": _Form(
        "recipients_{year}_{code}.csv",
        _csv("utf-8", ",", "\n"),
        digits=2,
        english=True,
    ),
    "brukerplan-counts-2021": _Form(
        "brukerplan_antall_{year}_{code}.csv", _csv("cp1252", ";", "\r\n")
    ),
}
