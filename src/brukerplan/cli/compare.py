"""`brukerplan compare`: quality control of a release against another."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import DEFAULT_STORE, JsonOption, QuietOption, StoreOption
from brukerplan.errors import ValidationFailed

if TYPE_CHECKING:
    from brukerplan.reporting.comparison_page import PageTable

OldArgument = Annotated[
    str, typer.Argument(help="Year, or folder, of the older release.")
]
NewArgument = Annotated[
    str, typer.Argument(help="The newer one; default: OLD against what it replaced.")
]
HtmlOption = Annotated[
    Path | None, typer.Option("--html", help="Write the comparison to this page too.")
]
MostOption = Annotated[
    int, typer.Option("--most", min=0, help="Rows to print of each kind.")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(compare)


def compare(
    old: OldArgument,
    new: NewArgument = "",
    html: HtmlOption = None,
    most: MostOption = 5,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Tell what is new, gone, different, out of line or wrong in a release.

    Exit code 0 unless a sum fails (11).

    \b
    Examples:
      $ brukerplan compare 2023 2024
      $ brukerplan compare 2023 2024 --html comparison.html --most 0
    """
    from brukerplan.pipeline.publishing import release_comparison

    compared = release_comparison.compare(store, old, new, html=html)
    if as_json:
        output.result_json(compared.to_mapping())
    elif not quiet:
        for line in _lines(compared.tables(most)):
            output.result(line)
    if not compared.passes:
        raise ValidationFailed(
            compared.verdict(),
            hint="the sums that fail are listed above; compute the release again",
            slug="release-sums-fail",
        )
    output.say(compared.verdict(), quiet=quiet)


def _lines(tables: "Sequence[PageTable]") -> list[str]:
    """Give each kind of finding: how many, and the first of them."""
    lines = []
    for table in tables:
        lines.append(f"{table.title}: {table.total}")
        lines += ["  " + " | ".join(cell for cell in row if cell) for row in table.rows]
    return lines
