"""`brukerplan log`: who looked at what that is not for the public."""

import typer

from brukerplan.cli import output
from brukerplan.cli.options import DEFAULT_STORE, JsonOption, StoreOption


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(log)


def log(store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False) -> None:
    """List who made what for internal use (--audience internal), and when.

    Ends in 13 if the log was changed afterwards.

    \b
    Examples:
      $ brukerplan log
      $ brukerplan log --json
    """
    from brukerplan.pipeline.store_care import store_admin

    lines = store_admin.access_lines(store)
    if as_json:
        output.result_json({"accesses": [vars(line) for line in lines]})
        return
    for line in lines:
        output.result(f"{line.at}  {line.by}  {line.action}  {line.what}")
