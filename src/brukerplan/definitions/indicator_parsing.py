"""Indicators, from entries of definition files."""

from collections.abc import Iterator, Mapping
from typing import Any

from brukerplan.definitions.checks import (
    REPEATS,
    known_keys,
    one_of,
    repeated,
    required,
    text_of,
)
from brukerplan.definitions.dimension_parsing import Labels
from brukerplan.definitions.indicator_model import (
    ALL,
    BREAKDOWNS,
    EVERY_GROUP,
    INTERVALS,
    KNOWN,
    LEVELS_OF_REGION,
    MISSING,
    POLARITIES,
    PUBLIC_SETS,
    SUM,
    UNITS_OF_VALUE,
    Category,
    Dimension,
    Grouping,
    IndexRule,
    Indicator,
    Text,
)
from brukerplan.definitions.toml_source import Entry
from brukerplan.languages import LANGUAGES
from brukerplan.tables import PROBLEM_GROUPS

_INDICATOR_KEYS = {
    "id",
    "repeat",
    "dimension",
    "show_missing",
    "numerator",
    "denominator",
    "categories",
    "categories_from",
    "unit",
    "interval",
    "polarity",
    "population",
    "trend",
    "three_years",
    "groupings",
    "label",
    "definition",
}

_POPULATIONS = ("18+", "16+")
_PLAIN_SETS = ("", ALL, EVERY_GROUP, *PUBLIC_SETS)


def parse_indicators(
    entry: Entry,
    theme: str,
    *,
    labels: Labels,
    dimensions: Mapping[str, Dimension],
    rules: Mapping[str, IndexRule],
) -> Iterator[Indicator]:
    """Give the indicator, or one for each area or service where it says `repeat`."""
    known_keys(entry, _INDICATOR_KEYS)
    one_of(entry, "unit", required(entry, "unit"), UNITS_OF_VALUE)
    one_of(entry, "interval", entry.content.get("interval", ""), INTERVALS)
    one_of(entry, "population", entry.content.get("population", "18+"), _POPULATIONS)
    for content in repeated(entry):
        words = {
            kind: labels[kind].get(content[f"{kind}!"], {})
            for kind in REPEATS
            if f"{kind}!" in content
        }
        words["index"] = _index_text(content, dimensions, rules)
        yield Indicator(
            id=required(entry, "id", content),
            theme=theme,
            unit=content["unit"],
            interval=content.get("interval", ""),
            categories=tuple(_categories(entry, content, dimensions)),
            groupings=_groupings(entry),
            label=_filled(text_of(entry, "label", content.get("label")), words),
            definition=_filled(
                text_of(entry, "definition", content.get("definition")), words
            ),
            population=content.get("population", "18+"),
            trend=bool(content.get("trend", False)),
            three_years=bool(content.get("three_years", False)),
        )


def _index_text(
    content: dict[str, Any],
    dimensions: Mapping[str, Dimension],
    rules: Mapping[str, IndexRule],
) -> Text:
    dimension = dimensions.get(content.get("dimension", ""))
    rule = rules.get(dimension.index) if dimension else None
    return rule.definition if rule else {}


def _categories(
    entry: Entry, content: dict[str, Any], dimensions: Mapping[str, Dimension]
) -> Iterator[Category]:
    ways = [k for k in ("dimension", "categories", "categories_from") if k in content]
    if len(ways) + (not ways and "numerator" in content) != 1:
        raise entry.refuse(
            "an indicator has a `dimension`, or `categories`, or a `numerator`"
        )
    polarity = content.get("polarity", "neutral")
    for category, numerator, declared in _sets(entry, content, dimensions):
        denominator = declared or _people_of_sum(numerator)
        found = polarity if isinstance(polarity, str) else polarity.get(category)
        chosen = one_of(entry, "polarity", found or "neutral", POLARITIES)
        _check_set(entry, "numerator", numerator, dimensions)
        _check_set(entry, "denominator", denominator, dimensions)
        _check_unit(entry, content, numerator, denominator)
        yield Category(category, numerator, denominator, chosen)


