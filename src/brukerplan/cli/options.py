"""Options that several commands share: defined once, so they mean the same."""

from pathlib import Path
from typing import Annotated

import typer

from brukerplan.resources import use_updates

REGIONS = "regions"
"""The store's folder of newer tables of places, from `brukerplan regions update`."""


def with_its_regions(store: Path) -> Path:
    """Let the tables of places that the store holds come before the shipped ones."""
    use_updates(store / REGIONS)
    return store


StoreOption = Annotated[
    Path,
    typer.Option(
        "--store",
        envvar="BRUKERPLAN_STORE",
        help="Folder that holds the imported data.",
        show_default=True,
        callback=with_its_regions,
    ),
]
YearOption = Annotated[
    int, typer.Option("--year", "-y", help="Survey year.", min=2000, max=2100)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
QuietOption = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", envvar="BRUKERPLAN_QUIET", help="Print nothing on success."
    ),
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more about what is done.")
]
DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run", "-n", help="Say what would be done, and do nothing."),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Treat warnings as errors.")
]
EncodingOption = Annotated[
    str | None,
    typer.Option("--encoding", help="Encoding of a text file, such as cp1252."),
]
DelimiterOption = Annotated[
    str | None, typer.Option("--delimiter", help="Separator between columns.")
]
SheetOption = Annotated[
    str | None, typer.Option("--sheet", help="Sheet of a workbook to read.")
]
SchemaOption = Annotated[
    str | None, typer.Option("--schema", help="Layout of the file; default: found out.")
]
OutputOption = Annotated[
    Path, typer.Option("--output", "-o", help="File or folder to write.")
]

DEFAULT_STORE = Path("brukerplan-data")
