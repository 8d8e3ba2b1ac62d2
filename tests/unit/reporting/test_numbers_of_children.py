"""Numbers of children: children beside the people, never children called people."""

from dataclasses import replace

import pandas as pd
import pytest
from report_pages import Pages

from brukerplan.definitions import Definitions
from brukerplan.tables import RELEASE_DTYPES, Release, typed

CHILDREN, PEOPLE = 45, 30


@pytest.fixture(scope="module")
def with_children(release: Release, definitions: Definitions) -> Pages:
    """Stavanger's 30 parents have 45 children; how many with help is hidden."""
    rows = release.rows[release.rows["indicator_id"] != "children_in_contact"]
    like = rows[
        (rows["region_code"] == "1103")
        & (rows["survey_year"] == 2024)
        & (rows["indicator_id"] == "has_children")
        & (rows["problem_group"] == "all")
    ]
    made = []
    for category in ("total", "with_help"):
        made.append(
            like.assign(
                indicator_id="children_in_contact",
                category=category,
                unit="mean",
                numerator=CHILDREN,
                denominator=PEOPLE,
                value=CHILDREN / PEOPLE,
                lower=float("nan"),
                upper=float("nan"),
                interval="",
                status="shown",
            )
        )
    hidden = made[1]
    hidden["status"] = "suppressed"
    for column in ("numerator", "denominator"):
        hidden[column] = pd.NA
    hidden["value"] = float("nan")
    joined = typed(pd.concat([rows, *made]), RELEASE_DTYPES)
    keys = list(RELEASE_DTYPES)[:9]
    return Pages(
        replace(release, rows=joined.sort_values(keys, ignore_index=True)), definitions
    )


def test_children_stand_beside_the_people_and_their_mean(with_children: Pages) -> None:
    tables = with_children.report("1103").who.children.tables
    table = next(t for t in tables if t.id == "table-numbers-of-children")
    rows = {row.label: [cell.text for cell in row.cells] for row in table.rows}
    assert rows["Barn som kartlagte har samvær med"][:3] == ["45", "30", "1,5"]
    assert not any("hjelp" in label for label in rows if "samvær" in label)


def test_the_appendix_counts_people_under_people(with_children: Pages) -> None:
    cells = [
        row.cells
        for table in with_children.report("1103").appendix
        for row in table.rows
        if row.label == "Barn som kartlagte har samvær med, alle"
        or row.label == "Barn som kartlagte har samvær med"
    ]
    assert cells[0][0].text == str(PEOPLE)
    assert cells[0][1].text == "1,5"
