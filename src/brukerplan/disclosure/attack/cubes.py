"""A published cube in JSON-stat 2.0, read as anybody would read it.

Specification: https://json-stat.org/full/
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

SYMBOLS = {":": "hidden", "..": "missing", ".": "not_applicable"}
"""What the signs of Statistics Norway stand for; a number without one is shown."""

COLUMNS = {"year": "survey_year", "group": "problem_group", "age": "age_band"}


def cube_rows(cube: Mapping[str, Any]) -> pd.DataFrame:
    """Give a row per figure of a cube: `FIGURE_KEYS`, the numbers and `status`.

    The last dimension must be what is measured. Every position of the cube that has a
    number or a sign is a figure, so nothing that stands in the file goes unread.

    Raises:
        KeyError, TypeError, ValueError: it is no such cube.
    """
    names, sizes = list(cube["id"]), [int(size) for size in cube["size"]]
    codes = [_codes(cube["dimension"][name]["category"]) for name in names]
    values, signs = _by_position(cube["value"]), _by_position(cube.get("status", {}))
    at = sorted({position // sizes[-1] for position in (*values, *signs)})
    index = np.unravel_index(np.array(at, dtype="int64"), sizes[:-1])
    rows = pd.DataFrame(
        {
            COLUMNS.get(name, name): np.array(codes[i], dtype=object)[index[i]]
            for i, name in enumerate(names[:-1])
        }
    )
    figure = rows.pop("figure").str.partition(".")
    region = rows.pop("region").str.rpartition(":")
    rows["indicator_id"], rows["category"] = figure[0], figure[2].replace("", "total")
    rows["region_level"], rows["region_code"] = region[0], region[2]
    for place, measure in enumerate(codes[-1]):
        found = (values.get(first * sizes[-1] + place) for first in at)
        rows[measure] = [math.nan if v is None else float(v) for v in found]
    sign = [signs.get(first * sizes[-1], "") for first in at]
    return rows.assign(status=[SYMBOLS.get(s, "shown") for s in sign])


def _codes(category: Mapping[str, Any]) -> list[str]:
    """Give the codes of a dimension in their order."""
    index = category["index"]
    return list(index) if isinstance(index, list) else sorted(index, key=index.get)


def _by_position(cells: Any) -> dict[int, Any]:
    """Give the cells of a cube by position, whether they are listed or keyed."""
    pairs = enumerate(cells) if isinstance(cells, list) else cells.items()
    return {int(place): cell for place, cell in pairs if cell is not None}
