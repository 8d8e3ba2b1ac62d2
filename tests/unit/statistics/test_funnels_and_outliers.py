"""Funnel limits against the distributions; fences worked by hand."""

import numpy as np
import pytest
from scipy import stats

from brukerplan import statistics


@pytest.mark.parametrize("confidence", [0.95, 0.998])
@pytest.mark.parametrize("n", [50, 500, 20_000])
def test_share_limits_are_spiegelhalters_interpolated_binomial(
    n: int, confidence: float
) -> None:
    target = 0.12
    ours = statistics.share_funnel(target, [n], confidence)
    for tail, limit in [
        ((1 - confidence) / 2, ours.lower[0]),
        ((1 + confidence) / 2, ours.upper[0]),
    ]:
        r = stats.binom.ppf(tail, n, target)
        alpha = (stats.binom.cdf(r, n, target) - tail) / stats.binom.pmf(r, n, target)
        assert limit == pytest.approx(max(r - alpha, 0) / n, rel=1e-10)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
@pytest.mark.parametrize("n", [300, 4000, 120_000])
def test_rate_limits_are_the_interpolated_poisson(n: int, confidence: float) -> None:
    target = 0.0203
    ours = statistics.rate_funnel(target, [n], confidence)
    for tail, limit in [
        ((1 - confidence) / 2, ours.lower[0]),
        ((1 + confidence) / 2, ours.upper[0]),
    ]:
        r = stats.poisson.ppf(tail, target * n)
        alpha = (stats.poisson.cdf(r, target * n) - tail) / stats.poisson.pmf(
            r, target * n
        )
        assert limit == pytest.approx(max(r - alpha, 0) / n, rel=1e-10)


def test_limits_stay_within_what_can_be() -> None:
    low = statistics.rate_funnel(0.01, [10, 100], 0.998)
    assert low.lower.tolist() == [0.0, 0.0]
    high = statistics.share_funnel(0.97, [5, 8], 0.998)
    assert (high.upper <= 1).all()


def test_chance_alone_is_not_called_over_dispersion() -> None:
    expected = np.full(200, 60.0)
    by_chance = stats.poisson(60).ppf((np.arange(200) + 0.5) / 200)
    assert not statistics.over_dispersion(by_chance, expected).is_clear
    tripled = np.maximum(60 + (by_chance - 60) * 3, 0)
    found = statistics.over_dispersion(tripled, expected)
    assert found.is_clear
    assert 6 < found.factor < 10
    limits = statistics.rate_funnel(0.02, [3000], 0.95)
    wider = found.widened(limits, 0.02)
    assert wider.lower[0] < limits.lower[0] < limits.upper[0] < wider.upper[0]


def test_few_places_say_nothing_of_over_dispersion() -> None:
    assert statistics.over_dispersion([1, 90, 5], [20, 20, 20]).factor == 1.0


def test_weighted_quartiles_and_fences_worked_by_hand() -> None:
    # Values 1..8, equal weights: steps end at 1/8, 2/8 …, their middles at 1/16, 3/16.
    # A quarter lies midway between 3/16 (2) and 5/16 (3): 2.5; three quarters at 6.5.
    values = [8, 7, 6, 5, 4, 3, 2, 1]
    assert statistics.weighted_quantile(values, [1] * 8, 0.25) == 2.5
    assert statistics.weighted_quantile(values, [1] * 8, 0.75) == 6.5
    assert statistics.fences(values, [1] * 8) == (2.5 - 6.0, 6.5 + 6.0)
    assert statistics.weighted_quantile([1, 9], [3, 1], 0.5) == pytest.approx(
        1 + 8 * (0.5 - 0.375) / (0.875 - 0.375)
    )


def test_only_what_lies_beyond_the_fences_stands_out() -> None:
    found = statistics.outliers([10, 11, 12, 10, 11, 12, 11, 10, 40], [1] * 9)
    assert found.tolist() == [False] * 8 + [True]
    assert not statistics.outliers([1, 1, 50], [1, 1, 1]).any()
