"""The index page's small lines over the years."""

from dataclasses import replace

from brukerplan.definitions import Definitions
from brukerplan.reporting.batch_index import build_index
from brukerplan.reporting.context import place_of
from brukerplan.reporting.html import render_index
from brukerplan.reporting.release_index import ReleaseFigures
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import Index, Look
from brukerplan.tables import Release


def index_of(figures: ReleaseFigures, definitions: Definitions) -> Index:
    places = [place_of(code, 2024, "en") for code in ("11", "1103", "1151")]
    words = Words("en", definitions)
    return build_index(figures, places, {}, year=2024, words=words)


def test_each_place_has_a_line_that_says_its_rates(
    figures: ReleaseFigures, definitions: Definitions
) -> None:
    index = index_of(figures, definitions)
    county = index.groups[0].rows[0]
    assert index.span == "2023–2024"
    assert county.trend is not None
    told = dict(part.split(": ") for part in county.trend.alternative.split("; "))
    assert list(told) == ["2023", "2024"]
    assert told["2024"] == county.rate.text
    page = render_index(index, look=Look())
    assert f'aria-label="{county.trend.alternative}"' in page


def test_place_that_took_no_part_has_no_line(
    figures: ReleaseFigures, definitions: Definitions
) -> None:
    index = index_of(figures, definitions)
    rows = {row.name: row for group in index.groups for row in group.rows}
    assert rows["Utsira"].trend is None


def test_one_year_has_no_column_of_lines(
    release: Release, definitions: Definitions
) -> None:
    rows = release.rows[release.rows["survey_year"] == 2024].reset_index(drop=True)
    figures = ReleaseFigures(replace(release, rows=rows))
    index = index_of(figures, definitions)
    assert index.span == ""
    assert all(row.trend is None for group in index.groups for row in group.rows)
