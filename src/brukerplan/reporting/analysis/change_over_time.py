"""Change over time, in words that the data bear.

Between two survey years: the difference and its interval. Over three or more: a trend
test as well. Across a break in the series (another regime of mapping, other
participants) nothing is called a rise or a fall.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from brukerplan import statistics
from brukerplan.geography import regime_of
from brukerplan.reporting.analysis.estimates import (
    FIGURE,
    estimates,
    numbers,
    shown,
    totals,
)
from brukerplan.tables import Release

COVERAGE_CHANGE = 5.0
"""Percentage points of adults covered beyond which years are not compared."""

CHANGE_COLUMNS = (
    *FIGURE,
    "unit",
    "first_year",
    "last_year",
    "years",
    "first_value",
    "last_value",
    "difference",
    "difference_lower",
    "difference_upper",
    "trend_p_value",
    "has_break",
    "word",
)


def changes_over_time(
    release: Release,
    region_level: str,
    region_code: str,
    *,
    break_years: Iterable[int] | None = None,
) -> pd.DataFrame:
    """Give the change of each figure of a place over the years that are shown.

    A row a figure with `CHANGE_COLUMNS`. `difference` is last less first, with its
    95 % interval, in the figure's unit; `trend_p_value` is empty below three years.
    `word` is:

    - `rise` or `fall`: the difference's interval leaves out nought and, where three or
      more years are shown, the trend test agrees (p below 0.05);
    - `no_clear_change`: otherwise;
    - `broken`: the first year cannot be compared with the last, because the regime of
      mapping changed in between, or one of `break_years` (years that cannot be
      compared with the one before; default: what `breaks_of` gives) lies after the
      first.
    """
    if break_years is None:
        break_years = breaks_of(release, region_level, region_code)
    rows = shown(totals(release.rows))
    rows = rows[
        (rows["region_level"] == region_level) & (rows["region_code"] == region_code)
    ]
    keys = [*FIGURE, "unit"]
    rows = rows.sort_values([*keys, "survey_year"])
    sizes = rows.groupby(keys)["survey_year"].transform("size")
    rows = rows[sizes >= 2]
    if rows.empty:
        return pd.DataFrame(columns=list(CHANGE_COLUMNS))
    by_figure = rows.groupby(keys)
    first, last = by_figure.head(1), by_figure.tail(1)
    x, n, y, m = (
        *numbers(first, ["numerator", "denominator"]),
        *numbers(last, ["numerator", "denominator"]),
    )
    unit = first["unit"]
    apart = statistics.difference(estimates(y, m, unit), estimates(x, n, unit))
    df = (
        first[keys]
        .reset_index(drop=True)
        .assign(
            first_year=first["survey_year"].to_numpy(),
            last_year=last["survey_year"].to_numpy(),
            years=by_figure.size().to_numpy(),
            first_value=first["value"].to_numpy(),
            last_value=last["value"].to_numpy(),
            difference=apart.value,
            difference_lower=apart.lower,
            difference_upper=apart.upper,
            trend_p_value=_trend(rows, keys),
        )
    )
    df["has_break"] = _broken(df, frozenset(break_years))
    return df.assign(word=_words(df))[list(CHANGE_COLUMNS)]


def breaks_of(release: Release, region_level: str, region_code: str) -> tuple[int, ...]:
    """Give the years in which a place's series is broken, as the release tells.

    Another regime or another rule of inclusion always breaks it; other participants do
    where the part of the adults who live in municipalities that took part changed by
    more than `COVERAGE_CHANGE` percentage points.
    """
    told = [
        item
        for item in release.provenance.get("breaks", ())
        if (item["region_level"], item["region_code"]) == (region_level, region_code)
    ]
    if not told:
        return ()
    rows = release.rows
    covered = rows[
        (rows["indicator_id"] == "population_covered")
        & (rows["region_level"] == region_level)
        & (rows["region_code"] == region_code)
    ].set_index("survey_year")["value"]
    moved = covered.sort_index().diff().abs()
    return tuple(
        item["survey_year"]
        for item in told
        if {"regime", "inclusion_rule"} & set(item["reasons"].split(";"))
        or not moved.get(item["survey_year"], np.inf) <= COVERAGE_CHANGE
    )


def _trend(rows: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """Give the trend test's p-value of each figure, in the order of the keys."""
    wide = {
        name: rows.pivot(index=keys, columns="survey_year", values=name)
        for name in ("numerator", "denominator")
    }
    years = wide["numerator"].columns.to_numpy(dtype="float64")
    x, n = (frame.to_numpy(dtype="float64", na_value=np.nan) for frame in wide.values())
    is_rate = wide["numerator"].index.get_level_values("unit") == "per_1000"
    return np.where(
        is_rate,
        statistics.trend_of_rates(x, n, years).p_value,
        statistics.trend_of_shares(x, n, years).p_value,
    )


def _broken(df: pd.DataFrame, break_years: frozenset[int]) -> np.ndarray:
    years = {int(year) for name in ("first_year", "last_year") for year in df[name]}
    regime = {year: regime_of(year) for year in years}
    moved = df["first_year"].map(regime) != df["last_year"].map(regime)
    for year in break_years:
        moved |= (df["first_year"] < year) & (year <= df["last_year"])
    return moved.to_numpy()


def _words(df: pd.DataFrame) -> np.ndarray:
    agreed = df["trend_p_value"].isna() | (df["trend_p_value"] < 0.05)
    rise = agreed & (df["difference_lower"] > 0)
    fall = agreed & (df["difference_upper"] < 0)
    return np.select(
        [df["has_break"], rise, fall], ["broken", "rise", "fall"], "no_clear_change"
    ).astype(object)
