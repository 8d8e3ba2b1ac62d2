"""`brukerplan regions`: what users see, and how newer tables take effect."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from statistics_norway import StandIn, serving
from typer.testing import CliRunner

from brukerplan.cli import app
from brukerplan.geography import counties, municipalities
from brukerplan.resources import use_updates

CODES = "/classifications/131/codesAt"
COUNTIES = "/classifications/104/codesAt"
CHANGES = "/classifications/131/changes"


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    use_updates(None)


def run(*arguments: str | Path):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["regions", *map(str, arguments)])


def test_show_tells_where_it_came_from_and_went() -> None:
    done = run("show", "1507", "--date", "2022-01-01")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "1507 Ålesund (municipality) on 2022-01-01"
    assert "  2020-01-01  1534 Haram -> 1507 Ålesund  merge" in lines
    assert "  2024-01-01  1507 Ålesund -> 1580 Haram  split" in lines


def test_show_follows_a_chain_both_ways() -> None:
    payload = json.loads(run("show", "3001", "--date", "2021-06-01", "--json").stdout)
    assert payload["format_version"] == 1
    assert (payload["region_level"], payload["county"]) == ("municipality", "30 Viken")
    pairs = [(c["old_code"], c["new_code"]) for c in payload["changes"]]
    assert pairs == [("0101", "3001"), ("3001", "3101")]


def test_show_a_county() -> None:
    payload = json.loads(run("show", "11", "--date", "2024-01-01", "--json").stdout)
    assert (payload["region_name"], payload["changes"]) == ("Rogaland", [])
    assert len(payload["municipalities"]) == 23
    assert (
        "  23 municipalities: 1101, "
        in run("show", "11", "--date", "2024-01-01").stdout
    )


@pytest.mark.parametrize(
    ("year", "number", "in_counties"),
    [("2013", 428, 19), ("2017", 426, 19), ("2019", 422, 18), ("2022", 356, 11),
     ("2026", 357, 15)],
)  # fmt: skip
def test_list_gives_every_municipality(
    year: str, number: int, in_counties: int
) -> None:
    done = run("list", "--year", year)
    assert len(done.stdout.splitlines()) == number
    assert f"{number} municipalities in {in_counties} counties" in done.stderr


def test_list_of_one_county() -> None:
    done = run("list", "--year", "2024", "--county", "Rogaland", "--json")
    rows = json.loads(done.stdout)["municipalities"]
    assert len(rows) == 23
    assert {row["county_code"] for row in rows} == {"11"}
    assert (
        len(run("list", "--year", "2024", "--county", "Oslo").stdout.split("\n")) == 2
    )
    assert run("list", "--year", "2024", "--county", "1103").exit_code == 2


def test_changes_say_what_they_mean_for_figures() -> None:
    done = run("changes", "--from", "2019", "--to", "2024", "--json")
    rows = json.loads(done.stdout)["changes"]
    meant = {(row["old_code"], row["new_code"]): row["consequence"] for row in rows}
    assert meant[("1850", "1875")] == "not_estimable"
    assert meant[("1504", "1507")] == "exact"
    assert meant[("1867", "1867")] == "name"
    assert run("changes", "--from", "2024", "--to", "2019").exit_code == 2
    assert run("changes", "--from", "2012", "--to", "2019").exit_code == 12


@pytest.mark.parametrize(
    ("place", "year", "from_year", "status", "codes"),
    [
        ("1508", 2024, 2019, "shown", ["1504", "1523", "1529", "1546"]),
        ("Haram", 2024, 2019, "shown", ["1534"]),
        ("Haram", 2024, 2022, "not_estimable", ["1507"]),
        ("Narvik", 2024, 2019, "not_estimable", ["1805", "1850", "1854"]),
        ("3101", 2024, 2016, "shown", ["0101"]),
        ("1507", 2022, 2024, "shown", ["1508", "1580"]),
        ("0710", 2017, 2016, "shown", ["0706", "0719", "0720"]),
        ("Oslo", 2024, 2013, "shown", ["0301"]),
    ],
)
def test_parts_say_what_a_place_was(
    place: str, year: int, from_year: int, status: str, codes: list[str]
) -> None:
    done = run("parts", place, "-y", str(year), "--from", str(from_year), "--json")
    payload = json.loads(done.stdout)
    assert payload["status"] == status
    assert [part["municipality_code"] for part in payload["parts"]] == codes


def test_parts_of_a_county_that_a_municipality_straddles() -> None:
    done = run("parts", "50", "--year", "2019", "--from", "2021")
    assert done.stdout.startswith("50 Trøndelag of 2019 in 2021: not estimable")
    assert "5055 Heim: a part of it" in done.stdout
    done = run("parts", "50", "--year", "2024", "--from", "2019", "--json")
    assert json.loads(done.stdout)["status"] == "shown"


@pytest.mark.parametrize(
    ("arguments", "slug"),
    [
        (("show", "Herøy", "--date", "2024-01-01"), "region-ambiguous"),
        (("show", "9999", "--date", "2024-01-01"), "region-unknown"),
        (("list", "--year", "2012"), "year-not-covered"),
    ],
)
def test_what_is_not_there_exits_12(arguments: tuple[str, ...], slug: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 12
    assert f"errors#{slug}" in done.stderr


def klass(year: int, renumbered: dict[str, str] | None = None) -> StandIn:
    """Answer as KLASS does: 2026 with some codes changed, and those changes."""
    new = renumbered or {}
    rows = municipalities(2026)[["municipality_code", "name"]]
    names = dict(rows.itertuples(index=False))
    changed = [
        {
            "oldCode": old,
            "oldName": names[old],
            "oldShortName": "",
            "newCode": code,
            "newName": names[old],
            "newShortName": "",
            "changeOccurred": f"{year}-01-01",
        }
        for old, code in new.items()
    ]
    codes = {new.get(code, code): name for code, name in names.items()}
    places = [{"code": c, "name": n, "level": "1"} for c, n in codes.items()]
    places.append({"code": "9999", "name": "Uoppgitt", "level": "1"})
    whole = [{"code": c, "name": n} for c, n in counties(2026).itertuples(index=False)]
    return StandIn(
        {
            CODES: json.dumps({"codes": places}).encode(),
            COUNTIES: json.dumps({"codes": whole}).encode(),
            CHANGES: json.dumps({"codeChanges": changed}).encode(),
        }
    )


def test_update_makes_a_new_year_known_to_that_store_alone(tmp_path: Path) -> None:
    store = ("--store", tmp_path / "store")
    assert run("list", "--year", "2027", *store).exit_code == 12
    with serving(klass(2027, {"1144": "1161"})) as service:
        done = run("update", "--year", "2027", "--service", service.address, *store)
    assert done.exit_code == 0, done.stderr
    assert "with 1 changes" in done.stderr
    assert set(service.accepted) == {"application/json"}
    assert service.asked[2][1] == {
        "from": ["2026-01-01"],
        "to": ["2027-01-02"],
        "language": ["nb"],
    }
    shown = run("show", "Kvitsøy", "--date", "2027-05-01", *store)
    assert shown.stdout.startswith("1161 Kvitsøy")
    assert "2027-01-01  1144 Kvitsøy -> 1161 Kvitsøy  recode" in shown.stdout
    assert len(run("list", "--year", "2019", *store).stdout.splitlines()) == 422
    other = run("list", "--year", "2027", "--store", tmp_path / "other")
    assert other.exit_code == 12


def test_update_of_a_known_year_compares_and_stores_nothing(tmp_path: Path) -> None:
    with serving(klass(2026)) as service:
        done = run(
            "update", "-y", "2026", "--service", service.address, "--store",
            tmp_path / "store", "--json",
        )  # fmt: skip
    assert json.loads(done.stdout)["status"] == "current"
    assert len(service.asked) == 2
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({CODES: b"<xml/>"}, 10),
        ({CODES: b'{"codes": []}'}, 12),
        ({CHANGES: b'{"codeChanges": [{"oldCode": "1144"}]}'}, 10),
        ({CHANGES: b'{"codeChanges": []}'}, 12),
    ],
)
def test_update_checks_what_it_gets(
    tmp_path: Path, answers: dict[str, bytes], code: int
) -> None:
    stand_in = klass(2027, {"1144": "1161"})
    stand_in.answers |= answers
    with serving(stand_in) as service:
        done = run(
            "update", "-y", "2027", "--service", service.address, "--store",
            tmp_path / "store",
        )  # fmt: skip
    assert done.exit_code == code, done.stderr
    assert not (tmp_path / "store").exists()


def test_update_offline_exits_12(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    done = run(
        "update", "-y", "2027", "--service", "http://127.0.0.1:9", "--store", tmp_path
    )
    assert done.exit_code == 12
    assert "offline" in done.stderr
    assert "https://www.ssb.no/klass/klassifikasjoner/131" in done.stderr
