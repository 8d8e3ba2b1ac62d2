"""Every trap of Norwegian municipalities in time, worked out by hand."""

import pandas as pd
import pytest

from brukerplan.geography import (
    Recoding,
    correspondence,
    coverage,
    municipalities,
    population,
    recode,
    recode_counts,
    recoding,
    region_parts,
    wholes,
)


def status_of(code: str, plan: Recoding) -> str:
    rows = plan.regions.set_index("municipality_code")
    return str(rows.loc[code, "status"])


def counted_under(plan: Recoding) -> dict[str, str]:
    codes = plan.codes
    return dict(zip(codes["old_code"], codes["municipality_code"], strict=True))


def everybody(year: int) -> list[str]:
    return list(municipalities(year)["municipality_code"])


@pytest.mark.parametrize(
    ("what", "from_year", "to_year", "old", "new"),
    [
        ("a new number", 2018, 2019, ["1567"], "5061"),
        ("a new number, years before", 2013, 2024, ["1567"], "5061"),
        ("a chain of numbers", 2019, 2024, ["0101"], "3101"),
        ("half of the chain", 2021, 2024, ["3001"], "3101"),
        ("the chain backwards", 2024, 2019, ["3101"], "0101"),
        ("a merger", 2019, 2020, ["1504", "1523", "1529", "1534", "1546"], "1507"),
        ("the same number, others swallowed", 2019, 2020, ["1103", "1141", "1142"], "1103"),
        ("the same in 5001", 2019, 2020, ["5001", "5030"], "5001"),
        ("over two reforms", 2017, 2024, ["1601", "1662"], "5001"),
        ("across counties", 2019, 2020, ["0121", "0221"], "3026"),
        ("parted again, old parts known", 2019, 2024, ["1504", "1523", "1529", "1546"], "1508"),
        ("parted again, the other part", 2019, 2024, ["1534"], "1580"),
        ("put together backwards", 2024, 2022, ["1508", "1580"], "1507"),
        ("a small move, main part follows", 2016, 2017, ["0706", "0719", "0720"], "0710"),
        ("the neighbour of a small move", 2016, 2017, ["0704"], "0704"),
        ("a small move in 2026", 2025, 2026, ["3118"], "3118"),
        ("its neighbour", 2025, 2026, ["3207"], "3207"),
        ("a new name, nothing else", 2021, 2023, ["5444"], "5444"),
        ("renamed with the number", 2019, 2020, ["0616"], "3040"),
    ],
)  # fmt: skip
def test_whole_municipalities_are_told_exactly(
    what: str, from_year: int, to_year: int, old: list[str], new: str
) -> None:
    plan = recoding(from_year, to_year, old)
    assert status_of(new, plan) == "shown", what
    assert counted_under(plan) == dict.fromkeys(old, new), what


@pytest.mark.parametrize(
    ("what", "from_year", "to_year", "code"),
    [
        ("Tysfjord's part", 2019, 2020, "1875"),
        ("Narvik, which swallowed the other", 2019, 2020, "1806"),
        ("years later", 2013, 2026, "1806"),
        ("Snillfjord's parts", 2019, 2020, "5055"),
        ("Hitra", 2019, 2020, "5056"),
        ("Orkland", 2019, 2024, "5059"),
        ("before Snillfjord's new number", 2017, 2024, "5059"),
        ("Ålesund", 2023, 2024, "1508"),
        ("Haram", 2020, 2024, "1580"),
        ("one of several, backwards", 2020, 2019, "1504"),
        ("Tysfjord backwards", 2024, 2019, "1850"),
        ("Stavanger backwards, under its own number", 2020, 2019, "1103"),
    ],
)
def test_parts_are_not_estimable(
    what: str, from_year: int, to_year: int, code: str
) -> None:
    plan = recoding(from_year, to_year, everybody(from_year))
    assert status_of(code, plan) == "not_estimable", what


def test_merged_figure_is_missing_unless_all_parts_took_part() -> None:
    plan = recoding(2019, 2024, ["1504", "1523", "1529", "1534"])
    assert status_of("1508", plan) == "missing"
    row = plan.regions.set_index("municipality_code").loc["1508"]
    assert (row["parts_participating"], row["parts_total"]) == (3, 4)
    assert counted_under(plan) == {
        "1504": "1504@2019",
        "1523": "1523@2019",
        "1529": "1529@2019",
        "1534": "1580",
    }


def test_a_code_that_lives_on_is_not_taken_for_its_old_self() -> None:
    plan = recoding(2019, 2020, ["1103", "1141"])
    assert status_of("1103", plan) == "missing"
    assert counted_under(plan)["1103"] == "1103@2019"


@pytest.mark.parametrize(
    ("from_year", "to_year", "code", "moved"),
    [
        (2016, 2017, "0710", True),
        (2016, 2017, "0704", True),
        (2016, 2024, "3905", True),
        (2025, 2026, "3216", True),
        (2025, 2026, "1103", False),
        (2017, 2019, "0704", False),
    ],
)
def test_small_moves_are_said(
    from_year: int, to_year: int, code: str, moved: bool
) -> None:
    plan = recoding(from_year, to_year, everybody(from_year))
    row = plan.regions.set_index("municipality_code").loc[code]
    assert bool(row["has_minor_move"]) is moved


