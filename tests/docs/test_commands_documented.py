"""Every command explains itself: help for each option, and two examples that run."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from program_in_words import COMMANDS
from typer.testing import Result

EXAMPLE = re.compile(r"^\s*\$ (brukerplan .*)$", re.MULTILINE)
NEEDS_THE_NETWORK = {"population fetch", "regions update"}
TAKES_LONG = {"demo"}
"""Run by a test of its own."""


def examples_of(command: Any) -> list[str]:
    _, _, after = (command.help or "").partition("Examples:")
    return EXAMPLE.findall(after)


LINES = [
    pytest.param(line, id=line.replace(" ", "_"))
    for name, command in COMMANDS.items()
    if name not in NEEDS_THE_NETWORK | TAKES_LONG
    for line in examples_of(command)
]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_two_examples(name: str) -> None:
    assert len(examples_of(COMMANDS[name])) == 2
    assert all(
        line.startswith(f"brukerplan {name}") for line in examples_of(COMMANDS[name])
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_a_first_line_and_says_what_each_option_does(name: str) -> None:
    command = COMMANDS[name]
    assert len((command.help or "").splitlines()[0]) > 20
    silent = [p.name for p in command.params if not getattr(p, "help", None)]
    assert silent == []


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_example_in_help_runs(run_in_copy: Callable[[str], Result], line: str) -> None:
    done = run_in_copy(line)
    assert done.exit_code == 0, done.output
