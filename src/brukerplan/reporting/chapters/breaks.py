"""Where the years of a report cannot be compared, as charts mark it."""

from collections.abc import Iterable

from brukerplan.geography.breaks import series_breaks
from brukerplan.reporting.charts.data import TrendBreak
from brukerplan.reporting.words import Words


def breaks_between(years: Iterable[int], words: Words) -> tuple[TrendBreak, ...]:
    """Give the breaks among these survey years: whom the country maps changed."""
    return tuple(
        TrendBreak(year, words.t("Another way of mapping"))
        for year in series_breaks(years)
    )
