"""A whole report put together from its chapters."""

from brukerplan.reporting.chapters.appendix import appendix
from brukerplan.reporting.chapters.demographics import who
from brukerplan.reporting.chapters.how_many import how_many
from brukerplan.reporting.chapters.key_figures import key_figures
from brukerplan.reporting.chapters.living_conditions import living
from brukerplan.reporting.chapters.methods import how_made, symbols
from brukerplan.reporting.chapters.notable_differences import stands_out
from brukerplan.reporting.chapters.one_page_summary import summary
from brukerplan.reporting.chapters.provenance import provenance
from brukerplan.reporting.chapters.services import help_received
from brukerplan.reporting.context import NATION_COVERED, Material
from brukerplan.reporting.phrases import place_title
from brukerplan.reporting.table_cells import said
from brukerplan.reporting.view_model import Comments, Kind, Report

LITTLE_SHOWN = 0.35
"""A report that shows less than this part of its figures says so at the top."""

NO_COMMENTS = Comments()


def file_stem(year: int, code: str, language: str) -> str:
    """Give the name of a report's files, without what follows the point."""
    return f"brukerplan-{year}-{code}-{language}"


def build_report(
    material: Material,
    *,
    comments: Comments = NO_COMMENTS,
    is_internal: bool = False,
) -> Report:
    """Give the report of `material`'s place; `is_internal` marks every page of it."""
    words, place = material.words, material.place
    made_on = material.as_of
    found = stands_out(material)
    title = words.t(
        "Substance use and mental health in {place} {year}",
        place=place_title(material),
        year=material.year,
    )
    return Report(
        kind=place.kind,
        language=words.language,
        file_stem=file_stem(material.year, place.code, words.language),
        region_code=place.code,
        region_name=place.name,
        year=material.year,
        title=title,
        subtitle=words.t(
            "Mapping of people of 18 and over who receive municipal services"
        ),
        made_on=words.date(made_on) if made_on else "",
        made_on_iso=made_on.isoformat() if made_on else "",
        is_internal=is_internal,
        notices=tuple(_notices(material)),
        foreword=comments.foreword,
        comments=comments.sections,
        key_figures=key_figures(material),
        how_many=how_many(material),
        who=who(material),
        living=living(material),
        help=help_received(material),
        stands_out=found,
        how_made=how_made(material),
        provenance=provenance(material),
        summary=summary(material, found),
        appendix=appendix(material),
        symbols=symbols(material),
    )


def _notices(material: Material) -> list[str]:
    """Say before everything else where a report has little or nothing to show."""
    words, own = material.words, material.own
    if not own.took_part:
        return [
            words.t(
                "{place} did not take part in the mapping of {year}. The report shows "
                "the figures of the places around it.",
                place=place_title(material),
                year=material.year,
            )
        ]
    if material.place.kind is Kind.MUNICIPALITY and own.share_shown < LITTLE_SHOWN:
        return [
            words.t(
                "Few people were mapped in {place}, and most of its figures are hidden "
                "so that nobody can be recognised. The figures of the places around it "
                "are shown.",
                place=place_title(material),
            )
        ]
    covered = own.get("population_covered")
    if covered.is_shown and (covered.value or 0) < NATION_COVERED:
        return [
            words.t(
                "The figures are for the municipalities that took part, where {share} of "
                "the inhabitants of 18 and over live. They do not stand for all of "
                "{place}.",
                share=said(covered, words),
                place=place_title(material),
            )
        ]
    return []
