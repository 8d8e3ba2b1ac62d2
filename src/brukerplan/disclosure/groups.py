"""Groups of places that move by themselves, drawn anew for each round of the search.

A linear program takes more time than in proportion to its numbers, and those that share
a small total cannot all go the same way in one program. So a round has many smaller
programs, each over some places, and what a program cannot do since its places do not
have what it takes, another round with other groups can. An equation over places of
several groups keeps its sum in each of them, so moves of all groups are one move.
"""

import numpy as np
import pandas as pd

from brukerplan.disclosure.cells import NONE
from brukerplan.disclosure.moves import Bools, Columns
from brukerplan.disclosure.primary import Problem

FAMILIES = 5
"""So many counties move together, each with a group of its municipalities."""

EARLIER = 0.3
"""How far places with an open number are put forward where only the first group of a
county moves with it: below 1, so that others are in that group as well."""


def near_groups(problem: Problem, column: Columns, size: int, turn: int) -> Columns:
    """Number the group of each column: places of one county, about `size` columns."""
    places, of = _places(problem, column)
    drawn = np.random.default_rng(turn).random(len(places))
    places["group"] = _groups(places, drawn, size)
    return _numbered(places, ["family", "group"])[of]


def far_groups(
    problem: Problem, column: Columns, opened: Bools, size: int, turn: int
) -> Columns:
    """Number the group of each column, or `NONE` for those that stand still.

    A few counties move together, each with one group of its municipalities; the other
    groups move as in `near_groups`. What counties are part of stands still, unless all
    is one group.
    """
    if len(column) <= size:
        return np.zeros_like(column)
    places, of = _places(problem, column)
    draw = np.random.default_rng(turn)
    places["group"] = _open_first(places, of[opened[column]], size, draw)
    head = places["place"].isin(places.loc[places["local"], "family"])
    places["family"] = places["place"].where(head, places["family"])
    family = pd.factorize(places["family"], sort=True)[0]
    many = -(-(int(family.max()) + 1) // FAMILIES)
    together = draw.permutation(int(family.max()) + 1) % many
    first = places["group"] == 0
    places["family"] = places["family"].mask(first, NONE - 1 - together[family])
    label = _numbered(places, ["family", "group"])
    return np.where(places["local"] | head, label, NONE)[of]


def wide_groups(
    problem: Problem, column: Columns, opened: Bools, size: int, turn: int
) -> Columns:
    """Number as 0 what moves, and as `NONE` what stands still.

    All counties move, what they are part of, and one group of municipalities of each.
    So numbers of counties can change, and the program is still a small one.
    """
    places, of = _places(problem, column)
    draw = np.random.default_rng(turn)
    group = _open_first(places, of[opened[column]], size, draw)
    return np.where(group == 0, 0, NONE)[of]


def _places(problem: Problem, column: Columns) -> tuple[pd.DataFrame, Columns]:
    """Give the places of columns (`place, family, local, size`), and each one's row."""
    place, first, of, size = np.unique(
        problem.place[column],
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    at = column[first]
    columns = {"family": problem.above[at], "local": problem.local[at]}
    return pd.DataFrame({"place": place, **columns, "size": size}), of


def _open_first(
    places: pd.DataFrame, opened: Columns, size: int, draw: np.random.Generator
) -> Columns:
    """Number each municipality's group within its county, those with an open number
    rather in the first; all else is in the first. `opened` are rows of open numbers."""
    order = draw.random(len(places))
    order[np.unique(opened)] *= EARLIER
    local = places["local"].to_numpy()
    group = np.zeros(len(places), dtype="int64")
    group[local] = _groups(places[local], order[local], size)
    return group


def _groups(places: pd.DataFrame, order: np.ndarray, size: int) -> Columns:
    """Cut the places of each family, put in order, into groups of about equal size."""
    sorted_places = places.iloc[np.argsort(order, kind="stable")]
    sizes = sorted_places.groupby("family")["size"]
    total = sizes.transform("sum")
    before = sizes.cumsum() - sorted_places["size"]
    group = before * -(-total // size) // total
    return group.reindex(places.index).to_numpy(dtype="int64")


def _numbered(places: pd.DataFrame, names: list[str]) -> Columns:
    """Number the distinct combinations of some columns."""
    number = places.groupby(names, sort=True).ngroup()
    return np.asarray(number, dtype="int64")
