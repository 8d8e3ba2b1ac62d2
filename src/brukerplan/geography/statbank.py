"""Reading table 07459 as the statistics bank's pages and services give it.

A reader gives *cells*: a frame with the text columns file, line, region, sex, age,
year and value, a row a figure, just as labelled; `population_check` judges them.
"""

import csv
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from brukerplan.errors import InputError
from brukerplan.geography.statbank_labels import HeadingLabel, heading_label

CELL_COLUMNS = ("file", "line", "region", "sex", "age", "year", "value")

HEADINGS = {
    "region": {"region", "regions", "kommune", "municipality"},
    "sex": {"sex", "gender", "kjønn", "kjonn"},
    "age": {"age", "alder"},
    "year": {"year", "år", "tid", "time"},
    "contents": {"contents", "statistikkvariabel", "contentscode"},
}
"""What the columns and dimensions are called, in small letters."""

TITLE_LINES = 10
"""The heading stands within so many lines."""

DOWNLOAD_HINT = (
    "download table 07459 by region, age and year (and sex) as CSV or JSON-stat2 "
    "from https://www.ssb.no/statbank/table/07459"
)


def read_cells(path: Path) -> pd.DataFrame:
    """Give the cells of a file, in any layout that table 07459 is downloaded in.

    Raises:
        InputError: the file cannot be read as such a table.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise InputError(
            f"cannot read «{path.name}»: {problem.strerror}",
            hint="check the name of the file",
        ) from problem
    return cells_of(data, name=path.name)


def cells_of(data: bytes, *, name: str) -> pd.DataFrame:
    """Give the cells in the bytes of a file called `name`.

    Raises:
        InputError: they cannot be read as such a table.
    """
    text = _decoded(data)
    if text.lstrip().startswith("{"):
        return _from_json_stat(text, name)
    return _from_csv(text, name)


def _decoded(data: bytes) -> str:
    """Decode UTF-8 (with or without mark), else the Latin-1 of older downloads."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _unreadable(name: str, why: str) -> InputError:
    return InputError(
        f"cannot read «{name}» as table 07459: {why}",
        hint=DOWNLOAD_HINT,
        slug="population-unreadable",
    )


def _from_csv(text: str, name: str) -> pd.DataFrame:
    rows, heading, start = _rows(text, name)
    named = [_dimension(cell) for cell in heading]
    values = [i for i, dimension in enumerate(named) if not dimension and heading[i]]
    if not values:
        raise _unreadable(name, "no column holds figures")
    body = [row for row in rows[start + 1 :] if any(row[1])]
    width = len(heading)
    padded = [[*cells, *[""] * width][:width] for _, cells in body]
    table = pd.DataFrame(padded, columns=range(width), dtype="str")
    lines = [line for line, _ in body]
    parts = [
        _column(table, lines, named, heading_label(heading[index]), index)
        for index in values
    ]
    return pd.concat(parts, ignore_index=True).assign(file=name)[list(CELL_COLUMNS)]


def _column(
    table: pd.DataFrame,
    lines: Sequence[int],
    named: Sequence[str],
    said: HeadingLabel,
    index: int,
) -> pd.DataFrame:
    """Give the cells of one value column; its heading says what no column does."""
    columns: dict[str, Any] = {"line": lines, "value": table[index]}
    for dimension in ("region", "sex", "age", "year"):
        columns[dimension] = (
            table[named.index(dimension)]
            if dimension in named
            else getattr(said, dimension, "")
        )
    return pd.DataFrame(columns)


def _rows(text: str, name: str) -> tuple[list[tuple[int, list[str]]], list[str], int]:
    """Give the rows with their lines, the heading, and the heading's position."""
    lines = text.splitlines()
    for number, line in enumerate(lines[:TITLE_LINES]):
        for delimiter in ";\t,":
            cells = next(csv.reader([line], delimiter=delimiter), [])
            found = {_dimension(cell) for cell in cells}
            if len(cells) > 1 and {"region"} <= found:
                reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
                rows = [
                    (reader.line_num, [cell.strip() for cell in row]) for row in reader
                ]
                start = next(i for i, row in enumerate(rows) if row[0] == number + 1)
                return rows, rows[start][1], start
    raise _unreadable(name, "no line of headings has a column «region»")


def _dimension(heading: str) -> str:
    """Give which dimension a heading names, or empty text."""
    wanted = heading.strip().strip('"').casefold()
    return next((key for key, names in HEADINGS.items() if wanted in names), "")


def _from_json_stat(text: str, name: str) -> pd.DataFrame:
    try:
        document = json.loads(text)
        dimensions = [
            (_dimension_of(key, document), _codes(document["dimension"][key]))
            for key in document["id"]
        ]
        values = _values(document["value"], math.prod(document["size"]))
        sizes = list(document["size"])
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as problem:
        raise _unreadable(name, "it is not a JSON-stat2 dataset") from problem
    keys = [key for key, _ in dimensions]
    if len(keys) != len(set(keys)):
        raise _unreadable(name, "two of its dimensions are the same")
    if sizes != [len(codes) for _, codes in dimensions]:
        raise _unreadable(name, "its size does not fit its dimensions")
    if len(values) != math.prod(sizes):
        raise _unreadable(name, "it has not as many figures as its size says")
    index = pd.MultiIndex.from_product([codes for _, codes in dimensions])
    frame = index.to_frame(index=False)
    frame.columns = pd.Index(keys)
    for dimension in ("sex", "age", "year"):
        if dimension not in frame:
            frame[dimension] = ""
    if "region" not in frame:
        raise _unreadable(name, "it has no dimension for the region")
    frame = frame.assign(file=name, line=0, value=values)
    return frame[list(CELL_COLUMNS)]


def _dimension_of(key: str, document: Mapping[str, Any]) -> str:
    """Give which dimension `key` is: by its role, its id or its label."""
    for role, name in (("time", "year"), ("geo", "region"), ("metric", "contents")):
        if key in document.get("role", {}).get(role, ()):
            return name
    label = document["dimension"][key].get("label", "")
    return _dimension(key) or _dimension(label) or key


def _codes(dimension: Mapping[str, Any]) -> list[str]:
    """Give a dimension's codes in the order of its index."""
    category = dimension["category"]
    index = category.get("index", category.get("label", {}))
    if isinstance(index, Mapping) and all(isinstance(v, int) for v in index.values()):
        return sorted(index, key=lambda code: index[code])
    return list(index)


def _values(values: Sequence[Any] | Mapping[str, Any], size: int) -> list[str]:
    """Give the figures as text, row-major; a sparse dataset names their positions."""
    if isinstance(values, Mapping):
        values = [values.get(str(position)) for position in range(size)]
    return ["" if value is None else str(value) for value in values]
