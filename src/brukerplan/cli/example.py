"""`brukerplan example`: made-up exports to try things with."""

from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import JsonOption, QuietOption
from brukerplan.errors import as_argument

FolderArgument = Annotated[Path, typer.Argument(help="Folder to write the files to.")]
CountyOption = Annotated[
    list[str] | None, typer.Option("--county", help="County, by number or name.")
]
MunicipalityOption = Annotated[
    list[str] | None,
    typer.Option("--municipality", "-m", help="Municipality, by number or name."),
]
NationOption = Annotated[bool, typer.Option("--nation", help="All municipalities.")]
YearsOption = Annotated[
    list[int] | None,
    typer.Option("--year", "-y", help="Survey year. [default: 2023 and 2024]"),
]
SeedOption = Annotated[
    int, typer.Option("--seed", min=0, help="Another number gives other people.")
]
LayoutOption = Annotated[
    str, typer.Option("--layout", help="Layout, as in: brukerplan schema list")
]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Overwrite files that hold something else.")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(example)


def example(
    folder: FolderArgument,
    county: CountyOption = None,
    municipality: MunicipalityOption = None,
    nation: NationOption = False,
    year: YearsOption = None,
    seed: SeedOption = 1,
    layout: LayoutOption = "brukerplan-2023",
    replace: ReplaceOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write made-up exports, to try things with.

    Nobody in them exists. Sizes follow the population, and shares the figures
    published for the nation. Without a county or municipality, the files are those
    of Rogaland (11).

    \b
    Examples:
      $ brukerplan example exports
      $ brukerplan example more-exports --municipality 0301 --year 2019 --seed 7
    """
    from brukerplan.pipeline.example_data import example_exports

    regions = [*(county or []), *(municipality or []), *(["0"] if nation else [])]
    written = example_exports.write_examples(
        folder,
        codes_by_year={
            y: example_exports.codes_of(regions or ["11"], year=y)
            for y in year or (2023, 2024)
        },
        seed=seed,
        layout=layout,
        replace=replace,
    )
    if as_json:
        files = [path.name for path in written.files]
        output.result_json({"files": files, "rows": written.rows})
    else:
        size = f"{len(written.files)} files with {written.rows} made-up rows"
        output.say(f"Wrote {size} to {folder}", quiet=quiet)
        output.say(f"Next: brukerplan import {as_argument(f'{folder}/*')}", quiet=quiet)
