"""The program as the documentation meets it: its commands, and lines to type."""

import glob
import shlex
from collections.abc import Iterator
from typing import Any

import typer
from typer.testing import CliRunner, Result

from brukerplan.cli import app


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Give every command of the program with the words to type for it."""
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))
    if path and not hasattr(command, "commands"):
        yield " ".join(path), command


COMMANDS = dict(commands(typer.main.get_command(app)))


def run_line(line: str) -> Result:
    """Run a `brukerplan …` line in the current folder, as a shell would."""
    words = shlex.split(line, comments=True)
    assert words[0] == "brukerplan", line
    arguments = [path for word in words[1:] for path in expanded(word)]
    return CliRunner().invoke(app, arguments)


def expanded(word: str) -> list[str]:
    """Give the files that a word with `*` in it stands for, or the word itself."""
    return (sorted(glob.glob(word)) if "*" in word else []) or [word]  # noqa: PTH207
