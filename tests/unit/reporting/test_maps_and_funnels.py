"""The map and the funnel say what the release says, and no more."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brukerplan.definitions import Definitions
from brukerplan.errors import InputError
from brukerplan.reporting.chapters.breaks_in_series import breaks_between, trend_breaks
from brukerplan.reporting.chapters.funnel_plots import funnel_figure
from brukerplan.reporting.chapters.maps import _Classes, map_figure
from brukerplan.reporting.charts.chart_data import Boundaries
from brukerplan.reporting.charts.map_classes import class_limits
from brukerplan.reporting.charts.style import LEVELS
from brukerplan.reporting.context import Material, gather, place_of
from brukerplan.reporting.release_index import Datum, ReleaseFigures
from brukerplan.reporting.translations import Words
from brukerplan.tables import Release, Status


@pytest.fixture
def material_of(release: Release, figures: ReleaseFigures, definitions: Definitions):
    def make(code: str, language: str = "en") -> Material:
        place = place_of(code, 2024, language)
        words = Words(language, definitions)
        return gather(release, figures, place, year=2024, words=words)

    return make


def test_map_has_every_municipality_of_the_county_and_marks_those_without(
    material_of,
) -> None:
    figure = map_figure(material_of("11"))
    assert figure is not None
    assert len(figure.table.rows) == 23
    assert figure.wide.count("<title>") == 23
    utsira = next(row for row in figure.table.rows if row.label == "Utsira")
    assert [cell.text for cell in utsira.cells] == ["..", "..", ".."]
    assert "Utsira: .. not known" in figure.wide


def test_map_of_a_municipality_says_its_class(material_of) -> None:
    figure = map_figure(material_of("1103"))
    assert figure is not None
    own = next(row for row in figure.table.rows if row.is_own)
    assert own.label == "Stavanger"
    assert figure.alternative.endswith(f"Stavanger: {own.cells[0].text}.")


def test_rate_lies_in_its_class(material_of) -> None:
    figure = map_figure(material_of("11"))
    assert figure is not None
    for row in figure.table.rows:
        label, rate, _ = row.cells
        if rate.number is not None:
            bounds = [float(number) for number in re.findall(r"[\d.]+", label.text)]
            low = -np.inf if label.text.startswith("Under") else bounds[0]
            high = np.inf if label.text.endswith("over") else bounds[-1]
            assert low <= float(rate.text) < high


def test_oslo_alone_has_no_map_and_no_funnel(material_of) -> None:
    assert map_figure(material_of("0301")) is None
    assert funnel_figure(material_of("0301")) is None


def test_map_with_boundaries_that_lack_a_place_is_refused(material_of) -> None:
    with pytest.raises(InputError):
        map_figure(material_of("11"), boundaries=Boundaries({}))


@pytest.mark.parametrize(
    ("numbers", "limits", "digits"),
    [
        ([3.2, 18.7], (5.0, 10.0, 15.0), 0),
        ([0.11, 0.52], (0.2, 0.3, 0.4, 0.5), 1),
        ([10.9, 22.7], (15.0, 20.0), 0),
        ([7.0, 7.0], (), 0),
        ([], (), 0),
    ],
)
def test_classes_have_even_limits(
    numbers: list[float], limits: tuple[float, ...], digits: int
) -> None:
    found, decimals = class_limits(numbers)
    assert found == pytest.approx(limits)
    assert decimals == digits


@given(
    st.lists(st.integers(0, 10**6), min_size=2, max_size=60, unique=True).map(
        lambda tenths: [n / 10 for n in tenths]
    )
)
@settings(deadline=None, max_examples=100)
def test_there_is_a_colour_for_each_class_and_none_is_outside_the_numbers(
    numbers: list[float],
) -> None:
    limits, _ = class_limits(numbers)
    assert len(limits) < LEVELS
    assert all(min(numbers) < limit <= max(numbers) for limit in limits)
    assert list(limits) == sorted(set(limits))


def test_figure_is_in_the_class_that_its_written_number_says() -> None:
    classes = _Classes((12.0,), ("Under 12", "12 and over"))
    written_as_12 = Datum(Status.SHOWN, "per_1000", value=11.96)
    written_as_11_9 = Datum(Status.SHOWN, "per_1000", value=11.94)
    assert classes.level(written_as_12) == 1
    assert classes.level(written_as_11_9) == 0


def test_funnel_has_the_places_with_a_figure_and_their_size(
    material_of, figures: ReleaseFigures
) -> None:
    figure = funnel_figure(material_of("11"))
    assert figure is not None
    labels = [row.label for row in figure.table.rows]
    assert "Utsira" not in labels
    assert "Stavanger" in labels
    stavanger = figure.table.rows[labels.index("Stavanger")]
    datum = figures.column(2024, "municipality", "recipients_per_1000")["1103"]
    assert stavanger.cells[1].number == datum.denominator
    assert any("have no figure to show" in note for note in figure.notes)


def test_funnel_names_in_words_whoever_lies_outside(material_of) -> None:
    figure = funnel_figure(material_of("11"))
    assert figure is not None
    outside = [
        row.label
        for row in figure.table.rows
        if row.cells[0].text == "Outside the outer limits"
    ]
    sentence = figure.alternative.split("Outside the outer limits: ")[1]
    assert all(label in sentence for label in outside)
    assert outside or "none" in sentence


def test_breaks_of_the_country_s_mapping_are_marked(material_of) -> None:
    material = material_of("11")
    found = trend_breaks((2013, 2015, 2019, 2023), material)
    assert [one.year for one in found] == [2015, 2023]
    assert found[0].label == "Another way of mapping"
    assert trend_breaks((2023, 2024), material) == ()


@pytest.mark.parametrize(
    ("code", "reasons", "expected"),
    [
        ("11", "inclusion_rule;coverage", {2024: "inclusion_rule"}),
        ("11", "regime;inclusion_rule", {2024: "regime"}),
        ("11", "coverage", {}),
        ("11", "border_moved", {}),
        ("1103", "inclusion_rule", {}),
    ],
)
def test_breaks_of_the_place_itself_are_marked_with_their_reason(
    material_of, code: str, reasons: str, expected: dict[int, str]
) -> None:
    level = "county" if len(code) == 2 else "municipality"
    told = {"region_level": level, "region_code": code}
    told |= {"survey_year": 2024, "reasons": reasons}
    material = replace(material_of("11"), provenance={"breaks": [told]})
    assert breaks_between((2023, 2024), material) == expected
