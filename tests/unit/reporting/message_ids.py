"""Every text that a report may say, found in the code and in the templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
CODE = ROOT / "src" / "brukerplan" / "reporting"
TEMPLATES = ROOT / "reports" / "templates"
TEMPLATE_CALL = re.compile(r"\bt\(\s*\"((?:[^\"\\]|\\.)*)\"")


def message_ids() -> set[str]:
    """Give the message ids (English texts); of a plural, the singular."""
    return {*_in_code(), *_in_templates()}


def _in_code() -> Iterator[str]:
    for path in CODE.rglob("*.py"):
        if path.name.startswith("findings") or "exports" in path.parts:
            continue  # other catalogues
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in ("t", "msg", "n"):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _in_templates() -> Iterator[str]:
    for path in TEMPLATES.rglob("*.j2"):
        yield from TEMPLATE_CALL.findall(path.read_text(encoding="utf-8"))


def plurals() -> dict[str, str]:
    """Give singular -> plural of the messages that have both."""
    found = {}
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) == "n":
                one, more = node.args[:2]
                if isinstance(one, ast.Constant) and isinstance(more, ast.Constant):
                    found[one.value] = more.value
    return found
