"""A place against the others that took part: in its county, the nation, its groups.

«Others» is the larger region less the place itself, both as published, so nothing is
worked out here that a reader could not work out. Where either is hidden there is no
comparison.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from brukerplan import statistics
from brukerplan.definitions import Definitions
from brukerplan.reporting.analysis.estimates import (
    FIGURE,
    estimates,
    numbers,
    of_region,
    polarities,
    shown,
    totals,
)
from brukerplan.tables import Release

STRICT = 0.998
"""The confidence at which a difference is called clear though many are looked at."""

COMPARISON_COLUMNS = (
    *FIGURE,
    "unit",
    "against_level",
    "against_code",
    "against_name",
    "value",
    "lower",
    "upper",
    "others_numerator",
    "others_denominator",
    "others_value",
    "others_lower",
    "others_upper",
    "own_part",
    "difference",
    "difference_lower",
    "difference_upper",
    "ratio",
    "ratio_lower",
    "ratio_upper",
    "polarity",
    "verdict",
    "verdict_strict",
)


def comparisons(
    release: Release,
    region_level: str,
    region_code: str,
    *,
    against: Sequence[tuple[str, str]],
    definitions: Definitions,
    year: int | None = None,
) -> pd.DataFrame:
    """Compare every total of a place with that of the others in larger regions.

    `against` lists (level, code) of regions that the place is part of, such as
    `("county", "11")`. Gives a row a figure and region, with `COMPARISON_COLUMNS`:

    - values and limits are in the figure's unit; `others_…` is the region without
      the place; `own_part` the place's part of the region's denominator (0–1);
    - `difference` in the unit, and `ratio`, are place against others, with their
      95 % intervals;
    - `verdict` is better, similar, worse, higher or lower by the difference at 95 %,
      `verdict_strict` at 99.8 % (for when many figures are looked at together).

    Figures that are hidden here or there, or where no others took part, have no row.
    """
    chosen = release.provenance["survey_year"] if year is None else year
    rows = shown(totals(release.rows))
    own = of_region(rows, region_level, region_code, chosen)
    frames = [
        _against(own, of_region(rows, level, code, chosen), definitions)
        for level, code in against
        if (level, code) != (region_level, region_code)
    ]
    empty = pd.DataFrame(columns=list(COMPARISON_COLUMNS))
    found = [frame for frame in frames if len(frame)]
    return pd.concat(found, ignore_index=True) if found else empty


def _against(
    own: pd.DataFrame, whole: pd.DataFrame, definitions: Definitions
) -> pd.DataFrame:
    both = own.merge(
        whole, on=[*FIGURE, "unit"], suffixes=("", "_whole"), validate="one_to_one"
    )
    x, n, whole_x, whole_n = numbers(
        both, ["numerator", "denominator", "numerator_whole", "denominator_whole"]
    )
    both = both.assign(
        against_level=both["region_level_whole"],
        against_code=both["region_code_whole"],
        against_name=both["region_name_whole"],
        others_numerator=whole_x - x,
        others_denominator=whole_n - n,
        own_part=statistics.share(n, whole_n),
        polarity=polarities(both, definitions),
    )
    has_others = (both["others_denominator"] > 0) & (both["others_numerator"] >= 0)
    return _compared(both[has_others].reset_index(drop=True))


def _compared(both: pd.DataFrame) -> pd.DataFrame:
    x, n, y, m = numbers(
        both, ["numerator", "denominator", "others_numerator", "others_denominator"]
    )
    unit = both["unit"]
    others = estimates(y, m, unit)
    apart = statistics.difference(estimates(x, n, unit), others)
    strict = statistics.difference(
        estimates(x, n, unit, confidence=STRICT),
        estimates(y, m, unit, confidence=STRICT),
    )
    rates = statistics.rate_ratio(x, n, y, m)
    shares = statistics.share_ratio(x, n, y, m)
    is_rate = (unit == "per_1000").to_numpy()
    ratio = [np.where(is_rate, a, b) for a, b in zip(rates, shares, strict=True)]
    polarity = both["polarity"].to_numpy(dtype=object)
    return both.assign(
        others_value=others.value,
        others_lower=others.lower,
        others_upper=others.upper,
        difference=apart.value,
        difference_lower=apart.lower,
        difference_upper=apart.upper,
        ratio=ratio[0],
        ratio_lower=ratio[1],
        ratio_upper=ratio[2],
        verdict=_verdict(apart, polarity),
        verdict_strict=_verdict(strict, polarity),
    )[list(COMPARISON_COLUMNS)]


def _verdict(apart: statistics.Estimate, polarity: np.ndarray) -> np.ndarray:
    limits = statistics.Interval(apart.lower, apart.upper)
    return statistics.verdict(limits, polarity, neutral=0)


def by_chance(number_compared: int, *, confidence: float = 0.95) -> float:
    """Give how many of so many comparisons would differ by chance alone."""
    return number_compared * (1 - confidence)
