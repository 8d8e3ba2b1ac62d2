"""What unknown numbers are about: what hangs together by equations is one theme."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

EVERYBODY = "all"
"""Stands in equations of every theme, and is one of its own."""


def themes_of(people: pd.Series, matrix: sparse.csr_array) -> NDArray[np.int64]:
    """Number the theme of each cell; `people` names whom it counts (`housing:red`).

    Columns of `matrix` beyond the cells are of no theme.
    """
    name, names = pd.factorize(people.str.partition(":")[0])
    entries = sparse.coo_array(matrix)
    equation, cell = entries.coords
    about = np.append(name, -1)[np.minimum(cell, len(name))]
    linked = (about >= 0) & np.append(names != EVERYBODY, False)[about]
    size = len(names) + matrix.shape[0]
    links = sparse.coo_array(
        (np.ones(linked.sum()), (about[linked], len(names) + equation[linked])),
        shape=(size, size),
    )
    _, theme = connected_components(links, directed=False)
    return np.asarray(theme[name], dtype="int64")
