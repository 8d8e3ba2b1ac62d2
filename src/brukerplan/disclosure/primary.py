"""Which numbers are themselves too small to be shown."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from brukerplan.definitions.indicator_model import ALL
from brukerplan.disclosure.cells import NONE, PUBLIC_ATOMS, Cells
from brukerplan.disclosure.policy import DisclosurePolicy
from brukerplan.disclosure.relations import Relations
from brukerplan.tables import Status

LEVEL_WEIGHTS = {"municipality": 1.0, "county": 8.0, "nation": 64.0}
"""How much worse it is to hide a figure of a region of this kind."""

OTHER_LEVEL = 0.5
"""The same for groupings of regions: asked for beside the others, they should cost a
municipality as few of its own figures as can be."""

HEADLINE, GROUP_TOTAL, BASE, FIGURE, DETAIL = 256.0, 32.0, 8.0, 4.0, 1.0
"""How much worse it is to hide the number of recipients of a region, of a problem
group there, what shares are shares of, a figure for all recipients, and the rest."""

RED = 3.0
"""How much worse it is to hide those who are red in an area than green or yellow: need
is what a place asks for first."""


@dataclass(frozen=True)
class Problem:
    """What complementary suppression is given, one entry per column of the relations.

    `sensitive` numbers must be protected; `hidden` are those already out of sight
    (the sensitive, the rests that nobody publishes, what stands only in rows that are
    hidden anyway); `lowest` is the least that an attacker must allow for if the number
    is hidden; `cost` says how much is lost by hiding it, infinite where it cannot be
    hidden; `local` are the numbers of single municipalities, within which protection
    is sought first; `headline` the numbers of recipients, which go last, among them
    `recipients`, of all in a place; `theme` numbers what the sets are about (housing,
    plans), `place` the regions, `above` the region that each is part of (or `NONE`),
    `people` the problem groups of each place; `wished` are the sensitive that get room
    only where it costs no total.
    """

    relations: Relations
    sensitive: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    lowest: NDArray[np.int64]
    cost: NDArray[np.float64]
    width: int
    local: NDArray[np.bool_]
    headline: NDArray[np.bool_]
    recipients: NDArray[np.bool_]
    theme: NDArray[np.int64]
    place: NDArray[np.int64]
    above: NDArray[np.int64]
    people: NDArray[np.int64]
    zeros_shown: bool
    wished: NDArray[np.bool_]


def problem_of(
    rows: pd.DataFrame, cells: Cells, relations: Relations, policy: DisclosurePolicy
) -> Problem:
    """Give the problem that a table poses under a policy."""
    small = is_small(relations.count, policy)
    sensitive = small & relations.is_complement & policy.complement
    few = cells.numerator[has_small_base(rows, policy) & (cells.numerator != NONE)]
    sensitive[few] = relations.count[few] >= (1 if policy.zeros_shown else 0)
    sensitive[: len(cells)] |= small[: len(cells)] | _dominated(relations, policy)
    if not policy.unrated_protected:
        sensitive[: len(cells)] &= ~_ends_with(cells, ":missing")
    unseen = _only_in_hidden_rows(rows, cells, policy)
    hidden = np.ones(len(relations.count), dtype=bool)
    hidden[: len(cells)] = sensitive[: len(cells)] | unseen
    lowest = np.zeros(len(relations.count), dtype="int64")
    cost = np.zeros(len(relations.count))
    cost[: len(cells)] = _costs(cells)
    if policy.zeros_shown:
        lowest[: len(cells)] = ~unseen
        cost[(relations.count == 0) & ~hidden] = np.inf
    local = np.ones(len(relations.count), dtype=bool)
    local[: len(cells)] = _levels(cells) == "municipality"
    uses = np.zeros(len(relations.count))
    uses[: len(cells)] = _uses(cells)
    place = _with_rests(cells.codes["region"], relations)
    groups = len(cells.levels["problem_group"])
    group = _with_rests(cells.codes["problem_group"], relations)
    return Problem(
        relations,
        sensitive,
        hidden,
        lowest,
        cost,
        policy.protection_width,
        local,
        uses >= GROUP_TOTAL,
        uses >= HEADLINE,
        _with_rests(_themes(cells, relations), relations),
        place,
        _above(place, cells.levels["region"], relations)[place],
        place * groups + group,
        policy.zeros_shown,
        np.zeros(len(relations.count), dtype=bool),
    )


def also_hidden(problem: Problem, hidden: NDArray[np.bool_]) -> Problem:
    """Give the problem with further columns hidden from the start."""
    return replace(problem, hidden=problem.hidden | hidden)


def is_small(count: NDArray[np.int64], policy: DisclosurePolicy) -> NDArray[np.bool_]:
    """Say which numbers of people are below the smallest that may be shown."""
    least = 1 if policy.zeros_shown else 0
    return (count >= least) & (count < policy.smallest_count)


def _dominated(relations: Relations, policy: DisclosurePolicy) -> NDArray[np.bool_]:
    """Say which cells come so much from one part that its staff know the others'."""
    count = relations.count[: relations.cells]
    part = relations.largest_part
    return (part > policy.largest_part * count) & (part < count)


