"""The appendix: every figure of the place, the problem groups beside each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from brukerplan.definitions import Indicator
from brukerplan.reporting.chart_figures import table_of
from brukerplan.reporting.context import Material
from brukerplan.reporting.release_index import Key
from brukerplan.reporting.table_cells import count_cell, value_and_interval_cell
from brukerplan.reporting.view_model import Cell, Row, Span, Table
from brukerplan.tables import AGE_BANDS, SEXES

_GROUPS = (
    ("all", "substance", "mental_only"),
    ("substance_only", "substance_mild_mental", "substance_severe_mental"),
)
"""Problem groups that stand beside each other in one table."""

OWN_TABLE = 8
"""An indicator with more rows than this has a table of its own, others share one."""

_SUMS = "_3_years"
_OUTSIDE = ("16+", "16-17", "unspecified", "unknown")
"""Ages that only serve to make sums; the appendix is about people of 18 and over."""

_Line = tuple[Indicator, Key]
"""An indicator and a key whose problem group is left open."""


def appendix(material: Material) -> tuple[Table, ...]:
    """Give tables of all figures, in the order of the definitions."""
    if not material.own.took_part:
        return ()
    lines = list(_lines(material))
    tables: list[Table] = []
    for groups in _GROUPS:
        some = [line for line in lines if _has(material, line[1], groups)]
        tables += [_table(material, part, groups) for part in _parts(some)]
    return tuple(
        replace(
            table,
            id=f"table-all-{number}",
            caption=material.words.t(
                "Table {number}. {caption}", number=number, caption=table.caption
            ),
        )
        for number, table in enumerate(tables, start=1)
    )


def _lines(material: Material) -> Iterator[_Line]:
    by_indicator: dict[str, dict[Key, None]] = {}
    for key in material.own.data:
        if key.age_band not in _OUTSIDE and key.sex != "unknown":
            open_key = key._replace(problem_group="")
            by_indicator.setdefault(key.indicator_id, {})[open_key] = None
    for indicator in material.words.definitions.indicators:
        order = _Order(indicator)
        for key in sorted(by_indicator.get(indicator.id, ()), key=order.place):
            yield indicator, key


class _Order:
    """The order in which an indicator's figures are printed: totals before parts."""

    def __init__(self, indicator: Indicator) -> None:
        self._categories = [category.id for category in indicator.categories]

    def place(self, key: Key) -> tuple[int, ...]:
        """Give where a figure stands among the others of its indicator."""
        return (
            _position(key.sex, SEXES),
            _position(key.age_band, AGE_BANDS),
            _position(key.category, self._categories),
        )


def _position(word: str, words: Sequence[str]) -> int:
    return words.index(word) if word in words else -1


def _has(material: Material, key: Key, groups: Iterable[str]) -> bool:
    return any(key._replace(problem_group=g) in material.own.data for g in groups)


def _parts(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Give the lines of each table: one indicator's, or several of a theme's."""
    by_indicator: dict[str, list[_Line]] = {}
    for line in lines:
        by_indicator.setdefault(line[0].id, []).append(line)
    shared: dict[str, list[_Line]] = {}
    for part in by_indicator.values():
        if len(part) > OWN_TABLE:
            yield part
        else:
            shared.setdefault(part[0][0].theme, []).extend(part)
    yield from shared.values()


def _table(material: Material, lines: list[_Line], groups: tuple[str, ...]) -> Table:
    words = material.words
    indicators = {indicator.id for indicator, _ in lines}
    first = lines[0][0]
    alone = len(indicators) == 1
    caption = (
        first.label[words.language] if alone else words.label("theme", first.theme)
    )
    shown = [g for g in groups if any(_has(material, key, [g]) for _, key in lines)]
    headings = [words.t("Figure")]
    for _ in shown:
        headings += [words.t("People"), words.t("Value (95% interval)")]
    rows = tuple(_row(material, line, shown, alone=alone) for line in lines)
    table = table_of("all", caption, tuple(headings), rows)
    spans = (Span("", 1), *(Span(words.label("group", group), 2) for group in shown))
    return replace(table, spans=spans, is_wide=len(shown) > 1)


def _row(material: Material, line: _Line, groups: list[str], *, alone: bool) -> Row:
    """Give a row; the people of a mean are those that it is over, not what it counts."""
    words = material.words
    cells: list[Cell] = []
    for group in groups:
        datum = material.own.data.get(line[1]._replace(problem_group=group))
        if datum is None:
            cells += [Cell(""), Cell("")]
        else:
            of_people = datum.unit == "mean"
            cells += [
                count_cell(datum, words, denominator=of_people),
                value_and_interval_cell(datum, words),
            ]
    return Row(_label(material, line, alone=alone), tuple(cells))


def _label(material: Material, line: _Line, *, alone: bool) -> str:
    words = material.words
    indicator, key = line
    parts = [] if alone else [indicator.label[words.language]]
    if key.category != "total":
        parts.append(words.definitions.category_word(key.category, words.language))
    if key.sex != "total":
        parts.append(words.label("sex", key.sex))
    if key.age_band != "total" or not parts:
        parts.append(words.label("age_band", key.age_band))
    return ", ".join([parts[0], *(part.lower() for part in parts[1:])])
