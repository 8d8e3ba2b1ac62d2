"""The appendix: every figure of the place, table by table, as the release has them."""

from brukerplan.reporting.cells import count_cell, interval_cell, text_cell, value_cell
from brukerplan.reporting.lookup import Key
from brukerplan.reporting.material import Material
from brukerplan.reporting.model import Row, Table
from brukerplan.reporting.pictures import table_of


def appendix(material: Material) -> tuple[Table, ...]:
    """Give a table for each indicator that the place has figures for."""
    by_indicator: dict[str, list[Key]] = {}
    for key in material.own.data:
        by_indicator.setdefault(key.indicator_id, []).append(key)
    return tuple(
        _table(material, indicator_id, keys)
        for indicator_id, keys in by_indicator.items()
        if not indicator_id.endswith("_3_years")
    )


def _table(material: Material, indicator_id: str, keys: list[Key]) -> Table:
    words = material.words
    return table_of(
        f"all-{indicator_id}",
        words.name_of(indicator_id),
        (
            words.t("Problem group"),
            words.t("Sex"),
            words.t("Age"),
            words.t("Category"),
            words.t("Number"),
            words.t("Out of"),
            words.t("Value"),
            words.t("95% interval"),
        ),
        tuple(_row(material, key) for key in keys),
        words_first=4,
    )


def _row(material: Material, key: Key) -> Row:
    words = material.words
    datum = material.own.data[key]
    category = words.definitions.category_word(key.category, words.language)
    return Row(
        words.label("group", key.problem_group),
        (
            text_cell(words.label("sex", key.sex)),
            text_cell(words.label("age_band", key.age_band)),
            text_cell(category),
            count_cell(datum, words),
            count_cell(datum, words, denominator=True),
            value_cell(datum, words),
            interval_cell(datum, words),
        ),
    )
