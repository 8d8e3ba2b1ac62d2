"""A release as JSON-stat 2.0, as statistics banks exchange cubes.

The cube is sparse: values are keyed by their position, in row-major order.
Specification: https://json-stat.org/full/
"""

import json
from typing import Any

import numpy as np
import pandas as pd

from brukerplan.reporting.exports.public import (
    INTERNAL_MARK,
    Export,
    floats,
    symbols,
    words_of,
)

MEASURES = ("value", "lower", "upper", "numerator", "denominator")
_DIMENSIONS = ("year", "region", "figure", "group", "sex", "age")


def json_stat(export: Export) -> bytes:
    """Give the cube of year, region, figure, group, sex, age and measure.

    A figure is an indicator, and its category where it has several. `status` carries
    Statistics Norway's symbols (`:` hidden, `..` missing, `.` not applicable).
    """
    keys, labels = _coordinates(export)
    codes = {name: pd.factorize(keys[name], sort=True) for name in _DIMENSIONS}
    sizes = [len(codes[name][1]) for name in _DIMENSIONS]
    position = np.zeros(len(keys), dtype="int64")
    for name, size in zip(_DIMENSIONS, sizes, strict=True):
        position = position * size + codes[name][0]
    order = np.argsort(position)
    values, status = _cells(export, position, order)
    dataset: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": export.texts.text("Figures from the mapping of recipients"),
        "id": [*_DIMENSIONS, "measure"],
        "size": [*sizes, len(MEASURES)],
        "role": {"time": ["year"], "geo": ["region"], "metric": ["measure"]},
        "dimension": {
            name: {
                "label": export.texts.text(_TITLES[name]),
                "category": {
                    "index": {str(code): i for i, code in enumerate(codes[name][1])},
                    "label": {str(code): labels[name][code] for code in codes[name][1]},
                },
            }
            for name in _DIMENSIONS
        }
        | {"measure": _measures(export)},
        "value": values,
        "status": status,
    }
    if export.is_internal:
        dataset["note"] = [INTERNAL_MARK]
    text = json.dumps(dataset, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8")


_TITLES = {
    "year": "Survey year",
    "region": "Region",
    "figure": "Indicator",
    "group": "Problem group",
    "sex": "Sex",
    "age": "Age",
}


def _coordinates(
    export: Export,
) -> tuple[pd.DataFrame, dict[str, dict[str, str]]]:
    """Give each row's code along each dimension, and the label of each code."""
    rows, words = export.rows, words_of(export)
    is_total = rows["category"] == "total"
    figure = rows["indicator_id"] + ("." + rows["category"]).mask(is_total, "")
    named = words["indicator"] + (": " + words["category"]).mask(is_total, "")
    keys = pd.DataFrame(
        {
            "year": rows["survey_year"].astype("str"),
            "region": rows["region_level"] + ":" + rows["region_code"],
            "figure": figure,
            "group": rows["problem_group"],
            "sex": rows["sex"],
            "age": rows["age_band"],
        }
    )
    shown = {
        "year": keys["year"],
        "region": rows["region_name"],
        "figure": named,
        "group": words["problem_group"],
        "sex": words["sex"],
        "age": words["age_band"],
    }
    labels = {
        name: dict(zip(keys[name], shown[name], strict=True)) for name in _DIMENSIONS
    }
    return keys, labels


def _cells(
    export: Export, position: np.ndarray, order: np.ndarray
) -> tuple[dict[str, float | int], dict[str, str]]:
    symbol = symbols(export.rows).to_numpy(dtype=object)
    columns = [floats(export.rows[name]) for name in MEASURES]
    values: dict[str, float | int] = {}
    status: dict[str, str] = {}
    for row in order.tolist():
        first = int(position[row]) * len(MEASURES)
        if symbol[row]:
            status[str(first)] = symbol[row]
        for place, (name, column) in enumerate(zip(MEASURES, columns, strict=True)):
            number = column[row]
            if not np.isnan(number):
                whole = name in ("numerator", "denominator")
                values[str(first + place)] = int(number) if whole else float(number)
    return values, status


def _measures(export: Export) -> dict[str, Any]:
    t = export.texts.text
    titles = {
        "value": t("Value"),
        "lower": t("Lower 95% limit"),
        "upper": t("Upper 95% limit"),
        "numerator": t("Number"),
        "denominator": t("Out of"),
    }
    return {
        "label": t("Measure"),
        "category": {
            "index": {name: place for place, name in enumerate(MEASURES)},
            "label": {name: titles[name] for name in MEASURES},
        },
    }
