"""Trend tests against regressions and a textbook table."""

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.contingency_tables import Table

from brukerplan import statistics


def test_trend_of_rates_is_the_score_test_of_a_poisson_regression() -> None:
    events, people = np.array([40, 55, 49, 70]), np.array([9000, 9100, 9300, 9350])
    years = np.array([2019, 2021, 2022, 2024])
    ours = statistics.trend_of_rates(events, people, years)
    model = sm.GLM(
        events,
        np.ones((4, 1)),
        family=sm.families.Poisson(),
        offset=np.log(people),
    ).fit()
    chi2, p_value = model.score_test(exog_extra=(years - 2021.0)[:, None])
    assert float(ours.z) ** 2 == pytest.approx(float(np.squeeze(chi2)), rel=1e-10)
    assert float(ours.p_value) == pytest.approx(float(np.squeeze(p_value)), rel=1e-10)
    assert ours.word().tolist() == "rise"


def test_trend_of_shares_is_the_test_of_cochran_and_armitage() -> None:
    # Linear-by-linear association has z^2 = (N - 1)/N times Cochran and Armitage's.
    yes, n = np.array([12, 20, 31]), np.array([100, 110, 105])
    ours = statistics.trend_of_shares(yes, n, [0, 1, 2])
    table = Table(np.column_stack([n - yes, yes]), shift_zeros=False)
    association = table.test_ordinal_association(np.arange(3), np.arange(2))
    assert float(ours.z) == pytest.approx(
        association.zscore * (n.sum() / (n.sum() - 1)) ** 0.5, rel=1e-10
    )


def test_no_trend_is_tested_over_two_years() -> None:
    ours = statistics.trend_of_rates(
        [[10, np.nan, 90]], [[1000, 1000, 1000]], [0, 1, 2]
    )
    assert np.isnan(ours.z).all()
    assert ours.word().tolist() == [""]


@pytest.mark.parametrize(
    ("events", "word"),
    [
        ([50, 52, 51], "no_clear_trend"),
        ([50, 80, 120], "rise"),
        ([120, 80, 50], "fall"),
    ],
)
def test_a_rise_is_said_only_where_the_data_bear_it(
    events: list[int], word: str
) -> None:
    ours = statistics.trend_of_rates([events], [[10_000] * 3], [2022, 2023, 2024])
    assert ours.word().tolist() == [word]
