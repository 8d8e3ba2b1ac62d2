"""Rates as they would be with the same mix of ages and sexes, from shown figures only.

Where strata are hidden, they are taken together: their sum is the shown total less the
shown strata, so nothing is told of any of them. Too much taken together would no longer
be standardised, and then there is no direct rate (`not_estimable`). The indirect ratio
needs only the place's total and the reference's rates: it exists for small places too.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from brukerplan import statistics
from brukerplan.geography import NATION_CODE, population
from brukerplan.reporting.analysis.estimates import numbers
from brukerplan.tables import AGE_BANDS, SEXES, Release, Status

STANDARD_YEAR = 2024
"""The fixed standard is Norway's adults by sex and age band on 1 January of this year."""

LARGEST_POOLED = 0.25
"""The largest part of the standard's people whose strata may be taken together."""

STANDARDS = ("participants", "norway_2024")
_RATE = "recipients_per_1000"
_LEVELS = ("municipality", "county", "nation")

STANDARDISED_COLUMNS = (
    "survey_year",
    "region_level",
    "region_code",
    "region_name",
    "problem_group",
    "method",
    "standard",
    "strata",
    "pooled",
    "value",
    "lower",
    "upper",
    "status",
    "reason",
)


_WHERE = ["survey_year", "region_level", "region_code", "region_name"]


