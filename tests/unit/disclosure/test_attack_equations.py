"""What the attacker leaves out of its equations changes nothing that is possible."""

from itertools import product

import numpy as np
import pytest
from scipy import sparse

from brukerplan.disclosure.attack.claims import mended
from brukerplan.disclosure.attack.reducing import Equations, reduced
from brukerplan.disclosure.attack.solving import Solved, confine
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


def solved_beside(
    left: np.ndarray, total: np.ndarray, claims: np.ndarray | None = None
) -> Solved:
    """Attack the numbers of `left @ numbers == total`, with claims of what they are."""
    rows, size = left.shape
    number = np.append(np.full(size, np.nan), total)
    attacked = np.arange(size + rows) < size
    base = np.full(size + rows, np.nan)
    if claims is None:
        claims = np.zeros((0, size))
    return confine(
        sparse.csr_array(np.hstack([left, -np.eye(rows)])),
        number,
        np.zeros(size + rows),
        Targets(attacked, attacked, base, WIDTH, 5.0),
        local=np.arange(size + rows) % 2 == 0,
        theme=np.arange(size + rows) % 3,
        claims=np.hstack([claims, np.tile(total, (len(claims), 1))]),
    )


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("claiming", ["nothing", "truth", "fractions", "untruth"])
def test_what_is_confined_is_what_trying_every_number_says(
    claiming: str, seed: int
) -> None:
    """Nothing is called safe that is not, and nothing given away that is not.

    Whatever is claimed to be possible: what is not is seen not to be.
    """
    draw = np.random.default_rng(seed)
    true = draw.integers(0, 5, 4)
    left = (draw.random((3, 4)) < 0.6).astype("float64")
    left[2] = 1
    points = np.array(list(product(range(int(true.sum()) + 1), repeat=4)))
    points = points[(points @ left.T == left @ true).all(axis=1)]
    reach = np.ptp(points, axis=0)
    others = points[draw.integers(0, len(points), 3)]
    claims = {
        "nothing": np.zeros((0, 4)),
        "truth": np.array([true, *others]),
        "fractions": np.array([true, *(0.5 * true + 0.5 * others)]),
        "untruth": np.array([true, *(true + draw.integers(-9, 9, (3, 4)))]),
    }[claiming]
    solved = solved_beside(left, left @ true, claims)
    assert np.array_equal(solved.confined[:4], reach < WIDTH)
    near = reach < WIDTH
    assert (solved.highest - solved.lowest)[:4][near].tolist() == reach[near].tolist()


def test_numbers_claimed_that_do_not_fit_are_not_begun_from() -> None:
    """x + y = 3: of numbers up to 9 that are claimed, none is possible."""
    solved = solved_beside(
        np.array([[1.0, 1]]), np.array([3.0]), np.array([[9.0, 0], [0, 9]])
    )
    assert solved.confined[:2].all()
    assert (solved.highest - solved.lowest)[:2].tolist() == [3, 3]


def test_what_no_program_decides_is_not_called_safe(monkeypatch) -> None:
    """3 x + 7 y = 28: y is 1 or 4, though fractions would let it be from 0 to 4.

    Only an integer program sees that; one that may not be run decides nothing.
    """
    left, total = np.array([[3.0, 7]]), np.array([28.0])
    assert solved_beside(left, total).confined[:2].tolist() == [False, True]
    extreme = System.extreme
    monkeypatch.setattr(
        System,
        "extreme",
        lambda self, cost, most, *, whole: (
            -np.inf if whole else extreme(self, cost, most, whole=False)
        ),
    )
    solved = solved_beside(left, total)
    assert not solved.confined.any()
    assert solved.undecided[:2].tolist() == [False, True]


@pytest.mark.parametrize(("wanted", "expected"), [(0, [1, 0, 0]), (1, [0, 1, 0])])
def test_a_claim_made_whole_takes_what_is_wanted_as_far_as_it_can(
    wanted: int, expected: list[float]
) -> None:
    """Half of one and half of another: whole, it is all of either."""
    half = np.array([0.5, 0.5, 0])
    one_of_three = system([[1, 1, 1]], [1], [1])
    at, numbers = mended(
        one_of_three,
        np.array([0.0, 0, 1]),
        half,
        np.arange(3),
        np.arange(3) == wanted,
    )
    assert at.tolist() == [0, 1, 2]
    assert numbers.tolist() == expected


def test_a_claim_is_made_whole_with_the_help_of_a_number_that_it_leaves() -> None:
    """Twice the first and the last make the second, which goes on in a long chain.

    The claim leaves the last at 0, and the first would have to be a half.
    """
    chain = np.eye(7, 9, 1) - np.eye(7, 9, 2)
    doubled = np.eye(1, 9) * 2 - np.eye(1, 9, 1) + np.eye(1, 9, 8)
    rows = np.concatenate([doubled, chain[:-1]])
    linked = system(rows.tolist(), [0] * 7, [0] * 7)
    claim = np.array([0.5, 1, 1, 1, 1, 1, 1, 1, 0])
    changed, wanted = np.arange(8), np.arange(9) == 7
    at, numbers = mended(linked, np.zeros(9), claim, changed, wanted)
    assert at.tolist() == list(range(9))
    assert numbers.tolist() == [0, 1, 1, 1, 1, 1, 1, 1, 1]


def test_a_claim_that_cannot_be_made_whole_is_no_change() -> None:
    doubled = system([[2, -1, 0], [0, 1, -1]], [0, 0], [0, 0])
    doubled.most[2] = 1
    claim, everywhere = np.array([0.5, 1, 1]), np.ones(3, dtype=bool)
    at, numbers = mended(doubled, np.zeros(3), claim, np.arange(3), everywhere)
    assert np.array_equal(numbers, np.zeros(len(at)))
