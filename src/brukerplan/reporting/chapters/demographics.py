"""Who the people are: problem groups, sex and age, children."""

from brukerplan.reporting.chapters.bar_figures import bars_figure, group_items, has_key
from brukerplan.reporting.chapters.children import children
from brukerplan.reporting.chart_figures import picture, table_of
from brukerplan.reporting.charts.chart_data import AgePyramid, Value
from brukerplan.reporting.charts.pyramid import draw_age_pyramid
from brukerplan.reporting.comparison_texts import comparison_table, item
from brukerplan.reporting.context import Material
from brukerplan.reporting.release_index import PlaceFigures
from brukerplan.reporting.table_cells import (
    chart_value,
    rounding_note,
    said,
    value_cell,
)
from brukerplan.reporting.view_model import EMPTY, Figure, Row, Section, Who
from brukerplan.tables import AGE_BANDS, PERSON_GROUPS, SEXES

RATE = "recipients_per_1000"
SHARE = "problem_group_share"


def who(material: Material) -> Who:
    """Give the chapter."""
    return Who(
        groups=_groups(material),
        sex_and_age=_sex_and_age(material),
        children=children(material),
    )


def _groups(material: Material) -> Section:
    items = group_items(material, SHARE)
    if not items:
        return EMPTY
    words = material.words
    return Section(
        paragraphs=(
            words.t(
                "Everyone mapped belongs to one of four groups, by the substance-use "
                "problem and how severe a mental disorder is. The staff who know the "
                "person decide which."
            ),
            *rounding_note(
                (
                    [peer.figures.get(SHARE, problem_group=g) for g in PERSON_GROUPS]
                    for peer in material.peers
                ),
                words,
            ),
        ),
        figures=(
            bars_figure(
                "groups",
                words.t("Share of everyone mapped, by problem group"),
                items,
                material,
                heading=words.t("Problem group"),
                value_heading=words.t("Share"),
                axis=words.t("Per cent of everyone mapped"),
            ),
        ),
    )


def _sex_and_age(material: Material) -> Section:
    if not has_key(material, RATE, sex="female"):
        return EMPTY
    words = material.words
    figures = (_pyramid(material),) if _has_pyramid(material) else ()
    items = [item(words.label("sex", sex), RATE, sex=sex) for sex in SEXES]
    items += [
        item(words.label("age_band", band), RATE, age_band=band)
        for band in AGE_BANDS
        if has_key(material, RATE, age_band=band)
    ]
    caption = words.t("People mapped per 1,000 inhabitants, by sex and by age")
    table = comparison_table(
        "sex-and-age",
        caption,
        items,
        material,
        heading=words.t("Sex or age"),
        value_heading=words.t("Per 1,000"),
        notes=(words.t("Per 1,000 inhabitants of the same sex or age."),),
    )
    return Section(figures=figures, tables=(table,))


def _has_pyramid(material: Material) -> bool:
    return any(
        material.own.get(RATE, sex=sex, age_band=band).is_shown
        for sex in SEXES
        for band in AGE_BANDS
    )


def _column(figures: PlaceFigures, sex: str, material: Material) -> tuple[Value, ...]:
    return tuple(
        chart_value(figures.get(RATE, sex=sex, age_band=band), material.words)
        for band in AGE_BANDS
    )


def _pyramid(material: Material) -> Figure:
    words = material.words
    beside = material.others[0] if material.others else None
    women, men = (words.label("sex", sex) for sex in SEXES)
    compared = beside.figures if beside else None
    data = AgePyramid(
        bands=tuple(words.label("age_band", band) for band in AGE_BANDS),
        female=_column(material.own, "female", material),
        male=_column(material.own, "male", material),
        female_label=women,
        male_label=men,
        axis_label=words.t("Per 1,000 inhabitants of the same sex and age"),
        compare_female=_column(compared, "female", material) if compared else (),
        compare_male=_column(compared, "male", material) if compared else (),
        compare_label=beside.label if beside else "",
    )
    caption = words.t("People mapped per 1,000 inhabitants of the same sex and age")
    headings = [words.t("Age"), women, men]
    if beside:
        headings += [f"{beside.label}, {sex.lower()}" for sex in (women, men)]
    return picture(
        "pyramid",
        data,
        draw_age_pyramid,
        words=words,
        caption=caption,
        alternative=_pyramid_told(material),
        table=table_of(
            "pyramid",
            caption,
            tuple(headings),
            tuple(_pyramid_row(material, band, compared) for band in AGE_BANDS),
        ),
    )


def _pyramid_row(material: Material, band: str, compared: PlaceFigures | None) -> Row:
    places = [material.own, *([compared] if compared else [])]
    cells = tuple(
        value_cell(place.get(RATE, sex=sex, age_band=band), material.words)
        for place in places
        for sex in SEXES
    )
    return Row(material.words.label("age_band", band), cells)


def _pyramid_told(material: Material) -> str:
    words = material.words
    parts = []
    for sex in SEXES:
        told = ", ".join(
            f"{words.label('age_band', band)}: "
            f"{said(material.own.get(RATE, sex=sex, age_band=band), words)}"
            for band in AGE_BANDS
        )
        parts.append(f"{words.label('sex', sex)}: {told}.")
    return words.t("Bars by age, women to the left and men to the right.") + (
        " " + " ".join(parts)
    )
