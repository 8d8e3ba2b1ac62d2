import numpy as np
import pytest

from brukerplan.validation.identity import are_identity_numbers


def with_control_digits(nine: str) -> str | None:
    """Work the control digits out by the published weights, digit by digit."""
    digits = [int(digit) for digit in nine]
    first = (
        11
        - sum(d * w for d, w in zip(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True))
        % 11
    )
    first = 0 if first == 11 else first
    second = (
        11
        - sum(
            d * w
            for d, w in zip(
                [*digits, first], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True
            )
        )
        % 11
    )
    second = 0 if second == 11 else second
    return None if 10 in (first, second) else f"{nine}{first}{second}"


def made_up(six: str) -> str:
    numbers = (with_control_digits(f"{six}{serial:03d}") for serial in range(900, 999))
    return next(number for number in numbers if number)


@pytest.mark.parametrize(
    ("kind", "six", "is_one"),
    [
        ("day and month", "311279", True),
        ("29 February", "290279", True),
        ("D-number", "711279", True),
        ("H-number", "315279", True),
        ("synthetic, Skatteetaten", "319279", True),
        ("synthetic, Helsenett", "317779", True),
        ("synthetic D-number", "719279", True),
        ("day 0", "001279", False),
        ("day 32", "321279", False),
        ("month 0", "310079", False),
        ("month 13", "311379", False),
        ("31 April", "310479", False),
        ("30 February", "300279", False),
    ],
)
def test_date_decides(kind: str, six: str, is_one: bool) -> None:
    assert are_identity_numbers(np.array([made_up(six)])).tolist() == [is_one]


def test_one_wrong_digit_is_no_identity_number() -> None:
    number = made_up("118880")
    changed = [
        number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        for place in range(6, 11)
    ]
    assert not are_identity_numbers(np.array(changed)).any()


def test_nothing_is_nothing() -> None:
    assert are_identity_numbers(np.array([], dtype=object)).tolist() == []
