"""Rows of a release as estimates: only what is shown takes part in any sum."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan import statistics
from brukerplan.definitions import Definitions
from brukerplan.statistics import Estimate
from brukerplan.tables import Status

PER = {"per_1000": 1000.0, "percent": 100.0}
"""What a value is per, by its unit; other units are not compared."""

FIGURE = ("indicator_id", "problem_group", "sex", "age_band", "category")
"""What tells one figure of a region and year from another."""


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that can be compared: shown, with an interval, in `PER`."""
    usable = (
        (rows["status"] == Status.SHOWN)
        & (rows["interval"] != "")
        & rows["unit"].isin(list(PER))
    )
    return rows[usable]


def totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the rows for both sexes and all ages."""
    return rows[(rows["sex"] == "total") & rows["age_band"].isin(["total", "16+"])]


def of_region(rows: pd.DataFrame, level: str, code: str, year: int) -> pd.DataFrame:
    """Give the rows of a region and survey year."""
    return rows[
        (rows["region_level"] == level)
        & (rows["region_code"] == code)
        & (rows["survey_year"] == year)
    ]


def estimates(
    numerator: NDArray[np.float64],
    denominator: NDArray[np.float64],
    unit: pd.Series,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Give values and intervals by unit: Poisson for rates, Wilson for shares."""
    per = unit.map(PER).to_numpy(dtype="float64")
    is_rate = (unit == "per_1000").to_numpy()
    value = statistics.share(numerator, denominator)
    rates = statistics.rate_interval(
        np.where(is_rate, numerator, np.nan), denominator, 1, confidence
    )
    shares = statistics.wilson_interval(
        np.where(is_rate, np.nan, numerator), denominator, confidence
    )
    return Estimate(
        value * per,
        np.where(is_rate, rates.lower, shares.lower) * per,
        np.where(is_rate, rates.upper, shares.upper) * per,
    )


def polarities(rows: pd.DataFrame, definitions: Definitions) -> NDArray[np.object_]:
    """Give each row's polarity: whether higher is better, worse, or neither."""
    pairs = rows[["indicator_id", "category"]].drop_duplicates()
    known = {
        (name, category): definitions.indicator(name).polarities.get(
            category, "neutral"
        )
        for name, category in zip(pairs["indicator_id"], pairs["category"], strict=True)
    }
    keys = zip(rows["indicator_id"], rows["category"], strict=True)
    return np.array([known[key] for key in keys], dtype=object)


def numbers(rows: pd.DataFrame, names: Sequence[str]) -> list[NDArray[np.float64]]:
    """Give columns as arrays of floats; what is missing becomes NaN."""
    return [statistics.as_floats(rows[name]) for name in names]
