"""Where the share of those rated is hidden, a report tells that of everyone mapped."""

from dataclasses import replace

import pandas as pd
import pytest
from report_pages import Pages

from brukerplan.definitions import Definitions
from brukerplan.tables import Release

RATED = ("function_level_", "homeless", "without_meaningful_activity")


def hidden(release: Release, starts: tuple[str, ...], code: str = "1103") -> Release:
    """Hide a municipality's figures of indicators, with what they are of."""
    rows = release.rows.copy()
    hide = (rows["region_code"] == code) & rows["indicator_id"].str.startswith(starts)
    rows.loc[hide, "status"] = "complementary"
    for column in ("numerator", "denominator", "value", "lower", "upper"):
        rows.loc[hide, column] = pd.NA if column.endswith("ator") else float("nan")
    return replace(release, rows=rows)


@pytest.fixture(scope="module")
def unrated(release: Release, definitions: Definitions) -> Pages:
    return Pages(hidden(release, RATED), definitions)


@pytest.fixture(scope="module")
def older(release: Release, definitions: Definitions) -> Pages:
    """Reports from a release that has no shares of everyone mapped."""
    rows = release.rows[~release.rows["indicator_id"].str.startswith("of_everyone_")]
    return Pages(replace(release, rows=rows), definitions)


def datum(release: Release, indicator: str, category: str) -> float:
    rows = release.rows.set_index(
        ["survey_year", "region_code", "indicator_id", "problem_group", "category"]
    )
    return float(rows.loc[(2024, "1103", indicator, "all", category), "value"])


def test_areas_are_of_everyone_mapped_and_red_comes_first(
    unrated: Pages, release: Release
) -> None:
    (figure,) = unrated.report("1103").living.areas.figures
    assert "prosent av alle kartlagte" in figure.caption
    first = figure.table.rows[0]
    red = datum(release, "of_everyone_housing", "red")
    assert [c.label for c in figure.table.columns[2:4]] == ["Rød", "Gul"]
    assert first.cells[1].number == pytest.approx(red)
    assert first.cells[-1].text == ":"
    assert f"{red:.1f}".replace(".", ",") in figure.alternative
    assert figure.table.rows[1].cells[0].text == "Rogaland"


def test_the_summary_draws_the_same_shares(unrated: Pages) -> None:
    (alone,) = unrated.report("1103").summary.figures
    (beside,) = unrated.report("1103").living.areas.figures
    own = [row for row in beside.table.rows if row.cells[0].text == "Stavanger"]
    assert [r.cells for r in alone.table.rows] == [r.cells for r in own]


def test_homes_and_activity_step_in_with_everyone_mapped(
    unrated: Pages, pages: Pages
) -> None:
    labels = [
        r.label for r in unrated.report("1103").living.homes_and_activity.tables[0].rows
    ]
    assert labels[:2] == [
        "Bostedsløse, av alle kartlagte",
        "Uten meningsfull aktivitet, av alle kartlagte",
    ]
    known = [
        r.label for r in pages.report("1103").living.homes_and_activity.tables[0].rows
    ]
    assert known[:2] == ["Bostedsløse", "Uten meningsfull aktivitet"]


def test_key_figures_have_one_of_the_two_never_both(
    unrated: Pages, pages: Pages
) -> None:
    for told, there, gone in (
        (unrated, "homeless-of-everyone", "homeless"),
        (pages, "homeless", "homeless-of-everyone"),
    ):
        ids = [figure.id for figure in told.report("1103").key_figures.figures]
        assert there in ids
        assert gone not in ids


def test_a_release_without_them_shows_those_rated(older: Pages) -> None:
    (figure,) = older.report("1103").living.areas.figures
    assert "prosent av dem som er vurdert" in figure.caption
    assert len(older.report("1103").summary.figures) == 1
