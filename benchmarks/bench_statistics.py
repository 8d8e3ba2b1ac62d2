"""Rates and shares with intervals, beside PHStatsMethods; the nation's indicators.

PHStatsMethods (GPL) is the public Python implementation of the same methods, row by
row. It is in the benchmark's group of dependencies only, and where it is not installed
there is nothing to compare with. It is run on fewer rows, and its time scaled up.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from brukerplan import geography, indicators, statistics
from brukerplan.definitions import load_definitions
from brukerplan.pipeline.releasing.recoded_surveys import (
    DEFAULT_LEVELS,
    tell_on_borders,
)
from brukerplan.synthetic.made_up_people import draw_people
from brukerplan.tables import (
    COUNT_DTYPES,
    PARTICIPATION_DTYPES,
    Survey,
    empty_frame,
    typed,
)

ROWS = 100_000
PEER_ROWS = 5_000
PEER = "PHStatsMethods"
YEAR = 2024


def run() -> list[dict[str, Any]]:
    """Give the measurements."""
    return [*intervals(), *nation()]


def best_of(call: Callable[[], Any], times: int = 3) -> float:
    """Give the shortest time of some calls, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return min(taken)


def intervals() -> list[dict[str, Any]]:
    """Time 100,000 rates and shares with intervals."""
    random = np.random.default_rng(1)
    people = random.integers(50, 100_000, ROWS)
    counts = random.binomial(people, 0.0004 + 0.02 * random.random(ROWS))
    counts = np.maximum(counts, 1)  # PHStatsMethods refuses a rate of nobody
    table = pd.DataFrame({"place": np.arange(ROWS), "count": counts, "of": people})
    few = table.head(PEER_ROWS)

    def rates(df: pd.DataFrame) -> statistics.Interval:
        return statistics.rate_interval(df["count"], df["of"], 1000)

    def shares(df: pd.DataFrame) -> statistics.Interval:
        return statistics.wilson_interval(df["count"], df["of"])

    measured = []
    for name, ours, peer in [
        ("100,000 rates with 95 % intervals (Byar, exact below 10)", rates, peer_rates),
        ("100,000 shares with 95 % intervals (Wilson)", shares, peer_shares),
    ]:
        seconds = best_of(lambda ours=ours: ours(table))  # type: ignore[misc]
        theirs, note = None, f"{PEER} is not installed"
        if has_peer():
            start = time.perf_counter()
            found = peer(few)
            theirs = (time.perf_counter() - start) * ROWS / PEER_ROWS
            apart = largest_difference(ours(few), found)
            note = (
                f"{PEER} timed on {PEER_ROWS:,} rows and scaled; "
                f"largest relative difference of a limit {apart:.0e}"
            )
        measured.append(
            {
                "name": name,
                "ours": seconds,
                "peer": theirs,
                "peer_name": PEER,
                "unit": "s",
                "note": note,
            }
        )
    return measured


def has_peer() -> bool:
    """Tell whether PHStatsMethods is installed."""
    try:
        import PHStatsMethods  # noqa: F401
    except ImportError:
        return False
    return True


def peer_rates(df: pd.DataFrame) -> pd.DataFrame:
    """Give the limits that PHStatsMethods gives for rates."""
    from PHStatsMethods import ph_rate

    found = ph_rate(df, "count", "of", "place", metadata=False, multiplier=1000)
    return found.sort_values("place")


def peer_shares(df: pd.DataFrame) -> pd.DataFrame:
    """Give the limits that PHStatsMethods gives for shares."""
    from PHStatsMethods import ph_proportion

    found = ph_proportion(df, "count", "of", "place", metadata=False)
    return found.sort_values("place")


def largest_difference(ours: statistics.Interval, theirs: pd.DataFrame) -> float:
    """Give the largest relative difference between limits above nought."""
    lower, upper = (
        theirs[name].to_numpy(dtype="float64")
        for name in theirs.columns
        if name.startswith(("lower", "upper"))
    )
    apart = [
        np.max(np.abs(a - b)[b > 0] / b[b > 0])
        for a, b in [(ours.lower, lower), (ours.upper, upper)]
    ]
    return float(max(apart))


def nation() -> list[dict[str, Any]]:
    """Time all indicators of a made-up nation, and of one four times as large."""
    survey = made_up_nation()
    four = Survey(
        persons=pd.concat([survey.persons] * 4, ignore_index=True),
        counts=survey.counts,
        participation=survey.participation,
    )
    once, often = (best_of(lambda s=s: compute(s), 2) for s in (survey, four))  # type: ignore[misc]
    rows = compute(survey)
    size = f"{len(survey.persons):,} people, {rows:,} figures"
    return [
        {
            "name": "all indicators of a made-up nation, before suppression",
            "ours": once,
            "peer": None,
            "peer_name": "",
            "unit": "s",
            "note": size,
        },
        {
            "name": "the same with four times as many people",
            "ours": often,
            "peer": None,
            "peer_name": "",
            "unit": "s",
            "note": "below four times: cost is linear in people, after a fixed part",
        },
    ]


def made_up_nation() -> Survey:
    """Draw a survey in which every municipality takes part."""
    places = geography.municipalities(YEAR)
    adults = geography.adults_by_municipality(geography.population(YEAR))
    persons = draw_people(
        pd.DataFrame(
            {
                "municipality_code": places["municipality_code"],
                "adults": places["municipality_code"].map(adults).astype("int64"),
                "centrality": 3,
            }
        ),
        year=YEAR,
        seed=1,
    )
    taking = persons[["survey_year", "municipality_code"]].drop_duplicates()
    taking = taking.assign(
        data_kind="persons",
        inclusion_rule="",
        units="",
        mapping_date="",
        rows_set_aside=0,
    )
    return Survey(
        persons, empty_frame(COUNT_DTYPES), typed(taking, PARTICIPATION_DTYPES)
    )


def compute(survey: Survey) -> int:
    """Compute every indicator; give the number of rows."""
    told = tell_on_borders(
        survey,
        YEAR,
        populations={YEAR: geography.population(YEAR)},
        groupings={},
        levels=frozenset(DEFAULT_LEVELS),
    )
    table = indicators.compute(
        told.survey,
        year=YEAR,
        population=told.population,
        regions=told.regions,
        names=told.names,
        definitions=load_definitions(),
        coverage=told.coverage,
        gaps=told.gaps,
    )
    return len(table.rows)
