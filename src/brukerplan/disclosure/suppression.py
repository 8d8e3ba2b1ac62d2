"""The one door: an `IndicatorTable` goes in, a `Release` comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.disclosure.cells import COORDINATES, NONE, Cells, cells_of
from brukerplan.disclosure.deriving import released_rows
from brukerplan.disclosure.earlier import adding_nothing, with_earlier
from brukerplan.disclosure.few_people import cannot_be_shown
from brukerplan.disclosure.partners import hide_partners
from brukerplan.disclosure.policy import DisclosurePolicy
from brukerplan.disclosure.primary import (
    Problem,
    also_hidden,
    has_no_figure,
    has_small_base,
    is_small,
    problem_of,
)
from brukerplan.disclosure.relations import relations_of
from brukerplan.disclosure.room import Room, make_room
from brukerplan.errors import DisclosureError
from brukerplan.tables import (
    INDICATOR_DTYPES,
    IndicatorTable,
    PossibleNumbers,
    Release,
    Status,
)


@dataclass(frozen=True)
class Suppressed:
    """A release, and the numbers that its hidden figures may have."""

    release: Release
    possible: PossibleNumbers


def suppress(
    table: IndicatorTable,
    policy: DisclosurePolicy,
    *,
    sets: pd.DataFrame,
    provenance: Mapping[str, Any],
    earlier: Sequence[Release] = (),
) -> Suppressed:
    """Hide what the policy says, and what would give it back; derive the rest.

    `sets` says how the people that sets describe overlap, as
    `definitions.set_relations` gives it; `earlier` are the releases that have been published already.
    """
    rows = _with_beside(table)
    cells = cells_of(rows)
    relations = relations_of(cells, table.regions, sets)
    problem = problem_of(rows, cells, relations, policy)
    small = problem.sensitive[: len(cells)]
    if policy.is_stricter_than_default():
        usual = problem_of(rows, cells, relations, DisclosurePolicy())
        problem = also_hidden(problem, _room_in(usual).hidden)
    room = _protected(problem, rows, cells, earlier)
    status, denominator_hidden = _statuses(rows, cells, room.hidden, small, policy)
    own = len(table.rows)
    release = Release(
        rows=released_rows(rows[:own], status[:own], denominator_hidden[:own]),
        policy=policy.to_mapping(),
        provenance=dict(provenance),
    )
    return Suppressed(release, _possible(cells, room))


def _possible(cells: Cells, room: Room) -> PossibleNumbers:
    """Give the true numbers, and those that each move leads to."""
    people = pd.DataFrame(
        {name: cells.levels[name].take(cells.codes[name]) for name in COORDINATES}
    )
    numbers = np.array([np.zeros(len(cells)), *room.moves], dtype="float32")
    return PossibleNumbers(
        people.rename(columns={"atom": "people"}),
        numbers + cells.count.astype("float32"),
    )


def _with_beside(table: IndicatorTable) -> pd.DataFrame:
    """Give the rows to protect: the table's own, then those that are out elsewhere."""
    if table.beside.empty:
        return table.rows.reset_index(drop=True)
    return pd.concat(
        [part.astype(INDICATOR_DTYPES) for part in (table.rows, table.beside)],
        ignore_index=True,
    )


def _protected(
    problem: Problem, rows: pd.DataFrame, cells: Cells, earlier: Sequence[Release]
) -> Room:
    """Give what is hidden, with what earlier releases tell taken into account.

    Raises:
        DisclosureError: some number cannot be protected.
    """
    known = with_earlier(problem, rows, cells, earlier)
    try:
        return _room_in(known)
    except DisclosureError:
        if not earlier:
            raise
    alone = adding_nothing(problem, rows, cells, earlier)
    return _room_in(alone)


def _room_in(problem: Problem) -> Room:
    """Hide what protects the sensitive numbers of a problem.

    Raises:
        DisclosureError: some number cannot be protected.
    """
    surely = also_hidden(problem, cannot_be_shown(problem))
    return make_room(surely, hide_partners(surely))


def _statuses(
    rows: pd.DataFrame,
    cells: Cells,
    hidden: NDArray[np.bool_],
    small: NDArray[np.bool_],
    policy: DisclosurePolicy,
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Give each row's status, and whether its denominator is hidden."""
    numerator, numerator_small = (_at(cells.numerator, x) for x in (hidden, small))
    denominator, denominator_small = (
        _at(cells.denominator, x) for x in (hidden, small)
    )
    few = has_small_base(rows, policy)
    left = (
        (rows["denominator"] - rows["numerator"]).fillna(NONE).to_numpy(dtype="int64")
    )
    people = (cells.numerator != NONE) & (cells.denominator != NONE)
    left_small = policy.complement & people & is_small(left, policy)
    status = rows["status"].to_numpy(dtype=object).copy()
    denominator = denominator | denominator_small
    closed = numerator | numerator_small | denominator | few
    nought = policy.zeros_shown & (rows["numerator"] == 0).fillna(False).to_numpy()
    own = (numerator_small | denominator_small | few | left_small) & ~nought
    status[closed] = Status.COMPLEMENTARY
    status[closed & own] = Status.SUPPRESSED
    kept = has_no_figure(rows) & ~denominator
    status[kept] = rows["status"].to_numpy(dtype=object)[kept]
    return status, denominator


def _at(use: NDArray[np.int64], mark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give the mark of the cell that each row uses; False where it uses none."""
    return np.where(use != NONE, mark[np.maximum(use, 0)], False)
