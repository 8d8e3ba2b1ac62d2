"""`brukerplan config`: write and check the file that says what a run does."""

from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import QuietOption
from brukerplan.errors import UsageError

FileArgument = Annotated[Path, typer.Argument(help="The file.")]
InboxOption = Annotated[
    str, typer.Option("--inbox", help="Folder where the exports arrive.")
]
PrintOption = Annotated[
    bool, typer.Option("--print", help="Print the file instead of writing it.")
]

DEFAULT_CONFIG = Path("brukerplan.toml")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command()(init)
    group.command()(check)
    app.add_typer(group, name="config", help="Write and check brukerplan.toml.")


def init(
    file: FileArgument = DEFAULT_CONFIG,
    inbox: InboxOption = "inbox",
    to_print: PrintOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write a brukerplan.toml with every key, its meaning and its default.

    \b
    Examples:
      $ brukerplan config init --inbox exports
      $ brukerplan config init --print
    """
    from brukerplan.configuration import example_text
    from brukerplan.pipeline.atomic_write import write_whole

    if to_print:
        output.result(example_text(inbox=inbox).rstrip("\n"))
        return
    if file.exists():
        raise UsageError(
            f"«{file.name}» is there already",
            hint="look at what it could hold: brukerplan config init --print",
            slug="configuration-exists",
        )
    write_whole(file, example_text(inbox=inbox).encode())
    output.say(f"Wrote {file}", quiet=quiet)
    output.say("Next: brukerplan run --dry-run", quiet=quiet)


def check(file: FileArgument = DEFAULT_CONFIG, quiet: QuietOption = False) -> None:
    """Check a brukerplan.toml: its keys, their values, and the folders it names.

    \b
    Examples:
      $ brukerplan config init county.toml
      $ brukerplan config check county.toml
    """
    from brukerplan.configuration import load_configuration, missing_paths

    configuration = load_configuration(file)
    for text in missing_paths(configuration):
        output.say(f"warning: {text}")
    output.say(f"{file} is right.", quiet=quiet)
    output.say("Next: brukerplan run --dry-run", quiet=quiet)
