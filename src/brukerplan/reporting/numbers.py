"""How figures are written: the only place where anything is rounded.

Rounding is half up, as official statistics are; separators, signs and the place of
the percent sign follow CLDR through Babel. A figure that is not shown is written with
its symbol, which readers of Statistics Norway's tables know.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from brukerplan.tables import Status

SYMBOLS = {
    Status.SUPPRESSED: ":",
    Status.COMPLEMENTARY: ":",
    Status.MISSING: "..",
    Status.NOT_APPLICABLE: ".",
    Status.NOT_ESTIMABLE: "..",
}
"""What stands where a figure is not shown (Statistics Norway's symbols of 2021)."""

DIGITS = {"per_1000": 1, "percent": 1, "count": 0, "mean": 1, "ratio": 2}
"""Decimals shown for each unit of the release."""

NO_BREAK_SPACE = "\u00a0"

_LOCALES = {"nb": "nb", "nn": "nn", "en": "en_GB"}
"""CLDR locales: a report in English is read in Europe, so days come before months."""


def rounded(value: float, digits: int) -> Decimal:
    """Round half up, working on the decimal digits that the number prints with."""
    step = Decimal(1).scaleb(-digits)
    result = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


@lru_cache(maxsize=65536)
def _decimal(value: Decimal, digits: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_LOCALES[language])


@dataclass(frozen=True)
class Numbers:
    """How numbers and dates are written in one language (`nb`, `nn`, `en`)."""

    language: str

    def number(self, value: float, digits: int = 0) -> str:
        """Give a number with so many decimals."""
        return _decimal(rounded(value, digits), digits, self.language)

    def value(self, value: float, unit: str) -> str:
        """Give a figure of the release in its unit, with the percent sign if any."""
        text = self.number(value, DIGITS[unit])
        return f"{text}{self.percent_sign}" if unit == "percent" else text

    def signed(self, value: float, digits: int) -> str:
        """Give a difference with its sign; none where it rounds to zero."""
        text = self.number(value, digits)
        return f"+{text}" if rounded(value, digits) > 0 else text

    def interval(self, lower: float, upper: float, unit: str) -> str:
        """Give an interval as lower bound, dash, upper bound, in the figure's unit."""
        digits = DIGITS[unit]
        text = f"{self.number(lower, digits)}–{self.number(upper, digits)}"
        return f"{text}{self.percent_sign}" if unit == "percent" else text

    @property
    def percent_sign(self) -> str:
        """The percent sign with the space that the language puts before it."""
        return "%" if self.language == "en" else f"{NO_BREAK_SPACE}%"

    def date(self, day: date) -> str:
        """Give a date in words, such as 3. februar 2025."""
        return format_date(day, format="long", locale=_LOCALES[self.language])
