"""What readers know from releases that are out already.

A figure that an earlier release shows is known: hiding it now helps nobody, so it can
protect nothing. A figure that an earlier release hides stays hidden, or the two side by
side would give it away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.disclosure.cells import NONE, Cells, uses_of
from brukerplan.disclosure.primary import Problem
from brukerplan.tables import FIGURE_KEYS, Release, Status


def with_earlier(
    problem: Problem, rows: pd.DataFrame, cells: Cells, earlier: Sequence[Release]
) -> Problem:
    """Give the problem with what `earlier` releases show and hide taken in.

    Only figures whose number is unchanged count as shown: a number that has since been
    corrected is another number. It does not matter in which row a number was shown: an
    earlier release may tell the same people under a name that the table has not.
    """
    known = _marked(problem)
    for release in earlier:
        known[_told(cells, rows, release)] = True
    kept = _kept(problem, rows, cells, earlier)
    elsewhere = [release for release in earlier if _has_other_regions(release)]
    told_anew = _kept(problem, rows, cells, elsewhere)
    wished = told_anew & ~known & ~problem.sensitive
    return replace(
        problem,
        hidden=(problem.hidden | kept) & ~known,
        sensitive=(problem.sensitive & ~known) | wished,
        wished=wished,
        cost=np.where(known, np.inf, problem.cost),
    )


def adding_nothing(
    problem: Problem, rows: pd.DataFrame, cells: Cells, earlier: Sequence[Release]
) -> Problem:
    """Give the problem of showing no more than `earlier` releases show already.

    What is out cannot be called back, and may stand in the way of protecting more, as
    under stricter rules or with further regions. Then figures that no earlier release
    has are hidden, and what one hides stays hidden, so readers learn nothing new.
    """
    old = _marked(problem)
    for both in _beside(rows, earlier):
        there = both["status"].notna().to_numpy()
        for use in (cells.numerator, cells.denominator):
            old[use[there & (use != NONE)]] = True
    new = ~old & (np.arange(len(old)) < len(cells))
    if problem.zeros_shown:
        new &= problem.relations.count > 0
    kept = _kept(problem, rows, cells, earlier)
    return replace(problem, hidden=problem.hidden | kept | new)


def _has_other_regions(release: Release) -> bool:
    """Say whether a release has regions on other borders, such as `1504` of 2019.

    Then the table has sums that it has not. What it hides, for whatever reason, is to
    have room beside them as well, since it protects others there.
    """
    regions = release.rows[["region_level", "region_code"]].drop_duplicates()
    return bool(
        (regions["region_level"] + regions["region_code"]).str.contains("@").any()
    )


def _told(cells: Cells, rows: pd.DataFrame, release: Release) -> NDArray[np.int64]:
    """Give the cells whose number a release shows, in whatever row.

    What a figure of the release counts is read from `rows` of the same name.
    """
    name = ["indicator_id", "category"]
    sets = rows[[*name, "numerator_set", "denominator_set"]].drop_duplicates(name)
    told = release.rows.merge(sets, on=name, how="inner")
    found = []
    for part in ("numerator", "denominator"):
        uses = uses_of(told, part)
        at = cells.find(uses)
        same = cells.count[at] == uses["count"].to_numpy(dtype="int64")
        found.append(at[(at != NONE) & same])
    return np.concatenate(found)


def _marked(problem: Problem) -> NDArray[np.bool_]:
    """Give a mark for every column, not set."""
    return np.zeros(len(problem.hidden), dtype=bool)


def _beside(rows: pd.DataFrame, earlier: Sequence[Release]) -> Iterator[pd.DataFrame]:
    """Give, for each earlier release, its figures in the order of `rows`."""
    for release in earlier:
        yield rows[list(FIGURE_KEYS)].merge(
            release.rows, on=list(FIGURE_KEYS), how="left", validate="1:1"
        )


def _kept(
    problem: Problem, rows: pd.DataFrame, cells: Cells, earlier: Sequence[Release]
) -> NDArray[np.bool_]:
    """Say which columns some earlier release hides."""
    kept = _marked(problem)
    for both in _beside(rows, earlier):
        hidden = both["status"].isin([Status.SUPPRESSED, Status.COMPLEMENTARY])
        without = hidden & both["denominator"].isna()
        for use, gone in ((cells.numerator, hidden), (cells.denominator, without)):
            at = use[gone.to_numpy()]
            kept[at[at != NONE]] = True
    if problem.zeros_shown:
        kept &= problem.relations.count > 0
    return kept
