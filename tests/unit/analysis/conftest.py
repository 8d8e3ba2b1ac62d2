"""A release written as a table of text."""

from collections.abc import Callable

import pandas as pd
import pytest

from brukerplan import statistics
from brukerplan.tables import RELEASE_DTYPES, Release, typed

LEVELS = {1: "nation", 2: "county", 4: "municipality"}


def release_of(text: str, *, year: int = 2024) -> Release:
    """Read rows of region, indicator, category, numerator (`:` hidden), denominator.

    Further columns (year, group, sex, age) may be given. Indicators that end in
    `_per_1000` are rates, others shares.
    """
    lines = [line.split() for line in text.strip().splitlines()]
    df = pd.DataFrame(lines[1:], columns=lines[0])
    shown = df["n"] != ":"
    numerator = pd.to_numeric(df["n"].where(shown, None))
    denominator = pd.to_numeric(df["of"].where(df["of"] != ":", None))
    is_rate = df["indicator"].str.endswith("_per_1000")
    per = is_rate.map({True: 1000.0, False: 100.0})
    rates = statistics.rate_interval(numerator, denominator, 1)
    shares = statistics.wilson_interval(numerator.where(~is_rate), denominator)

    rows = pd.DataFrame(
        {
            "survey_year": pd.to_numeric(pd.Series(df.get("year", year), df.index)),
            "region_level": df["region"].str.len().map(LEVELS),
            "region_code": df["region"],
            "region_name": "Sted " + df["region"],
            "indicator_id": df["indicator"],
            "problem_group": df.get("group", "all"),
            "sex": df.get("sex", "total"),
            "age_band": df.get("age", "total"),
            "category": df.get("category", "total"),
            "numerator": numerator.astype("Int64"),
            "denominator": denominator.astype("Int64"),
            "value": numerator / denominator * per,
            "unit": is_rate.map({True: "per_1000", False: "percent"}),
            "lower": pd.Series(rates.lower).where(is_rate, shares.lower) * per,
            "upper": pd.Series(rates.upper).where(is_rate, shares.upper) * per,
            "interval": is_rate.map({True: "byar_95", False: "wilson_95"}),
            "status": shown.map({True: "shown", False: "suppressed"}),
        }
    )
    return Release(
        rows=typed(rows, RELEASE_DTYPES), policy={}, provenance={"survey_year": year}
    )


@pytest.fixture(scope="session")
def release_from() -> Callable[..., Release]:
    return release_of
