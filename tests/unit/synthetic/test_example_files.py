"""Made-up exports in each layout: headings, codes, encodings, which rows share a file."""

import csv
import io

import openpyxl
import pandas as pd
import pytest

from brukerplan.schema import Schema, list_schemas, load_schema
from brukerplan.synthetic.example_files import ExampleFile, example_files
from brukerplan.synthetic.made_up_people import draw_people
from brukerplan.tables import SERVICES

PLACES = pd.DataFrame(
    [("1103", 3_000, 2), ("1144", 400, 6), ("4601", 3_000, 2)],
    columns=["municipality_code", "adults", "centrality"],
)
NAMES = {"1103": "Stavanger", "1144": "Kvitsøy", "4601": "Bergen"}


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return draw_people(PLACES, year=2024, seed=7)


def files(people: pd.DataFrame, layout: str) -> dict[str, ExampleFile]:
    made = example_files(people, schema=load_schema(layout), names=NAMES)
    return {file.name: file for file in made}


def rows_of(file: ExampleFile, encoding: str, delimiter: str) -> list[dict[str, str]]:
    text = io.StringIO(file.data.decode(encoding), newline="")
    return list(csv.DictReader(text, delimiter=delimiter))


@pytest.mark.parametrize("schema", list_schemas(), ids=lambda schema: schema.id)
def test_same_people_give_the_same_bytes_in_every_layout(
    people: pd.DataFrame, schema: Schema
) -> None:
    one, other = (
        list(example_files(people, schema=schema, names=NAMES)) for _ in range(2)
    )
    assert one and one == other


def test_norwegian_layout_has_a_file_per_municipality(people: pd.DataFrame) -> None:
    made = files(people, "brukerplan-2023")
    assert list(made) == [f"brukerplan_2024_{code}.csv" for code in NAMES]
    assert sum(file.rows for file in made.values()) == len(people)
    data = made["brukerplan_2024_1144.csv"].data
    assert data.startswith("Løpenr;Kartleggingsår;Kommunenr;".encode("cp1252"))
    assert data.count(b"\r\n") == data.count(b"\n")


def test_norwegian_layout_says_who_each_person_is(people: pd.DataFrame) -> None:
    made = files(people, "brukerplan-2023")
    rows = rows_of(made["brukerplan_2024_1103.csv"], "cp1252", ";")
    mine = people[people["municipality_code"] == "1103"]
    assert [row["Løpenr"] for row in rows] == [str(n + 1) for n in range(len(mine))]
    assert [row["Kommune"] for row in rows] == ["Stavanger"] * len(mine)
    assert [row["Fødselsår"] for row in rows] == mine["birth_year"].astype(str).tolist()
    colours = {"green": "Grønn", "yellow": "Gul", "red": "Rød"}
    expected = mine["housing"].map(colours).fillna("").tolist()
    assert [row["Bosituasjon"] for row in rows] == expected
    plans = mine["has_individual_plan"].map({True: "Ja", False: "Nei"}).tolist()
    assert [row["Individuell plan"] for row in rows] == plans


def test_services_are_listed_in_one_cell(people: pd.DataFrame) -> None:
    made = files(people, "brukerplan-2023")
    rows = rows_of(made["brukerplan_2024_1103.csv"], "cp1252", ";")
    mine = people[people["municipality_code"] == "1103"]
    received = mine[[f"received_{service}" for service in SERVICES]].sum(axis=1)
    listed = [row["Tjenester mottatt"].split(", ") for row in rows]
    assert [len(services) for services in listed] == received.tolist()
    has_nav = mine["received_nav"].tolist()
    assert ["NAV" in services for services in listed] == has_nav


def test_nobody_in_the_mapping_is_without_a_service(people: pd.DataFrame) -> None:
    received = people[[f"received_{service}" for service in SERVICES]]
    assert received.any(axis=1).all()


def test_english_layout_has_a_file_per_county(people: pd.DataFrame) -> None:
    made = files(people, "brukerplan-2024-english")
    assert list(made) == ["recipients_2024_11.csv", "recipients_2024_46.csv"]
    rows = rows_of(made["recipients_2024_11.csv"], "utf-8", ",")
    assert [row["record_id"] for row in rows] == [str(n + 1) for n in range(len(rows))]
    assert {row["municipality_code"] for row in rows} == {"1103", "1144"}
    mine = people[people["municipality_code"].str.startswith("11")]
    nav = mine["received_nav"].map({True: "yes", False: "no"}).tolist()
    assert [row["received_03"] for row in rows] == nav


def test_workbook_has_its_data_from_the_fourth_row_of_the_second_sheet(
    people: pd.DataFrame,
) -> None:
    made = files(people, "brukerplan-2019")
    assert next(iter(made)) == "BrukerPlan 2024 fylke 11 komplett.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(next(iter(made.values())).data))
    assert book.sheetnames == ["Les meg", "Data"]
    lines = list(book["Data"].iter_rows(min_row=4, values_only=True))
    heading, first = lines[0], lines[1]
    assert heading[:3] == ("ID", "År", "Knr")
    assert first[:3] == (1, 2024, 1103)
    mine = people[people["municipality_code"].str.startswith("11")]
    ages = [line[heading.index("Alder")] for line in lines[1:]]
    assert ages == mine["age"].tolist()


def test_counts_add_up_to_the_adults(people: pd.DataFrame) -> None:
    made = files(people, "brukerplan-counts-2021")
    rows = rows_of(made["brukerplan_antall_2024_1103.csv"], "cp1252", ";")
    mine = people[people["municipality_code"].eq("1103") & people["age"].ge(18)]
    per_area: dict[str, int] = {}
    for row in rows:
        area = row["Livsområde"]
        per_area[area] = per_area.get(area, 0) + int(row["Antall"])
    assert set(per_area.values()) == {len(mine)}
    assert len(per_area) == 9