@dataclass(frozen=True)
class _Strata:
    """Counts and inhabitants of each place (rows) by stratum (columns)."""

    name: str
    keys: list[tuple[str, str]]
    places: pd.DataFrame
    total: np.ndarray
    events: np.ndarray
    inhabitants: np.ndarray

    def pooled_rates(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Give events, inhabitants and whether hidden, hidden strata taken together.

        Each hidden stratum of a place gets the sum of all its hidden ones, events and
        inhabitants alike; NaN where the total is hidden too.
        """
        hidden = np.isnan(self.events)
        rest = self.total - np.nansum(self.events, axis=1)
        people = np.where(hidden, self.inhabitants, 0).sum(axis=1)
        return (
            np.where(hidden, rest[:, None], self.events),
            np.where(hidden, people[:, None], self.inhabitants),
            hidden,
        )


def standardised_rates(
    release: Release, *, problem_group: str = "all", confidence: float = 0.95
) -> pd.DataFrame:
    """Give standardised recipients per 1,000 for every place that took part.

    Rows with `STANDARDISED_COLUMNS`; three a place:

    - `direct` to `participants` (the nation's participating municipalities) and to
      `norway_2024`: a rate per 1,000 with Dobson's interval;
    - `indirect` to `participants`: the ratio of observed to expected recipients.

    `strata` is `sex_and_age`, or `age` where too many counts by sex and age are hidden;
    `pooled` how many strata were taken together. `reason` says why there is none:
    `hidden`, `too_few`, `no_reference`.
    """
    rows = release.rows
    rows = rows[
        (rows["indicator_id"] == _RATE)
        & (rows["survey_year"] == release.provenance["survey_year"])
        & rows["region_level"].isin(_LEVELS)
    ]
    of_group = rows[rows["problem_group"] == problem_group]
    both = [_strata(of_group, rows, by_sex) for by_sex in (True, False)]
    if both[0].places.empty:
        return pd.DataFrame(columns=list(STANDARDISED_COLUMNS))
    direct = [_direct(both, standard, confidence) for standard in STANDARDS]
    frames = [*direct, _indirect(of_group, both, confidence)]
    df = pd.concat(frames, ignore_index=True).assign(problem_group=problem_group)
    order = ["region_level", "region_code", "method", "standard"]
    return df.sort_values(order, ignore_index=True)[list(STANDARDISED_COLUMNS)]


def _strata(of_group: pd.DataFrame, rows: pd.DataFrame, by_sex: bool) -> _Strata:
    """Give the strata of every place that took part; unknown where not published.

    Inhabitants are the same whichever the problem group, so they are taken from the
    figures for everyone.
    """
    sexes = SEXES if by_sex else ("total",)
    keys = [(sex, band) for sex in sexes for band in AGE_BANDS]
    is_total = (of_group["sex"] == "total") & (of_group["age_band"] == "total")
    took_part = of_group["status"] != Status.MISSING
    totals = of_group[is_total & took_part].sort_values(_WHERE)
    places = totals[_WHERE]
    everyone = rows[rows["problem_group"] == "all"]

    def wide(frame: pd.DataFrame, column: str) -> np.ndarray:
        chosen = frame[
            frame["sex"].isin(list(sexes)) & frame["age_band"].isin(AGE_BANDS)
        ]
        table = chosen.pivot(index=_WHERE, columns=["sex", "age_band"], values=column)
        table = table.reindex(
            index=pd.MultiIndex.from_frame(places),
            columns=pd.MultiIndex.from_tuples(keys),
        )
        return table.to_numpy(dtype="float64", na_value=np.nan)

    return _Strata(
        "sex_and_age" if by_sex else "age",
        keys,
        places.reset_index(drop=True),
        statistics.as_floats(totals["numerator"]),
        wide(of_group, "numerator"),
        wide(everyone, "denominator"),
    )


def _direct(both: list[_Strata], standard: str, confidence: float) -> pd.DataFrame:
    """Standardise by sex and age, or by age alone where too much is hidden."""
    size = len(both[0].places)
    value, lower, upper = (np.full(size, np.nan) for _ in range(3))
    strata, pooled = np.full(size, "", dtype=object), np.zeros(size, dtype="int64")
    few = np.zeros(size, dtype=bool)
    for kind in both:
        weights = _weights(kind, standard)
        events, people, hidden = kind.pooled_rates()
        known = ~np.isnan(events).any(axis=1) & (people > 0).all(axis=1)
        together = (hidden * weights).sum(axis=1) <= LARGEST_POOLED * weights.sum()
        use = (strata == "") & known & together
        if not use.any():
            continue
        found = statistics.directly_standardised(
            *_merged(events[use], people[use], weights, hidden[use]),
            per=1000,
            confidence=confidence,
        )
        value[use], lower[use], upper[use] = found
        strata[use], pooled[use] = kind.name, hidden[use].sum(axis=1)
        few[use] = np.isnan(found.value)
    reason = np.select([few, strata == ""], ["too_few", "hidden"], "")
    return both[0].places.assign(
        method="direct",
        standard=standard,
        strata=strata,
        pooled=pooled,
        value=value,
        lower=lower,
        upper=upper,
        reason=reason,
        status=_status(reason),
    )


def _merged(
    events: np.ndarray, people: np.ndarray, weights: np.ndarray, hidden: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give strata in which a place's hidden ones are one, with their joint weight."""
    first = hidden & (np.cumsum(hidden, axis=1) == 1)
    joint = np.where(hidden, weights, 0).sum(axis=1, keepdims=True)
    weight = np.where(first, joint, np.where(hidden, 0, weights))
    return np.where(hidden & ~first, 0, events), people, weight


def _weights(kind: _Strata, standard: str) -> np.ndarray:
    if standard == "participants":
        nation = (kind.places["region_level"] == "nation").to_numpy()
        width = len(kind.keys)
        return kind.inhabitants[nation][0] if nation.any() else np.full(width, np.nan)
    frame = population(STANDARD_YEAR).frame
    sums = frame.groupby(["sex", "age_band"])["population"].sum()
    return sums.reindex(pd.MultiIndex.from_tuples(kind.keys)).to_numpy(dtype="float64")


def _indirect(
    rows: pd.DataFrame, both: list[_Strata], confidence: float
) -> pd.DataFrame:
    """Give observed over what the nation's rates would give, by sex and age."""
    places = both[0].places
    kind = both[0]
    nation = (places["region_code"] == NATION_CODE).to_numpy()
    expected, pooled = np.full(len(places), np.nan), 0
    if nation.any():
        events, people, hidden = kind.pooled_rates()
        rates = statistics.share(events[nation], people[nation])
        expected, pooled = (
            (kind.inhabitants * rates).sum(axis=1),
            int(hidden[nation].sum()),
        )
    is_total = (rows["sex"] == "total") & (rows["age_band"] == "total")
    where = ["region_level", "region_code"]
    observed = places[where].merge(rows[is_total], on=where, how="left")
    (events,) = numbers(observed, ["numerator"])
    found = statistics.indirectly_standardised(events, expected, confidence=confidence)
    reason = np.select(
        [np.isnan(expected), np.isnan(events), np.isnan(found.value)],
        ["no_reference", "hidden", "too_few"],
        "",
    )
    return places.assign(
        method="indirect",
        standard="participants",
        strata=kind.name,
        pooled=pooled,
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        reason=reason,
        status=_status(reason),
    )


def _status(reason: np.ndarray) -> np.ndarray:
    return np.where(reason == "", str(Status.SHOWN), str(Status.NOT_ESTIMABLE))
