"""The program's commands, and the one place where errors become exit codes."""

import os
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from brukerplan.cli import output
from brukerplan.errors import BrukerPlanError

INTERRUPTED = 130
BUG = 1

TRACEBACK = "BRUKERPLAN_TRACEBACK"
"""An environment variable that, when set, lets a bug show its whole traceback. It may
quote what a cell says, so it is for made-up data only."""


class ErrorsToExitCodes(TyperGroup):
    """A group of commands that says known errors plainly and exits with their code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; see `brukerplan.errors` for the exit codes."""
        try:
            return super().invoke(ctx)
        except BrukerPlanError as problem:
            output.error(problem)
            raise typer.Exit(problem.exit_code) from problem
        except KeyboardInterrupt as interrupt:
            output.say("interrupted: nothing was left half done")
            raise typer.Exit(INTERRUPTED) from interrupt
        except (typer.TyperException, typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as bug:
            # A library's message may quote a person's value, so it is not printed.
            if os.environ.get(TRACEBACK):
                raise
            output.bug(bug)
            raise typer.Exit(BUG) from None


app = typer.Typer(
    name="brukerplan",
    cls=ErrorsToExitCodes,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        output.result(f"brukerplan {version('brukerplan')}")
        raise typer.Exit


@app.callback()
def brukerplan(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the version and exit.",
            callback=_print_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Make yearly BrukerPlan-style reports: import, check, compute, protect, render.

    Start with: brukerplan demo
    """


COMMAND_MODULES: tuple[str, ...] = (
    "demo",
    "example",
    "validate",
    "import_",
    "compute",
    "audit",
    "export",
    "report",
    "compare",
    "trend",
    "run",
    "status",
    "doctor",
    "log",
    "indicators",
    "template",
    "schema",
    "participation",
    "population",
    "regions",
    "config",
    "store",
)
"""The modules of `brukerplan.cli` that add commands to `app`, in the order of help."""

for _name in COMMAND_MODULES:
    import_module(f"brukerplan.cli.{_name}").add_to(app)
