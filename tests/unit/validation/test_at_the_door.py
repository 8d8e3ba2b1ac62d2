"""What stops a file at the door, and what must not: tables of made-up texts."""

from operator import mul
from pathlib import Path

import pytest

from brukerplan.intake import read_tables
from brukerplan.validation import check

HEADINGS = "Kartleggingsår;Kommunenr;Enhet;Kjønn;Fødselsår;Kartleggingsgruppe;Annet"
ROW = "2024;1151;{unit};Mann;1980;Rusproblem uten psykisk lidelse;{other}"


def rules_at_the_door(
    tmp_path: Path, *, unit: str = "NAV", other: str = ""
) -> set[str]:
    file = tmp_path / "made_up.csv"
    rows = [ROW.format(unit=unit, other=other), ROW.format(unit="NAV", other="")]
    file.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    (raw,) = read_tables(file)
    return {group.rule for group in check(raw).groups if group.severity == "fatal"}


def made_up_number() -> str:
    """Give eleven digits of the synthetic kind (month + 80) that agree."""
    for serial in range(100, 999):
        nine = f"128880{serial}"
        digits = [int(digit) for digit in nine]
        first = -sum(map(mul, digits, (3, 7, 6, 1, 8, 9, 4, 5, 2))) % 11
        second = -sum(map(mul, [*digits, first], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))) % 11
        if first < 10 and second < 10:
            return f"{nine}{first}{second}"
    raise AssertionError("one in a few serial numbers agrees")


NUMBER = made_up_number()


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        f"{NUMBER[:6]} {NUMBER[6:]}",
        f"{NUMBER[:6]}-{NUMBER[6:]}",
        f"{NUMBER[:2]} {NUMBER[2:4]} {NUMBER[4:6]} {NUMBER[6:]}",
        f"fnr {NUMBER}.",
        f"x{NUMBER}y",
        f"{NUMBER[:6]}\u200b{NUMBER[6:]}",
        f"{NUMBER[:3]}\u00ad{NUMBER[3:]}",
        f"{NUMBER[:6]}\u00a0{NUMBER[6:]}",
        f"{NUMBER[:6]}\u2011{NUMBER[6:]}",
    ],
)
@pytest.mark.parametrize("column", ["unit", "other"])
def test_identity_number_stops_the_file(tmp_path: Path, text: str, column: str) -> None:
    assert "identity-number" in rules_at_the_door(tmp_path, **{column: text})


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("kari.nordlund@example.no", "email-address"),
        ("se K.N@EXAMPLE.COM", "email-address"),
        ("912 34 567", "phone-number"),
        ("91234567", "phone-number"),
        ("51\u00a023\u00a045\u00a067", "phone-number"),
        ("Kari\u200d Nord\u200blund", "person-name"),
        ("ring 51 23 45 67 i dag", "phone-number"),
        ("+47 51234567", "phone-number"),
        ("004791234567", "phone-number"),
        ("Kari Nordlund", "person-name"),
        ("Nordlund, Kari", "person-name"),
        ("Ole-Martin Vik", "person-name"),
        ("KARI NORDLUND", "person-name"),
        ("Storgata 14", "street-address"),
        ("Øvre Kirkevegen 7B", "street-address"),
        ("Har flyttet hjem til moren sin og trenger hjelp til alt", "free-text"),
    ],
)
@pytest.mark.parametrize("column", ["unit", "other"])
def test_personal_data_stop_the_file(
    tmp_path: Path, text: str, rule: str, column: str
) -> None:
    if rule == "free-text" and column == "unit":
        text = f"{text} hver dag i uken"
    assert rules_at_the_door(tmp_path, **{column: text}) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "Rus og psykisk helse",
        "NAV Stavanger",
        "NAV Sør-Vest",
        "Boligtjenesten Øst",
        "Solveig Bofellesskap",
        "NAV Kari Trestakk",
        "Fastlege, Tannhelse",
        "Oppfølgingsteam 2",
        "ACT-team Nord",
        "Bydel Gamle Oslo",
        "DPS Sola",
        "Hjemmetjenesten sone 14",
        "Enhet 1103-2",
        "20240115",
        "2024-01-15",
        "15.01.2024",
        "1103 Stavanger",
        "1103113045",
        "12345678901",
        "Psykisk helse og rus, oppfølging, hverdagsrehabilitering og aktivitet",
        "0,5",
        "Ja",
    ],
)
@pytest.mark.parametrize("column", ["unit", "other"])
def test_names_of_units_and_numbers_do_not(
    tmp_path: Path, text: str, column: str
) -> None:
    assert rules_at_the_door(tmp_path, **{column: text}) == set()


