"""Every place of a release against what chance allows a place of its size."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from brukerplan import statistics
from brukerplan.reporting.analysis.estimates import PER, numbers, shown
from brukerplan.tables import Release

LEVELS = {"95": 0.95, "998": 0.998}
"""The two pairs of limits: about one in twenty, and one in five hundred, lie beyond."""

STEPS = 120
"""How many sizes the limits are drawn at."""


@dataclass(frozen=True)
class FunnelFigures:
    """The places, the target and the limits, all in the figure's unit.

    `points`: region_code, region_name, denominator, value, beyond (empty, `95`,
    `998`) and beyond_widened (the same against limits that allow for over-dispersion).
    `limits`: denominator, and lower and upper at `_95`, `_998`, `_widened_998`.
    `target` is the value of all places shown here taken together.
    """

    points: pd.DataFrame
    limits: pd.DataFrame
    target: float
    unit: str
    over_dispersion: statistics.OverDispersion


def funnel(
    release: Release,
    indicator_id: str,
    *,
    problem_group: str = "all",
    category: str = "total",
    region_level: str = "municipality",
    year: int | None = None,
) -> FunnelFigures | None:
    """Give a funnel of the places whose figure is shown; None below three places."""
    chosen = release.provenance["survey_year"] if year is None else year
    rows = shown(release.rows)
    rows = rows[
        (rows["indicator_id"] == indicator_id)
        & (rows["problem_group"] == problem_group)
        & (rows["category"] == category)
        & (rows["region_level"] == region_level)
        & (rows["survey_year"] == chosen)
        & (rows["sex"] == "total")
        & rows["age_band"].isin(["total", "16+"])
    ].sort_values("region_code")
    if len(rows) < 3:
        return None
    unit = str(rows["unit"].iloc[0])
    x, n = numbers(rows, ["numerator", "denominator"])
    target = float(x.sum() / n.sum())
    spread = statistics.over_dispersion(x, target * n)
    at_places = _limits(target, n, unit, spread)
    points = pd.DataFrame(
        {
            "region_code": rows["region_code"].to_numpy(),
            "region_name": rows["region_name"].to_numpy(),
            "denominator": n,
            "value": x / n * PER[unit],
            "beyond": _beyond(x / n * PER[unit], at_places, ""),
            "beyond_widened": _beyond(x / n * PER[unit], at_places, "_widened"),
        }
    )
    sizes = np.unique(np.geomspace(n.min() * 0.9, n.max() * 1.1, STEPS).round())
    limits = _limits(target, np.maximum(sizes, 1), unit, spread)
    return FunnelFigures(points, limits, target * PER[unit], unit, spread)


def _limits(
    target: float,
    sizes: np.ndarray,
    unit: str,
    spread: statistics.OverDispersion,
) -> pd.DataFrame:
    find = statistics.rate_funnel if unit == "per_1000" else statistics.share_funnel
    df = pd.DataFrame({"denominator": sizes})
    for name, confidence in LEVELS.items():
        plain = find(target, sizes, confidence)
        for kind, limits in (("", plain), ("_widened", spread.widened(plain, target))):
            df[f"lower{kind}_{name}"] = limits.lower * PER[unit]
            df[f"upper{kind}_{name}"] = limits.upper * PER[unit]
    return df


def _beyond(value: np.ndarray, limits: pd.DataFrame, kind: str) -> np.ndarray:
    outside = [
        (value < limits[f"lower{kind}_{name}"])
        | (value > limits[f"upper{kind}_{name}"])
        for name in ("998", "95")
    ]
    return np.select(outside, ["998", "95"], "").astype(object)
