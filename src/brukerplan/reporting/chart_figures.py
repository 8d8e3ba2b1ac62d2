"""Charts made into figures of a report: drawn for desktop and for a phone."""

from collections.abc import Callable
from typing import TypeVar

from brukerplan.reporting.charts.style import NARROW, WIDE, Style
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import Cell, Column, Figure, Row, Table

Data = TypeVar("Data")

LONG_TABLE = 12
"""More rows than this do not stand beside a figure in print, but at the end."""

_MARKS = {"nb": (",", "\u00a0"), "nn": (",", "\u00a0"), "en": (".", ",")}
"""Decimal mark and thousands mark on the axes of charts."""


def picture(
    name: str,
    data: Data,
    draw: Callable[..., str],
    *,
    words: Words,
    caption: str,
    alternative: str,
    table: Table,
    notes: tuple[str, ...] = (),
    print_width: int = 92,
) -> Figure:
    """Give a figure: `draw` takes the data and a style, and gives SVG text."""
    decimal, thousands = _MARKS[words.language]

    def drawn(width: float) -> str:
        style = Style(width=width, decimal_mark=decimal, thousands_mark=thousands)
        return draw(data, style=style)

    return Figure(
        id=f"figure-{name}",
        caption=caption,
        alternative=alternative,
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        table=table,
        notes=notes,
        print_width=print_width,
    )


def table_of(
    name: str,
    caption: str,
    headings: tuple[str, ...],
    rows: tuple[Row, ...],
    *,
    notes: tuple[str, ...] = (),
    words_first: int = 1,
) -> Table:
    """Give a table; the first `words_first` columns hold words, the others numbers."""
    columns = tuple(
        Column(label, is_number=place >= words_first)
        for place, label in enumerate(headings)
    )
    is_long = len(rows) > LONG_TABLE
    return Table(f"table-{name}", caption, columns, rows, notes, is_long=is_long)


def words_cells(*texts: str) -> tuple[Cell, ...]:
    """Give cells of words."""
    return tuple(Cell(text, is_number=False) for text in texts)
