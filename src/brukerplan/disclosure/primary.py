"""Which numbers are themselves too small to be shown."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.disclosure.cells import NONE, Cells
from brukerplan.disclosure.policy import DisclosurePolicy
from brukerplan.disclosure.relations import Relations
from brukerplan.tables import Status

LEVEL_WEIGHTS = {"municipality": 1.0, "county": 8.0, "nation": 64.0}
"""How much worse it is to hide a figure of a region of this kind."""

OTHER_LEVEL = 4.0
"""The same for own groupings of regions."""


@dataclass(frozen=True)
class Problem:
    """What complementary suppression is given, one entry per column of the relations.

    `sensitive` numbers must be protected; `hidden` are those already out of sight
    (the sensitive, the rests that nobody publishes, what stands only in rows that are
    hidden anyway); `lowest` is the least that an attacker must allow for if the number
    is hidden; `cost` says how much is lost by hiding it, infinite where it cannot be
    hidden.
    """

    relations: Relations
    sensitive: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    lowest: NDArray[np.int64]
    cost: NDArray[np.float64]
    width: int


def problem_of(
    rows: pd.DataFrame, cells: Cells, relations: Relations, policy: DisclosurePolicy
) -> Problem:
    """Give the problem that a table poses under a policy."""
    small = is_small(relations.count, policy)
    sensitive = small & relations.is_complement & policy.complement
    sensitive[: len(cells)] = small[: len(cells)]
    unseen = _only_in_hidden_rows(rows, cells, policy)
    hidden = np.ones(len(relations.count), dtype=bool)
    hidden[: len(cells)] = sensitive[: len(cells)] | unseen
    lowest = np.zeros(len(relations.count), dtype="int64")
    cost = np.zeros(len(relations.count))
    cost[: len(cells)] = _costs(cells)
    if policy.zeros_shown:
        lowest[: len(cells)] = ~unseen
        cost[(relations.count == 0) & ~hidden] = np.inf
    return Problem(relations, sensitive, hidden, lowest, cost, policy.protection_width)


def is_small(count: NDArray[np.int64], policy: DisclosurePolicy) -> NDArray[np.bool_]:
    """Say which numbers of people are below the smallest that may be shown."""
    least = 1 if policy.zeros_shown else 0
    return (count >= least) & (count < policy.smallest_count)


def has_small_base(rows: pd.DataFrame, policy: DisclosurePolicy) -> NDArray[np.bool_]:
    """Say which rows are shares or means of too few people."""
    people = ~rows["denominator_set"].isin(("population", ""))
    few = (rows["denominator"] < policy.smallest_denominator).fillna(False)
    return (people & few & (rows["denominator"] > 0).fillna(False)).to_numpy(dtype=bool)


def has_no_figure(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which rows the earlier stage already gave a status of its own."""
    return (rows["status"] != Status.SHOWN).to_numpy()


def _only_in_hidden_rows(
    rows: pd.DataFrame, cells: Cells, policy: DisclosurePolicy
) -> NDArray[np.bool_]:
    """Say which cells stand in no row that may be shown."""
    seen = np.zeros(len(cells), dtype=bool)
    closed = has_small_base(rows, policy)
    numerator = cells.numerator[~closed]
    seen[numerator[numerator != NONE]] = True
    denominator = cells.denominator
    seen[denominator[denominator != NONE]] = True
    return ~seen


def _costs(cells: Cells) -> NDArray[np.float64]:
    """Give what is lost by hiding each cell: rows that go, by the kind of region."""
    rows = np.zeros(len(cells))
    for use in (cells.numerator, cells.denominator):
        rows += np.bincount(use[use != NONE], minlength=len(cells))
    level = pd.Series(cells.levels["region"]).str.partition(":")[0]
    weight = level.map(LEVEL_WEIGHTS).fillna(OTHER_LEVEL).to_numpy(dtype="float64")
    return rows * weight[cells.codes["region"]]
