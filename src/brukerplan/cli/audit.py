"""`brukerplan audit`: attack a release as a curious reader would."""

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
    typer.Option("--verify-outputs", help="Read the exports in this folder too."),
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
    from brukerplan.pipeline import audits, releases

    result = audits.audit_published(
        audits.release_to_attack(release, store, year),
        beside=tuple(beside or ()),
        outputs=verify_outputs,
        indicators=indicators,
        groupings=releases.parse_groupings(grouping or ()),
    )
    if as_json:
        output.result_json(dict(audits.summary(result)))
    audits.require_passed(result)
    output.say(audits.sentence(result), quiet=quiet or as_json)