def has_small_base(rows: pd.DataFrame, policy: DisclosurePolicy) -> NDArray[np.bool_]:
    """Say which rows are shares or means of too few people."""
    people = ~rows["denominator_set"].isin(PUBLIC_ATOMS)
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
    weights = pd.Series(_levels(cells)).map(LEVEL_WEIGHTS).fillna(OTHER_LEVEL)
    return rows * weights.to_numpy(dtype="float64") * _uses(cells)


def _uses(cells: Cells) -> NDArray[np.float64]:
    """Give how much each cell is used by readers: totals before parts.

    A large number is used more than a small one, and stands for more people.
    """
    atom = cells.levels["atom"]
    of_all = (atom == "all")[cells.codes["atom"]]
    known, missing = _ends_with(cells, ":known"), _ends_with(cells, ":missing")
    everybody, both_sexes, all_ages = (
        (cells.levels[name] == total)[cells.codes[name]]
        for name, total in (
            ("problem_group", "all"),
            ("sex", "total"),
            ("age_band", "total"),
        )
    )
    headline = of_all & both_sexes & all_ages
    kinds = [
        (headline & everybody, HEADLINE),
        (headline, GROUP_TOTAL),
        (known & everybody, BASE),
        (everybody & ~missing & (both_sexes | all_ages), FIGURE),
        (known, FIGURE),
    ]
    use = np.select([k for k, _ in kinds], [w for _, w in kinds], DETAIL)
    use *= np.where(_ends_with(cells, ":red"), RED, 1.0)
    return np.asarray(use * (1 + np.log1p(cells.count) / 10))


def _ends_with(cells: Cells, end: str) -> NDArray[np.bool_]:
    """Say of which cells the set's name ends so."""
    ends = np.array([atom.endswith(end) for atom in cells.levels["atom"]])
    return ends[cells.codes["atom"]]


def _themes(cells: Cells, relations: Relations) -> NDArray[np.int64]:
    """Number what each cell's set is about; what hangs together is one theme.

    All recipients stand in the equations of every theme, and are one of their own.
    """
    names = [atom.partition(":")[0] for atom in cells.levels["atom"]]
    name, every = pd.factorize(pd.Index(names))
    about = np.asarray(name)[cells.codes["atom"]]
    entries = relations.matrix.tocoo()
    row, column = entries.coords
    linking = column < len(cells)
    linking[linking] = np.asarray(every != ALL)[about[column[linking]]]
    row, column = row[linking], column[linking]
    size = len(every)
    links = sparse.coo_array(
        (np.ones(len(row), dtype="int8"), (about[column], size + row)),
        shape=(size + relations.matrix.shape[0],) * 2,
    )
    _, theme = connected_components(links, directed=False)
    return np.asarray(theme[:size], dtype="int64")[about]


def _above(
    place: NDArray[np.int64], regions: pd.Index, relations: Relations
) -> NDArray[np.int64]:
    """Give the place that each place is part of: of several, that of most weight."""
    level = [region.partition(":")[0] for region in regions]
    weight = [LEVEL_WEIGHTS.get(name, OTHER_LEVEL) for name in level]
    order = np.argsort(weight, kind="stable")
    rank = np.argsort(order)
    entries = relations.matrix.tocoo()
    cell = entries.coords[1] < relations.cells
    row, of = entries.coords[0][cell], place[entries.coords[1][cell]]
    whole = entries.data[cell] > 0
    around = np.full(relations.matrix.shape[0], NONE)
    around[row[whole]] = of[whole]
    part, wider = of[~whole], around[row[~whole]]
    outside = (wider != part) & (wider != NONE)
    highest = np.full(len(regions), NONE)
    np.maximum.at(highest, part[outside], rank[wider[outside]])
    return np.where(highest == NONE, NONE, order[highest])


def _with_rests(mark: NDArray[np.int64], relations: Relations) -> NDArray[np.int64]:
    """Give the cells' marks, and to each rest that of its equation's parts."""
    column = np.zeros(len(relations.count), dtype="int64")
    column[: relations.cells] = mark
    entries = relations.matrix.tocoo()
    part = (entries.coords[1] < relations.cells) & (entries.data < 0)
    of_equation = np.zeros(relations.matrix.shape[0], dtype="int64")
    of_equation[entries.coords[0][part]] = column[entries.coords[1][part]]
    rest = entries.coords[1] >= relations.cells
    column[entries.coords[1][rest]] = of_equation[entries.coords[0][rest]]
    return column


def _levels(cells: Cells) -> NDArray[np.object_]:
    """Give the level of each cell's region."""
    level = [region.partition(":")[0] for region in cells.levels["region"]]
    return np.array(level, dtype=object)[cells.codes["region"]]
