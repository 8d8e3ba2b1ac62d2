"""`brukerplan trend`: a figure year by year, on the borders of a chosen year."""

from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output, surroundings
from brukerplan.cli.options import DEFAULT_STORE, JsonOption, QuietOption, StoreOption

IndicatorOption = Annotated[
    str, typer.Option("--indicator", "-i", help="The figure: see indicators list.")
]
RegionOption = Annotated[
    list[str],
    typer.Option("--region", "-r", help="Place on those borders: code or name."),
]
BordersOption = Annotated[
    int | None,
    typer.Option(
        "--borders",
        min=2013,
        max=2100,
        help="Year of the borders; default: those of the newest release.",
    ),
]
PlacesOption = Annotated[
    bool, typer.Option("--municipalities", help="The region's municipalities too.")
]
GroupOption = Annotated[
    str, typer.Option("--group", help="Problem group: all, substance, mental_only, …")
]
SexOption = Annotated[str, typer.Option("--sex", help="total, female, male.")]
AgeOption = Annotated[
    str, typer.Option("--age", help="Age band; default: all of the figure's.")
]
FileOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="CSV file to write as well.")
]
FolderOption = Annotated[
    Path | None, typer.Option("--indicators", help="Folder with own definitions.")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(trend)


def trend(
    indicator: IndicatorOption,
    region: RegionOption,
    borders: BordersOption = None,
    municipalities: PlacesOption = False,
    group: GroupOption = "all",
    sex: SexOption = "total",
    age: AgeOption = "",
    file: FileOption = None,
    indicators: FolderOption = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Tell a figure year by year, on the borders of a chosen year.

    From what the store's releases show, and nothing else: a sum with a hidden part is
    hidden, and what lies in one of the regions only in part is not estimable. With
    three years together where a release has them, and breaks in the series.

    \b
    Examples:
      $ brukerplan trend -i recipients_per_1000 -r 11
      $ brukerplan trend -i recipients_per_1000 -r 1103 --borders 2019 --json
    """
    from brukerplan.pipeline.publishing import trend_series

    asked = trend_series.Asked(
        indicator=indicator,
        regions=tuple(region),
        borders=borders,
        with_municipalities=municipalities,
        problem_group=group,
        sex=sex,
        age_band=age,
        indicators=indicators,
    )
    made = trend_series.trend(
        store,
        asked,
        output=file,
        at=surroundings.now_text(),
        by=surroundings.user_name(),
    )
    if as_json:
        output.result_json({"borders": made.borders, "rows": made.records()})
    else:
        for line in trend_series.lines(made):
            output.result(line)
    if made.is_internal:
        output.say("From a release for internal use: do not publish.")
    if file is not None:
        output.say(f"Written: {file}", quiet=quiet)
