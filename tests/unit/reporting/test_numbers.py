from datetime import date

import pytest

from brukerplan.reporting.numbers import Numbers, rounded

NB, NN, EN = (Numbers(language) for language in ("nb", "nn", "en"))


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (2.25, 1, "2.3"),
        (2.675, 2, "2.68"),
        (-2.5, 0, "-3"),
        (-0.04, 1, "0.0"),
        (0.049, 1, "0.0"),
    ],
)
def test_rounding_is_half_up(value: float, digits: int, expected: str) -> None:
    assert str(rounded(value, digits)) == expected


def test_numbers_follow_the_language() -> None:
    assert NB.number(1234567) == "1\u00a0234\u00a0567"
    assert NN.number(1234.5, 1) == "1\u00a0234,5"
    assert EN.number(1234567.5, 1) == "1,234,567.5"


def test_percent_has_the_sign_of_the_language() -> None:
    assert NB.value(12.34, "percent") == "12,3\u00a0%"
    assert EN.value(12.35, "percent") == "12.4%"


def test_interval_has_a_dash_and_one_sign() -> None:
    assert NB.interval(1.23, 4.56, "per_1000") == "1,2–4,6"
    assert NB.interval(1.23, 4.56, "percent") == "1,2–4,6\u00a0%"


def test_count_has_no_decimals() -> None:
    assert NB.value(5.0, "count") == "5"


def test_dates_are_in_words_with_the_day_first() -> None:
    day = date(2025, 2, 3)
    assert NB.date(day) == "3. februar 2025"
    assert NN.date(day) == "3. februar 2025"
    assert EN.date(day) == "3 February 2025"
