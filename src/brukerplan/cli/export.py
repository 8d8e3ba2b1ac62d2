"""`brukerplan export`: a release as files for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output, surroundings
from brukerplan.cli.options import (
    DEFAULT_STORE,
    JsonOption,
    QuietOption,
    StoreOption,
    YearOption,
)

FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        help="csv, csv-plain, parquet, xlsx, json-stat, datapackage.",
    ),
]
FileOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="File (for datapackage: folder) to write."),
]
LanguageOption = Annotated[str, typer.Option("--lang", help="nb, nn, en.")]
RegionOption = Annotated[
    list[str] | None,
    typer.Option("--region", "-r", help="Only this place: code or name."),
]
IndicatorsOption = Annotated[
    Path | None, typer.Option("--indicators", help="Folder with own definitions.")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(export)


def export(
    year: YearOption,
    form: FormatOption = "csv",
    file: FileOption = None,
    store: StoreOption = DEFAULT_STORE,
    region: RegionOption = None,
    lang: LanguageOption = "nb",
    indicators: IndicatorsOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write a release for spreadsheets, programs and statistics banks.

    csv and xlsx are for people in Norway (decimal comma, words, symbols); csv-plain,
    parquet and json-stat for programs; datapackage is a folder with them all and a
    description that data portals can read.

    \b
    Examples:
      $ brukerplan export --year 2024 --format xlsx -o figures-2024.xlsx
      $ brukerplan export --year 2024 --format datapackage -o figures-2024
    """
    from brukerplan.pipeline.publishing import export_files

    written = export_files.write_export(
        store,
        year,
        form=form,
        output=file,
        language=lang,
        regions=tuple(region or ()),
        indicators=indicators,
        at=surroundings.now_text(),
        by=surroundings.user_name(),
    )
    if as_json:
        output.result_json({"files": [path.as_posix() for path in written]})
    else:
        for path in written:
            output.say(f"Wrote {path}", quiet=quiet)
