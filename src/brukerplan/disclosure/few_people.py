"""Places with so few recipients that not even their number can be shown.

Where a place has five recipients in five age bands, each is one as soon as all five are
known to be, whatever else is hidden. Only equations over the groups, sexes and ages of
one place's recipients are looked at, and in them everything but the number of all
recipients may move. A number that has no room even so has none in any release that
shows how many recipients there are.

To know it from the start saves the search many large programs, and leaves it to hide
what is cheapest beside.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from scipy import sparse

from brukerplan.disclosure.moves import Block, Bools, Columns, State
from brukerplan.disclosure.primary import Problem
from brukerplan.disclosure.room import Search, Way, open_parts


def cannot_be_shown(problem: Problem) -> Bools:
    """Mark the numbers of recipients that would confine others, whatever is hidden."""
    spared = problem.recipients & ~problem.hidden & np.isfinite(problem.cost)
    if not spared.any():
        return spared
    state = _by_place(problem, spared)
    nothing = np.zeros_like(spared)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        search = Search(state, pool)
        search.among(nothing, Way(~nothing, 0.0, down=True))
    lacking = [
        number
        for part in open_parts(state, np.flatnonzero(state.hidden), by_theme=False)
        for number in part[state.open[part]]
        if _lacks_room(state, part, number)
    ]
    return np.asarray(spared & np.isin(problem.place, problem.place[lacking]))


def _by_place(problem: Problem, spared: Bools) -> State:
    """Give the problem of the recipients of each place by itself, all but the `spared`
    hidden that can be."""
    cells = problem.relations.cells
    inside = problem.local & np.isin(problem.theme, problem.theme[spared])
    outside = ~inside & (np.arange(len(inside)) < cells)
    entries = abs(sparse.csr_array(problem.relations.matrix))
    own = np.flatnonzero(entries @ outside.astype("int64") == 0)
    matrix = problem.relations.matrix[own]
    told = entries[own].sum(axis=0) > 0
    hidden = (problem.hidden | np.isfinite(problem.cost)) & inside & told & ~spared
    relations = replace(problem.relations, matrix=matrix)
    state = State.of(replace(problem, relations=relations), hidden)
    state.open[~hidden | problem.wished] = False
    return state


def _lacks_room(state: State, part: Columns, number: int) -> bool:
    """Say whether a number, the only one to be moved, cannot be moved far enough."""
    alone = replace(
        state,
        open=np.arange(len(state.open)) == number,
        lowest=np.zeros_like(state.lowest),
        highest=np.zeros_like(state.highest),
        moves=[],
    )
    block, move = Block(alone, part), alone.new_move()
    block.take(block.ready(-1.0, 0.0).best(1), move)
    block.take(block.ready(1.0, 0.0).best(2), move)
    return bool(alone.open[number])
