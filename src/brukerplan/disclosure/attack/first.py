"""The first witness: any numbers at all that fit everything published.

A nation falls apart by county once the numbers of counties and the nation stand still.
So these are looked for first, among those that leave their nearest equations a way
out; then the numbers of each county by itself. Where that does not make everything fit,
it is a good place to start from.
"""

from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from brukerplan.disclosure.attack.witnesses import Bools, Floats, System, joined
from brukerplan.errors import InputError


def first_witness(
    system: System, local: Bools, pool: Executor
) -> tuple[System, Floats]:
    """Give a first witness, and the system that it is a witness of.

    Where numbers hidden as "at least 1" can only be nought, the others that hang
    together with them are taken to be at least nought too.

    Raises:
        InputError: there is none.
    """
    witness, least = np.zeros(len(system.least)), system.least.copy()
    waiting = joined(system.parts())
    while waiting:
        at = waiting.pop()
        part = system.part(at, witness)
        x = _found(part, local[at], pool)
        if x is None and len(alone := part.parts()) > 1:
            waiting.extend(at[places] for places in alone)
            continue
        if x is None:
            least[at] = system.floor[at]
            x = _found(part.loosened(), local[at], pool)
        if x is None:
            raise InputError(
                "the published figures contradict each other",
                hint="they come from different releases, or a file was changed",
                slug="published-contradictory",
            )
        witness[at] = x
    return replace(system, least=least), witness


def _found(part: System, local: Bools, pool: Executor) -> Floats | None:
    """Give numbers that fit a part of the system, or None if there are none.

    Where some county finds none, small changes of all numbers make it fit.
    """
    if local.all() or not local.any():
        return _numbers(part)
    at = np.flatnonzero(part.beside(~local))
    wholes = _numbers(part.within(at))
    if wholes is None:
        return None
    x = part.least.copy()
    x[at] = wholes
    if _filled(part, local, x, pool):
        return x
    cost = np.zeros(len(x))
    near = part.nearby(x, cost, np.full(len(x), np.inf))
    whole = None if near is None else part.whole(near, cost)
    return _numbers(part) if whole is None else whole


def _filled(part: System, local: Bools, x: Floats, pool: Executor) -> bool:
    """Find the `local` numbers of `x`, county by county; the others stand still.

    Says whether there are any in each; where there are none, they stay as they are.
    """
    places = part.parts(local)
    found = list(pool.map(lambda at: _numbers(part.part(at, x)), places))
    for at, numbers in zip(places, found, strict=True):
        if numbers is not None:
            x[at] = numbers
    return all(numbers is not None for numbers in found)


def _numbers(part: System) -> Floats | None:
    """Give small numbers that fit a part, whole ones if they are near."""
    cost = np.ones(len(part.least))
    x = part.best(cost)
    whole = None if x is None else part.whole(x, cost)
    return x if whole is None else whole
