"""Figures of bars with intervals: the own place's, and marks for the others."""

from brukerplan.reporting.chart_figures import picture
from brukerplan.reporting.charts.chart_data import BarRow, BarSeries, IntervalBars
from brukerplan.reporting.charts.interval_bars import draw_interval_bars
from brukerplan.reporting.comparison_texts import Item, comparison_table, datum_of, item
from brukerplan.reporting.context import Material
from brukerplan.reporting.table_cells import chart_value, said
from brukerplan.reporting.view_model import Figure
from brukerplan.tables import PROBLEM_GROUPS


def bars_figure(
    name: str,
    caption: str,
    items: list[Item],
    material: Material,
    *,
    heading: str,
    value_heading: str,
    axis: str,
) -> Figure:
    """Give bars of `items` with a table: people, value, interval and other places.

    `heading` stands over the items in the table, `axis` under the bars.
    """
    words = material.words
    return picture(
        name,
        _bars(material, items, axis),
        draw_interval_bars,
        words=words,
        caption=caption,
        alternative=words.t(
            "Bars with 95% intervals. {summary}", summary=summary(material, items)
        ),
        table=comparison_table(
            name,
            caption,
            items,
            material,
            heading=heading,
            value_heading=value_heading,
        ),
        print_width=76,
    )


def _bars(material: Material, items: list[Item], axis: str) -> IntervalBars:
    words = material.words
    return IntervalBars(
        series=tuple(BarSeries(peer.label, peer.role) for peer in material.drawn),
        rows=tuple(
            BarRow(
                wanted.label,
                tuple(chart_value(datum_of(p, wanted), words) for p in material.drawn),
            )
            for wanted in items
        ),
        axis_label=axis,
    )


def summary(material: Material, items: list[Item]) -> str:
    """Say the own figure of each item in a row, for those who cannot see the bars."""
    words = material.words
    own = material.drawn[0]
    parts = [
        f"{wanted.label}: {said(datum_of(own, wanted), words)}" for wanted in items
    ]
    return f"{own.label}: {'; '.join(parts)}."


def group_items(material: Material, indicator_id: str) -> list[Item]:
    """Give an item for each problem group that an indicator has figures for."""
    words = material.words
    return [
        item(words.label("group", group), indicator_id, problem_group=group)
        for group in PROBLEM_GROUPS
        if has_key(material, indicator_id, problem_group=group)
    ]


def has_key(material: Material, indicator_id: str, **key: str) -> bool:
    """Whether any of the places has a row for a figure, shown or not."""
    wanted = item("", indicator_id, **key).key
    return any(wanted in peer.figures.data for peer in material.peers)
