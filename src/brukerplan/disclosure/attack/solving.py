"""How closely each hidden number can be confined, by linear and integer programs.

A program that makes one number as large as can be tells its upper bound exactly. One
that makes many large at once tells less, but whatever whole numbers it finds are
possible ones (witnesses), so they show how far apart possible numbers lie. Numbers that
are shown to be far enough apart are safe; only for the others are their own bounds
worked out.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from brukerplan.disclosure.attack.claims import completed
from brukerplan.disclosure.attack.moving import Attack
from brukerplan.disclosure.attack.targets import Targets
from brukerplan.disclosure.attack.witnesses import Bools, Floats, Places, System


@dataclass(frozen=True)
class Solved:
    """What was found of each unknown number.

    `lowest` and `highest` lie as far apart as possible numbers were found to lie; for
    those in `confined` they are the bounds themselves. Those `undecided` are neither
    known to give way nor known not to, by the programs that the attack allows itself.
    """

    lowest: Floats
    highest: Floats
    confined: Bools
    undecided: Bools


def confine(
    matrix: sparse.csr_array,
    number: Floats,
    least: Floats,
    targets: Targets,
    *,
    local: Bools,
    theme: Places,
    claims: Floats,
) -> Solved:
    """Find the targets that give way.

    `matrix @ x == 0`, where x are the numbers and then the rests; `number` is x where
    it is known, NaN elsewhere; `least` is the least that each may be. `local` are the
    numbers of single municipalities and `theme` what each is about: what is not local,
    or of another theme, stays as it is while witnesses are looked for at first. Each
    row of `claims` is numbers that are said to fit, NaN where nothing is said: each is
    tried before others are looked for.

    Raises:
        InputError: the published numbers contradict each other.
    """
    unknown = np.flatnonzero(np.isnan(number))
    lowest, highest = number.copy(), number.copy()
    confined = targets.open(number, number)
    undecided = np.zeros_like(confined)
    wanted = targets.of(unknown)
    if wanted.attacked.any():
        system = System.of(matrix, number, least)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            attack = Attack(system, wanted, local[unknown], theme[unknown], pool)
            attack.begin(completed(system, claims[:, unknown]))
            attack.run()
        lowest[unknown], highest[unknown] = attack.low, attack.high
        confined[unknown], undecided[unknown] = attack.confined, attack.undecided()
    return Solved(lowest, highest, confined, undecided)
