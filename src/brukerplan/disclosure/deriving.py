"""What is shown of each row, and the value and interval that follow from it.

Values come after suppression, from counts that may be shown: a rate, an interval or a
mean of a hidden count does not exist anywhere in a release.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan import statistics
from brukerplan.tables import FIGURE_KEYS, RELEASE_DTYPES, Status, typed

PER = {"per_1000": 1000.0, "percent": 100.0, "count": 1.0, "mean": 1.0}
"""What a value is per, by its unit."""


def released_rows(
    rows: pd.DataFrame,
    status: NDArray[np.object_],
    denominator_hidden: NDArray[np.bool_],
) -> pd.DataFrame:
    """Give the rows of a release (columns of `RELEASE_DTYPES`), sorted."""
    shown = pd.Series(status == Status.SHOWN, index=rows.index)
    df = rows.assign(status=status)
    df["numerator"] = rows["numerator"].where(shown)
    df["denominator"] = rows["denominator"].mask(
        pd.Series(denominator_hidden, index=rows.index)
    )
    df = typed(with_values(df), RELEASE_DTYPES)
    return df.sort_values(list(FIGURE_KEYS), ignore_index=True)


def with_values(df: pd.DataFrame) -> pd.DataFrame:
    """Give rows with the value, lower and upper that follow from their counts."""
    lower, upper = intervals_of(df)
    return df.assign(value=values_of(df), lower=lower, upper=upper)


def values_of(df: pd.DataFrame) -> pd.Series:
    """Give each row's value from `numerator`, `denominator` and `unit`."""
    numerator = df["numerator"].to_numpy(dtype="float64", na_value=np.nan)
    denominator = df["denominator"].to_numpy(dtype="float64", na_value=np.nan)
    per = df["unit"].map(PER).to_numpy(dtype="float64")
    values = statistics.rate(numerator, denominator, 1.0) * per
    counts = (df["unit"] == "count").to_numpy()
    return pd.Series(np.where(counts, numerator, values), index=df.index)


def intervals_of(df: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Give the limits that the method in `interval` (such as `byar_95`) yields."""
    lower = np.full(len(df), np.nan)
    upper = np.full(len(df), np.nan)
    numerator = df["numerator"].to_numpy(dtype="float64", na_value=np.nan)
    denominator = df["denominator"].to_numpy(dtype="float64", na_value=np.nan)
    per = df["unit"].map(PER).to_numpy(dtype="float64")
    for method in df["interval"].unique():
        name, _, level = method.partition("_")
        at = (df["interval"] == method).to_numpy() & ~np.isnan(numerator)
        if not name or not at.any():
            continue
        n, d = numerator[at], denominator[at]
        if name == "wilson":
            limits = statistics.wilson_interval(n, d, statistics.CONFIDENCE[level])
        else:
            over = np.where((df["unit"] == "count").to_numpy()[at], 1.0, d)
            limits = statistics.rate_interval(
                n, over, 1.0, statistics.CONFIDENCE[level]
            )
        lower[at], upper[at] = limits.lower * per[at], limits.upper * per[at]
    return pd.Series(lower, index=df.index), pd.Series(upper, index=df.index)
