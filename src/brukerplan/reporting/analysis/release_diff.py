"""Quality control of a release: what is new, gone, different, out of line or wrong."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from brukerplan import statistics
from brukerplan.reporting.analysis.additivity import failing_sums
from brukerplan.reporting.analysis.estimates import (
    FIGURE,
    PER,
    estimates,
    numbers,
    totals,
)
from brukerplan.tables import Release, Status

_REGION = ("region_level", "region_code")
_HIDDEN = (Status.SUPPRESSED, Status.COMPLEMENTARY)
_CALLED = ["region_level", "region_code", "region_name", *FIGURE]

CHANGED_COLUMNS = (
    *_CALLED,
    "unit",
    "old_value",
    "value",
    "difference",
    "difference_lower",
    "difference_upper",
    "is_clear",
    "denominator",
)
OUTLIER_COLUMNS = (
    *_CALLED,
    "unit",
    "what",
    "value",
    "lower_fence",
    "upper_fence",
    "is_clear",
)


@dataclass(frozen=True)
class ReleaseComparison:
    """What differs between two releases; each frame is empty where nothing does.

    `new`, `vanished`, `newly_hidden` and `newly_shown` name figures (region and
    figure); `changed` has `CHANGED_COLUMNS`, the largest differences first;
    `outliers` has `OUTLIER_COLUMNS`; `failing_sums` what `sums.failing_sums` gives for the
    new release. `is_same_year` tells a correction from another year.
    """

    old_name: str
    new_name: str
    is_same_year: bool
    new: pd.DataFrame
    vanished: pd.DataFrame
    newly_hidden: pd.DataFrame
    newly_shown: pd.DataFrame
    changed: pd.DataFrame
    outliers: pd.DataFrame
    failing_sums: pd.DataFrame

    @property
    def passes(self) -> bool:
        """Whether no sum fails."""
        return self.failing_sums.empty

    def frames(self) -> dict[str, pd.DataFrame]:
        """Give the findings by name, in the order in which they are told."""
        names = ("failing_sums", "outliers", "changed", "newly_hidden", "newly_shown")
        return {name: getattr(self, name) for name in (*names, "new", "vanished")}

    def counts(self) -> dict[str, int]:
        """Give the number of findings of each kind."""
        return {name: len(frame) for name, frame in self.frames().items()}


def compare_releases(
    old: Release, new: Release, *, old_name: str = "", new_name: str = ""
) -> ReleaseComparison:
    """Compare two releases: of two years, each by its own year; or of one and the same.

    Only what the releases show takes part.
    """
    years = [release.provenance["survey_year"] for release in (old, new)]
    before, after = (_own_year(release) for release in (old, new))
    keys = [*_REGION, *FIGURE]
    both = before.merge(
        after, on=keys, how="outer", suffixes=("_old", ""), indicator=True
    )
    shared = both[both["_merge"] == "both"]
    was_hidden = shared["status_old"].isin(_HIDDEN)
    is_hidden = shared["status"].isin(_HIDDEN)
    shown = (shared["status_old"] == Status.SHOWN) & (shared["status"] == Status.SHOWN)
    changed = _changed(shared[shown])
    gone = both[both["_merge"] == "left_only"]
    return ReleaseComparison(
        old_name=old_name or str(years[0]),
        new_name=new_name or str(years[1]),
        is_same_year=years[0] == years[1],
        new=_called(both[both["_merge"] == "right_only"]),
        vanished=_called(gone.assign(region_name=gone["region_name_old"])),
        newly_hidden=_called(shared[~was_hidden & is_hidden]),
        newly_shown=_called(shared[was_hidden & ~is_hidden]),
        changed=changed,
        outliers=pd.concat(
            [
                _outliers(totals(after), "level", "value", ("lower", "upper")),
                _outliers(
                    totals(changed),
                    "change",
                    "difference",
                    ("difference_lower", "difference_upper"),
                ),
            ],
            ignore_index=True,
        ),
        failing_sums=failing_sums(new),
    )


def _own_year(release: Release) -> pd.DataFrame:
    rows = release.rows
    return rows[rows["survey_year"] == release.provenance["survey_year"]]


def _called(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[_CALLED].sort_values(_CALLED, ignore_index=True)


def _changed(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the values that differ, with the interval of the difference."""
    rows = rows[rows["value"] != rows["value_old"]]
    unit = rows["unit"]
    x, n, y, m = numbers(
        rows, ["numerator_old", "denominator_old", "numerator", "denominator"]
    )
    has_interval = (unit.isin(list(PER)) & (rows["interval"] != "")).to_numpy()
    a, b, c, d = (np.where(has_interval, v, np.nan) for v in (x, n, y, m))
    kind = unit.where(unit.isin(list(PER)), "per_1000")
    apart = statistics.difference(estimates(c, d, kind), estimates(a, b, kind))
    df = rows.assign(
        old_value=rows["value_old"],
        difference=rows["value"] - rows["value_old"],
        difference_lower=apart.lower,
        difference_upper=apart.upper,
        is_clear=(apart.lower > 0) | (apart.upper < 0),
    )
    size = df["difference"].abs()
    df = df.assign(_size=size).sort_values(
        ["is_clear", "_size", *_CALLED],
        ascending=[False, False, *([True] * len(_CALLED))],
        ignore_index=True,
    )
    return df[list(CHANGED_COLUMNS)]


def _outliers(
    rows: pd.DataFrame, what: str, column: str, limits: tuple[str, str]
) -> pd.DataFrame:
    """Give what lies beyond the fences among the municipalities, figure by figure.

    `is_clear` tells those whose whole interval does, so that chance alone is an
    unlikely reason; they come first.
    """
    rows = rows[rows["region_level"] == "municipality"]
    rows = rows[rows[column].notna() & rows["unit"].isin(list(PER))]
    found = []
    for _, group in rows.groupby(list(FIGURE), sort=True):
        values, weights = numbers(group, [column, "denominator"])
        low, high = statistics.fences(values, weights)
        beyond = statistics.outliers(values, weights)
        if beyond.any():
            lower, upper = (group.loc[beyond, limit] for limit in limits)
            found.append(
                group[beyond].assign(
                    what=what,
                    value=values[beyond],
                    lower_fence=low,
                    upper_fence=high,
                    is_clear=(lower > high) | (upper < low),
                )
            )
    if not found:
        return pd.DataFrame(columns=list(OUTLIER_COLUMNS))
    df = pd.concat(found, ignore_index=True)[list(OUTLIER_COLUMNS)]
    return df.sort_values("is_clear", ascending=False, kind="stable", ignore_index=True)