def _sets(
    entry: Entry, content: dict[str, Any], dimensions: Mapping[str, Dimension]
) -> Iterator[tuple[str, str, str]]:
    denominator = content.get("denominator", "")
    if "dimension" in content:
        name = one_of(entry, "dimension", content["dimension"], dimensions)
        for value in dimensions[name].values:
            yield value, f"{name}:{value}", f"{name}:known"
        if content.get("show_missing"):
            yield MISSING, f"{name}:{MISSING}", dimensions[name].base
    elif "categories_from" in content:
        kind = one_of(entry, "categories_from", content["categories_from"], REPEATS)
        numerator = required(entry, "numerator", content)
        for code in REPEATS[kind]:
            slot = f"{{{kind}}}"
            yield code, numerator.replace(slot, code), denominator.replace(slot, code)
    elif "categories" in content:
        for category, numerator in content["categories"].items():
            yield category, numerator, denominator
    else:
        yield "total", content["numerator"], denominator


def _people_of_sum(numerator: str) -> str:
    """Give the people whom a sum is over; nothing for what is no sum."""
    dimension, _, value = numerator.partition(":")
    return f"{dimension}:{KNOWN}" if value == SUM else ""


def _check_unit(
    entry: Entry, content: dict[str, Any], numerator: str, denominator: str
) -> None:
    unit, interval = content["unit"], content.get("interval", "")
    if (unit == "mean") != numerator.endswith(f":{SUM}"):
        raise entry.refuse("mean goes with a sum (`<dimension>:sum`)", "unit")
    if unit == "mean" and "denominator" in content:
        raise entry.refuse("a mean is over the people of its sum", "denominator")
    if (unit == "count") != (not denominator):
        raise entry.refuse("a count has no denominator; any other unit has one", "unit")
    if (unit == "per_1000") != (denominator == "population"):
        raise entry.refuse("per_1000 is a rate of the `population`", "unit")
    if interval == "byar_95" and unit != "per_1000":
        raise entry.refuse("byar_95 is the interval of a rate", "interval")
    if interval == "wilson_95" and unit != "percent":
        raise entry.refuse("wilson_95 is the interval of a share", "interval")


def _check_set(
    entry: Entry, key: str, text: str, dimensions: Mapping[str, Dimension]
) -> None:
    problem = set_problem(text, dimensions)
    if problem:
        raise entry.refuse(problem, key)


def set_problem(text: str, dimensions: Mapping[str, Dimension]) -> str:
    """Say what is wrong with a set's name; empty where nothing is."""
    name, colon, value = text.partition(":")
    if not colon:
        return "" if text in _PLAIN_SETS else f"there is no set «{text}»"
    if name not in dimensions:
        return f"there is no dimension «{name}»"
    if value == SUM and dimensions[name].number_in:
        return ""
    if value not in (*dimensions[name].values, KNOWN, MISSING):
        return f"the dimension «{name}» has no value «{value}»"
    return ""


def _groupings(entry: Entry) -> tuple[Grouping, ...]:
    content = entry.content.get("groupings", [{"groups": list(PROBLEM_GROUPS)}])
    groupings = []
    for item in content:
        extra = item.keys() - {"groups", "by", "levels"}
        if extra:
            raise entry.refuse(f"a grouping has no key «{min(extra)}»", "groupings")
        for group in item.get("groups", ()):
            one_of(entry, "groupings", group, PROBLEM_GROUPS)
        for by in item.get("by", ()):
            one_of(entry, "groupings", by, BREAKDOWNS)
        for level in item.get("levels", ()):
            one_of(entry, "groupings", level, LEVELS_OF_REGION)
        if not item.get("groups"):
            raise entry.refuse("a grouping needs `groups`", "groupings")
        groupings.append(
            Grouping(
                tuple(item["groups"]),
                tuple(item.get("by", ())),
                tuple(item.get("levels", LEVELS_OF_REGION)),
            )
        )
    return tuple(groupings)


def _filled(text: Text, words: Mapping[str, Text]) -> Text:
    filled = dict(text)
    for kind, word in words.items():
        for language in LANGUAGES:
            if word:
                inside = _inside_a_sentence(word[language])
                put = word[language] if kind == "index" else inside
                filled[language] = filled[language].replace(f"{{{kind}}}", put)
    return filled


def _inside_a_sentence(word: str) -> str:
    """Give the word with a small first letter, unless it is an abbreviation."""
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]
