"""The rate on a map: the municipalities of the county, or of the whole country."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from brukerplan.reporting.chapters.neighbours import Around, municipalities_around
from brukerplan.reporting.chart_figures import picture, table_of
from brukerplan.reporting.charts.areamap import draw_area_map
from brukerplan.reporting.charts.chart_data import Boundaries, MapRegion, RegionMap
from brukerplan.reporting.charts.hexmap import draw_hex_map, has_places
from brukerplan.reporting.charts.map_classes import class_limits
from brukerplan.reporting.charts.style import Style
from brukerplan.reporting.context import Material
from brukerplan.reporting.numbers import DIGITS, rounded
from brukerplan.reporting.release_index import Datum
from brukerplan.reporting.table_cells import (
    chart_value,
    interval_cell,
    symbol_cell,
    text_cell,
    value_cell,
)
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import Figure, Row

INDICATOR = "recipients_per_1000"

FEWEST = 4
"""A map with fewer figures tells less than a table does."""


@dataclass(frozen=True)
class _Classes:
    """The limits between the classes, from the lowest, and each class in words."""

    limits: tuple[float, ...]
    labels: tuple[str, ...]

    def level(self, datum: Datum) -> int | None:
        """Give the class of a figure, counted from 0; None where none is shown.

        The figure counts as it is written, so that map and number cannot disagree.
        """
        if not datum.is_shown or datum.value is None:
            return None
        return bisect_right(self.limits, _as_written(datum.value, datum.unit))


def _as_written(value: float, unit: str) -> float:
    return float(rounded(value, DIGITS[unit]))


def map_figure(
    material: Material, *, boundaries: Boundaries | None = None
) -> Figure | None:
    """Give the map, of hexagons or, where `boundaries` are given, of true outlines.

    None where too few municipalities have a figure, or one has no hexagon.

    Raises:
        InputError: `boundaries` lack a municipality.
    """
    places = municipalities_around(material, INDICATOR)
    if sum(place.datum.is_shown for place in places) < FEWEST:
        return None
    if boundaries is None and not has_places(place.code for place in places):
        return None
    words = material.words
    classes = _classes(places, words)

    def drawn(data: RegionMap, *, style: Style) -> str:
        if boundaries is None:
            return draw_hex_map(data, style=style)
        return draw_area_map(data, boundaries, style=style)

    caption = words.t("People mapped per 1,000 inhabitants of 18 and over, on a map")
    return picture(
        "map",
        _region_map(places, classes, words),
        drawn,
        words=words,
        caption=caption,
        alternative=_alternative(places, classes, words),
        table=table_of(
            "map",
            caption,
            (
                words.t("Place"),
                words.t("Class"),
                words.t("Per 1,000"),
                words.t("95% interval"),
            ),
            tuple(_row(place, classes, words) for place in places),
            words_first=2,
        ),
        notes=_notes(words, has_outlines=boundaries is not None),
    )


def _classes(places: Sequence[Around], words: Words) -> _Classes:
    limits, digits = class_limits(
        [
            _as_written(place.datum.value, place.datum.unit)
            for place in places
            if place.datum.is_shown and place.datum.value is not None
        ]
    )
    if not limits:
        return _Classes((), (words.t("The same everywhere"),))
    numbers = [words.numbers.number(limit, digits) for limit in limits]
    between = [
        words.t("{low} to under {high}", low=low, high=high)
        for low, high in pairwise(numbers)
    ]
    lowest = words.t("Under {high}", high=numbers[0])
    highest = words.t("{low} and over", low=numbers[-1])
    return _Classes(limits, (lowest, *between, highest))


def _region_map(places: Sequence[Around], classes: _Classes, words: Words) -> RegionMap:
    return RegionMap(
        regions=tuple(
            MapRegion(
                place.code,
                place.label,
                chart_value(place.datum, words),
                classes.level(place.datum),
                is_own=place.is_own,
                group=place.county_code,
            )
            for place in places
        ),
        class_labels=classes.labels,
        axis_label=words.t("Per 1,000 inhabitants of 18 and over"),
    )


def _alternative(places: Sequence[Around], classes: _Classes, words: Words) -> str:
    """Say how many municipalities are in each class, and where the own one is."""
    found = Counter(classes.level(place.datum) for place in places)
    told = [
        f"{label}: {words.numbers.number(found[level])}"
        for level, label in enumerate(classes.labels)
    ]
    if found[None]:
        told.append(f"{words.t('No figure')}: {words.numbers.number(found[None])}")
    text = words.t(
        "A map of the municipalities, coloured by their rate. Municipalities in each "
        "class: {told}.",
        told="; ".join(told),
    )
    own = next((place for place in places if place.is_own), None)
    if own is None:
        return text
    return f"{text} {own.label}: {_class_label(own.datum, classes, words)}."


def _class_label(datum: Datum, classes: _Classes, words: Words) -> str:
    level = classes.level(datum)
    return words.hint(datum.status) if level is None else classes.labels[level]


def _row(place: Around, classes: _Classes, words: Words) -> Row:
    shown = place.datum.is_shown
    label = _class_label(place.datum, classes, words)
    return Row(
        place.label,
        (
            text_cell(label) if shown else symbol_cell(place.datum, words),
            value_cell(place.datum, words),
            interval_cell(place.datum, words),
        ),
        is_own=place.is_own,
    )


def _notes(words: Words, *, has_outlines: bool) -> tuple[str, ...]:
    chance = words.t(
        "The rate of a small municipality varies much by chance. Two classes side by "
        "side need not mean a real difference."
    )
    if has_outlines:
        return (chance,)
    equal = words.t(
        "Each hexagon is a municipality, drawn about where it lies and equally large "
        "whatever its area."
    )
    return (equal, chance)
