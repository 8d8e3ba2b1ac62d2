"""What the commands print: the result to stdout, the conversation to stderr.

Rich is imported only when something is printed, so that `--help` answers at once.
"""

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

from brukerplan.errors import BrukerPlanError, bug_place

if TYPE_CHECKING:
    from rich.console import Console

HELP_PAGE = "https://brukerplan.readthedocs.io/reference/errors"
FORMAT_VERSION = 1


@cache
def _console(stderr: bool) -> "Console":
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True, emoji=False)


_OBEYED = [*range(9), *range(11, 32), *range(127, 160)]
_TURNING = [0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_SHOWN = {sign: f"\\u{sign:04x}" for sign in [*_OBEYED, *_TURNING]}


def shown(text: str) -> str:
    """Give a text in which nothing is obeyed by a terminal: names are others' choice.

    Colours, sounds, moves of the cursor and turns of the writing are written out.
    """
    return text.translate(_SHOWN)


def result(text: str) -> None:
    """Print a line of the result to stdout."""
    _console(False).print(shown(text), markup=False)


def result_json(payload: dict[str, Any]) -> None:
    """Print the result as JSON to stdout, with the version of its format."""
    document = {"format_version": FORMAT_VERSION, **payload}
    only_ascii = not _has_all_characters(sys.stdout)
    text = json.dumps(document, ensure_ascii=only_ascii, indent=2)
    sys.stdout.write(text + "\n")


def log_line(text: str) -> None:
    """Write a line of a log for machines to stderr, as it is."""
    sys.stderr.write(text + "\n")


def accept_all_characters() -> None:
    """Let no letter stop the program where the console knows fewer, as cp1252 does.

    Such a letter (in Sami and Kven names) is written as its number then.
    """
    for stream in (sys.stdout, sys.stderr):
        if not _has_all_characters(stream) and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _has_all_characters(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def say(text: str, *, quiet: bool = False) -> None:
    """Say something about the work to stderr, unless `quiet`."""
    if not quiet:
        _console(True).print(shown(text), markup=False)


def error(problem: BrukerPlanError) -> None:
    """Say what is wrong, what to do, and where to read more, to stderr."""
    say(f"error: {problem.message}")
    if problem.hint:
        say(f"hint:  {problem.hint}")
    say(f"help:  {HELP_PAGE}#{problem.slug}")


def bug(problem: Exception) -> None:
    """Say that the program itself failed, and where, to stderr; never with a value."""
    say(f"error: a bug in brukerplan ({bug_place(problem)})")
    say("hint:  please report this line; nothing was left half done")
    say(f"help:  {HELP_PAGE}#unexpected")


@contextmanager
def progress(
    title: str, *, quiet: bool = False
) -> Iterator[Callable[[int, int], None]]:
    """Show a bar with times on stderr while work goes on; on a terminal only.

    Gives a function to be told how much is done, and of how much.
    """
    console = _console(True)
    if quiet or not console.is_terminal:
        yield lambda done, of: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
