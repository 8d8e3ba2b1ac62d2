"""The shell completes commands and options."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("words", "position", "offered"),
    [
        ("brukerplan sto", 1, "store"),
        ("brukerplan store rep", 2, "repair"),
        ("brukerplan run --dry", 2, "--dry-run"),
    ],
)
def test_bash_completes(words: str, position: int, offered: str) -> None:
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(position)}
    env = {**os.environ, "_BRUKERPLAN_COMPLETE": "complete_bash", **asked}
    code = (
        "import sys; sys.argv[0] = 'brukerplan'; import brukerplan.cli as c; c.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert offered in done.stdout.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_script_for_each_shell(shell: str) -> None:
    env = {**os.environ, "_BRUKERPLAN_COMPLETE": f"source_{shell}"}
    code = (
        "import sys; sys.argv[0] = 'brukerplan'; import brukerplan.cli as c; c.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, check=True
    )
    assert b"brukerplan" in done.stdout
