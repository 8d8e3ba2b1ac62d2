"""Intervals against worked examples, textbook tables and other libraries."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from brukerplan import statistics

LEVELS = [0.95, 0.998]


def test_wilson_gives_the_worked_example_of_newcombe_1998() -> None:
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3:
    # 81/263: 0.2553 to 0.3662; 15/148: 0.0624 to 0.1605; 0/20: 0 to 0.1611;
    # 1/29: 0.0061 to 0.1718.
    lower, upper = statistics.wilson_interval([81, 15, 0, 1], [263, 148, 20, 29])
    assert lower.round(4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert upper.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


@pytest.mark.parametrize("confidence", LEVELS)
def test_wilson_agrees_with_statsmodels(confidence: float) -> None:
    n = np.repeat([1, 5, 37, 500, 41_234], 6)
    x = (n * np.tile([0, 0.1, 0.5, 0.77, 0.9, 1.0], 5)).astype(int)
    ours = statistics.wilson_interval(x, n, confidence)
    theirs = proportion_confint(x, n, alpha=1 - confidence, method="wilson")
    np.testing.assert_allclose(ours.lower, theirs[0], rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(ours.upper, theirs[1], rtol=1e-10)


def test_wilson_is_exact_at_the_ends_and_empty_for_nobody() -> None:
    lower, upper = statistics.wilson_interval([0, 7, 0], [7, 7, 0])
    assert lower[0] == 0.0
    assert upper[1] == 1.0
    assert np.isnan(lower[2])
    assert np.isnan(upper[2])


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(ValueError, match="numerator <= denominator"):
        statistics.wilson_interval([3], [2])


def test_exact_poisson_gives_the_table_of_garwood() -> None:
    # 95 % limits of a Poisson count, as printed in Breslow and Day (1987), table 2.10
    # and in Documenta Geigy: 1: 0.0253-5.5716; 5: 1.6235-11.6683; 9: 4.1154-17.0848.
    lower, upper = statistics.exact_poisson_interval([0, 1, 5, 9])
    assert lower.round(4).tolist() == [0.0, 0.0253, 1.6235, 4.1154]
    assert upper.round(4).tolist() == [3.6889, 5.5716, 11.6683, 17.0848]


@pytest.mark.parametrize("confidence", LEVELS)
def test_exact_poisson_agrees_with_the_chi_squared_distribution(
    confidence: float,
) -> None:
    counts = np.array([0, 1, 2, 4, 9, 10, 55, 1000])
    tail = (1 - confidence) / 2
    ours = statistics.exact_poisson_interval(counts, confidence)
    expected = np.where(counts == 0, 0, stats.chi2.ppf(tail, 2 * counts) / 2)
    np.testing.assert_allclose(ours.lower, expected, rtol=1e-10)
    expected = stats.chi2.isf(tail, 2 * counts + 2) / 2
    np.testing.assert_allclose(ours.upper, expected, rtol=1e-10)


def test_byar_worked_by_hand() -> None:
    # 100 events, z = 1.959963985: 100 (1 - 1/900 - 1.959963985/30)^3 = 81.3622...
    # and 101 (1 - 1/909 + 1.959963985/(3 sqrt(101)))^3 = 121.6272...
    z = 1.959963984540054
    low = 100 * (1 - 1 / 900 - z / 30) ** 3
    high = 101 * (1 - 1 / 909 + z / (3 * 101**0.5)) ** 3
    lower, upper = statistics.poisson_interval([100])
    assert lower[0] == pytest.approx(low, rel=1e-12)
    assert upper[0] == pytest.approx(high, rel=1e-12)
    assert (round(low, 2), round(high, 2)) == (81.36, 121.63)


def test_the_method_switches_at_exactly_ten_events() -> None:
    both = statistics.poisson_interval([9, 10])
    exact = statistics.exact_poisson_interval([9, 10])
    byar = statistics.byar_interval([9, 10])
    assert both.lower[0] == exact.lower[0] != byar.lower[0]
    assert both.upper[1] == byar.upper[1] != exact.upper[1]


def test_a_rate_may_have_more_events_than_people() -> None:
    assert statistics.rate([12], [10], 1000).tolist() == [1200.0]
    lower, upper = statistics.rate_interval([12], [10], 1000)
    assert lower[0] < 1200 < upper[0]


def test_a_rate_of_nobody_is_empty_and_missing_stays_missing() -> None:
    counts = pd.array([0, None, 3], dtype="Int64")
    people = pd.array([0, 10, 10], dtype="Int64")
    assert np.isnan(statistics.rate(counts, people, 1000)).tolist() == [
        True,
        True,
        False,
    ]
    lower, upper = statistics.rate_interval(counts, people, 1000)
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, True, False]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        statistics.poisson_interval([-1])
