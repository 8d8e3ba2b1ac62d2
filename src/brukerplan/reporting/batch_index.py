"""The page that lists a batch: each place with its key figures and its files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from brukerplan.geography.breaks import series_breaks
from brukerplan.reporting.charts.chart_data import KeyFigureBar, Sparkline, Value
from brukerplan.reporting.charts.spark import draw_key_figure_bar, draw_sparkline
from brukerplan.reporting.charts.style import Style
from brukerplan.reporting.context import Place
from brukerplan.reporting.release_index import ABSENT, PlaceFigures, ReleaseFigures
from brukerplan.reporting.table_cells import chart_value, count_cell, said, value_cell
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import (
    Index,
    IndexGroup,
    IndexRow,
    Kind,
    Link,
    SmallChart,
)

RATE = "recipients_per_1000"
_BAR_WIDTH = 176.0
_LINE_WIDTH = 176.0
_FILES = {"html": "HTML", "pdf": "PDF", "xlsx": "Excel"}


def build_index(
    figures: ReleaseFigures,
    places: Sequence[Place],
    files: Mapping[str, Iterable[tuple[str, str]]],
    *,
    year: int,
    words: Words,
    is_internal: bool = False,
) -> Index:
    """Give the index of `places`; `files` holds (format, file name) by place code."""
    data = {
        place.code: figures.place(year, place.kind.value, place.code, place.name)
        for place in places
    }
    years = tuple(one for one in figures.years if one <= year)
    highest = max((_upper(place) for place in data.values()), default=1.0)
    groups = [
        IndexGroup(
            id=f"group-{number}",
            title=title,
            rows=tuple(
                replace(
                    _row(
                        place,
                        data[place.code],
                        files.get(place.code, ()),
                        highest,
                        words,
                    ),
                    trend=_trend(place, figures, years, words),
                )
                for place in members
            ),
        )
        for number, (title, members) in enumerate(_grouped(places, words), start=1)
    ]
    return Index(
        language=words.language,
        title=words.t("Substance use and mental health {year}", year=year),
        subtitle=words.t(
            "Mapping of people of 18 and over who receive municipal services"
        ),
        caption=words.t("People mapped, per 1,000 inhabitants of 18 and over"),
        note=words.t(
            "Hidden figures are marked with a colon. Each report says who took part and "
            "how the figures were made."
        ),
        is_internal=is_internal,
        groups=tuple(groups),
        span=f"{years[0]}–{years[-1]}" if len(years) > 1 else "",
    )


def _upper(place: PlaceFigures) -> float:
    rate = place.get(RATE)
    return rate.upper or 0.0 if rate.is_shown else 0.0


def _grouped(places: Sequence[Place], words: Words) -> list[tuple[str, list[Place]]]:
    """Give the nation and counties first, then each county's municipalities."""
    large = [place for place in places if place.kind is not Kind.MUNICIPALITY]
    large.sort(key=lambda place: (place.kind is not Kind.NATION, place.short_name))
    by_county: dict[str, list[Place]] = {}
    for place in places:
        if place.kind is Kind.MUNICIPALITY:
            by_county.setdefault(place.county_name, []).append(place)
    groups = [(words.t("The country and its counties"), large)] if large else []
    for county, members in sorted(by_county.items()):
        groups.append((county, sorted(members, key=lambda place: place.short_name)))
    return groups


def _row(
    place: Place,
    figures: PlaceFigures,
    files: Iterable[tuple[str, str]],
    highest: float,
    words: Words,
) -> IndexRow:
    rate = figures.get(RATE)
    value = chart_value(rate, words)
    return IndexRow(
        id=f"bar-{place.code}",
        name=place.name,
        people=count_cell(figures.get("recipients"), words),
        rate=value_cell(rate, words),
        bar=_bar(value, highest) if value.is_shown else "",
        bar_text=f"{value.text} ({value.interval_text})",
        links=tuple(Link(name, _FILES[form]) for form, name in files),
    )


def _bar(value: Value, highest: float) -> str:
    data = KeyFigureBar(value, None, highest)
    return draw_key_figure_bar(data, style=Style(width=_BAR_WIDTH))


def _trend(
    place: Place, figures: ReleaseFigures, years: Sequence[int], words: Words
) -> SmallChart | None:
    """Give a small line over the years; None where there is one year or no figure."""
    level = place.kind.value
    data = [figures.column(one, level, RATE).get(place.code, ABSENT) for one in years]
    if len(years) < 2 or not any(datum.is_shown for datum in data):
        return None
    values = tuple(chart_value(datum, words) for datum in data)
    line = Sparkline(tuple(years), values, tuple(series_breaks(years)))
    told = "; ".join(
        f"{one}: {said(datum, words)}" for one, datum in zip(years, data, strict=True)
    )
    return SmallChart(draw_sparkline(line, style=Style(width=_LINE_WIDTH)), told)
