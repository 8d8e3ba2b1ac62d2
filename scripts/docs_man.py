"""Makes the manual page `docs/man/brukerplan.1` from the program's own commands."""

import inspect
from collections.abc import Iterator
from typing import Any

import typer

from brukerplan.cli import app

HEAD = """.\\" Made by scripts/docs_man.py: change the help texts, then `make docs`.
.TH BRUKERPLAN 1 "" "brukerplan" "User commands"
.SH NAME
brukerplan \\- yearly reports on people with substance-use and mental-health problems
.SH SYNOPSIS
.B brukerplan
.I COMMAND
[\\fIOPTIONS\\fR]
.SH DESCRIPTION
Imports and checks the exports of Norwegian municipalities, computes figures, hides
what could identify somebody, and makes reports for municipalities, counties and the
nation.
The result goes to standard output, everything else to standard error.
.SH COMMANDS
"""

FOOT = """.SH EXIT STATUS
0 done, 1 a fault in the program, 2 wrong usage, 10 input cannot be read, 11 checking
found errors, 12 reference data lacking, 13 store locked, damaged or would be
overwritten, 14 disclosure rules would be broken, 15 a report could not be made,
130 interrupted.
.SH ENVIRONMENT
.TP
.B BRUKERPLAN_STORE
Folder that holds the imported data, where \\-\\-store is not given.
.TP
.B BRUKERPLAN_QUIET
Print nothing on success, as \\-\\-quiet.
.TP
.B NO_COLOR
No colours.
.SH FILES
.TP
.I brukerplan.toml
What
.B brukerplan run
does.
.TP
.I brukerplan-data/
The store, closed to others.
"""


def pages() -> dict[str, str]:
    """Give the manual page."""
    root = typer.main.get_command(app)
    parts = [section(path, one) for path, one in commands(root, "")]
    return {"docs/man/brukerplan.1": HEAD + "".join(parts) + FOOT}


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Give every command that does something, with the words to type for it."""
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name, child in children.items():
        if not child.hidden:
            yield from commands(child, f"{path} {name}".strip())


def section(path: str, command: Any) -> str:
    """Give a command's part of the page: what it does, its options, its examples."""
    text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    before, _, after = text.partition("Examples:")
    lines = [f".SS {plain(path)}"]
    for paragraph in before.strip().split("\n\n"):
        lines += [".PP", *(plain(line.strip()) for line in paragraph.splitlines())]
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name != "help":
            lines += [".TP", f".B {plain(', '.join(parameter.opts))}"]
            lines.append(plain(parameter.help or ""))
    examples = [line.strip() for line in after.splitlines() if line.strip()]
    if examples:
        lines += [".PP", ".EX", *(plain(line) for line in examples), ".EE"]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Give text so that the formatter of manual pages takes no letter as an order."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
