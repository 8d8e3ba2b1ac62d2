"""Bounds: the least and the most that one number may be, by the equations around it."""

import numpy as np

from brukerplan.disclosure.attack.witnesses import NEAR, Bools, System


def bounds_nearby(
    system: System, steps: int, width: float, one: int
) -> tuple[float, float]:
    """Bound a number by the equations so many steps around it.

    What a few equations confine, all of them do.
    """
    around = np.zeros(len(system.least), dtype=bool)
    around[one] = True
    for _ in range(steps):
        around = system.beside(around)
    at = np.flatnonzero(around)
    return bounds(system.within(at), at == one, width, whole=False)


def bounds(
    part: System, one: Bools, width: float, *, whole: bool
) -> tuple[float, float]:
    """Give the least and most that one number of a part may be.

    Of fractions, which leave no gaps, the most is looked for no further than the width
    above the least.
    """
    most = np.full(len(one), np.inf)
    least = np.ceil(part.extreme(one.astype("float64"), most, whole=whole) - NEAR)
    if not whole:
        most[one] = least + width
    largest = -part.extreme(-one.astype("float64"), most, whole=whole)
    return float(least), float(np.floor(largest + NEAR))
