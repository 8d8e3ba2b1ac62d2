"""What readers know from releases that are out already.

A figure that an earlier release shows is known: hiding it now helps nobody, so it can
protect nothing. A figure that an earlier release hides stays hidden, or the two side by
side would give it away.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from brukerplan.disclosure.cells import NONE, Cells
from brukerplan.disclosure.primary import Problem
from brukerplan.tables import FIGURE_KEYS, Release, Status


def with_earlier(
    problem: Problem, rows: pd.DataFrame, cells: Cells, earlier: Sequence[Release]
) -> Problem:
    """Give the problem with what `earlier` releases show and hide taken in.

    Only figures whose number is unchanged count as shown: a number that has since been
    corrected is another number.
    """
    known = np.zeros(len(problem.hidden), dtype=bool)
    kept = np.zeros(len(problem.hidden), dtype=bool)
    for release in earlier:
        both = rows[list(FIGURE_KEYS)].merge(
            release.rows, on=list(FIGURE_KEYS), how="left", validate="1:1"
        )
        for use, number in (
            (cells.numerator, both["numerator"]),
            (cells.denominator, both["denominator"]),
        ):
            now = np.where(use == NONE, NONE, cells.count[use])
            same = (number == now).fillna(False).to_numpy(dtype=bool)
            known[use[same & (use != NONE)]] = True
        hidden = both["status"].isin([Status.SUPPRESSED, Status.COMPLEMENTARY])
        at = cells.numerator[hidden.to_numpy()]
        kept[at[at != NONE]] = True
    if problem.zeros_shown:
        kept &= problem.relations.count > 0
    return replace(
        problem,
        hidden=(problem.hidden | kept) & ~known,
        sensitive=problem.sensitive & ~known,
        cost=np.where(known, np.inf, problem.cost),
    )
