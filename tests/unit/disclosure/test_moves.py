"""The programs that move numbers: two ways to ask, one answer."""

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import LinearConstraint, linprog

from brukerplan.disclosure import moves

NUMBERS, SUMS = 300, 80


def program(seed: int, gaining: int) -> tuple[np.ndarray, LinearConstraint, np.ndarray]:
    """Give random sums that change by nothing or little, and numbers that gain."""
    draw = np.random.default_rng(seed)
    matrix = sparse.random_array(
        (SUMS, NUMBERS), density=0.03, rng=draw, data_sampler=lambda size: np.ones(size)
    )
    signs = sparse.diags_array(draw.choice((-1.0, 1.0), NUMBERS))
    slack = draw.choice((0.0, 2.0), SUMS)
    cost = np.where(draw.random(NUMBERS) < 0.3, 0.01, 0.0)
    cost[draw.choice(NUMBERS, gaining, replace=False)] = -1.0
    equations = LinearConstraint(sparse.csc_array(matrix @ signs), -slack, slack)
    return cost, equations, draw.integers(0, 5, NUMBERS).astype("float64")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("gaining", [3, 100])
def test_the_cheapest_move_costs_what_an_ordinary_program_says(
    seed: int, gaining: int
) -> None:
    """Few numbers or many that gain: both forms keep the sums and cost the least."""
    cost, equations, down = program(seed, gaining)
    few = gaining <= moves.FEW * NUMBERS
    assert few == (gaining == 3)
    up = np.full(NUMBERS, 6.0)
    found = moves._best(cost, equations, -down, up)
    change = equations.A @ found
    assert np.all(np.abs(change) <= equations.ub + 1e-6)
    assert np.all((found >= -down - 1e-6) & (found <= up + 1e-6))
    expected = linprog(
        cost,
        A_ub=sparse.vstack([equations.A, -equations.A]),
        b_ub=np.concatenate([equations.ub, equations.ub]),
        bounds=np.column_stack([-down, up]),
        method="highs-ipm",
    )
    assert cost @ found == pytest.approx(expected.fun, abs=1e-6)
    assert cost @ found < 0
