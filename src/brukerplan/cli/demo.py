"""`brukerplan demo`: the whole road on made-up data."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import JsonOption, QuietOption

FolderArgument = Annotated[
    Path, typer.Argument(help="Folder to put exports, store and reports in.")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(demo)


def demo(
    folder: FolderArgument = Path("brukerplan-demo"),
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Go the whole road with made-up people.

    Exports, import, figures and reports, with the time that each took. A county of
    23 municipalities and two years; in the second, two take no part. The same folder
    can be used again.

    \b
    Examples:
      $ brukerplan demo
      $ brukerplan demo another-folder
    """
    from brukerplan.pipeline.example_data import demo_county as pipeline

    stages = []
    for stage in pipeline.run_demo(folder, now=datetime.now(UTC)):
        stages.append(stage)
        line = f"{stage.name:<13} {stage.seconds:6.1f} s  {stage.outcome}"
        output.say(line, quiet=quiet or as_json)
    if as_json:
        seconds = {stage.name: round(stage.seconds, 3) for stage in stages}
        opened = pipeline.first_to_open(folder).as_posix()
        output.result_json({"seconds": seconds, "open": opened})
        return
    total = sum(stage.seconds for stage in stages)
    output.say(f"{'all':<13} {total:6.1f} s", quiet=quiet)
    if not quiet:
        output.result(f"Reports: {folder / 'reports'}")
        output.result(f"Open:    {pipeline.first_to_open(folder)}")
