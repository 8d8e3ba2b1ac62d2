"""`brukerplan audit`: attack a release as a curious reader would."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import DEFAULT_STORE, JsonOption, QuietOption, StoreOption

ReleaseArgument = Annotated[
    Path | None,
    typer.Argument(help="A release's folder, or a published file of figures."),
]
YearOption = Annotated[
    int | None,
    typer.Option("--year", "-y", help="Attack the store's release of this year."),
]
BesideOption = Annotated[
    list[Path] | None,
    typer.Option("--beside", help="Another release that readers have as well."),
]
OutputsOption = Annotated[
    Path | None,
    typer.Option(
        "--verify-outputs", help="Check the reports and exports in this folder too."
    ),
]
TemplateOption = Annotated[
    Path | None, typer.Option("--template", help="The reports' own templates.")
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="The reports' brukerplan.toml.")
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", help="Date on PDF reports that have no page beside them."),
]
IndicatorsOption = Annotated[
    Path | None, typer.Option("--indicators", help="Folder with own definitions.")
]
GroupingOption = Annotated[
    list[str] | None,
    typer.Option("--grouping", help="Own grouping, as NAME=FILE.csv."),
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(audit)


def audit(
    release: ReleaseArgument = None,
    year: YearOption = None,
    beside: BesideOption = None,
    verify_outputs: OutputsOption = None,
    template: TemplateOption = None,
    config: ConfigOption = None,
    on: DateOption = None,
    store: StoreOption = DEFAULT_STORE,
    indicators: IndicatorsOption = None,
    grouping: GroupingOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Try to work out hidden figures from published ones alone.

    Knows only what readers know: the published files, the definitions, the places.
    Ends with 14 if some figure gives way, naming region and table, never the number.

    \b
    Examples:
      $ brukerplan audit --year 2024
      $ brukerplan audit --year 2024 --json
    """
    from brukerplan.pipeline.publishing import report_batch, report_verification
    from brukerplan.pipeline.releasing import new_release, release_audit

    path = release_audit.release_to_attack(release, store, year)
    with output.progress("Attacking", quiet=quiet or as_json):
        result = release_audit.audit_published(
            path,
            beside=tuple(beside or ()),
            outputs=verify_outputs,
            indicators=indicators,
            groupings=new_release.parse_groupings(grouping or ()),
        )
    told = dict(release_audit.summary(result))
    checked = None
    if verify_outputs:
        as_of = report_batch.report_date(on, today=date.today())
        order = report_batch.Order(year or 0, as_of=as_of, templates=template)
        if config:
            order = report_batch.owned(order, report_batch.read_owner(config))
        checked = release_audit.check_outputs(path, verify_outputs, order=order)
        told |= report_verification.summary(checked)
    if as_json:
        output.result_json(told)
    release_audit.require_passed(result)
    if checked:
        report_verification.require_alike(checked)
        output.say(report_verification.sentence(checked), quiet=quiet or as_json)
    output.say(release_audit.sentence(result), quiet=quiet or as_json)
