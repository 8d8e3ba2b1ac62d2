"""All definitions: those shipped, and those an analyst keeps in a folder beside."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from brukerplan.definitions.dimension_parsing import (
    Labels,
    parse_dimensions,
    parse_labels,
    parse_rule,
)
from brukerplan.definitions.indicator_model import (
    Definitions,
    Dimension,
    IndexRule,
    Indicator,
)
from brukerplan.definitions.indicator_parsing import parse_indicators, set_problem
from brukerplan.definitions.toml_source import (
    DefinitionFile,
    Entry,
    read_definition_file,
    refused_by_line,
)
from brukerplan.resources import resource_dir
from brukerplan.tables import PERSON_DTYPES

LABELS = "labels.toml"
DIMENSIONS = "dimensions.toml"
_THEMES = ("recipients", "function", "children", "coordination", "services", "quality")


@cache
def load_definitions(extra: Path | None = None) -> Definitions:
    """Give the definitions that are shipped, and those in the folder `extra`.

    An extra folder may hold further `*.toml` files with indicators and dimensions and
    further rules in `index/`; their identifiers must be new.

    Raises:
        InputError: a file cannot be read.
        ValidationFailed: a definition is wrong; the message gives file and line.
    """
    folders = [resource_dir("data/indicators"), *([extra] if extra else [])]
    paths = [path for folder in folders for path in _files_of(folder)]
    files = [(path, read_definition_file(path)) for path in paths]
    rules = _rules(file for path, file in files if path.parent.name == "index")
    plain = [file for path, file in files if path.parent.name != "index"]
    labels: Labels = {}
    for file in plain:
        if file.name == LABELS:
            labels = _merged(labels, parse_labels(file.settings))
    themed = [file for file in plain if file.name != LABELS]
    dimensions = _dimensions(themed, rules)
    return Definitions(
        indicators=_indicators(themed, labels, dimensions, rules),
        dimensions=dimensions,
        rules=rules,
        labels=labels,
        sha256=_hash(paths),
    )


def _files_of(folder: Path) -> list[Path]:
    order = {f"{theme}.toml": place for place, theme in enumerate(_THEMES)}
    paths = sorted(folder.glob("*.toml"), key=lambda p: (order.get(p.name, 99), p.name))
    return [*paths, *sorted((folder / "index").glob("*.toml"))]


def _merged(first: Labels, second: Labels) -> Labels:
    return {
        kind: {**first.get(kind, {}), **second.get(kind, {})}
        for kind in [*first, *(k for k in second if k not in first)]
    }


def _rules(files: Iterable[DefinitionFile]) -> Mapping[str, IndexRule]:
    rules: dict[str, IndexRule] = {}
    for file in files:
        with refused_by_line(file.settings):
            rule = parse_rule(file.settings, file.tables.get("level", ()))
        if rule.id in rules:
            raise file.settings.refuse(f"there is already a rule «{rule.id}»", "id")
        rules[rule.id] = rule
    return rules


def _dimensions(
    files: Iterable[DefinitionFile], rules: Mapping[str, IndexRule]
) -> Mapping[str, Dimension]:
    found: dict[str, tuple[Entry, Dimension]] = {}
    for file in files:
        for entry in file.tables.get("dimension", ()):
            with refused_by_line(entry):
                made = list(parse_dimensions(entry, rules))
            for dimension in made:
                if dimension.id in found:
                    raise entry.refuse(f"«{dimension.id}» is declared twice", "id")
                found[dimension.id] = (entry, dimension)
    dimensions = {name: dimension for name, (_, dimension) in found.items()}
    for entry, dimension in found.values():
        _check_sources(entry, dimension, dimensions)
    return dimensions


def _check_sources(
    entry: Entry, dimension: Dimension, dimensions: Mapping[str, Dimension]
) -> None:
    if dimension.column and dimension.column not in PERSON_DTYPES:
        raise entry.refuse(f"the survey has no column «{dimension.column}»", "column")
    for key in ("all_of", "any_of", "none_of"):
        for name in getattr(dimension, key):
            problem = set_problem(name, dimensions)
            if problem or ":" not in name:
                raise entry.refuse(problem or f"«{name}» is not a value", key)
            _must_come_before(entry, key, name, dimension, dimensions)
    if dimension.within:
        problem = set_problem(dimension.within, dimensions)
        if problem:
            raise entry.refuse(problem, "within")
        _must_come_before(entry, "within", dimension.within, dimension, dimensions)


def _must_come_before(
    entry: Entry,
    key: str,
    name: str,
    dimension: Dimension,
    dimensions: Mapping[str, Dimension],
) -> None:
    """Refuse a circle: a dimension is worked out from those declared before it."""
    order = list(dimensions)
    if order.index(name.partition(":")[0]) >= order.index(dimension.id):
        raise entry.refuse(f"«{name}» must be declared before it is used", key)


def _indicators(
    files: Iterable[DefinitionFile],
    labels: Labels,
    dimensions: Mapping[str, Dimension],
    rules: Mapping[str, IndexRule],
) -> tuple[Indicator, ...]:
    found: dict[str, Indicator] = {}
    for file in files:
        if unknown := file.tables.keys() - {"indicator", "dimension"}:
            kind = min(unknown)
            raise file.tables[kind][0].refuse(f"there is no kind «{kind}»")
        for entry in file.tables.get("indicator", ()):
            theme = file.settings.content.get("theme", "")
            if theme not in labels.get("theme", {}):
                raise file.settings.refuse(
                    f"`theme` has «{theme}», which labels.toml lacks", "theme"
                )
            with refused_by_line(entry):
                made = list(
                    parse_indicators(
                        entry, theme, labels=labels, dimensions=dimensions, rules=rules
                    )
                )
            for indicator in made:
                if indicator.id in found:
                    raise entry.refuse(f"«{indicator.id}» is declared twice", "id")
                found[indicator.id] = indicator
    return tuple(found.values())


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
