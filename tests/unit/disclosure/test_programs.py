"""Programs that move numbers: made smaller, solved and made whole, one answer."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from brukerplan.disclosure import solving
from brukerplan.disclosure.programs import Program, smaller
from brukerplan.disclosure.solving import best_move

NUMBERS, SUMS = 300, 80


def program(
    rows: list[list[float]],
    low: list[float],
    high: list[float],
    least: float | list[float] = -3.0,
    most: float | list[float] = 3.0,
) -> Program:
    """Give a program without prices."""
    size = len(rows[0])
    return Program(
        np.zeros(size),
        sparse.csr_array(np.array(rows)),
        np.array(low),
        np.array(high),
        np.broadcast_to(np.array(least, dtype="float64"), size).copy(),
        np.broadcast_to(np.array(most, dtype="float64"), size).copy(),
    )


def random_program(seed: int) -> Program:
    """Give random sums, many of two numbers or one, that change by nothing or little."""
    draw = np.random.default_rng(seed)
    large = sparse.random_array(
        (SUMS, NUMBERS), density=0.03, rng=draw, data_sampler=lambda size: np.ones(size)
    )
    pairs = sparse.random_array(
        (SUMS, NUMBERS),
        density=1.5 / NUMBERS,
        rng=draw,
        data_sampler=lambda size: np.ones(size),
    )
    signs = sparse.diags_array(draw.choice((-1.0, 1.0), NUMBERS))
    slack = draw.choice((0.0, 2.0), 2 * SUMS)
    return Program(
        np.where(draw.random(NUMBERS) < 0.3, 0.01, 0.0),
        sparse.csr_array(sparse.vstack([large, pairs]) @ signs),
        -slack,
        slack,
        -draw.integers(0, 5, NUMBERS).astype("float64"),
        np.full(NUMBERS, 6.0),
    )


def most_gained(asked: Program, gain: np.ndarray) -> float:
    """Give the most that can be gained, by another solver and the plainest form."""
    both = sparse.hstack([asked.matrix, -asked.matrix])
    found = linprog(
        np.concatenate([asked.price - gain, asked.price + gain]),
        A_ub=sparse.vstack([both, -both]),
        b_ub=np.concatenate([asked.high, -asked.low]),
        bounds=np.column_stack(
            [np.zeros(2 * len(gain)), np.concatenate([asked.most, -asked.least])]
        ),
        method="highs-ipm",
    )
    return float(-found.fun)


def gained(asked: Program, gain: np.ndarray, x: np.ndarray) -> float:
    return float(gain @ x - asked.price @ np.abs(x))


def assert_allowed(asked: Program, x: np.ndarray) -> None:
    change = asked.matrix @ x
    assert np.all((change >= asked.low - 1e-6) & (change <= asked.high + 1e-6))
    assert np.all((x >= asked.least - 1e-6) & (x <= asked.most + 1e-6))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("gaining", [3, 100])
def test_a_move_gains_nearly_what_can_be_gained_and_is_whole(
    seed: int, gaining: int
) -> None:
    """The fractions that a linear program has are few, so they cost little."""
    asked = random_program(seed)
    gain = np.zeros(NUMBERS)
    gain[np.random.default_rng(seed).choice(NUMBERS, gaining, replace=False)] = 1.0
    x = best_move(smaller(asked), gain)
    assert_allowed(asked, x)
    assert np.array_equal(x, np.round(x))
    best = most_gained(asked, gain)
    assert best > 0
    assert 0.9 * best <= gained(asked, gain, x) <= best + 1e-6


@pytest.mark.parametrize("seed", range(8))
def test_a_smaller_program_says_the_same(seed: int) -> None:
    asked = random_program(seed)
    made = smaller(asked)
    assert made.program.matrix.shape[0] < asked.matrix.shape[0]
    assert made.program.matrix.shape[1] < asked.matrix.shape[1]
    gain = np.random.default_rng(seed).normal(size=NUMBERS)
    less = most_gained(made.program, made.gains(gain))
    assert less == pytest.approx(most_gained(asked, gain), abs=1e-6)


def test_limits_that_are_added_when_broken_are_kept() -> None:
    """At most four of ten, a limit too far off to be there from the start; and of the
    first five three, once those are looked for instead."""
    first = [1.0] * 5 + [0.0] * 5
    asked = program([[1.0] * 10, first], [-9, -9], [4, 3], least=0, most=1)
    gain = np.array([3.0] * 5 + [1.0] * 5)
    assert solving.NEAR < 3
    x = best_move(smaller(asked), gain)
    assert_allowed(asked, x)
    assert gain @ x == pytest.approx(3 * 3 + 1)


def test_where_the_solver_gives_up_another_way_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solving, "_from_no_move", lambda *_: None)
    asked = random_program(1)
    gain = np.random.default_rng(1).normal(size=NUMBERS)
    x = best_move(smaller(asked), gain)
    assert_allowed(asked, x)
    best = most_gained(asked, gain)
    assert 0.9 * best <= gained(asked, gain, x) <= best + 1e-6


def test_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Its own output would be among a command's results."""
    best_move(smaller(random_program(1)), np.ones(NUMBERS))
    assert capfd.readouterr() == ("", "")


