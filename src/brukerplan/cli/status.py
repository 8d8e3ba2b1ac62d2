"""`brukerplan status`: what the store holds, what is missing, what to do next."""

import typer

from brukerplan.cli import output
from brukerplan.cli.options import DEFAULT_STORE, JsonOption, StoreOption


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(status)


def status(store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False) -> None:
    """Say what is in the store, what is missing for the year, and the next command.

    \b
    Examples:
      $ brukerplan status
      $ brukerplan status --json
    """
    from brukerplan.pipeline.store_care import store_status

    found = store_status.overview(store)
    if as_json:
        years = [vars(one) for one in found.years]
        output.result_json({"years": years, "next": found.next_command})
        return
    for line in store_status.overview_lines(found):
        output.result(line)
    output.result(f"Next: {found.next_command}")
