"""Every figure of the place in one long table, for spreadsheets."""

from brukerplan.reporting.chart_figures import table_of
from brukerplan.reporting.context import Material
from brukerplan.reporting.release_index import Datum, Key
from brukerplan.reporting.table_cells import (
    count_cell,
    number_cell,
    text_cell,
    value_cell,
)
from brukerplan.reporting.view_model import Row, Table


def full_table(material: Material) -> Table:
    """Give a row for each figure, with numerator, denominator, value and limits."""
    words = material.words
    headings = (
        words.t("Figure"),
        words.t("Problem group"),
        words.t("Sex"),
        words.t("Age"),
        words.t("Category"),
        words.t("Number"),
        words.t("Out of"),
        words.t("Value"),
        words.t("Lower limit"),
        words.t("Upper limit"),
    )
    rows = tuple(_row(material, key, datum) for key, datum in material.own.data.items())
    caption = words.t("Every figure of this place")
    return table_of("full", caption, headings, rows, words_first=5)


def _row(material: Material, key: Key, datum: Datum) -> Row:
    words = material.words
    category = words.definitions.category_word(key.category, words.language)
    return Row(
        words.name_of(key.indicator_id),
        (
            text_cell(words.label("group", key.problem_group)),
            text_cell(words.label("sex", key.sex)),
            text_cell(words.label("age_band", key.age_band)),
            text_cell(category),
            count_cell(datum, words),
            count_cell(datum, words, denominator=True),
            value_cell(datum, words),
            number_cell(datum, datum.lower, words),
            number_cell(datum, datum.upper, words),
        ),
    )
