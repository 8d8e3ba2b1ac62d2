"""Norwegian identity numbers: told from other numbers of eleven digits.

Source: Skatteetaten, «Fødselsnummer» (control digits by weights modulo 11), and the
Norwegian Directorate of eHealth on H-numbers and synthetic numbers.
"""

import numpy as np

_FIRST_WEIGHTS = np.array([3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0])
_SECOND_WEIGHTS = np.array([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def are_identity_numbers(numbers: np.ndarray, *, misspelt: bool = False) -> np.ndarray:
    """Say for each text of eleven digits whether it is an identity number.

    It is only if: both control digits agree, and the first six digits are a day and a
    month, where the day may have 40 added (D-number) and the month 40 (H-number), 65
    (synthetic, Helsenett and NAV) or 80 (synthetic, Skatteetaten). With `misspelt`,
    the control digits need not agree.
    """
    if not len(numbers):
        return np.zeros(0, dtype=bool)
    digits = np.array([list(text) for text in numbers], dtype=np.int64)
    day, month = digits[:, :2] @ [10, 1], digits[:, 2:4] @ [10, 1]
    day = np.where(day > 40, day - 40, day)
    month = np.select(
        [month > 80, month > 65, month > 40],
        [month - 80, month - 65, month - 40],
        month,
    )
    is_month = (month >= 1) & (month <= 12)
    is_day = (day >= 1) & (day <= _DAYS[np.where(is_month, month, 0)])
    first = digits @ _FIRST_WEIGHTS % 11 == 0
    second = digits @ _SECOND_WEIGHTS % 11 == 0
    return is_month & is_day & (misspelt | (first & second))
