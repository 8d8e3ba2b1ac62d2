"""Rates of the municipalities against what chance allows a place of their size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from brukerplan.reporting.chapters.neighbours import Around, municipalities_around
from brukerplan.reporting.chart_figures import picture, table_of
from brukerplan.reporting.charts.chart_data import (
    Funnel,
    FunnelLimit,
    FunnelPoint,
    ReferenceLine,
    Role,
)
from brukerplan.reporting.charts.funnel import draw_funnel
from brukerplan.reporting.context import Material
from brukerplan.reporting.messages import msg
from brukerplan.reporting.release_index import Datum
from brukerplan.reporting.table_cells import (
    chart_value,
    count_cell,
    said,
    text_cell,
    value_cell,
)
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import Figure, Kind, Row
from brukerplan.statistics import OverDispersion, over_dispersion, rate_funnel

INDICATOR = "recipients_per_1000"
PER = 1000.0

FEWEST = 5
"""A funnel of fewer figures has no shape."""

STEPS = 60
"""At how many sizes the limits are drawn."""

_LEVELS = ((0.95, msg("95%")), (0.998, msg("99.8%")))
_VERDICTS = (
    msg("Within the inner limits"),
    msg("Between the inner and the outer limits"),
    msg("Outside the outer limits"),
)


@dataclass(frozen=True)
class _Limits:
    """The target rate (per person), and how much more than by chance places differ."""

    target: float
    spread: OverDispersion

    def at(self, sizes: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
        """Give the lower and upper limits, per 1,000, at sizes."""
        plain = rate_funnel(self.target, sizes, confidence)
        wide = self.spread.widened(plain, self.target)
        return wide.lower * PER, wide.upper * PER


def funnel_figure(material: Material) -> Figure | None:
    """Give the funnel about the county's rate, or the nation's in the nation's report.

    None where that rate is not shown, or the figures of too few municipalities are.
    """
    around = municipalities_around(material, INDICATOR)
    places = [place for place in around if place.datum.is_shown]
    label, role, target = _target(material)
    if len(places) < FEWEST or not target.is_shown or not target.value:
        return None
    rate = target.value / PER
    events = np.array([place.datum.numerator for place in places], dtype=float)
    sizes = np.array([place.datum.denominator for place in places], dtype=float)
    limits = _Limits(rate, over_dispersion(events, rate * sizes))
    verdicts = _verdicts(events / sizes * PER, sizes, limits)
    words = material.words
    line = ReferenceLine(label, role, chart_value(target, words))
    caption = words.t("People mapped per 1,000 inhabitants, by size of municipality")
    return picture(
        "funnel",
        _funnel(places, verdicts, limits, line, words),
        draw_funnel,
        words=words,
        caption=caption,
        alternative=_alternative(places, verdicts, label, target, words),
        table=table_of(
            "funnel",
            caption,
            (
                words.t("Place"),
                words.t("Against the limits"),
                words.t("Inhabitants of 18 and over"),
                words.t("Per 1,000"),
            ),
            tuple(
                _row(place, verdict, words)
                for place, verdict in zip(places, verdicts, strict=True)
            ),
            words_first=2,
        ),
        notes=_notes(limits.spread, hidden=len(around) - len(places), words=words),
    )


def _target(material: Material) -> tuple[str, Role, Datum]:
    """Give the name, the part in charts and the rate that the funnel stands about."""
    if material.place.kind is not Kind.MUNICIPALITY:
        own = material.peers[0]
        return own.label, Role.OWN, own.figures.get(INDICATOR)
    code = material.place.county_code
    county = material.release.place(material.year, "county", code)
    return (
        material.names[("county", code)],
        Role.COUNTY,
        county.get(INDICATOR),
    )


def _verdicts(values: np.ndarray, sizes: np.ndarray, limits: _Limits) -> list[int]:
    """Give 0 within the inner limits, 1 between the two pairs, 2 outside both."""
    outside = np.zeros(len(sizes), dtype=int)
    for confidence, _ in _LEVELS:
        lower, upper = limits.at(sizes, confidence)
        outside += (values < lower) | (values > upper)
    return [int(count) for count in outside]


def _funnel(
    places: Sequence[Around],
    verdicts: Sequence[int],
    limits: _Limits,
    target: ReferenceLine,
    words: Words,
) -> Funnel:
    sizes = [float(place.datum.denominator or 0) for place in places]
    steps = np.geomspace(min(sizes) * 0.9, max(sizes) * 1.1, STEPS)
    drawn = []
    for confidence, label in _LEVELS:
        lower, upper = limits.at(steps, confidence)
        lines = (tuple(steps.tolist()), tuple(lower.tolist()), tuple(upper.tolist()))
        drawn.append(FunnelLimit(words.t(label), *lines))
    return Funnel(
        points=tuple(
            FunnelPoint(
                place.label,
                Role.OWN if place.is_own else Role.OTHER,
                size,
                chart_value(place.datum, words),
                is_outside=verdict == 2,
            )
            for place, size, verdict in zip(places, sizes, verdicts, strict=True)
        ),
        limits=tuple(drawn),
        target=target,
        size_label=words.t("Inhabitants of 18 and over"),
        axis_label=words.t("Per 1,000 inhabitants of 18 and over"),
    )


def _alternative(
    places: Sequence[Around],
    verdicts: Sequence[int],
    label: str,
    target: Datum,
    words: Words,
) -> str:
    text = words.t(
        "Dots for {count} municipalities by size and rate, and limits that narrow about "
        "the rate of {place}, {value}, as municipalities grow larger.",
        count=words.numbers.number(len(places)),
        place=label,
        value=said(target, words),
    )
    outside = [
        place.label
        for place, verdict in zip(places, verdicts, strict=True)
        if verdict == 2
    ]
    named = words.listed(outside) if outside else words.t("none")
    beyond = words.t("Outside the outer limits: {places}.", places=named)
    own = [
        f"{place.label}: {words.t(_VERDICTS[verdict]).lower()}."
        for place, verdict in zip(places, verdicts, strict=True)
        if place.is_own
    ]
    return " ".join([text, beyond, *own])


def _row(place: Around, verdict: int, words: Words) -> Row:
    return Row(
        place.label,
        (
            text_cell(words.t(_VERDICTS[verdict])),
            count_cell(place.datum, words, denominator=True),
            value_cell(place.datum, words),
        ),
        is_own=place.is_own,
    )


def _notes(spread: OverDispersion, *, hidden: int, words: Words) -> tuple[str, ...]:
    notes = [
        words.t(
            "Within the limits, a municipality's rate differs from the rate for all no "
            "more than chance may make it do. About one in twenty lies outside the "
            "inner limits by chance alone, and one in five hundred outside the outer."
        )
    ]
    if spread.is_clear:
        notes.append(
            words.t(
                "Municipalities differ more than chance alone explains, so the limits "
                "are widened by a factor of {factor}.",
                factor=words.numbers.number(float(np.sqrt(spread.factor)), 1),
            )
        )
    if hidden:
        notes.append(
            words.n(
                "{number} place has no figure to show.",
                "{number} places have no figure to show.",
                hidden,
            )
        )
    return tuple(notes)
