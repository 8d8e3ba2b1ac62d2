"""Rates as they would be with the same mix of ages and sexes, from shown figures only.

A directly standardised rate needs the count of every stratum; a hidden stratum would
follow from it, so then there is none (`not_estimable`). The indirect ratio needs only
the place's total and the reference's rates, and so exists for small places too.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from brukerplan import statistics
from brukerplan.geography import NATION_CODE, population
from brukerplan.reporting.analysis.figures import numbers
from brukerplan.tables import AGE_BANDS, SEXES, Release, Status

STANDARD_YEAR = 2024
"""The fixed standard is Norway's adults by sex and age band on 1 January of this year."""

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
    events: np.ndarray
    inhabitants: np.ndarray


def standardised_rates(
    release: Release, *, problem_group: str = "all", confidence: float = 0.95
) -> pd.DataFrame:
    """Give standardised recipients per 1,000 for every place that took part.

    Rows with `STANDARDISED_COLUMNS`; three a place:

    - `direct` to `participants` (the nation's participating municipalities) and to
      `norway_2024`: a rate per 1,000 with Dobson's interval;
    - `indirect` to `participants`: the ratio of observed to expected recipients.

    `strata` is `sex_and_age`, or `age` where some count by sex and age is hidden but
    none by age. `reason` says why there is none: `hidden`, `too_few`, `no_reference`.
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
    places = of_group.loc[is_total & took_part, _WHERE].sort_values(_WHERE)
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
        wide(of_group, "numerator"),
        wide(everyone, "denominator"),
    )


def _direct(both: list[_Strata], standard: str, confidence: float) -> pd.DataFrame:
    """Standardise by sex and age where all is shown, by age alone where that is."""
    value, lower, upper = (np.full(len(both[0].places), np.nan) for _ in range(3))
    strata = np.full(len(value), "", dtype=object)
    few = np.zeros(len(value), dtype=bool)
    for kind in both:
        known = ~np.isnan(kind.events).any(axis=1) & (kind.inhabitants > 0).all(axis=1)
        use = (strata == "") & known
        weights = _weights(kind, standard)
        if not use.any() or np.isnan(weights).any():
            continue
        found = statistics.directly_standardised(
            kind.events[use],
            kind.inhabitants[use],
            weights,
            per=1000,
            confidence=confidence,
        )
        value[use], lower[use], upper[use] = found
        strata[use] = kind.name
        few[use] = np.isnan(found.value)
    reason = np.select([few, strata == ""], ["too_few", "hidden"], "")
    return both[0].places.assign(
        method="direct",
        standard=standard,
        strata=strata,
        value=value,
        lower=lower,
        upper=upper,
        reason=reason,
        status=_status(reason),
    )


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
    """Give observed over what the nation's rates would give, by the finest strata."""
    places = both[0].places
    expected, strata = np.full(len(places), np.nan), ""
    for kind in both:
        nation = (kind.places["region_code"] == NATION_CODE).to_numpy()
        if not strata and nation.any() and not np.isnan(kind.events[nation]).any():
            rates = statistics.share(kind.events[nation], kind.inhabitants[nation])
            expected = (kind.inhabitants * rates).sum(axis=1)
            strata = kind.name
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
        strata=strata,
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        reason=reason,
        status=_status(reason),
    )


def _status(reason: np.ndarray) -> np.ndarray:
    return np.where(reason == "", str(Status.SHOWN), str(Status.NOT_ESTIMABLE))
