"""Help received and needed, and the gap; plans and coordination."""

from brukerplan.reporting.chapters.bar_figures import bars_figure, has_key
from brukerplan.reporting.chart_figures import picture, table_of
from brukerplan.reporting.charts.chart_data import GapChart, GapRow
from brukerplan.reporting.charts.need_gap import draw_gap
from brukerplan.reporting.comparison_texts import item
from brukerplan.reporting.context import Material
from brukerplan.reporting.release_index import PlaceFigures
from brukerplan.reporting.table_cells import chart_value, said, value_cell
from brukerplan.reporting.view_model import EMPTY, Figure, Help, Row, Section
from brukerplan.tables import SERVICES

_COORDINATION = (
    "individual_plan",
    "other_plan",
    "responsibility_group",
    "coordinator",
    "nobody_coordinates",
)
_LAR = "opioid_agonist_treatment"


def help_received(material: Material) -> Help:
    """Give the chapter."""
    return Help(services=_services(material), coordination=_coordination(material))


def _services(material: Material) -> Section:
    """Give services in their fixed order: a small difference is no ranking."""
    services = [
        s for s in SERVICES if has_key(material, "service_received", category=s)
    ]
    if not services or not _has_any(material, services):
        return EMPTY
    words = material.words
    return Section(
        paragraphs=(
            words.t(
                "The share who receive a service now, and the share who need it next "
                "year, as the staff judge it. The gap is the share of those who need a "
                "service that they do not receive now."
            ),
        ),
        figures=(_gap_figure(material, services),),
    )


def _has_any(material: Material, services: list[str]) -> bool:
    """Whether the place has a figure to draw at all."""
    return any(
        material.own.get(kind, category=service).is_shown
        for kind in ("service_received", "service_needed")
        for service in services
    )


def _gap_figure(material: Material, services: list[str]) -> Figure:
    words = material.words
    received, needed = words.t("Receive now"), words.t("Need next year")
    gap = words.t("Of those who need it: do not receive it")
    data = GapChart(
        rows=tuple(_gap_row(material, service) for service in services),
        received_label=received,
        needed_label=needed,
        gap_label=gap,
        axis_label=words.t("Per cent of those for whom it is known"),
    )
    caption = words.t("Services received now and needed next year")
    county = material.others[0] if material.others else None
    headings = [words.t("Service"), received, needed, gap]
    if county:
        headings += [
            f"{county.label}: {received.lower()}",
            f"{county.label}: {needed.lower()}",
        ]
    return picture(
        "gap",
        data,
        draw_gap,
        words=words,
        caption=caption,
        alternative=_gap_told(material, services),
        table=table_of(
            "gap",
            caption,
            tuple(headings),
            tuple(
                _gap_table_row(material, service, county.figures if county else None)
                for service in services
            ),
        ),
        print_width=78,
    )


def _gap_row(material: Material, service: str) -> GapRow:
    words, own = material.words, material.own
    return GapRow(
        words.label("service", service),
        chart_value(own.get("service_received", category=service), words),
        chart_value(own.get("service_needed", category=service), words),
        chart_value(own.get("service_gap", category=service), words),
    )


def _gap_table_row(material: Material, service: str, other: PlaceFigures | None) -> Row:
    words, own = material.words, material.own
    kinds = ("service_received", "service_needed", "service_gap")
    cells = [value_cell(own.get(kind, category=service), words) for kind in kinds]
    if other:
        cells += [value_cell(other.get(k, category=service), words) for k in kinds[:2]]
    return Row(words.label("service", service), tuple(cells))


def _gap_told(material: Material, services: list[str]) -> str:
    words, own = material.words, material.own
    told = "; ".join(
        words.t(
            "{service}: received by {received}, needed by {needed}",
            service=words.label("service", service),
            received=said(own.get("service_received", category=service), words),
            needed=said(own.get("service_needed", category=service), words),
        )
        for service in services
    )
    return words.t("For each service, received now beside needed. {told}.", told=told)


def _coordination(material: Material) -> Section:
    words = material.words
    items = [item(words.name_of(i), i) for i in _COORDINATION if has_key(material, i)]
    if has_key(material, _LAR, problem_group="substance"):
        items.append(item(words.name_of(_LAR), _LAR, problem_group="substance"))
    if not items:
        return EMPTY
    figure = bars_figure(
        "coordination",
        words.t("Plans and coordination, share of those for whom it is known"),
        items,
        material,
        heading=words.t("Plan or coordination"),
        value_heading=words.t("Share"),
        axis=words.t("Per cent of those for whom it is known"),
    )
    return Section(
        paragraphs=(
            words.t(
                "Nobody coordinates where there is neither an individual plan, nor a "
                "responsibility group, nor a coordinator."
            ),
        ),
        figures=(figure,),
    )
