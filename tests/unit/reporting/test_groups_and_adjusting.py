"""What an analyst looks for: groups of municipalities, age and sex, three years."""

from dataclasses import replace

import pandas as pd
import pytest
from made_up_release import made_up_release
from report_pages import Pages

from brukerplan.definitions import Definitions
from brukerplan.reporting.analysis import standardised_rates
from brukerplan.reporting.view_model import Table
from brukerplan.tables import RELEASE_DTYPES, Release, typed

RATE = "recipients_per_1000"
OWN_GROUP = [
    {"municipality_code": code, "group_code": "jaeren", "group_name": "Jæren"}
    for code in ("1103", "1119", "1120", "1121")
]


def with_rows(release: Release, rows: pd.DataFrame, **provenance: object) -> Release:
    joined = typed(pd.concat([release.rows, rows]), RELEASE_DTYPES)
    keys = list(RELEASE_DTYPES)[:9]
    return replace(
        release,
        rows=joined.sort_values(keys, ignore_index=True),
        provenance={**release.provenance, **provenance},
    )


def of_county(release: Release, indicators: tuple[str, ...], year: int) -> pd.DataFrame:
    rows = release.rows
    here = (rows["region_code"] == "11") & (rows["survey_year"] == year)
    return rows[here & rows["indicator_id"].isin(indicators)]


@pytest.fixture(scope="module")
def grouped(release: Release, definitions: Definitions) -> Pages:
    """A release with an own group, whose figures are the county's."""
    wanted = (RATE, "recipients", "participating_municipalities")
    rows = of_county(release, wanted, 2024).assign(
        region_level="group:samarbeid", region_code="jaeren", region_name="Jæren"
    )
    made = with_rows(release, rows, groupings={"samarbeid": OWN_GROUP})
    return Pages(made, definitions)


@pytest.fixture(scope="module")
def three_years(release: Release, definitions: Definitions) -> Pages:
    """A release with sums over three years, hidden for one problem group."""
    rows = release.rows[
        (release.rows["indicator_id"] == RATE)
        & (release.rows["sex"] == "total")
        & (release.rows["age_band"] == "total")
        & (release.rows["survey_year"] == 2024)
    ].assign(indicator_id=f"{RATE}_3_years")
    hide = rows["problem_group"] == "substance"
    rows.loc[hide, "status"] = "complementary"
    for column in ("numerator", "value", "lower", "upper"):
        rows.loc[hide, column] = pd.NA if column == "numerator" else float("nan")
    return Pages(with_rows(release, rows), definitions)


def tables(pages: Pages, code: str, part: str) -> dict[str, Table]:
    section = getattr(pages.report(code).how_many, part)
    return {table.id: table for table in section.tables}


def test_own_and_kostra_groups_stand_beside_the_place_with_who_took_part(
    grouped: Pages,
) -> None:
    table = tables(grouped, "1103", "places")["table-groups-of-municipalities"]
    rows = {row.label: row for row in table.rows}
    assert list(rows)[:2] == ["Stavanger", "Rogaland"]
    assert rows["Stavanger"].is_own and not rows["Rogaland"].is_own
    assert rows["Jæren"].cells[1:] == rows["Rogaland"].cells[1:]
    assert rows["Rogaland"].cells[0].text == "21 av 21"


def test_a_place_outside_the_group_does_not_see_it(grouped: Pages) -> None:
    table = tables(grouped, "1106", "places").get("table-groups-of-municipalities")
    assert table is None or "Jæren" not in {row.label for row in table.rows}


def test_the_nation_sees_every_group(grouped: Pages) -> None:
    table = tables(grouped, "0", "places")["table-groups-of-municipalities"]
    labels = [row.label for row in table.rows]
    assert labels[0] == "Norge" and "Jæren" in labels
    assert any(label.startswith("KOSTRA-gruppe") for label in labels)


def test_without_groups_there_is_no_table(
    release: Release, definitions: Definitions
) -> None:
    levels = ("municipality", "county", "nation")
    rows = release.rows[release.rows["region_level"].isin(levels)]
    assert (
        tables(Pages(replace(release, rows=rows), definitions), "1103", "places") == {}
    )


def test_standardised_rates_are_those_of_the_analysis(
    pages: Pages, release: Release
) -> None:
    table = tables(pages, "11", "adjusted")["table-adjusted"]
    found = standardised_rates(release).set_index(
        ["region_level", "region_code", "method", "standard"]
    )
    direct = found.loc[("county", "11", "direct", "norway_2024")]
    ratio = found.loc[("county", "11", "indirect", "participants")]
    own = table.rows[0]
    assert own.cells[1].number == pytest.approx(direct["value"])
    assert own.cells[3].number == pytest.approx(ratio["value"])
    said = pages.report("11").how_many.adjusted.paragraphs[0]
    sure = ratio["lower"] >= 1.005 or ratio["upper"] < 0.995
    assert ("ikke sikkert forskjellig" in said) is not sure
    assert f"{ratio['value']:.2f}".replace(".", ",") in said


def test_a_place_that_is_most_of_the_reference_is_not_set_against_it(
    definitions: Definitions,
) -> None:
    told = Pages(made_up_release(county_codes=("11",), years=(2024,)), definitions)
    section = told.report("11").how_many.adjusted
    assert section.paragraphs == ()
    assert "Kartlagte per forventet" not in [c.label for c in section.tables[0].columns]
    assert told.report("1106").how_many.adjusted.paragraphs != ()


def test_the_nation_is_not_adjusted_to_itself(pages: Pages) -> None:
    assert pages.report("0").how_many.adjusted.is_empty


def test_three_years_together_are_shown_without_a_number_of_people(
    three_years: Pages, pages: Pages
) -> None:
    table = tables(three_years, "1103", "trend")["table-three-years"]
    assert "2022–2024" in table.caption
    assert "Personer" not in [column.label for column in table.columns]
    labels = [row.label for row in table.rows]
    assert labels[0] == "Alle kartlagte"
    assert "Rusproblem, med eller uten psykisk lidelse" not in labels
    assert tables(pages, "1103", "trend") == {}


def test_columns_of_which_nothing_is_known_are_left_out(pages: Pages) -> None:
    """Kvitsøy took no part: its county's figures stand alone."""
    table = pages.report("1144").who.groups.figures[0].table
    assert [column.label for column in table.columns][:2] == [
        "Problemgruppe",
        "Rogaland",
    ]
    assert all(len(row.cells) == len(table.columns) - 1 for row in table.rows)


def test_years_without_any_figure_are_not_drawn(
    release: Release, definitions: Definitions
) -> None:
    """An earlier survey of another county says nothing of this one."""
    other = release.rows[
        (release.rows["survey_year"] == 2023) & (release.rows["region_code"] == "0301")
    ].assign(survey_year=2019)
    told = Pages(
        with_rows(release, other.astype({"survey_year": "int16"})), definitions
    )
    (figure,) = told.report("1103").how_many.trend.figures
    assert [row.label for row in figure.table.rows] == ["2023", "2024"]
