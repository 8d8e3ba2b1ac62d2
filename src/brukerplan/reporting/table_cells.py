"""Figures as table cells and as chart values: text, number, symbol and its meaning."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from brukerplan.reporting.charts.chart_data import Value
from brukerplan.reporting.numbers import DIGITS, SYMBOLS, rounded
from brukerplan.reporting.release_index import Datum
from brukerplan.reporting.translations import Words
from brukerplan.reporting.view_model import Cell, Column, Row


def text_cell(text: str) -> Cell:
    """Give a cell of words."""
    return Cell(text, is_number=False)


def value_cell(datum: Datum, words: Words) -> Cell:
    """Give a figure's value, or its symbol."""
    if not datum.is_shown or datum.value is None:
        return symbol_cell(datum, words)
    return Cell(
        words.numbers.value(datum.value, datum.unit),
        number=datum.value,
        digits=DIGITS[datum.unit],
        percent=datum.unit == "percent",
    )


def count_cell(datum: Datum, words: Words, *, denominator: bool = False) -> Cell:
    """Give the number of people counted (or counted among), or a symbol."""
    count = datum.denominator if denominator else datum.numerator
    if count is None or (not datum.is_shown and not denominator):
        return symbol_cell(datum, words)
    return Cell(words.numbers.number(count), number=float(count))


def number_cell(datum: Datum, number: float | None, words: Words) -> Cell:
    """Give a limit of a figure without its unit; empty where it has none."""
    if not datum.is_shown or number is None:
        return symbol_cell(datum, words)
    digits = DIGITS[datum.unit]
    return Cell(words.numbers.number(number, digits), number=number, digits=digits)


def interval_cell(datum: Datum, words: Words) -> Cell:
    """Give the interval of a figure; empty where it has none."""
    if not datum.is_shown or datum.lower is None or datum.upper is None:
        return Cell("" if datum.is_shown else SYMBOLS[datum.status])
    return Cell(words.numbers.interval(datum.lower, datum.upper, datum.unit))


def value_and_interval_cell(datum: Datum, words: Words) -> Cell:
    """Give a figure's value with its interval in brackets, or its symbol."""
    cell, interval = value_cell(datum, words), interval_cell(datum, words)
    if cell.hint or not interval.text:
        return cell
    return replace(cell, text=f"{cell.text} ({interval.text})", number=None)


def symbol_cell(datum: Datum, words: Words) -> Cell:
    """Give the symbol that stands where a figure is not shown."""
    if datum.is_shown:
        return Cell("")
    return Cell(SYMBOLS[datum.status], hint=words.hint(datum.status))


def chart_value(datum: Datum, words: Words) -> Value:
    """Give a figure as a chart takes it: a number and its text, or a symbol."""
    if not datum.is_shown or datum.value is None:
        cell = symbol_cell(datum, words)
        return Value(None, cell.text, note=cell.hint)
    return Value(
        number=datum.value,
        text=words.numbers.value(datum.value, datum.unit),
        lower=datum.lower,
        upper=datum.upper,
        interval_text=interval_cell(datum, words).text,
    )


def said(datum: Datum, words: Words) -> str:
    """Give a figure as it stands in a sentence: its value, or its symbol in words."""
    cell = value_cell(datum, words)
    return cell.hint or cell.text


def columns(first: str, *rest: str) -> tuple[Column, ...]:
    """Give column headings: the first over words, the others over numbers."""
    return (Column(first, is_number=False), *(Column(label) for label in rest))


def row(label: str, *cells: Cell, is_own: bool = False) -> Row:
    """Give a table row."""
    return Row(label, cells, is_own)


def rounding_note(wholes: Iterable[Sequence[Datum]], words: Words) -> tuple[str, ...]:
    """Say that percentages do not add to 100, if those of some whole do not.

    Each of `wholes` holds all the shares of one whole; where one of them is not shown,
    there is no sum to look at.
    """
    for shares in wholes:
        values = [d.value for d in shares if d.is_shown and d.value is not None]
        written = [rounded(value, DIGITS["percent"]) for value in values]
        if len(written) == len(shares) and sum(written) != 100:
            return (
                words.t(
                    "Percentages are rounded one by one, so those of a whole may add "
                    "to a little more or less than 100."
                ),
            )
    return ()
