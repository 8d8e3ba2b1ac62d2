"""Places that are unlike others: tiny, absent, a county at once, many names."""

from dataclasses import replace

import pandas as pd
import pytest
from made_up_release import made_up_release
from report_pages import Pages

from brukerplan.definitions import Definitions
from brukerplan.reporting.charts.chart_data import Role
from brukerplan.reporting.context import place_of
from brukerplan.reporting.rendering import Order, Renderer
from brukerplan.reporting.view_model import Kind
from brukerplan.tables import Release


@pytest.fixture(scope="module")
def nearly_hidden(release: Release, definitions: Definitions) -> Pages:
    """Bokn with everything hidden but one figure, as in a place of 200 adults."""
    rows = release.rows.copy()
    here = (rows["region_level"] == "municipality") & (rows["region_code"] == "1145")
    keep = (rows["indicator_id"] == "homeless") & (rows["problem_group"] == "all")
    hide = here & ~keep
    rows.loc[hide, "status"] = "suppressed"
    for column in ("numerator", "denominator", "value", "lower", "upper"):
        rows.loc[hide, column] = pd.NA if column.endswith("ator") else float("nan")
    return Pages(replace(release, rows=rows), definitions)


def test_tiny_place_says_that_most_is_hidden_and_shows_those_around(
    nearly_hidden: Pages,
) -> None:
    report = nearly_hidden.report("1145")
    assert len(report.notices) == 1
    assert "skjermet slik at ingen kan kjennes igjen" in report.notices[0]
    assert any("er skjermet" in text for text in report.how_many.rates.paragraphs)
    assert len(report.key_figures.figures) == 3
    assert report.key_figures.figures[0].label == "Bostedsløse"
    rates = report.how_many.rates.figures[0].table
    assert {row.cells[0].text for row in rates.rows} == {":"}
    assert all(row.cells[3].number is not None for row in rates.rows)


def test_tiny_place_never_shows_a_hidden_number(nearly_hidden: Pages) -> None:
    for table in nearly_hidden.report("1145").tables:
        for row in table.rows:
            for cell in row.cells:
                assert not (cell.text.startswith(":") and cell.number is not None)


def test_place_that_took_no_part_is_told_so_and_sees_its_county(pages: Pages) -> None:
    report = pages.report("1144")
    assert report.notices[0].startswith("Kvitsøy kommune deltok ikke")
    assert report.appendix == ()
    assert report.stands_out.is_empty
    assert "stands-out" in report.empty_chapters
    assert {figure.text for figure in report.key_figures.figures} == {"Ikke kjent"}
    assert any(
        text.startswith("Rogaland ")
        for figure in report.key_figures.figures
        for text in figure.comparisons
    )


def test_oslo_is_not_compared_with_its_own_county(pages: Pages) -> None:
    material = pages.renderer.material("0301", "nb")
    assert Role.COUNTY not in {peer.role for peer in material.peers}
    assert pages.report("0301").title == "Rus og psykisk helse i Oslo kommune 2024"
    assert pages.report("03").title == "Rus og psykisk helse i Oslo fylke 2024"


def test_place_with_names_in_several_languages_has_them_in_its_title(
    definitions: Definitions,
) -> None:
    release = made_up_release(county_codes=("56",), years=(2024,))
    report = Pages(release, definitions).report("5610")
    assert report.title == "Rus og psykisk helse i Kárášjohka - Karasjok kommune 2024"
    assert "i Karasjok kommune" in report.key_figures.sentences[0]


@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [
        ("0", Kind.NATION, "Noreg"),
        ("11", Kind.COUNTY, "Rogaland"),
        ("5610", Kind.MUNICIPALITY, "Kárášjohka - Karasjok"),
    ],
)
def test_place_is_known_by_its_code(code: str, kind: Kind, name: str) -> None:
    place = place_of(code, 2024, "nn")
    assert (place.kind, place.name) == (kind, name)


def test_place_with_only_counts_leaves_out_what_it_cannot_answer(
    release: Release, definitions: Definitions
) -> None:
    """A municipality that holds aggregates has neither services nor ages."""
    rows = release.rows
    known = rows["indicator_id"].isin(["recipients", "problem_group_share"])
    known |= rows["indicator_id"].str.startswith("function_level_")
    known |= (rows["indicator_id"] == "recipients_per_1000") & (rows["sex"] == "total")
    known &= rows["age_band"] == "total"
    counts = replace(release, rows=rows[known].reset_index(drop=True))
    report = Pages(counts, definitions).report("1103")
    assert report.help.services.is_empty
    assert report.help.coordination.is_empty
    assert "help" in report.empty_chapters
    assert not report.living.areas.is_empty
    page = Pages(counts, definitions).html("1103")
    assert 'id="help"' not in page


def test_one_county_is_never_called_the_nation(definitions: Definitions) -> None:
    release = made_up_release(county_codes=("11",), years=(2024,))
    rows = release.rows.copy()
    nation = (rows["region_level"] == "nation") & (
        rows["indicator_id"] == "population_covered"
    )
    rows.loc[nation, "value"] = 8.7
    pages = Pages(replace(release, rows=rows), definitions)
    labels = {peer.label for peer in pages.renderer.material("1103", "nb").peers}
    assert "Norge" not in labels
    assert "8,7" in pages.report("0").notices[0]


def test_order_of_a_renderer_is_kept(
    release: Release, definitions: Definitions
) -> None:
    order = Order(2024, languages=("nn",), formats=("html",), has_summary=False)
    names = [name for name, _ in Renderer(release, definitions, order).files("1103")]
    assert names == ["brukerplan-2024-1103-nn.html"]


def test_participation_is_told_for_a_municipality_and_listed_for_a_county(
    pages: Pages,
) -> None:
    told = pages.report("1103", "en").how_made.participation.paragraphs
    assert "These units registered people: NAV and DPS." in told
    assert "Who was included: 18 and over, a service in the last 12 months." in told
    assert "Date of the mapping: 2 December 2024." in told
    (table,) = pages.report("11", "en").how_made.participation.tables
    by_name = {row.label: row.cells for row in table.rows}
    assert len(by_name) == 23
    assert by_name["Kvitsøy"][0].text == "no"
    assert by_name["Bokn"][0].text == "yes, with counts only"
    assert by_name["Stavanger"][1].text == "NAV, DPS"


def test_rows_set_aside_are_told_but_never_a_small_number_of_them(
    release: Release, definitions: Definitions
) -> None:
    noted = {"1103": "<5", "1106": "12", "1108": "0", "1119": "<5"}
    rows = [
        {**_TOOK_PART, "municipality_code": c, "rows_set_aside": n}
        for c, n in noted.items()
    ]
    provenance = {**release.provenance, "participation": rows}
    pages = Pages(replace(release, provenance=provenance), definitions)

    def told(code: str) -> tuple[str, ...]:
        return pages.report(code, "en").how_made.quality.paragraphs

    assert (
        "Fewer than 5 rows were set aside because of errors, and are in no figure."
        in told("1103")
    )
    assert "12 rows were set aside because of errors, and are in no figure." in told(
        "1106"
    )
    assert "No row of what was sent in was set aside." in told("1108")
    assert told("11")[-2:] == (
        "12 rows were set aside because of errors, and are in no figure.",
        "In each of 2 municipalities fewer than 5 rows were set aside; these come in addition.",
    )


_TOOK_PART = {
    "data_kind": "persons",
    "inclusion_rule": "",
    "units": "",
    "mapping_date": "",
}
