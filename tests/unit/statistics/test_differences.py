"""Differences, ratios and verdicts against other libraries and worked examples."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from brukerplan import statistics
from brukerplan.statistics import Estimate, Interval


def wilson(x: list[int], n: list[int]) -> Estimate:
    return Estimate(statistics.share(x, n), *statistics.wilson_interval(x, n))


def test_difference_gives_the_worked_example_of_newcombe_1998() -> None:
    # Newcombe (1998), table II, method 10: 56/70 - 48/80 gives 0.0524 to 0.3339;
    # 9/10 - 3/10 gives 0.1705 to 0.8090; 10/10 - 0/10 gives 0.6075 to 1.
    result = statistics.difference(
        wilson([56, 9, 10], [70, 10, 10]), wilson([48, 3, 0], [80, 10, 10])
    )
    assert result.lower.round(4).tolist() == [0.0524, 0.1705, 0.6075]
    assert result.upper.round(4).tolist() == [0.3339, 0.8090, 1.0]


def test_difference_agrees_with_statsmodels() -> None:
    for a, n, b, m in [(3, 40, 9, 30), (120, 400, 80, 410), (0, 25, 4, 60)]:
        ours = statistics.difference(wilson([a], [n]), wilson([b], [m]))
        theirs = confint_proportions_2indep(a, n, b, m, method="newcomb")
        assert ours.lower[0] == pytest.approx(theirs[0], rel=1e-10)
        assert ours.upper[0] == pytest.approx(theirs[1], rel=1e-10)


def test_rate_ratio_agrees_with_the_exact_binomial_interval() -> None:
    for a, n, b, m in [(41, 28_010, 15, 19_017), (3, 500, 700, 90_000), (12, 7, 5, 9)]:
        ours = statistics.rate_ratio([a], [n], [b], [m])
        # The exact binomial limits as odds, by the F distribution (Leemis 1996).
        low = a / (b + 1) / stats.f.ppf(0.975, 2 * (b + 1), 2 * a) * m / n
        high = (a + 1) / b * stats.f.ppf(0.975, 2 * (a + 1), 2 * b) * m / n
        assert ours.value[0] == pytest.approx(a / n / (b / m), rel=1e-12)
        assert ours.lower[0] == pytest.approx(low, rel=1e-10)
        assert ours.upper[0] == pytest.approx(high, rel=1e-10)


def test_rate_ratio_with_nothing_on_one_side() -> None:
    ours = statistics.rate_ratio([0, 5, 0], [100, 100, 100], [5, 0, 0], [100, 100, 100])
    assert ours.lower[0] == 0
    assert np.isfinite(ours.upper[0])
    assert ours.upper[1] == np.inf
    assert np.isnan(ours.value[2])
    assert np.isnan(ours.upper[2])


def test_share_ratio_agrees_with_statsmodels() -> None:
    for a, n, b, m in [(30, 100, 45, 120), (7, 20, 300, 900)]:
        ours = statistics.share_ratio([a], [n], [b], [m])
        theirs = confint_proportions_2indep(
            a, n, b, m, method="log", compare="ratio", correction=False
        )
        assert ours.lower[0] == pytest.approx(theirs[0], rel=1e-10)
        assert ours.upper[0] == pytest.approx(theirs[1], rel=1e-10)


@pytest.mark.parametrize(
    ("lower", "upper", "polarity", "expected"),
    [
        (-0.1, 0.1, "lower_is_better", "similar"),
        (0.0, 0.1, "lower_is_better", "similar"),
        (0.01, 0.1, "lower_is_better", "worse"),
        (0.01, 0.1, "higher_is_better", "better"),
        (-0.2, -0.1, "lower_is_better", "better"),
        (-0.2, -0.1, "higher_is_better", "worse"),
        (0.01, 0.1, "neutral", "higher"),
        (-0.2, -0.1, "neutral", "lower"),
        (np.nan, np.nan, "neutral", ""),
    ],
)
def test_verdict_follows_interval_and_polarity(
    lower: float, upper: float, polarity: str, expected: str
) -> None:
    interval = Interval(np.array([lower]), np.array([upper]))
    assert statistics.verdict(interval, [polarity], neutral=0).tolist() == [expected]


def test_adjusted_p_values_agree_with_statsmodels() -> None:
    p = np.array([0.001, 0.2, 0.03, 0.9, 0.04, 0.0004])
    ours = statistics.false_discovery_adjusted(p)
    np.testing.assert_allclose(ours, multipletests(p, method="fdr_bh")[1], rtol=1e-12)


def test_an_unknown_p_value_is_not_counted_as_a_test() -> None:
    ours = statistics.false_discovery_adjusted([0.01, np.nan, 0.02])
    assert ours[[0, 2]].tolist() == [0.02, 0.02]
    assert np.isnan(ours[1])
