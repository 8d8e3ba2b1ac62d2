"""What municipalities, counties and groups there are, against the official numbers."""

from datetime import date

import pytest

from brukerplan.errors import ReferenceDataError
from brukerplan.geography import (
    changes,
    counties,
    find_region,
    municipalities,
    region_names,
)

MUNICIPALITIES = {
    **dict.fromkeys(range(2013, 2017), 428),
    2017: 426,
    **dict.fromkeys((2018, 2019), 422),
    **dict.fromkeys(range(2020, 2024), 356),
    **dict.fromkeys(range(2024, 2027), 357),
}
COUNTIES = {
    **dict.fromkeys(range(2013, 2018), 19),
    **dict.fromkeys((2018, 2019), 18),
    **dict.fromkeys(range(2020, 2024), 11),
    **dict.fromkeys(range(2024, 2027), 15),
}


@pytest.mark.parametrize("year", MUNICIPALITIES)
def test_number_of_places_is_the_official_one(year: int) -> None:
    rows = municipalities(year)
    assert len(rows) == MUNICIPALITIES[year]
    assert len(counties(year)) == COUNTIES[year]
    assert set(rows["county_code"]) == set(counties(year)["county_code"])
    assert (rows["municipality_code"].str[:2] == rows["county_code"]).all()


def test_a_date_decides_within_the_years() -> None:
    def codes(on: date) -> set[str]:
        return set(municipalities(on)["municipality_code"])

    assert "1507" in codes(date(2023, 12, 31))
    assert "1507" not in codes(date(2024, 1, 1))
    assert {"1508", "1580"} <= codes(date(2024, 1, 1))


@pytest.mark.parametrize("year", [2012, 2027])
def test_unknown_years_are_refused(year: int) -> None:
    with pytest.raises(ReferenceDataError) as refused:
        municipalities(year)
    assert refused.value.exit_code == 12


def test_groups_are_known_for_todays_area_only() -> None:
    def stavanger(year: int) -> tuple[str, str]:
        rows = municipalities(year).set_index("municipality_code")
        row = rows.loc["1103"]
        return row["kostra_group"], row["centrality_class"]

    assert stavanger(2024) == ("EKG12", "2")
    assert stavanger(2020) == ("EKG12", "2")
    assert stavanger(2019) == ("", "")
    halden = municipalities(2021).set_index("municipality_code").loc["3001"]
    today = municipalities(2024).set_index("municipality_code").loc["3101"]
    assert halden["kostra_group"] == today["kostra_group"] != ""
    divided = municipalities(2023).set_index("municipality_code").loc["1507"]
    assert divided["kostra_group"] == ""


@pytest.mark.parametrize(
    ("text", "year", "level", "code"),
    [
        ("1103", 2024, "municipality", "1103"),
        ("301", 2024, "municipality", "0301"),
        ("11", 2024, "county", "11"),
        ("3", 2024, "county", "03"),
        ("0", 2024, "nation", "0"),
        ("Noreg", 2024, "nation", "0"),
        ("Stavanger", 2024, "municipality", "1103"),
        ("rogaland", 2024, "county", "11"),
        ("Oslo", 2024, "municipality", "0301"),
        ("1103 Stavanger", 2024, "municipality", "1103"),
        ("Oslo kommune", 2024, "municipality", "0301"),
        ("Oslo fylke", 2024, "county", "03"),
        ("Rogaland fylkeskommune", 2024, "county", "11"),
        ("Oslo - Oslove", 2026, "municipality", "0301"),
        ("Hamarøy", 2024, "municipality", "1875"),
        ("Hábmer", 2024, "municipality", "1875"),
        ("Herøy (Nordland)", 2024, "municipality", "1818"),
        ("Troms", 2019, "county", "19"),
        ("Troms", 2024, "county", "55"),
        ("Ålesund", 2019, "municipality", "1504"),
        ("Ålesund", 2022, "municipality", "1507"),
        ("Ålesund", 2024, "municipality", "1508"),
    ],
)
def test_region_is_found(text: str, year: int, level: str, code: str) -> None:
    region = find_region(text, year=year)
    assert (region.level, region.code) == (level, code)


@pytest.mark.parametrize(
    ("text", "year", "slug", "hint"),
    [
        ("Herøy", 2024, "region-ambiguous", "1818 Herøy (Nordland)"),
        ("Våler", 2024, "region-ambiguous", "3114 Våler (Østfold)"),
        ("Bø", 2019, "region-ambiguous", "1867"),
        ("Stavangr", 2024, "region-unknown", "1103 Stavanger"),
        ("3001", 2024, "region-unknown", "3101 Halden"),
        ("1850", 2024, "region-unknown", "1806 Narvik, 1875 Hamarøy"),
        ("1104", 2024, "region-unknown", "1103 Stavanger"),
        ("9999", 2024, "region-unknown", ""),
        ("2100", 2024, "region-unknown", ""),
        ("54", 2024, "region-unknown", "55 Troms"),
    ],
)
def test_unknown_region_says_what_is_near(
    text: str, year: int, slug: str, hint: str
) -> None:
    with pytest.raises(ReferenceDataError) as refused:
        find_region(text, year=year)
    assert refused.value.slug == slug
    assert hint in (refused.value.hint or "")


def test_names_are_printed_in_the_language() -> None:
    def name(level: str, code: str, language: str) -> str:
        rows = region_names(2024, language).set_index(["region_level", "region_code"])
        return str(rows.loc[(level, code), "region_name"])

    assert name("nation", "0", "nn") == "Noreg"
    assert name("nation", "0", "nb") == "Norge"
    assert name("nation", "0", "en") == "Norway"
    assert name("county", "11", "nb") == "Rogaland"
    assert name("municipality", "1818", "nb") == "Herøy (Nordland)"
    assert name("municipality", "1875", "nb") == "Hamarøy"
    assert name("kostra_group", "EKG07", "en") == "KOSTRA group 7"


def test_changes_on_the_first_day_belong_to_the_earlier_year() -> None:
    assert set(changes(2019, 2020)["change_date"]) == {"2020-01-01"}
    assert changes(2020, 2021).empty
