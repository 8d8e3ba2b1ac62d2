"""Labels, dimensions and index rules, from entries of definition files."""

from collections.abc import Iterator, Mapping
from typing import Any

from brukerplan.definitions.checks import (
    known_keys,
    one_of,
    repeated,
    required,
    text_of,
)
from brukerplan.definitions.indicator_model import (
    Condition,
    Dimension,
    IndexRule,
    Level,
    Text,
)
from brukerplan.definitions.toml_source import Entry
from brukerplan.tables import AREAS, LEVELS, PERSON_GROUPS

Labels = Mapping[str, Mapping[str, Text]]

NUMBERS = ("daily_care_children_count", "contact_children_count")
"""Columns of the survey that can be summed."""

TOLD = "told"
"""The one value of a dimension with a number: it is told."""

_DIMENSION_SOURCES = (
    "column",
    "all_of",
    "any_of",
    "none_of",
    "count_of",
    "rated",
    "groups",
    "index",
    "number_in",
)

_DIMENSION_KEYS = {
    *_DIMENSION_SOURCES,
    "id",
    "repeat",
    "values",
    "within",
    "areas",
    "bands",
}


def parse_labels(entry: Entry) -> Labels:
    """Give kind -> code -> text; each text must be there in every language."""
    return {
        kind: {code: text_of(entry, code, words) for code, words in table.items()}
        for kind, table in entry.content.items()
    }


def parse_dimensions(
    entry: Entry, rules: Mapping[str, IndexRule]
) -> Iterator[Dimension]:
    """Give the dimension, or one for each area or service where it says `repeat`."""
    known_keys(entry, _DIMENSION_KEYS)
    if sum(key in entry.content for key in _DIMENSION_SOURCES) != 1:
        choices = ", ".join(_DIMENSION_SOURCES)
        raise entry.refuse(f"a dimension has exactly one of {choices}")
    for content in repeated(entry):
        yield _dimension(entry, content, rules)


def _dimension(
    entry: Entry, content: dict[str, Any], rules: Mapping[str, IndexRule]
) -> Dimension:
    values: tuple[str, ...] = tuple(content.get("values", ("yes", "no")))
    bands = {name: tuple(ends) for name, ends in content.get("bands", {}).items()}
    if "count_of" in content:
        one_of(entry, "count_of", content["count_of"], LEVELS)
        if not bands or not content.get("areas"):
            raise entry.refuse("`count_of` needs `areas` and `bands`", "count_of")
        values = tuple(bands)
    if "index" in content:
        rule = one_of(entry, "index", content["index"], rules)
        values = tuple(dict.fromkeys(level.value for level in rules[rule].levels))
    if "number_in" in content:
        one_of(entry, "number_in", content["number_in"], NUMBERS)
        values = (TOLD,)
    for key, allowed in (("areas", AREAS), ("rated", AREAS), ("groups", PERSON_GROUPS)):
        for value in content.get(key, ()):
            one_of(entry, key, value, allowed)
    lists = ("all_of", "any_of", "none_of", "areas", "rated", "groups")
    return Dimension(
        id=required(entry, "id", content),
        values=values,
        within=content.get("within", ""),
        column=content.get("column", ""),
        count_of=content.get("count_of", ""),
        index=content.get("index", ""),
        number_in=content.get("number_in", ""),
        bands=bands,
        **{key: tuple(content.get(key, ())) for key in lists},
    )


def parse_rule(settings: Entry, levels: tuple[Entry, ...]) -> IndexRule:
    """Give an index rule; its last level takes everybody who is left."""
    known_keys(settings, {"id", "version", "label", "definition"})
    if not levels or {"all", "any"} & levels[-1].content.keys():
        raise settings.refuse("the last level of an index rule has no condition")
    return IndexRule(
        id=required(settings, "id"),
        version=required(settings, "version"),
        label=text_of(settings, "label", settings.content.get("label")),
        definition=text_of(settings, "definition", settings.content.get("definition")),
        levels=tuple(_level(entry) for entry in levels),
    )


def _level(entry: Entry) -> Level:
    known_keys(entry, {"value", "all", "any"})
    conditions = {
        key: tuple(_condition(entry, key, item) for item in entry.content.get(key, ()))
        for key in ("all", "any")
    }
    return Level(required(entry, "value"), conditions["all"], conditions["any"])


def _condition(entry: Entry, key: str, content: dict[str, Any]) -> Condition:
    extra = content.keys() - {"areas", "colours", "at_least"}
    if extra:
        raise entry.refuse(f"a condition has no key «{min(extra)}»", key)
    areas = tuple(content.get("areas", AREAS))
    colours = tuple(content.get("colours", ()))
    at_least = content.get("at_least", 0)
    for area in areas:
        one_of(entry, key, area, AREAS)
    for colour in colours:
        one_of(entry, key, colour, LEVELS)
    if not colours or not isinstance(at_least, int) or not 0 < at_least <= len(areas):
        raise entry.refuse(
            "a condition needs `colours`, and `at_least` from 1 to its number of areas",
            key,
        )
    return Condition(areas, colours, at_least)
