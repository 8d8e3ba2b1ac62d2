"""Which years of a series may be joined by a line."""

from collections.abc import Collection, Iterator, Sequence

from brukerplan.reporting.charts.chart_data import Value

Stop = tuple[int, float, Value]
"""A year, the number that is shown for it, and all that is said of it."""


def runs_of(
    years: Sequence[int], values: Sequence[Value], breaks: Collection[int]
) -> Iterator[list[Stop]]:
    """Give the stretches of shown values; none goes across a gap or a break.

    A series breaks before each year of `breaks`: what comes before it and what comes
    from it on must not be joined.
    """
    run: list[Stop] = []
    for year, value in zip(years, values, strict=True):
        broken = bool(run) and any(run[-1][0] < start <= year for start in breaks)
        if run and (broken or value.number is None):
            yield run
            run = []
        if value.number is not None:
            run.append((year, value.number, value))
    if run:
        yield run
