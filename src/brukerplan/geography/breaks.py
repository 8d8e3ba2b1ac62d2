"""Where a series of yearly figures is broken: years that cannot be compared."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import pandas as pd

from brukerplan.geography.reference import read_table


def regimes() -> pd.DataFrame:
    """Give the regimes of the yearly mapping, oldest first.

    Columns: first_year and last_year (Int16, missing where open), regime,
    problem_groups, youngest_age, description (English, a message id), source.
    """
    table = read_table("series_breaks")
    years = {
        name: pd.to_numeric(table[name].replace("", None)).astype("Int16")
        for name in ("first_year", "last_year")
    }
    return table.assign(**years)


def regime_of(year: int) -> str:
    """Give the regime that a survey year belongs to."""
    table = regimes()
    begun = table["first_year"].fillna(0) <= year
    going_on = table["last_year"].fillna(9999) >= year
    return str(table.loc[begun & going_on, "regime"].iloc[0])


def series_breaks(
    years: Iterable[int], *, participation: pd.DataFrame | None = None
) -> Mapping[int, tuple[str, ...]]:
    """Give for each year why it cannot be compared with the one before it.

    Reasons are `regime` (who is mapped changed for the whole country), `coverage`
    (other municipalities took part) and `inclusion_rule` (a municipality that took
    part both years counts by another rule); years without a break are left out.
    `participation` has the columns of `PARTICIPATION_DTYPES`, for one region, with
    codes recoded to common borders; an unknown rule is no change.
    """
    ordered = sorted(set(years))
    found: dict[int, tuple[str, ...]] = {}
    for earlier, later in pairwise(ordered):
        reasons = ["regime"] if regime_of(earlier) != regime_of(later) else []
        if participation is not None:
            reasons += _participation_breaks(participation, earlier, later)
        if reasons:
            found[later] = tuple(reasons)
    return found


def _participation_breaks(
    participation: pd.DataFrame, earlier: int, later: int
) -> list[str]:
    def rules(year: int) -> pd.Series:
        rows = participation[participation["survey_year"] == year]
        return rows.set_index("municipality_code")["inclusion_rule"]

    before, after = rules(earlier), rules(later)
    reasons = ["coverage"] if set(before.index) != set(after.index) else []
    both = before.to_frame("before").join(after.rename("after"), how="inner")
    known = both[(both["before"] != "") & (both["after"] != "")]
    if (known["before"] != known["after"]).any():
        reasons.append("inclusion_rule")
    return reasons
