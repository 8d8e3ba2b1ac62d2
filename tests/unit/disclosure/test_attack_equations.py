"""What the attacker leaves out of its equations changes nothing that is possible."""

from itertools import product

import numpy as np
import pytest
from scipy import sparse

from brukerplan.disclosure.attack.reducing import Equations, reduced
from brukerplan.disclosure.attack.solving import confine
from brukerplan.disclosure.attack.targets import Targets
from brukerplan.disclosure.attack.witnesses import System

WIDTH = 4
POINTS = np.array(list(product(range(5), repeat=4)), dtype="float64")


def system(rows: list[list[float]], low: list[float], high: list[float]) -> System:
    matrix = sparse.csc_array(np.array(rows))
    size = matrix.shape[1]
    return System(
        matrix,
        np.array(low),
        np.array(high),
        np.zeros(size),
        np.full(size, np.inf),
        np.zeros(size),
    )


def fitting(equations: Equations) -> np.ndarray:
    """Say which of the points fit, by trying each."""
    sums = POINTS @ equations.matrix.toarray().T
    return ((sums >= equations.low) & (sums <= equations.high)).all(axis=1)


@pytest.mark.parametrize("seed", range(60))
def test_the_same_numbers_are_possible_in_fewer_equations(seed: int) -> None:
    draw = np.random.default_rng(seed)
    true = draw.integers(0, 5, 4)
    left = draw.integers(-1, 2, (10, 4)).astype("float64")
    exact = draw.random(10) < 0.5
    low = left @ true - np.where(exact, 0, draw.integers(0, 2, 10))
    every = Equations(sparse.csr_array(left), low, np.where(exact, low, np.inf))
    fewer, least, most = reduced(every)
    within = ((least <= POINTS) & (most >= POINTS)).all(axis=1)
    assert np.array_equal(fitting(fewer) & within, fitting(every))
    assert len(fewer.low) <= len(every.low)


def test_a_part_is_at_most_a_whole_that_it_is_in() -> None:
    """The whole is the sum of two parts and 3 more: nothing else is to be said."""
    left = np.array([[1.0, -1, -1, 0], [1, -1, 0, 0], [-1, 0, 1, 0]])
    every = Equations(
        sparse.csr_array(left), np.array([3, 0, -np.inf]), np.array([3, np.inf, 0])
    )
    fewer, _, _ = reduced(every)
    assert len(fewer.low) == 1
    assert np.array_equal(fitting(fewer), fitting(every))


def test_equations_that_contradict_stay() -> None:
    left = np.array([[0.0, 0, 0, 0], [1, 1, 0, 0]])
    every = Equations(sparse.csr_array(left), np.array([1.0, 2]), np.array([1.0, 2]))
    fewer, _, _ = reduced(every)
    assert not fitting(fewer).any()


def test_a_number_in_no_equation_is_bounded_by_what_is_known_of_it() -> None:
    alone = system([[1, 1, 0]], [4], [4])
    marked = np.array([False, False, True])
    assert alone.beside(marked).tolist() == [False, False, True]
    part = alone.within(np.array([2]))
    assert part.extreme(np.array([1.0]), np.array([np.inf]), whole=False) == 0


def test_small_changes_find_what_the_search_from_nothing_finds() -> None:
    square = system(
        [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]],
        [5, 6, 4, 7],
        [5, 6, 4, 7],
    )
    cost, most = np.array([-1.0, 0, 0, 0]), np.full(4, np.inf)
    near = square.nearby(np.array([1.0, 4, 3, 3]), cost, most)
    assert near is not None
    assert near.tolist() == [4, 1, 0, 6]
    best = square.best(cost, most)
    assert best is not None
    assert best.tolist() == near.tolist()


@pytest.mark.parametrize("seed", range(30))
def test_what_is_confined_is_what_trying_every_number_says(seed: int) -> None:
    """Nothing is called safe that is not, and nothing given away that is not."""
    draw = np.random.default_rng(seed)
    true = draw.integers(0, 5, 4)
    left = (draw.random((3, 4)) < 0.6).astype("float64")
    left[2] = 1
    points = np.array(list(product(range(int(true.sum()) + 1), repeat=4)))
    points = points[(points @ left.T == left @ true).all(axis=1)]
    reach = np.ptp(points, axis=0)
    number = np.append(np.full(4, np.nan), left @ true)
    targets = Targets(
        np.arange(7) < 4, np.arange(7) < 4, np.full(7, np.nan), WIDTH, 5.0
    )
    solved = confine(
        sparse.csr_array(np.hstack([left, -np.eye(3)])),
        number,
        np.zeros(7),
        targets,
        local=np.arange(7) % 2 == 0,
        theme=np.arange(7) % 3,
    )
    assert np.array_equal(solved.confined[:4], reach < WIDTH)
    near = reach < WIDTH
    assert (solved.highest - solved.lowest)[:4][near].tolist() == reach[near].tolist()
