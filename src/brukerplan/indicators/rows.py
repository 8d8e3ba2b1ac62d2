"""Figures, worked out region by region, and the frame that they are put together in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.definitions import Category, Indicator
from brukerplan.definitions.indicator_model import LEVELS_OF_REGION
from brukerplan.indicators.region_sums import Floats, Regions
from brukerplan.tables import INDICATOR_DTYPES, Status, empty_frame, typed

NAMED_LEVELS = ("municipality", "county", "nation")


@dataclass(frozen=True)
class Figure:
    """One figure in every region: counts (NaN where there is none) and statuses.

    `denominator` is None for a mere count; `suffix` is added to the identifier and to
    the numerator's set; `levels` are those of `definitions.Grouping`.
    """

    survey_year: int
    regions: Regions
    indicator: Indicator
    category: Category
    numerator: Floats
    denominator: Floats | None
    status: NDArray[np.object_]
    group: str = "all"
    sex: str = "total"
    age: str = "total"
    suffix: str = ""
    levels: frozenset[str] = frozenset(LEVELS_OF_REGION)

    def wanted(self) -> NDArray[np.bool_]:
        """Tell for which regions the figure is to be given."""
        named = np.isin(self.regions.level, NAMED_LEVELS)
        return np.isin(self.regions.level, list(self.levels)) | (
            ~named & ("groups" in self.levels)
        )


def statuses(numerator: Floats, denominator: Floats | None) -> NDArray[np.object_]:
    """Give `missing` where a count is, `shown` elsewhere."""
    unknown = np.isnan(numerator)
    if denominator is not None:
        unknown |= np.isnan(denominator)
    return np.where(unknown, str(Status.MISSING), str(Status.SHOWN)).astype(object)


def rows_of(figures: Sequence[Figure]) -> pd.DataFrame:
    """Give a row a figure and region, with the columns of `INDICATOR_DTYPES`."""
    if not figures:
        return empty_frame(INDICATOR_DTYPES)
    wanted = np.concatenate([figure.wanted() for figure in figures])
    sizes = [len(figure.regions) for figure in figures]
    which = np.repeat(np.arange(len(figures)), sizes)[wanted]
    by_region = {
        "region_level": [figure.regions.level for figure in figures],
        "region_code": [figure.regions.code for figure in figures],
        "region_name": [figure.regions.name for figure in figures],
        "status": [figure.status for figure in figures],
    }
    by_figure = {
        "indicator_id": [f.indicator.id + f.suffix for f in figures],
        "problem_group": [f.group for f in figures],
        "sex": [f.sex for f in figures],
        "age_band": [f.age for f in figures],
        "category": [f.category.id for f in figures],
        "unit": [f.indicator.unit for f in figures],
        "interval": [f.indicator.interval for f in figures],
        "numerator_set": [f.category.numerator + f.suffix for f in figures],
        "denominator_set": [f.category.denominator for f in figures],
    }
    years = np.array([figure.survey_year for figure in figures], dtype="int16")
    columns: dict[str, object] = {"survey_year": years[which]}
    for name, parts in by_region.items():
        columns[name] = _text(np.concatenate(parts)[wanted])
    for name, values in by_figure.items():
        columns[name] = _text(np.array(values, dtype=object)[which])
    columns["numerator"] = _whole([f.numerator for f in figures], wanted)
    columns["denominator"] = _whole(
        [
            np.full(size, np.nan) if f.denominator is None else f.denominator
            for f, size in zip(figures, sizes, strict=True)
        ],
        wanted,
    )
    return typed(pd.DataFrame(columns), INDICATOR_DTYPES)


def _text(values: NDArray[np.object_]) -> pd.Categorical:
    """Give text as codes, which is quick to make and to sort."""
    return pd.Categorical(values)


def _whole(
    parts: Sequence[Floats], wanted: NDArray[np.bool_]
) -> pd.arrays.IntegerArray:
    values = np.concatenate(parts)[wanted]
    unknown = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(unknown, 0, values).astype("int64"), unknown)
