"""Surveys written as tables of text, and the figures that they give."""

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from brukerplan.definitions import load_definitions
from brukerplan.indicators import compute
from brukerplan.tables import (
    AGE_BANDS,
    AREAS,
    COUNT_DTYPES,
    PARTICIPATION_DTYPES,
    PERSON_DTYPES,
    SERVICES,
    YES_NO_COLUMNS,
    Survey,
    empty_frame,
    typed,
)

GROUPS = {
    "only": "substance_only",
    "mild": "substance_mild_mental",
    "rop": "substance_severe_mental",
    "mental": "mental_only",
}
SEX = {"f": "female", "m": "male", "-": None}
COLOURS = {"G": "green", "Y": "yellow", "R": "red", ".": None}
YES_NO = {"y": True, "n": False, ".": None}
NAMES = pd.DataFrame(
    {
        "region_level": ["municipality"] * 3 + ["county", "nation"],
        "region_code": ["1101", "1103", "1144", "11", "0"],
        "region_name": ["Alfa", "Beta", "Gamma", "Fylket", "Landet"],
    }
)


def survey_of(text: str, *, counts: str = "", participants: str = "") -> Survey:
    """Read a survey from a table of text with a line of headings.

    Columns: year, place, sex (f, m, -), age (- for not known), group (only, mild, rop,
    mental), and where they are given `areas` (eight letters G, Y, R or .), a yes/no
    column, a number of children, `received` and `needed` (services with commas, `-` for none).
    """
    rows = [_person(row) for row in _rows(text)]
    persons = pd.DataFrame(rows, columns=list(PERSON_DTYPES))
    given = pd.DataFrame(_rows(counts), columns=list(COUNT_DTYPES))
    places = {(r["survey_year"], r["municipality_code"]): "persons" for r in rows}
    for row in _rows(counts):
        places[int(row["survey_year"]), row["municipality_code"]] = "counts"
    for item in participants.split():
        year, code = item.split(":")
        places.setdefault((int(year), code), "persons")
    taking = pd.DataFrame(
        [(year, code, kind, "", "", "", 0) for (year, code), kind in places.items()],
        columns=list(PARTICIPATION_DTYPES),
    )
    return Survey(
        persons=typed(persons, PERSON_DTYPES),
        counts=typed(given, COUNT_DTYPES) if len(given) else empty_frame(COUNT_DTYPES),
        participation=typed(taking, PARTICIPATION_DTYPES),
    )


def _rows(text: str) -> list[dict[str, str]]:
    lines = [line.split() for line in text.strip().splitlines() if line.strip()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def _person(row: Mapping[str, str]) -> dict[str, object]:
    person: dict[str, object] = dict.fromkeys(PERSON_DTYPES)
    person |= {
        "survey_year": int(row.get("year", "2024")),
        "municipality_code": row["place"],
        "unit": row.get("unit"),
        "sex": SEX[row["sex"]],
        "age": None if row["age"] == "-" else int(row["age"]),
        "problem_group": GROUPS[row["group"]],
        "source_line": 2,
    }
    for area, letter in zip(AREAS, row.get("areas", ""), strict=False):
        person[area] = COLOURS[letter]
    for column in YES_NO_COLUMNS:
        person[column] = YES_NO[row.get(column, ".")]
    for column in ("daily_care_children_count", "contact_children_count"):
        if row.get(column, ".") != ".":
            person[column] = int(row[column])
    for kind in ("received", "needed"):
        if kind in row:
            chosen = row[kind].split(",")
            for service in SERVICES:
                person[f"{kind}_{service}"] = service in chosen
    return person


def _population(survey: Survey, sizes: Mapping[str, int | None]) -> pd.DataFrame:
    """Give each place `sizes` inhabitants of each sex in each band (16–17 too)."""
    places = survey.participation[["survey_year", "municipality_code"]]
    cells = [
        (year, code, sex, band, _size(sizes, code, sex))
        for year, code in places.itertuples(index=False)
        for sex in ("total", "female", "male")
        for band in ("0-15", "16-17", *AGE_BANDS)
    ]
    names = ["survey_year", "municipality_code", "sex", "age_band", "population"]
    return pd.DataFrame(cells, columns=names).astype({"population": "Int64"})


def _size(sizes: Mapping[str, int | None], code: str, sex: str) -> int | None:
    size = sizes[code]
    return None if size is None else size * (2 if sex == "total" else 1)


def _regions(survey: Survey) -> pd.DataFrame:
    links = [
        (year, *link)
        for year, code in survey.participation[
            ["survey_year", "municipality_code"]
        ].itertuples(index=False)
        for link in [
            ("municipality", code, "county", "11"),
            ("county", "11", "nation", "0"),
        ]
    ]
    columns = ["survey_year", "part_level", "part_code", "whole_level", "whole_code"]
    return pd.DataFrame(links, columns=columns).drop_duplicates(ignore_index=True)


class Figures:
    """The rows of an indicator table, looked up by what they are."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows

    def row(self, indicator: str, region: str = "11", **keys: object) -> pd.Series:
        wanted: dict[str, object] = {
            "survey_year": 2024,
            "region_code": region,
            "indicator_id": indicator,
            "problem_group": "all",
            "sex": "total",
            "age_band": "total",
            "category": "total",
            **keys,
        }
        found = self.rows
        for name, value in wanted.items():
            found = found[found[name] == value]
        assert len(found) == 1, f"{len(found)} rows for {wanted}"
        return found.iloc[0]

    def of(self, indicator: str, region: str = "11", **keys: object) -> object:
        """Give `(numerator, denominator)`, or the status where it is not shown."""
        row = self.row(indicator, region, **keys)
        if row["status"] != "shown":
            return row["status"]
        return row["numerator"], (
            None if pd.isna(row["denominator"]) else row["denominator"]
        )


@pytest.fixture(scope="session")
def survey_from() -> Callable[..., Survey]:
    return survey_of


@pytest.fixture(scope="session")
def figures_of() -> Callable[..., Figures]:
    """Give a function from a survey's text to its figures, before suppression."""

    def figures(
        text: str,
        *,
        counts: str = "",
        participants: str = "",
        sizes: Mapping[str, int | None] | None = None,
        gaps: pd.DataFrame | None = None,
        coverage: pd.DataFrame | None = None,
    ) -> Figures:
        survey = survey_of(text, counts=counts, participants=participants)
        people = _population(survey, sizes or {"1101": 100, "1103": 300, "1144": 10})
        table = compute(
            survey,
            year=2024,
            population=people,
            regions=_regions(survey),
            names=NAMES,
            definitions=load_definitions(),
            gaps=gaps,
            coverage=coverage,
        )
        return Figures(table.rows)

    return figures