SERVICES = (
    "Kartleggingsår;Kommunenr;Kjønn;Fødselsår;Kartleggingsgruppe;Tjenester mottatt"
)


@pytest.mark.parametrize(
    ("services", "rule"),
    [
        ("NAV, Fastlege, ACT/FACT-team", None),
        ("Arbeid og aktivitet, Individuell jobbstøtte, Oppfølging i bolig", None),
        ("NAV, Kari Nordlund", "person-name"),
        (f"NAV, {NUMBER}", "identity-number"),
        ("NAV, ring 912 34 567", "phone-number"),
        (
            "NAV, trenger hjelp hver eneste dag fra både kommunen og familien",
            "free-text",
        ),
    ],
)
def test_lists_of_services_are_looked_into(
    tmp_path: Path, services: str, rule: str | None
) -> None:
    file = tmp_path / "made_up.csv"
    row = f"2024;1151;Mann;1980;Rusproblem uten psykisk lidelse;{services}"
    file.write_text(f"{SERVICES}\n{row}\n", encoding="utf-8")
    (raw,) = read_tables(file)
    found = {group.rule for group in check(raw).groups if group.severity == "fatal"}
    assert found == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("texts", "is_names"),
    [
        (["Kari", "Ole", "Anne", "Lars", "Ingrid"], True),
        (["Torvald Ask", "Brynhild Li", "Alf Rud", "Siv Moe", "Egil Ås"], True),
        (["Nord", "Sør", "Øst", "Vest", "Kari"], False),
        (["Fastlege, Tannhelse", "Tannhelse, DPS", "NAV", "Barnevern, NAV"] * 2, False),
        (["Ask Nord", "Ask Sør", "Lund Vest", "Lund Øst", "Moen Nord"] * 4, False),
    ],
)
def test_unknown_column_of_names_is_told_from_one_of_places(
    tmp_path: Path, texts: list[str], is_names: bool
) -> None:
    file = tmp_path / "made_up.csv"
    rows = [ROW.format(unit="NAV", other=text) for text in texts]
    file.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    (raw,) = read_tables(file)
    assert ("person-name" in {one.rule for one in check(raw).groups}) == is_names


BORN = "Kartleggingsår;Kommunenr;Kjønn;Fødselsår;Kartleggingsgruppe"


@pytest.mark.parametrize(
    ("born", "rule"),
    [
        ("1980", None),
        ("1980,0", None),
        ("14.05.1980", "birth-date"),
        ("14/5-80", "birth-date"),
        ("1980-05-14", "birth-date"),
        ("140580", "birth-date"),
        ("14051980", "birth-date"),
        ("14058012345", "identity-number"),
        ("5180", None),
        ("999999", None),
    ],
)
def test_full_date_of_birth_stops_the_file(
    tmp_path: Path, born: str, rule: str | None
) -> None:
    file = tmp_path / "made_up.csv"
    row = f"2024;1151;Mann;{born};Rusproblem uten psykisk lidelse"
    file.write_text(f"{BORN}\n{row}\n", encoding="utf-8")
    (raw,) = read_tables(file)
    found = {group.rule for group in check(raw).groups if group.severity == "fatal"}
    assert found == ({rule} if rule else set())
