"""Numbers that are said to be possible, and are tried before any are looked for.

Whoever made a release has seen numbers that fit it. The attacker believes nothing: what
is claimed is put into the attacker's own equations, and counts where it fits them.
That proves it, whoever claimed it.
"""

import numpy as np
import pandas as pd

from brukerplan.disclosure.attack.witnesses import (
    NEAR,
    Bools,
    Floats,
    Places,
    System,
)
from brukerplan.tables import PossibleNumbers

NONE_CLAIMED = PossibleNumbers(pd.DataFrame(), np.zeros((0, 0), dtype="float32"))

ROUNDS = 3
"""How often numbers that nobody claimed are worked out from those around them."""


def claimed(cells: pd.DataFrame, possible: PossibleNumbers) -> Floats:
    """Give a row for each table claimed and a column for each cell, NaN for none."""
    numbers = np.full((len(possible.numbers), len(cells)), np.nan)
    if not len(numbers):
        return numbers
    people = possible.people.assign(at=np.arange(len(possible.people)))
    regions = cells["region_level"] + ":" + cells["region_code"]
    wanted = cells.assign(region=regions)[[*possible.people]]
    at = wanted.merge(people, how="left")["at"]
    there = at.notna().to_numpy()
    numbers[:, there] = possible.numbers[:, at[there].to_numpy(dtype="int64")]
    return numbers


def completed(system: System, tables: Floats) -> Floats:
    """Give tables of all unknowns, with those lacking (NaN) worked out where one can.

    One that is alone in lacking in an equation follows from the others; what is left
    is taken to be the least it may be.
    """
    full = tables.copy()
    if not len(full):
        return full
    exact = np.flatnonzero(system.low == system.high)
    rows = system.matrix.tocsr()[exact]
    for _ in range(ROUNDS):
        lacking = np.isnan(full[0])
        alone = np.flatnonzero(abs(rows) @ lacking.astype("float64") == 1)
        entries = rows[alone].tocoo()
        own = lacking[entries.coords[1]]
        row, column = (axis[own] for axis in entries.coords)
        known = np.where(lacking, 0, full)
        left = system.low[exact[alone]] - (rows[alone] @ known.T).T
        full[:, column] = left[:, row] * entries.data[own]
    return np.where(np.isnan(full), system.least, full)


def fitting(system: System, witness: Floats, table: Floats) -> tuple[Places, Floats]:
    """Give the changes of a witness in a table that fit, and their numbers.

    Changes that have no equation in common are each tried by themselves.
    """
    at = np.flatnonzero(np.abs(table - witness) > NEAR)
    changes = system.part(at, witness)
    misfits = changes.misfits(table[at])
    good = [part for part in changes.parts() if not misfits[part].any()]
    fits = np.sort(np.concatenate([np.zeros(0, dtype="int64"), *good]))
    return at[fits], table[at[fits]]


def furthest(claimed: tuple[Floats, Floats], table: Floats) -> Bools:
    """Say of which numbers a table claims the least or the most that is `claimed`."""
    least, most = claimed
    return np.asarray((table <= least + NEAR) | (table >= most - NEAR))


def mended(
    system: System, witness: Floats, table: Floats, at: Places, wanted: Bools
) -> tuple[Places, Floats]:
    """Give a change of a witness in whole numbers, near what a table has at `at`.

    The numbers `wanted` go as far as in the table, if they can. Where those that the
    table changes cannot be made whole by themselves, others beside them change too.
    Gives where the change is, which is nowhere if none is found, and its numbers.
    """
    changed = np.zeros(len(witness), dtype=bool)
    changed[at] = True
    aim = np.where(changed, table, witness)
    cost = np.where(wanted, np.sign(witness - aim), 0.0)
    most = np.where(cost < 0, np.ceil(aim - NEAR), np.inf)
    for marked in (changed, system.beside(changed)):
        places = np.flatnonzero(marked)
        part = system.part(places, witness)
        whole = part.whole(aim[places], cost[places], most[places])
        if whole is not None and not part.misfits(whole).any():
            return places, whole
    return at[:0], table[:0]
