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


RUN_HERE = [name for name in COMMANDS if name not in NEEDS_THE_NETWORK | TAKES_LONG]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_two_examples(name: str) -> None:
    lines = examples_of(COMMANDS[name])
    assert len(lines) == 2
    assert any(line.startswith(f"brukerplan {name}") for line in lines)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_a_first_line_and_says_what_each_option_does(name: str) -> None:
    command = COMMANDS[name]
    assert len((command.help or "").splitlines()[0]) > 20
    silent = [p.name for p in command.params if not getattr(p, "help", None)]
    assert silent == []


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN_HERE)
def test_examples_in_help_run(run_in_copy: Callable[[str], Result], name: str) -> None:
    """Run in a folder with `exports` of two years, and a store and releases of them."""
    for line in examples_of(COMMANDS[name]):
        done = run_in_copy(line)
        assert done.exit_code == 0, f"{line}\n{done.output}"