def test_kinds_of_correspondence() -> None:
    rows = correspondence(2019, 2024).set_index(["old_code", "new_code"])
    assert rows.loc[("1101", "1101"), "kind"] == "same"
    assert rows.loc[("0101", "3101"), "kind"] == "recoded"
    assert rows.loc[("1523", "1508"), "kind"] == "merged"
    assert rows.loc[("1850", "1806"), "kind"] == "part"
    assert not rows.loc[("1850", "1875"), "is_exact"]
    assert ("0720", "0704") not in set(
        correspondence(2016, 2017).itertuples(index=False)
    )


def test_county_keeps_a_divided_municipality_within_it() -> None:
    plan = recoding(2023, 2024, ["1507", "1505"])
    parts = region_parts(2023, ["1507", "1505"], recoding=plan)
    county = parts[parts["whole_level"] == "county"]
    assert set(zip(county["part_code"], county["whole_code"], strict=True)) == {
        ("1505", "15"),
        ("1507@2023", "15"),
    }
    assert plan.not_estimable_wholes(county_wholes(2024)).empty


def county_wholes(year: int) -> pd.DataFrame:
    rows = wholes(year)
    return rows[rows["whole_level"] == "county"]


def test_county_is_not_estimable_where_a_municipality_straddles_it() -> None:
    # Heim (5055, Trøndelag) was Halsa in Møre og Romsdal and Hemne in Trøndelag
    plan = recoding(2021, 2019, ["5055", "1505"])
    lost = plan.not_estimable_wholes(county_wholes(2019))
    assert list(lost["whole_code"]) == ["15", "50"]
    parts = region_parts(2021, ["5055", "1505"], recoding=plan)
    into_nation = parts[parts["whole_level"] == "nation"]
    assert set(into_nation["part_code"]) == {"15", "5055@2021"}


def test_group_follows_the_municipality() -> None:
    parts = region_parts(2024, ["1103", "1101"])
    rows = parts[parts["part_code"] == "1103"].set_index("whole_level")["whole_code"]
    assert dict(rows) == {"county": "11", "kostra_group": "EKG12", "centrality": "2"}


def test_own_group_of_a_divided_municipality() -> None:
    group = pd.DataFrame(
        {
            "municipality_code": ["1508", "1580", "1505"],
            "group_code": ["north", "north", "south"],
            "group_name": ["North", "North", "South"],
        }
    )
    plan = recoding(2023, 2024, ["1507", "1505"])
    parts = region_parts(
        2023, ["1507", "1505"], groupings={"area": group}, recoding=plan
    )
    own = parts[parts["whole_level"] == "group:area"]
    assert set(zip(own["part_code"], own["whole_code"], strict=True)) == {
        ("1507@2023", "north"),
        ("1505", "south"),
    }


def test_persons_are_recoded_and_nothing_else() -> None:
    persons = pd.DataFrame({"municipality_code": ["1504", "1534"], "sex": ["male", ""]})
    plan = recoding(2019, 2024, ["1504", "1523", "1529", "1546", "1534"])
    told = recode(persons, plan)
    assert list(told["municipality_code"]) == ["1508", "1580"]
    assert list(told["sex"]) == ["male", ""]
    assert list(persons["municipality_code"]) == ["1504", "1534"]


def test_population_of_the_parts_is_added() -> None:
    # 1 January 2019: 1504 47,871 + 1523 2,279 + 1529 4,632 + 1546 1,176 = 1508's area
    parts = ["1504", "1523", "1529", "1546"]
    frame = population(2019).frame
    total = frame[(frame["sex"] == "total") & frame["municipality_code"].isin(parts)]
    told = recode_counts(frame, recoding(2019, 2024, parts), count="population")
    told = told[told["sex"] == "total"]
    assert set(told["municipality_code"]) == {"1508"}
    assert told["population"].sum() == total["population"].sum()


def test_unknown_population_of_a_part_makes_the_sum_unknown() -> None:
    # the age bands of Sandefjord, Andebu and Stokke are not known before 2017
    frame = population(2016).frame
    told = recode_counts(
        frame, recoding(2016, 2024, ["0706", "0719", "0720"]), count="population"
    )
    assert set(told["municipality_code"]) == {"3907"}
    assert told["population"].isna().all()


def test_coverage_counts_municipalities_and_adults() -> None:
    participants = [c for c in everybody(2024) if c[:2] == "11"]
    participants = [c for c in participants if c not in ("1144", "1151")]
    rows = coverage(2024, participants, population(2024))
    county = rows.set_index(["region_level", "region_code"]).loc[("county", "11")]
    assert list(county) == [21, 23, 386155, 386766]
    nation = rows.set_index(["region_level", "region_code"]).loc[("nation", "0")]
    assert list(nation[:2]) == [21, 357]
    other = rows.set_index(["region_level", "region_code"]).loc[("county", "50")]
    assert list(other.iloc[[0, 2]]) == [0, 0]


def test_coverage_of_an_earlier_year_on_later_borders() -> None:
    participants = [c for c in everybody(2019) if c[:2] == "15"]
    rows = coverage(2019, participants, population(2019), borders=2024)
    rows = rows[rows["region_level"] == "county"].set_index("region_code")
    # 35 municipalities in 2019, of which Halsa (1571) went to Trøndelag; Hornindal
    # (1444), which did not take part, came from Sogn og Fjordane
    columns = ["municipalities_participating", "municipalities_total"]
    assert list(rows.loc["15", columns]) == [34, 35]
    assert rows.loc["50", columns[0]] == 1
