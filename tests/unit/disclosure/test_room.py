"""The last numbers without room: divided into groups, each with a program of its own."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from small_tables import NO_SETS, RECIPIENTS, county_table

from brukerplan.disclosure import DisclosurePolicy, room
from brukerplan.disclosure.cells import cells_of
from brukerplan.disclosure.moves import State
from brukerplan.disclosure.primary import Problem, problem_of
from brukerplan.disclosure.relations import relations_of

PLACES = [f"11{number:02}" for number in range(1, 13)]
SUM = 3 * len(PLACES)


@pytest.fixture
def three_each() -> Problem:
    """Give twelve municipalities with three recipients each, and their sum.

    Where one has more, others have fewer; none has nobody, as that would be shown.
    """
    numbers = {**dict.fromkeys(PLACES, 3), "11": SUM, "0": SUM}
    rows = [{"region_code": code, "numerator": n} for code, n in numbers.items()]
    table = county_table(rows, PLACES, **RECIPIENTS)
    cells = cells_of(table.rows)
    relations = relations_of(cells, table.regions, NO_SETS)
    return problem_of(table.rows, cells, relations, DisclosurePolicy())


def settled(problem: Problem, threads: int) -> room.Search:
    """Give every number room, with nothing more hidden: the sum stays shown."""
    state = State.of(problem, problem.hidden)
    with ThreadPoolExecutor(threads) as pool:
        search = room.Search(state, pool)
        search.the_last(np.zeros_like(state.hidden))
    assert not state.open.any()
    return search


def test_each_move_keeps_the_sum_and_no_place_is_left_empty(
    three_each: Problem,
) -> None:
    moves = settled(three_each, 2).state.moves
    true = three_each.relations.count[: three_each.relations.cells]
    places = (true + np.array(moves))[:, true == 3]
    assert places.shape[1] == len(PLACES)
    assert np.array_equal(places, np.round(places))
    assert (places.sum(axis=1) == SUM).all()
    assert (places >= 1).all()
    assert (np.ptp(places, axis=0) >= three_each.width).all()


def test_a_number_that_cannot_go_up_gets_room_by_going_down() -> None:
    """All six have a plan: their number is hidden, as six are too few for a share."""
    same = RECIPIENTS | {"numerator_set": "plan:yes", "denominator_set": "all"}
    del same["denominator"]
    rows = [
        {"region_code": PLACES[0], "numerator": 6, "denominator": 6},
        {"region_code": PLACES[1], "numerator": 20, "denominator": 30},
    ]
    table = county_table(rows, PLACES[:2], **same)
    cells = cells_of(table.rows)
    relations = relations_of(cells, table.regions, NO_SETS)
    problem = problem_of(table.rows, cells, relations, DisclosurePolicy())
    assert problem.sensitive[: len(cells)].sum() == 1
    search = settled(problem, 1)
    moved = np.array(search.state.moves)[:, problem.sensitive[: len(cells)]]
    assert moved.max() == 0
    assert moved.min() <= -problem.width


def test_what_is_hidden_does_not_hang_on_the_number_of_threads(
    three_each: Problem,
) -> None:
    alone, together = settled(three_each, 1).state, settled(three_each, 4).state
    assert np.array_equal(alone.hidden, together.hidden)
    assert np.array_equal(alone.moves, together.moves)


def test_groups_settle_in_fewer_rounds(
    three_each: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_groups = settled(three_each, 1).turn
    monkeypatch.setattr(room, "GROUPS", 1)
    assert in_groups < settled(three_each, 1).turn
