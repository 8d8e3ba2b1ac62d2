"""Moving labels apart so that none stands on another."""

from collections.abc import Sequence
from itertools import accumulate


def spread_apart(
    middles: Sequence[float], *, heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Give middles for blocks of these heights so that no two overlap.

    Blocks keep their order and are moved as little as need be: those that would touch
    share the mean of their places (pooled neighbours, as in isotonic regression). All
    stay between `low` and `high` where there is room.
    """
    order = sorted(range(len(middles)), key=lambda index: middles[index])
    taken = [0.0, *accumulate(heights[index] for index in order)]
    pools: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        top = middles[index] - heights[index] / 2
        pools.append((top - taken[rank], 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (last, many), (before, few) = pools.pop(), pools.pop()
            pools.append(((last * many + before * few) / (many + few), many + few))
    starts = [mean for mean, count in pools for _ in range(count)]
    result = [0.0] * len(order)
    for rank, index in enumerate(order):
        start = max(low, min(starts[rank], high - taken[-1]))
        result[index] = start + taken[rank] + heights[index] / 2
    return result
