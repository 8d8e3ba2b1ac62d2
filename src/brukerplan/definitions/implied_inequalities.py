"""What definitions imply of each other's numbers: inequalities that hold of any people.

Who needs a service and does not get it is not among those who get it, so the two add up
to no more than those of whom it is known. A reader knows the definitions too, and can
reckon with all that follows from them.

Which values two dimensions can have together is not worked out in words but tried:
every combination of answers, missing ones included, is described as a person's are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations

import numpy as np

from brukerplan.definitions.answer_combinations import Described, answers_of, roots_of
from brukerplan.definitions.classification import MISSING, OUTSIDE, Codes
from brukerplan.definitions.indicator_model import (
    ALL,
    KNOWN,
    Definitions,
    Dimension,
    IndexRule,
)

Inequality = Mapping[str, int]
"""So many times the number of each set, added up, is at least 0."""

Questions = tuple[Mapping[str, Dimension], Mapping[str, IndexRule]]

People = Counter[str]
"""A number of people as so many times the numbers of sets, added up."""

_KEPT: list[tuple[Questions, list[Inequality]]] = []
"""The inequalities of the questions asked last: a release needs them twice."""


def inequalities(definitions: Definitions) -> list[Inequality]:
    """Give every inequality that follows, each once, in a fixed order."""
    questions = (definitions.dimensions, definitions.rules)
    if not _KEPT or _KEPT[0][0] != questions:
        _KEPT[:] = [(questions, _found(definitions))]
    return _KEPT[0][1]


def _found(definitions: Definitions) -> list[Inequality]:
    found: dict[frozenset[tuple[str, int]], Inequality] = {}
    for people in chain(_of_pairs(definitions), _of_each(definitions)):
        plain = {name: times for name, times in people.items() if times}
        if min(plain.values(), default=0) < 0:
            found.setdefault(frozenset(plain.items()), plain)
    return list(found.values())


def _of_pairs(definitions: Definitions) -> Iterator[People]:
    """What two dimensions that rest on the same answers cannot both be."""
    answers = answers_of(definitions)
    counted = [d for d in definitions.dimensions.values() if not d.number_in]
    for first, second in combinations(counted, 2):
        if roots_of(first, definitions) & roots_of(second, definitions):
            described = answers(first, second)
            yield from _apart(first, second, described)


def _apart(
    first: Dimension, second: Dimension, described: Described
) -> Iterator[People]:
    """People with values of one dimension that no value of the other goes with.

    Both together are no more than all. The values are as many as can be.
    """
    beside = _beside(described[first.id], described[second.id])
    every = set().union(*beside.values())
    for some in _subsets(sorted(beside)):
        others = every - set().union(*(beside[one] for one in some))
        widest = {one for one in beside if not beside[one] & others}
        if others and widest == set(some):
            yield _less(
                Counter({ALL: 1}),
                *(_people(first, value) for value in some),
                *(_people(second, value) for value in sorted(others)),
            )


def _beside(first: Codes, second: Codes) -> dict[int, set[int]]:
    """Give the codes of one dimension that each code of another goes with."""
    lowest, many = OUTSIDE, 256
    both = (first.astype("int64") - lowest) * many + (second.astype("int64") - lowest)
    beside: dict[int, set[int]] = {}
    for pair in np.flatnonzero(np.bincount(both)).tolist():
        one, other = divmod(pair, many)
        beside.setdefault(one + lowest, set()).add(other + lowest)
    return beside


def _subsets(values: Sequence[int]) -> Iterable[tuple[int, ...]]:
    return chain.from_iterable(
        combinations(values, size) for size in range(1, len(values) + 1)
    )


def _people(dimension: Dimension, value: int) -> People:
    """Give those with a value, told by sets that have figures of their own.

    Of a yes/no question, those of whom `no` is true are the known ones without `yes`.
    """
    base, known = Counter({dimension.base: 1}), _named(dimension, KNOWN)
    if value == OUTSIDE:
        return _less(Counter({ALL: 1}), base)
    if value == MISSING:
        return _less(base, known)
    if dimension.values == ("yes", "no") and value == 1:
        return _less(known, _named(dimension, "yes"))
    return _named(dimension, dimension.values[value])


def _named(dimension: Dimension, value: str) -> People:
    return Counter({f"{dimension.id}:{value}": 1})


def _less(whole: People, *parts: People) -> People:
    """Give what parts leave of a whole."""
    left = Counter(whole)
    for part in parts:
        left.subtract(part)
    return left


def _more(*parts: People) -> People:
    """Give parts added up."""
    return _less(Counter(), *(_less(Counter(), part) for part in parts))


def _of_each(definitions: Definitions) -> Iterator[People]:
    """What a dimension is made of, where that is more than two can tell."""
    for dimension in definitions.dimensions.values():
        if dimension.all_of or dimension.any_of or dimension.none_of:
            yield from _combined(dimension, definitions)
        areas = dimension.rated or dimension.areas
        if dimension.index:
            areas = tuple(roots_of(dimension, definitions))
            yield from _level_parts(dimension, definitions)
        if areas and definitions.dimensions.keys() >= set(areas):
            unrated = [_missing(definitions.dimensions[area]) for area in sorted(areas)]
            lacking = _people(dimension, 1 if dimension.rated else MISSING)
            yield _less(_more(*unrated), lacking)
        if dimension.count_of:
            yield from _counted(dimension)


def _missing(dimension: Dimension) -> People:
    return _people(dimension, MISSING)


def _combined(dimension: Dimension, definitions: Definitions) -> Iterator[People]:
    """Those for whom all hold, one holds or none does, of several that may overlap."""
    names = [*dimension.all_of, *dimension.any_of, *dimension.none_of]
    sources = [definitions.dimensions[name.partition(":")[0]] for name in names]
    if any(source.within for source in sources):
        return
    holds, fails = [], []
    for source, name in zip(sources, names, strict=True):
        value = source.values.index(name.partition(":")[2])
        others = [at for at in range(len(source.values)) if at != value]
        holds.append(_people(source, value))
        fails.append(_more(*(_people(source, other) for other in others)))
    wanted = holds if dimension.all_of else fails
    unwanted = fails if dimension.all_of else holds
    every, some = (
        _people(dimension, at) for at in ((1, 0) if dimension.any_of else (0, 1))
    )
    inside = [Counter({dimension.within: 1})] if dimension.within else []
    yield _less(_more(*unwanted), some)
    yield _less(_more(*map(_missing, sources)), _missing(dimension))
    yield _not_all([*inside, *wanted], every)
    if len(sources) == 1:
        yield _not_all([*inside, *unwanted], some)
        yield _not_all([*inside, _missing(sources[0])], _missing(dimension))


def _not_all(sets: Sequence[People], common: People) -> People:
    """Sets overlap at least in what they have more than there are people."""
    spare = Counter({ALL: len(sets) - 1})
    return _less(_more(common, spare), *sets)


def _counted(dimension: Dimension) -> Iterator[People]:
    """Areas with a colour, counted by area, are as many as counted by person."""
    by_area = _more(
        *(Counter({f"{a}:{dimension.count_of}": 1}) for a in dimension.areas)
    )
    few, many = Counter[str](), Counter[str]()
    for band, (low, high) in dimension.bands.items():
        few[f"{dimension.id}:{band}"] = low
        many[f"{dimension.id}:{band}"] = min(high, len(dimension.areas))
    yield _less(by_area, few)
    unknown = [_missing(dimension)] * (len(dimension.areas) - 1)
    yield _less(_more(many, *unknown), by_area)


def _level_parts(dimension: Dimension, definitions: Definitions) -> Iterator[People]:
    """Of people on a level that asks for so many areas, so many areas are counted."""
    for level in definitions.rules[dimension.index].levels:
        for condition in level.all_of:
            areas = _more(
                *(
                    Counter({f"{area}:{colour}": 1})
                    for area in condition.areas
                    for colour in condition.colours
                )
            )
            people = [_named(dimension, level.value)] * condition.at_least
            yield _less(areas, *people)
