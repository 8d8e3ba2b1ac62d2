"""Standardised rates against a table worked by hand and other references."""

import numpy as np
import pytest
from scipy import stats

from brukerplan import statistics

# Three strata, worked by hand:
#   events 10, 20, 30; people 1,000, 4,000, 2,000; standard 500, 300, 200
#   rates 0.010, 0.005, 0.015; weights 0.5, 0.3, 0.2
#   rate = 0.0050 + 0.0015 + 0.0030 = 0.0095
#   variance = 0.25*10/1e6 + 0.09*20/16e6 + 0.04*30/4e6 = 2.5e-6 + 1.125e-7 + 3e-7
EVENTS = [10, 20, 30]
PEOPLE = [1000, 4000, 2000]
STANDARD = [500, 300, 200]


def test_direct_rate_and_dobson_interval_worked_by_hand() -> None:
    rate = statistics.directly_standardised(EVENTS, PEOPLE, STANDARD, per=1000)
    assert float(rate.value) == pytest.approx(9.5, rel=1e-12)
    z = stats.norm.ppf(0.975)
    low = 60 * (1 - 1 / 540 - z / (3 * 60**0.5)) ** 3
    high = 61 * (1 - 1 / 549 + z / (3 * 61**0.5)) ** 3
    spread = (2.9125e-6 / 60) ** 0.5
    assert float(rate.lower) == pytest.approx(
        1000 * (0.0095 + spread * (low - 60)), rel=1e-12
    )
    assert float(rate.upper) == pytest.approx(
        1000 * (0.0095 + spread * (high - 60)), rel=1e-12
    )


def test_direct_rate_with_its_own_mix_is_the_crude_rate_and_interval() -> None:
    rate = statistics.directly_standardised(EVENTS, PEOPLE, PEOPLE, per=1000)
    crude = statistics.rate_interval([60], [7000], 1000)
    assert float(rate.value) == pytest.approx(60 / 7, rel=1e-12)
    assert float(rate.lower) == pytest.approx(crude.lower[0], rel=1e-12)
    assert float(rate.upper) == pytest.approx(crude.upper[0], rel=1e-12)


@pytest.mark.parametrize(("events", "given"), [([3, 3, 3], False), ([3, 3, 4], True)])
def test_direct_rate_needs_ten_events(events: list[int], given: bool) -> None:
    rate = statistics.directly_standardised(events, PEOPLE, STANDARD, per=1000)
    assert bool(np.isfinite(rate.value)) is given
    assert bool(np.isfinite(rate.lower)) is given


def test_direct_rate_does_not_exist_where_a_stratum_is_unknown_or_empty() -> None:
    rate = statistics.directly_standardised(
        [[10, np.nan, 30], [10, 0, 30]],
        [[1000, 4000, 2000], [1000, 0, 2000]],
        STANDARD,
        per=1000,
    )
    assert np.isnan(rate.value).all()
    assert np.isnan(rate.upper).all()


def test_indirect_ratio_gives_the_table_of_breslow_and_day() -> None:
    # Exact 95 % limits of a ratio with 3 observed and 2 expected: 0.6187/2, 8.7673/2.
    ratio = statistics.indirectly_standardised([3], [2.0])
    assert ratio.value.tolist() == [1.5]
    assert ratio.lower.round(4).tolist() == [0.3093]
    assert ratio.upper.round(4).tolist() == [4.3836]


def test_indirect_ratio_needs_one_expected_event() -> None:
    ratio = statistics.indirectly_standardised([2, 2], [0.99, 1.0])
    assert np.isnan(ratio.value[0])
    assert np.isnan(ratio.upper[0])
    assert ratio.value[1] == 2.0
