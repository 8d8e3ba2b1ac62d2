"""`brukerplan doctor`: everything that a help desk would ask, checked."""

from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output, surroundings
from brukerplan.cli.options import DEFAULT_STORE, JsonOption, QuietOption, StoreOption

NoRenderOption = Annotated[
    bool, typer.Option("--no-render", help="Leave out the test render (some seconds).")
]
ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", help="Configuration to check, if it is there.")
]

DEFAULT_CONFIG = Path("brukerplan.toml")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(doctor)


def doctor(
    store: StoreOption = DEFAULT_STORE,
    config: ConfigOption = DEFAULT_CONFIG,
    no_render: NoRenderOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check the installation, the store and the surroundings, and say what to type.

    Ends in the exit code that a command would fail with; 0 if all is well.

    \b
    Examples:
      $ brukerplan doctor
      $ brukerplan doctor --no-render --json
    """
    from brukerplan.pipeline.store_care.diagnosis import examine

    answers = []
    for one in examine(
        store, config=config, now=surroundings.now(), render=not no_render
    ):
        answers.append(one)
        if not as_json and not (quiet and one.verdict == "ok"):
            fix = f"\n         {one.fix}" if one.fix else ""
            output.result(f"{one.verdict:<8} {one.name}: {one.what}{fix}")
    if as_json:
        output.result_json({"checks": [vars(one) for one in answers]})
    codes = [one.exit_code for one in answers if one.verdict == "wrong"]
    if codes:
        raise typer.Exit(codes[0])