def test_numbers_that_are_equal_or_opposite_are_one() -> None:
    """The second equals the first, the third is opposite to the second."""
    asked = program([[1, -1, 0, 0], [0, 1, 1, 0], [1, 0, 0, 1]], [0, 0, -1], [0, 0, 1])
    made = smaller(asked)
    assert made.program.matrix.shape == (1, 2)
    x = made.move(np.arange(1.0, 3.0))
    assert x[0] == x[1] == -x[2]
    assert np.allclose(asked.matrix[:2] @ x, 0)
    assert made.gains(np.array([1.0, 2.0, 4.0, 8.0])).tolist() == [-1.0, 8.0]


def test_a_number_that_is_its_own_opposite_stands_still() -> None:
    """Three that are each opposite to the other two are all nought."""
    asked = program([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [0] * 3, [0] * 3)
    made = smaller(asked)
    assert made.program.matrix.shape == (0, 0)
    assert best_move(made, np.ones(3)).tolist() == [0, 0, 0]


def test_numbers_that_are_one_go_no_further_than_each_of_them() -> None:
    asked = program([[1, -1]], [0], [0], least=[-1, -5], most=[4, 2])
    assert best_move(smaller(asked), np.ones(2)).tolist() == [2, 2]
    assert best_move(smaller(asked), -np.ones(2)).tolist() == [-1, -1]


def test_a_limit_of_one_number_is_kept_in_whole_numbers() -> None:
    """Twice the number may change by 3, so it changes by 1."""
    asked = program([[2.0]], [-3], [3])
    assert best_move(smaller(asked), np.ones(1)).tolist() == [1]


def test_where_nothing_is_asked_each_number_goes_all_the_way() -> None:
    asked = program([[0.0, 0.0]], [0], [0], least=-2, most=[1, 0])
    assert best_move(smaller(asked), np.array([1.0, -1.0])).tolist() == [1, -2]


def test_a_price_above_the_gain_keeps_a_number_where_it_is() -> None:
    asked = replace(program([[0.0]], [0], [0]), price=np.array([2.0]))
    assert best_move(smaller(asked), np.array([1.5])).tolist() == [0]
    assert best_move(smaller(asked), np.array([-2.5])).tolist() == [-3]


def test_fractions_are_made_whole_with_what_stands_beside_them() -> None:
    """Three that are at most 1 in pairs: a half each gains most, but one is whole."""
    pairs = [[1, 1, 0], [0, 1, 1], [1, 0, 1]]
    asked = program(pairs, [0] * 3, [1] * 3, least=0)
    assert most_gained(asked, np.ones(3)) == pytest.approx(1.5)
    x = best_move(smaller(asked), np.ones(3))
    assert_allowed(asked, x)
    assert sorted(x.tolist()) == [0, 0, 1]


def test_a_move_that_cannot_be_made_whole_keeps_its_fractions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So it is still seen that numbers can move, and the attack decides how far."""
    monkeypatch.setattr(solving, "BESIDE", ())
    pairs = [[1, 1, 0], [0, 1, 1], [1, 0, 1]]
    asked = program(pairs, [0] * 3, [1] * 3, least=0)
    assert best_move(smaller(asked), np.ones(3)) == pytest.approx([0.5] * 3)
