"""Entries of definition files → the model. What does not fit is refused by its line."""

from collections.abc import Iterator, Mapping
from typing import Any

from brukerplan.definitions.model import (
    ALL,
    BREAKDOWNS,
    INTERVALS,
    LEVELS_OF_REGION,
    MISSING,
    POLARITIES,
    UNITS_OF_VALUE,
    Category,
    Condition,
    Dimension,
    Grouping,
    IndexRule,
    Indicator,
    Level,
    Text,
)
from brukerplan.definitions.reading import Entry
from brukerplan.languages import LANGUAGES
from brukerplan.tables import AREAS, LEVELS, PERSON_GROUPS, PROBLEM_GROUPS, SERVICES

Labels = Mapping[str, Mapping[str, Text]]
REPEATS = {"area": AREAS, "service": SERVICES}

_DIMENSION_SOURCES = (
    "column",
    "all_of",
    "any_of",
    "none_of",
    "count_of",
    "rated",
    "groups",
    "index",
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


def parse_labels(entry: Entry) -> Labels:
    """Give kind -> code -> text; each text must be there in every language."""
    return {
        kind: {code: _text(entry, code, words) for code, words in table.items()}
        for kind, table in entry.content.items()
    }


def parse_dimensions(
    entry: Entry, rules: Mapping[str, IndexRule]
) -> Iterator[Dimension]:
    """Give the dimension, or one for each area or service where it says `repeat`."""
    _known_keys(entry, _DIMENSION_KEYS)
    if sum(key in entry.content for key in _DIMENSION_SOURCES) != 1:
        choices = ", ".join(_DIMENSION_SOURCES)
        raise entry.refuse(f"a dimension has exactly one of {choices}")
    for content in _repeated(entry):
        yield _dimension(entry, content, rules)


def _dimension(
    entry: Entry, content: dict[str, Any], rules: Mapping[str, IndexRule]
) -> Dimension:
    values: tuple[str, ...] = tuple(content.get("values", ("yes", "no")))
    bands = {name: tuple(ends) for name, ends in content.get("bands", {}).items()}
    if "count_of" in content:
        _one_of(entry, "count_of", content["count_of"], LEVELS)
        if not bands or not content.get("areas"):
            raise entry.refuse("`count_of` needs `areas` and `bands`", "count_of")
        values = tuple(bands)
    if "index" in content:
        rule = _one_of(entry, "index", content["index"], rules)
        values = tuple(dict.fromkeys(level.value for level in rules[rule].levels))
    for key, allowed in (("areas", AREAS), ("rated", AREAS), ("groups", PERSON_GROUPS)):
        for value in content.get(key, ()):
            _one_of(entry, key, value, allowed)
    lists = ("all_of", "any_of", "none_of", "areas", "rated", "groups")
    return Dimension(
        id=_required(entry, "id", content),
        values=values,
        within=content.get("within", ""),
        column=content.get("column", ""),
        count_of=content.get("count_of", ""),
        index=content.get("index", ""),
        bands=bands,
        **{key: tuple(content.get(key, ())) for key in lists},
    )


def parse_rule(settings: Entry, levels: tuple[Entry, ...]) -> IndexRule:
    """Give an index rule; its last level takes everybody who is left."""
    _known_keys(settings, {"id", "version", "label", "definition"})
    if not levels or {"all", "any"} & levels[-1].content.keys():
        raise settings.refuse("the last level of an index rule has no condition")
    return IndexRule(
        id=_required(settings, "id"),
        version=_required(settings, "version"),
        label=_text(settings, "label", settings.content.get("label")),
        definition=_text(settings, "definition", settings.content.get("definition")),
        levels=tuple(_level(entry) for entry in levels),
    )


def _level(entry: Entry) -> Level:
    _known_keys(entry, {"value", "all", "any"})
    conditions = {
        key: tuple(_condition(entry, key, item) for item in entry.content.get(key, ()))
        for key in ("all", "any")
    }
    return Level(_required(entry, "value"), conditions["all"], conditions["any"])


def _condition(entry: Entry, key: str, content: dict[str, Any]) -> Condition:
    extra = content.keys() - {"areas", "colours", "at_least"}
    if extra:
        raise entry.refuse(f"a condition has no key «{min(extra)}»", key)
    areas = tuple(content.get("areas", AREAS))
    colours = tuple(content.get("colours", ()))
    at_least = content.get("at_least", 0)
    for area in areas:
        _one_of(entry, key, area, AREAS)
    for colour in colours:
        _one_of(entry, key, colour, LEVELS)
    if not colours or not isinstance(at_least, int) or not 0 < at_least <= len(areas):
        raise entry.refuse(
            "a condition needs `colours`, and `at_least` from 1 to its number of areas",
            key,
        )
    return Condition(areas, colours, at_least)


def parse_indicators(
    entry: Entry,
    theme: str,
    *,
    labels: Labels,
    dimensions: Mapping[str, Dimension],
    rules: Mapping[str, IndexRule],
) -> Iterator[Indicator]:
    """Give the indicator, or one for each area or service where it says `repeat`."""
    _known_keys(entry, _INDICATOR_KEYS)
    _one_of(entry, "unit", _required(entry, "unit"), UNITS_OF_VALUE)
    _one_of(entry, "interval", entry.content.get("interval", ""), INTERVALS)
    _one_of(entry, "population", entry.content.get("population", "18+"), _POPULATIONS)
    for content in _repeated(entry):
        repeated = {
            kind: labels[kind].get(content[f"{kind}!"], {})
            for kind in REPEATS
            if f"{kind}!" in content
        }
        repeated["index"] = _index_text(content, dimensions, rules)
        yield Indicator(
            id=_required(entry, "id", content),
            theme=theme,
            unit=content["unit"],
            interval=content.get("interval", ""),
            categories=tuple(_categories(entry, content, dimensions)),
            groupings=_groupings(entry),
            label=_filled(_text(entry, "label", content.get("label")), repeated),
            definition=_filled(
                _text(entry, "definition", content.get("definition")), repeated
            ),
            population=content.get("population", "18+"),
            trend=bool(content.get("trend", False)),
            three_years=bool(content.get("three_years", False)),
        )


_POPULATIONS = ("18+", "16+")


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
    for category, numerator, denominator in _sets(entry, content, dimensions):
        found = polarity if isinstance(polarity, str) else polarity.get(category)
        chosen = _one_of(entry, "polarity", found or "neutral", POLARITIES)
        _check_set(entry, "numerator", numerator, dimensions)
        _check_set(entry, "denominator", denominator, dimensions)
        _check_unit(entry, content, denominator)
        yield Category(category, numerator, denominator, chosen)


def _sets(
    entry: Entry, content: dict[str, Any], dimensions: Mapping[str, Dimension]
) -> Iterator[tuple[str, str, str]]:
    denominator = content.get("denominator", "")
    if "dimension" in content:
        name = _one_of(entry, "dimension", content["dimension"], dimensions)
        for value in dimensions[name].values:
            yield value, f"{name}:{value}", f"{name}:known"
        if content.get("show_missing"):
            yield MISSING, f"{name}:{MISSING}", dimensions[name].base
    elif "categories_from" in content:
        kind = _one_of(entry, "categories_from", content["categories_from"], REPEATS)
        numerator = _required(entry, "numerator", content)
        for code in REPEATS[kind]:
            slot = f"{{{kind}}}"
            yield code, numerator.replace(slot, code), denominator.replace(slot, code)
    elif "categories" in content:
        for category, numerator in content["categories"].items():
            yield category, numerator, denominator
    else:
        yield "total", content["numerator"], denominator


def _check_unit(entry: Entry, content: dict[str, Any], denominator: str) -> None:
    unit, interval = content["unit"], content.get("interval", "")
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
    if value not in (*dimensions[name].values, "known", MISSING):
        return f"the dimension «{name}» has no value «{value}»"
    return ""


_PLAIN_SETS = (
    "",
    ALL,
    "every_group",
    "population",
    "units",
    "participants",
    "municipalities",
    "population_of_region",
)


def _groupings(entry: Entry) -> tuple[Grouping, ...]:
    content = entry.content.get("groupings", [{"groups": list(PROBLEM_GROUPS)}])
    groupings = []
    for item in content:
        extra = item.keys() - {"groups", "by", "levels"}
        if extra:
            raise entry.refuse(f"a grouping has no key «{min(extra)}»", "groupings")
        for group in item.get("groups", ()):
            _one_of(entry, "groupings", group, PROBLEM_GROUPS)
        for by in item.get("by", ()):
            _one_of(entry, "groupings", by, BREAKDOWNS)
        for level in item.get("levels", ()):
            _one_of(entry, "groupings", level, LEVELS_OF_REGION)
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


def _repeated(entry: Entry) -> Iterator[dict[str, Any]]:
    """Give the content once, or with `{area}` or `{service}` filled in for each.

    Texts for people are left alone: they take the word, not the code.
    """
    kind = entry.content.get("repeat")
    if kind is None:
        yield entry.content
        return
    _one_of(entry, "repeat", kind, REPEATS)
    for code in REPEATS[kind]:
        filled = {
            key: value
            if key in ("label", "definition")
            else _replace(value, f"{{{kind}}}", code)
            for key, value in entry.content.items()
        }
        yield {**filled, f"{kind}!": code}


def _replace(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list):
        return [_replace(item, old, new) for item in value]
    return value


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


def _known_keys(entry: Entry, keys: set[str]) -> None:
    extra = entry.content.keys() - keys
    if extra:
        key = min(extra)
        raise entry.refuse(f"there is no key «{key}»", key)


def _required(entry: Entry, key: str, content: dict[str, Any] | None = None) -> str:
    value = (entry.content if content is None else content).get(key)
    if not isinstance(value, str) or not value:
        raise entry.refuse(f"`{key}` is lacking, or is not a text", key)
    return value


def _one_of(entry: Entry, key: str, value: Any, allowed: Any) -> str:
    if value not in allowed:
        choices = ", ".join(sorted(allowed)) if len(allowed) <= 30 else "those declared"
        raise entry.refuse(f"`{key}` has «{value}»; it takes {choices}", key)
    return str(value)


def _text(entry: Entry, key: str, words: Any) -> Text:
    if not isinstance(words, dict) or set(words) != set(LANGUAGES):
        raise entry.refuse(f"«{key}» needs a text in {', '.join(LANGUAGES)}", key)
    return dict(words)
