"""Places with so few people that their number confines others, checked by counting."""

from itertools import product

import numpy as np
import pytest
from small_tables import NO_SETS, RECIPIENTS, county_table, protect

from brukerplan.disclosure import DisclosurePolicy
from brukerplan.disclosure.cells import cells_of
from brukerplan.disclosure.few_people import cannot_be_shown
from brukerplan.disclosure.primary import problem_of
from brukerplan.disclosure.relations import relations_of
from brukerplan.tables import IndicatorTable

SEXES = ("female", "male")
BANDS = ("18-24", "25-34", "35-44", "45-54", "55-66")
LARGE = np.full((2, 5), 40)
WIDTH = 4


def recipients_by_sex_and_age(few: np.ndarray) -> IndicatorTable:
    """Give the recipients of a small and a large municipality, their county, the nation."""
    places = {"1101": few, "1103": LARGE, "11": few + LARGE, "0": few + LARGE}
    rows = [
        {
            "region_code": code,
            "sex": sex,
            "age_band": band,
            "numerator": number,
        }
        for code, counts in places.items()
        for sex, band, number in _with_totals(counts)
    ]
    return county_table(rows, ["1101", "1103"], **RECIPIENTS)


def _with_totals(counts: np.ndarray) -> list[tuple[str, str, int]]:
    whole = np.pad(counts, ((0, 1), (0, 1)))
    whole[-1, :-1], whole[:, -1] = counts.sum(axis=0), whole.sum(axis=1)
    whole[-1, -1] = counts.sum()
    names = product((*SEXES, "total"), (*BANDS, "total"))
    return [(*name, int(n)) for name, n in zip(names, whole.ravel(), strict=True)]


def confined_by_the_total(few: np.ndarray) -> bool:
    """Count all tables with this total and at least one where somebody is.

    Says whether a small number has values less than the width apart in them.
    """
    some = np.argwhere(few > 0)
    spare = int(few.sum()) - len(some)
    tables = []
    for extra in product(range(spare + 1), repeat=len(some) - 1):
        if sum(extra) <= spare:
            table = np.zeros_like(few)
            table[tuple(some.T)] = 1 + np.array([*extra, spare - sum(extra)])
            tables.append(table)
    every = np.array(tables)
    for numbers, true in (
        (every, few),
        (every.sum(axis=1), few.sum(axis=0)),
        (every.sum(axis=2), few.sum(axis=1)),
    ):
        reach = numbers.max(axis=0) - numbers.min(axis=0)
        if np.any((true > 0) & (true < 5) & (reach < WIDTH)):
            return True
    return False


EXAMPLES = [
    ([[1, 1, 1, 1, 1], [1, 1, 2, 3, 0]], True),
    ([[2, 2, 0, 0, 1], [3, 4, 0, 0, 2]], False),
    ([[0, 0, 3, 0, 0], [0, 0, 6, 0, 0]], False),
    ([[0, 0, 3, 0, 0], [0, 0, 2, 0, 0]], True),
    ([[1, 0, 1, 0, 1], [1, 0, 1, 0, 1]], True),
    ([[1, 0, 1, 0, 1], [1, 0, 1, 0, 6]], False),
]


@pytest.mark.parametrize(("counts", "expected"), EXAMPLES)
def test_the_number_of_recipients_goes_where_it_confines_others(
    counts: list[list[int]], expected: bool
) -> None:
    few = np.array(counts)
    assert confined_by_the_total(few) == expected
    table = recipients_by_sex_and_age(few)
    cells = cells_of(table.rows)
    relations = relations_of(cells, table.regions, NO_SETS)
    problem = problem_of(table.rows, cells, relations, DisclosurePolicy())
    marked = np.flatnonzero(cannot_be_shown(problem))
    assert len(marked) == expected
    where = [cells.text(n)[i] for i in marked for n in ("region", "sex", "age_band")]
    assert where == (["municipality:1101", "total", "total"] if expected else [])


def test_the_number_of_a_large_neighbour_goes_with_it() -> None:
    """Else the county less the neighbour gives it back."""
    rows = protect(recipients_by_sex_and_age(np.array(EXAMPLES[0][0]))).rows
    totals = rows[(rows["sex"] == "total") & (rows["age_band"] == "total")]
    status = totals.set_index("region_code")["status"]
    assert status["1101"] != "shown"
    assert (status[["1103", "11"]] != "shown").any()
