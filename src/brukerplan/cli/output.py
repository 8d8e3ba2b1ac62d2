"""What the commands print: the result to stdout, the conversation to stderr.

Rich is imported only when something is printed, so that `--help` answers at once.
"""

import json
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from brukerplan.errors import BrukerPlanError

if TYPE_CHECKING:
    from rich.console import Console

HELP_PAGE = "https://brukerplan.readthedocs.io/reference/errors"
FORMAT_VERSION = 1


@cache
def _console(stderr: bool) -> "Console":
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True, emoji=False)


def result(text: str) -> None:
    """Print a line of the result to stdout, as it is."""
    _console(False).print(text, markup=False)


def result_json(payload: dict[str, Any]) -> None:
    """Print the result as JSON to stdout, with the version of its format."""
    text = json.dumps(
        {"format_version": FORMAT_VERSION, **payload}, ensure_ascii=False, indent=2
    )
    sys.stdout.write(text + "\n")


def say(text: str, *, quiet: bool = False) -> None:
    """Say something about the work to stderr, unless `quiet`."""
    if not quiet:
        _console(True).print(text, markup=False)


def error(problem: BrukerPlanError) -> None:
    """Say what is wrong, what to do, and where to read more, to stderr."""
    say(f"error: {problem.message}")
    if problem.hint:
        say(f"hint:  {problem.hint}")
    say(f"help:  {HELP_PAGE}#{problem.slug}")
