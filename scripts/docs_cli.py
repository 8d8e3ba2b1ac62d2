"""Makes `docs/reference/cli.md` from the program's own commands and options."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer

from brukerplan.cli import app

HEAD = """<!-- Made by scripts/docs_cli.py: change the help texts, then `make docs`. -->
# Commands

What each command does, as `brukerplan COMMAND --help` says it.
The result goes to standard output, everything else to standard error.
Exit codes are in [exit-codes.md](exit-codes.md), messages in [errors.md](errors.md).
"""


def pages() -> dict[str, str]:
    """Give the page of commands."""
    root = typer.main.get_command(app)
    parts = [HEAD, *(section(path, one) for path, one in commands(root, "brukerplan"))]
    return {"docs/reference/cli.md": "\n".join(parts)}


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Give every command that does something, with the words to type for it."""
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name, child in children.items():
        if not child.hidden:
            yield from commands(child, f"{path} {name}")


def section(path: str, command: Any) -> str:
    """Give the section of one command: what it does, its options, its examples."""
    text, examples = help_parts(command)
    usage = " ".join([path, *(use(p) for p in command.params if is_argument(p))])
    lines = [f"## {path}", "", text, "", "```console", f"{usage} [OPTIONS]", "```", ""]
    lines += ["| Option | Meaning |", "|---|---|"]
    lines += [
        row(parameter) for parameter in command.params if parameter.name != "help"
    ]
    if examples:
        lines += ["", "```console", *examples, "```"]
    return "\n".join([*lines, ""])


def help_parts(command: Any) -> tuple[str, list[str]]:
    """Give a command's help as Markdown, and its example lines apart from it."""
    text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    before, _, after = text.partition("Examples:")
    examples = [line.strip() for line in after.splitlines() if line.strip()]
    return one_sentence_per_line(before.strip()), examples


def one_sentence_per_line(text: str) -> str:
    """Give paragraphs with a line for each sentence; indented lines stay as they are."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(
        "```text\n" + inspect.cleandoc(p) + "\n```"
        if p.startswith(" ")
        else re.sub(r"(?<=[.:?]) (?=[A-ZÆØÅ])", "\n", " ".join(p.split()))
        for p in paragraphs
    )


def is_argument(parameter: Any) -> bool:
    """Tell whether a parameter is given without a name before it."""
    return parameter.param_type_name == "argument"


def use(parameter: Any) -> str:
    """Give an argument as it stands in the usage line."""
    name = parameter.name.upper() + ("…" if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def row(parameter: Any) -> str:
    """Give the line of the table for an argument or option."""
    names = (
        use(parameter)
        if is_argument(parameter)
        else ", ".join([*parameter.opts, *parameter.secondary_opts])
    )
    return (
        f"| `{names}` | {' '.join((parameter.help or '').split())}{extra(parameter)} |"
    )


def extra(parameter: Any) -> str:
    """Give the default and the environment variable of an option, if it has them."""
    notes = []
    default = parameter.default
    if isinstance(default, (str, int)) and not isinstance(default, bool):
        notes.append(f"default: `{default}`")
    elif default is not None and hasattr(default, "as_posix"):
        notes.append(f"default: `{default.as_posix()}`")
    if isinstance(getattr(parameter, "envvar", None), str):
        notes.append(f"also: `{parameter.envvar}`")
    return f" ({'; '.join(notes)})" if notes else ""
