"""Definition files as TOML tables that remember the line on which each began."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brukerplan.errors import InputError, ValidationFailed

_HEADER = re.compile(r"^\s*\[\[?\s*(?P<name>[\w.-]+)\s*\]\]?\s*(#.*)?$")
_WHERE = re.compile(r"\s*\(at line (\d+), column \d+\)$")


@dataclass(frozen=True)
class Entry:
    """A table of a file, such as one `[[indicator]]`, and where it stands."""

    content: dict[str, Any]
    file: str
    first: int
    lines: tuple[str, ...]

    def line_of(self, key: str) -> int:
        """Give the line on which `key` is set; the table's first where it is not."""
        pattern = re.compile(rf"^\s*\"?{re.escape(key)}\"?[\s.=]")
        for number, line in enumerate(self.lines):
            if pattern.match(line):
                return self.first + number
        return self.first

    def refuse(self, problem: str, key: str = "") -> ValidationFailed:
        """Give the error to raise: file, line, and what is wrong."""
        line = self.line_of(key) if key else self.first
        return ValidationFailed(
            f"{self.file}:{line}: {problem}",
            hint="docs/how-to/add-an-indicator.md explains what a definition needs",
            slug="indicator-definition-invalid",
        )


@contextmanager
def refused_by_line(entry: Entry) -> Iterator[None]:
    """Turn what trips over a value of the wrong kind into a refusal with a line."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise entry.refuse("a value is not of the kind that its key takes") from problem


@dataclass(frozen=True)
class DefinitionFile:
    """A file's plain settings and its tables, each kind in the file's order."""

    name: str
    settings: Entry
    tables: dict[str, tuple[Entry, ...]]


def read_definition_file(path: Path) -> DefinitionFile:
    """Read a TOML file.

    Raises:
        InputError: the file cannot be read as UTF-8.
        ValidationFailed: the file is not TOML; the message has the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(
            f"cannot read «{path.name}» as a UTF-8 text file",
            hint="save it as UTF-8",
            slug="input-unreadable",
        ) from problem
    lines = tuple(text.splitlines())
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        where = _WHERE.search(str(problem))
        entry = Entry({}, path.name, int(where[1]) if where else len(lines) or 1, ())
        raise entry.refuse(f"not TOML: {_WHERE.sub('', str(problem))}") from problem
    return _with_lines(path.name, content, lines)


def _with_lines(
    name: str, content: dict[str, Any], lines: tuple[str, ...]
) -> DefinitionFile:
    starts = [i for i, line in enumerate(lines) if _HEADER.match(line)]
    ends = [*starts[1:], len(lines)]
    spans: dict[str, list[tuple[int, int]]] = {}
    for start, end in zip(starts, ends, strict=True):
        header = _HEADER.match(lines[start])
        assert header, "the line was found by the same pattern"
        spans.setdefault(header["name"], []).append((start, end))
    whole = (0, len(lines))
    tables = {
        kind: tuple(
            Entry(table, name, start + 1, lines[start:end])
            for table, (start, end) in zip(
                value,
                # A heading within a text would put the lines out of step.
                spans[kind] if len(spans[kind]) == len(value) else [whole] * len(value),
                strict=True,
            )
        )
        for kind, value in content.items()
        if isinstance(value, list) and kind in spans
    }
    settings = {key: value for key, value in content.items() if key not in tables}
    before = lines[: starts[0]] if starts else lines
    return DefinitionFile(name, Entry(settings, name, 1, before), tables)
