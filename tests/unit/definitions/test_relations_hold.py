"""Every relation that disclosure control is told of is true of made-up people."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from brukerplan.definitions import load_definitions, set_relations
from brukerplan.indicators.counting import count_year
from brukerplan.synthetic.made_up_people import draw_people
from brukerplan.tables import (
    AREAS,
    COUNT_DTYPES,
    PARTICIPATION_DTYPES,
    SERVICES,
    YES_NO_COLUMNS,
    Survey,
    empty_frame,
    typed,
)

GROUPS = ("all", "substance", "substance_only", "mental_only")


def survey_with_holes() -> Survey:
    """Draw people, and make a tenth of each answer missing."""
    places = pd.DataFrame(
        {"municipality_code": ["1101"], "adults": [60_000], "centrality": [3]}
    )
    persons = draw_people(places, year=2024, seed=4)
    random = np.random.default_rng(5)
    answers = [*AREAS, *YES_NO_COLUMNS]
    answers += [f"{kind}_{s}" for kind in ("received", "needed") for s in SERVICES]
    for column in answers:
        persons[column] = persons[column].mask(random.random(len(persons)) < 0.1)
    taking = pd.DataFrame(
        [(2024, "1101", "persons", "", "", "", 0)], columns=list(PARTICIPATION_DTYPES)
    )
    return Survey(
        persons, empty_frame(COUNT_DTYPES), typed(taking, PARTICIPATION_DTYPES)
    )


def test_every_relation_is_true_of_people_with_missing_answers() -> None:
    definitions = load_definitions()
    counts = count_year(
        survey_with_holes(),
        2024,
        definitions=definitions,
        dimensions=list(definitions.dimensions),
    )

    def number(name: str, group: str) -> int:
        if name == "every_group":
            name, group = "all", "all"
        dimension = definitions.dimensions.get(name.partition(":")[0])
        found = counts.count(name, dimension, group=group, sex="total", age="total")
        return int(found[0])

    checked = _check(set_relations(definitions), number)
    assert checked > 1000


def _check(relations: pd.DataFrame, number: Callable[[str, str], Any]) -> int:
    checked = 0
    for _, parts in relations.groupby("relation_id"):
        first = parts.iloc[0]
        for group in GROUPS if first["whole_group"] == "*" else [first["whole_group"]]:
            whole = number(first["whole_set"], group)
            each = [
                times * number(name, group if part == "*" else part)
                for name, part, times in zip(
                    parts["part_set"],
                    parts["part_group"],
                    parts["times"],
                    strict=True,
                )
            ]
            if first["kind"] == "sum":
                assert sum(each) == whole, (group, first["whole_set"])
            else:
                assert sum(each) <= whole, (group, first["whole_set"])
            checked += 1
    return checked
