"""`brukerplan.toml`: read, held against its schema, explained.

The schema is `data/configuration/brukerplan.schema.json`, a JSON Schema, so that
editors can use it too. The keywords used there are understood here, and no other.
"""

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brukerplan.errors import InputError, UsageError
from brukerplan.resources import resource_dir

FILE_NAME = "brukerplan.toml"

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
}
_WORDS = {
    "string": "a text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a section",
}


@dataclass(frozen=True)
class Configuration:
    """What a run does. Paths are absolute; an optional one not given is `None`.

    `years` is a tuple of years, or `all` or `latest`; `retention` and `embargo` are
    texts, empty for none; `report` and `policy` have what differs from the default;
    `path` is the file itself.
    """

    inbox: Path
    store: Path
    output: Path
    years: tuple[int, ...] | str
    population: tuple[Path, ...]
    strict: bool
    set_aside: bool
    replace: bool
    also: tuple[str, ...]
    indicators: Path | None
    trend_years: int
    reports: tuple[str, ...]
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    templates: Path | None
    exports: tuple[str, ...]
    retention: str
    report: Mapping[str, Any]
    policy: Mapping[str, Any]
    path: Path

    @property
    def embargo(self) -> str:
        """The date (YYYY-MM-DD) before which nothing is published; empty for none."""
        return str(self.policy.get("embargo", ""))


def schema() -> Mapping[str, Any]:
    """Give the schema of the file, as JSON Schema."""
    path = resource_dir("data/configuration") / "brukerplan.schema.json"
    loaded: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def load_configuration(path: Path) -> Configuration:
    """Read `brukerplan.toml`.

    Raises:
        InputError: it is not there, or is no TOML.
        UsageError: it has a key or a value that it cannot have.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        values = tomllib.loads(text)
    except FileNotFoundError as problem:
        raise InputError(
            f"there is no «{path.name}» in «{path.absolute().parent.name}»",
            hint="write one: brukerplan config init",
            slug="configuration-missing",
        ) from problem
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise InputError(
            f"cannot read «{path.name}»: {_why(problem)}",
            hint="paths on Windows go in single quotes, as in inbox = 'C:\\data'",
            slug="configuration-unreadable",
        ) from problem
    problems = list(_problems(values, schema(), ""))
    if problems:
        raise UsageError(
            f"«{path.name}»: " + "; ".join(problems),
            hint="see every key with its meaning: brukerplan config init --print",
            slug="configuration-wrong",
        )
    configuration = _configuration(values, path.absolute())
    _refuse_mingled_folders(configuration)
    return configuration


def _refuse_mingled_folders(configuration: Configuration) -> None:
    """Raise a `UsageError` if data about people would lie among what is published."""
    public = configuration.output.resolve()
    for name in ("inbox", "store"):
        folder = getattr(configuration, name).resolve()
        if folder == public or public in folder.parents or folder in public.parents:
            raise UsageError(
                f"«{configuration.path.name}»: «{name}» and «output» lie in each other",
                hint="keep data about people and what is published in folders apart",
                slug="configuration-wrong",
            )


def _why(problem: Exception) -> str:
    if isinstance(problem, UnicodeDecodeError):
        return "it is not UTF-8"
    return problem.strerror or "" if isinstance(problem, OSError) else str(problem)


def _configuration(values: Mapping[str, Any], path: Path) -> Configuration:
    given: dict[str, Any] = {"path": path}
    folder = path.parent
    for name, rule in schema()["properties"].items():
        value = values.get(name, rule["default"])
        if rule["type"] == "object":
            value = _other_than_default(value, rule["properties"])
        elif rule.get("format") == "path":
            value = (folder / value) if value else None
        elif rule.get("items", {}).get("format") == "path":
            value = tuple(folder / item for item in value)
        elif isinstance(value, list):
            value = tuple(value)
        given[name] = value
    return Configuration(**given)


def _other_than_default(
    values: Mapping[str, Any], rules: Mapping[str, Any]
) -> dict[str, Any]:
    return {key: v for key, v in values.items() if v != rules[key]["default"]}


def _problems(value: Any, rule: Mapping[str, Any], name: str) -> Iterator[str]:
    """Give what is wrong with `value`, a sentence each."""
    kinds = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    if not any(_is(value, kind) for kind in kinds):
        yield f"«{name}» must be " + " or ".join(_WORDS[kind] for kind in kinds)
        return
    if isinstance(value, dict):
        yield from _section_problems(value, rule, name)
    elif isinstance(value, list):
        for item in value:
            yield from _problems(item, rule["items"], name)
    elif isinstance(value, str):
        yield from _text_problems(value, rule, name)
    elif not isinstance(value, bool):
        if value < rule.get("minimum", value):
            yield f"«{name}» must be at least {rule['minimum']}"
        if value > rule.get("maximum", value):
            yield f"«{name}» must be at most {rule['maximum']}"


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool) and kind != "boolean":
        return False
    return isinstance(value, _TYPES[kind])


def _section_problems(
    values: Mapping[str, Any], rule: Mapping[str, Any], name: str
) -> Iterator[str]:
    known = rule["properties"]
    for key, value in values.items():
        full = f"{name}.{key}" if name else key
        if key in known:
            yield from _problems(value, known[key], full)
        else:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            meant = f" (did you mean «{near[0]}»?)" if near else ""
            yield f"there is no key «{full}»{meant}"


def _text_problems(value: str, rule: Mapping[str, Any], name: str) -> Iterator[str]:
    if rule.get("format") == "path" and any(sign < " " for sign in value):
        yield (
            f"«{name}» holds a tab or line break: the paths of Windows go in single "
            "quotes, as in 'C:\\temp'"
        )
    if "enum" in rule and value not in rule["enum"]:
        near = difflib.get_close_matches(value, rule["enum"], n=1, cutoff=0.5)
        meant = f" (did you mean «{near[0]}»?)" if near else ""
        yield f"«{name}» must be one of {', '.join(rule['enum'])}{meant}"
    if "pattern" in rule and value and not re.fullmatch(rule["pattern"], value):
        yield f"«{name}» cannot be «{value}»"


def missing_paths(configuration: Configuration) -> list[str]:
    """Say which files and folders that a run reads are not there."""
    wanted = {
        "inbox": [configuration.inbox],
        "population": list(configuration.population),
        "indicators": [configuration.indicators] if configuration.indicators else [],
        "templates": [configuration.templates] if configuration.templates else [],
    }
    return [
        f"{key}: there is no «{path.name}» in «{path.parent.name}»"
        for key, paths in wanted.items()
        for path in paths
        if not path.exists()
    ]


def example_text(**given: Any) -> str:
    """Give a file with every key, its meaning, and its default or what is `given`.

    A key without a value by default is put behind a `#`.
    """
    lines = ["# What `brukerplan run` does. Paths are relative to this file's folder."]
    sections = []
    for name, rule in schema()["properties"].items():
        if rule["type"] == "object":
            sections += ["", f"# {rule['description']}", f"[{name}]"]
            sections += _example_lines(rule["properties"])
        else:
            default = given.get(name, rule["default"])
            lines += _example_lines({name: {**rule, "default": default}})
    return "\n".join([*lines, *sections]) + "\n"


def _example_lines(rules: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, rule in rules.items():
        text = json.dumps(rule["default"])
        unset = "" if rule["default"] not in ("", []) else "# "
        lines += ["", f"# {rule['description']}", f"{unset}{name} = {text}"]
    return lines
