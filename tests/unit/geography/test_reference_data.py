"""The reference tables say where they come from, and are as their description says."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from brukerplan.geography import changes, municipalities
from brukerplan.geography.changes import atoms
from brukerplan.geography.reference_tables import read_table
from brukerplan.resources import resource_dir

FOLDER = resource_dir("data/reference")
PACKAGE = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}


def test_every_table_is_described() -> None:
    described = {path for r in RESOURCES.values() for path in r["path"]}
    there = {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*.csv")}
    assert described == there


@pytest.mark.parametrize("name", RESOURCES)
def test_description_is_current_with_source_and_licence(name: str) -> None:
    resource = RESOURCES[name]
    paths = [FOLDER / path for path in resource["path"]]
    joined = b"".join(path.read_bytes() for path in paths)
    assert resource["hash"] == f"sha256:{hashlib.sha256(joined).hexdigest()}"
    wanted = [field["name"] for field in resource["schema"]["fields"]]
    assert [heading(path) for path in paths] == [wanted] * len(paths)
    assert resource["sources"][0]["title"]
    assert resource["licenses"][0]["name"]


def heading(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


@pytest.mark.parametrize(
    "name",
    ["municipalities", "counties", "municipality-changes", "municipality-groups",
     "population"],
)  # fmt: skip
def test_facts_from_statistics_norway_are_credited(name: str) -> None:
    resource = RESOURCES[name]
    assert resource["sources"][0]["title"] == "Kilde: Statistisk sentralbyrå"
    assert resource["licenses"][0]["name"] == "CC-BY-4.0"
    assert "Kilde: Statistisk sentralbyrå" in (FOLDER / "README.md").read_text("utf-8")


def test_codes_are_text_with_their_zeros() -> None:
    assert "0301" in set(read_table("hex_layout_2024")["municipality_code"])
    assert set(read_table("municipalities")["municipality_code"].str.len()) == {4}
    assert set(read_table("counties")["county_code"].str.len()) == {2}


def test_hex_layout_has_each_municipality_in_its_own_cell() -> None:
    table = read_table("hex_layout_2024")
    assert list(table["municipality_code"]) == list(
        municipalities(2024)["municipality_code"]
    )
    assert not table.duplicated(["column", "row"]).any()


@pytest.mark.parametrize("year", range(2013, 2027))
def test_changes_lead_to_the_municipalities_of_each_year(year: int) -> None:
    areas = atoms(year)
    assert set(areas) == set(municipalities(year)["municipality_code"])
    every = [atom for area in areas.values() for atom in area]
    assert len(every) == len(set(every)), "an area lies in two municipalities"
    assert set(every) == {a for area in atoms(2013).values() for a in area}


def test_every_kind_of_change_is_known() -> None:
    assert set(changes(2012, 2026)["kind"]) == {
        "recode",
        "recode_and_rename",
        "merge",
        "merge_main_part",
        "split",
        "boundary_transfer",
        "continues_and_absorbs",
        "continues_after_losing_area",
        "official_name_extended",
        "label_only",
    }
