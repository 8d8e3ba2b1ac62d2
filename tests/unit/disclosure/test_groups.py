"""Places move in groups: which, and that what they find holds for all together."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from small_tables import NO_SETS, RECIPIENTS, county_table

from brukerplan.disclosure import DisclosurePolicy, room
from brukerplan.disclosure.cells import NONE, cells_of
from brukerplan.disclosure.groups import FAMILIES, far_groups, near_groups, wide_groups
from brukerplan.disclosure.primary import Problem, problem_of
from brukerplan.disclosure.relations import relations_of

COUNTIES = [f"{number:02}" for number in range(11, 23)]
PLACES = [f"{county}{number:02}" for county in COUNTIES for number in range(1, 13)]
PARTS = ("male", "female")


@pytest.fixture(scope="module")
def nation() -> Problem:
    """Give twelve counties with twelve municipalities each, recipients by sex.

    Every third municipality has few of one sex, so its numbers need protection.
    """
    of = {
        code: (3 if at % 3 == 0 else 6 + at % 7, 8 + at % 5)
        for at, code in enumerate(PLACES)
    }
    for county in COUNTIES:
        inside = [of[code] for code in PLACES if code.startswith(county)]
        of[county] = tuple(map(sum, zip(*inside, strict=True)))
    of["0"] = tuple(map(sum, zip(*(of[county] for county in COUNTIES), strict=True)))
    rows = [
        {"region_code": code, "sex": sex, "numerator": number}
        for code, numbers in of.items()
        for sex, number in zip(("total", *PARTS), (sum(numbers), *numbers), strict=True)
    ]
    table = county_table(rows, PLACES, **RECIPIENTS)
    cells = cells_of(table.rows)
    relations = relations_of(cells, table.regions, NO_SETS)
    return problem_of(table.rows, cells, relations, DisclosurePolicy())


def regions_in(problem: Problem, column: np.ndarray) -> set[int]:
    return set(problem.place[column].tolist())


def test_near_groups_are_places_of_one_county(nation: Problem) -> None:
    column = np.flatnonzero(nation.local)
    label = near_groups(nation, column, 12, turn=1)
    for number in np.unique(label):
        assert len(set(nation.above[column[label == number]])) == 1
    sizes = np.bincount(label)
    assert sizes.sum() == len(column)
    assert sizes.max() <= 12 + 3


def test_groups_are_drawn_anew_each_turn_and_the_same_in_the_same(
    nation: Problem,
) -> None:
    column = np.flatnonzero(nation.local)
    first = near_groups(nation, column, 12, turn=1)
    assert np.array_equal(first, near_groups(nation, column, 12, turn=1))
    assert not np.array_equal(first, near_groups(nation, column, 12, turn=2))


def test_a_few_counties_move_together_each_with_some_of_its_own(
    nation: Problem,
) -> None:
    column = np.arange(len(nation.place))
    label = far_groups(nation, column, nation.sensitive, 12, turn=1)
    counties = set(nation.above[nation.local].tolist())
    with_counties = [
        regions_in(nation, column[label == number])
        for number in np.unique(label[label != NONE])
        if counties & regions_in(nation, column[label == number])
    ]
    assert set().union(*with_counties) >= counties
    above = dict(zip(nation.place.tolist(), nation.above.tolist(), strict=True))
    for places in with_counties:
        inside = counties & places
        assert 1 < len(inside) <= FAMILIES
        assert {above[place] for place in places - inside} == inside
    still = regions_in(nation, column[label == NONE])
    assert still == {above[next(iter(counties))]}


def test_all_counties_and_the_nation_move_with_some_places_of_each_county(
    nation: Problem,
) -> None:
    column = np.arange(len(nation.place))
    label = wide_groups(nation, column, nation.sensitive, 12, turn=1)
    assert set(label) == {0, NONE}
    moving = regions_in(nation, column[label == 0])
    still = regions_in(nation, column[label == NONE])
    local = set(nation.place[nation.local].tolist())
    assert not moving & still
    assert still < local
    above = dict(zip(nation.place.tolist(), nation.above.tolist(), strict=True))
    counties = {above[place] for place in local}
    assert {above[place] for place in moving & local} == counties
    assert moving - local == regions_in(nation, column[~nation.local]) > counties
    other = wide_groups(nation, column, nation.sensitive, 12, turn=2)
    assert regions_in(nation, column[other == 0]) != moving


def test_what_is_small_enough_moves_as_one(nation: Problem) -> None:
    column = np.arange(len(nation.place))
    everything = far_groups(nation, column, nation.sensitive, len(column), turn=1)
    assert set(everything) == {0}


@pytest.fixture
def in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let places move in groups in a table as small as this."""
    monkeypatch.setattr(room, "MANY", 1)
    monkeypatch.setattr(room, "SIZE", 12)


@pytest.mark.usefixtures("in_groups")
def test_moves_of_all_groups_together_keep_every_sum(nation: Problem) -> None:
    found = room.make_room(nation, nation.hidden)
    relations, moves = nation.relations, np.array(found.moves)
    cells = relations.cells
    assert not moves[:, ~found.hidden[:cells]].any()
    assert np.array_equal(moves, np.round(moves))
    plain = np.diff(relations.matrix[:, cells:].tocsr().indptr) == 0
    sums = relations.matrix[np.flatnonzero(plain), :cells] @ moves.T
    assert plain.any()
    assert np.allclose(sums, 0, atol=1e-4)
    numbers = relations.count[:cells] + moves
    assert (numbers >= nation.lowest[:cells] - 1e-4).all()
    reach = np.ptp(np.vstack([numbers, relations.count[:cells]]), axis=0)
    assert (reach[nation.sensitive[:cells]] >= nation.width - 1e-4).all()


@pytest.mark.usefixtures("in_groups")
def test_groups_move_alike_on_any_number_of_threads(
    nation: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = room.make_room(nation, nation.hidden)
    monkeypatch.setattr(room, "ThreadPoolExecutor", lambda _: ThreadPoolExecutor(1))
    alone = room.make_room(nation, nation.hidden)
    assert np.array_equal(many.hidden, alone.hidden)
    assert np.array_equal(many.moves, alone.moves)
