"""Places summed into regions, and the inhabitants of those that took part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.tables import AGE_BANDS

Floats = NDArray[np.float64]

PLACE_LEVEL = "municipality"


@dataclass(frozen=True)
class Regions:
    """The regions that figures are given for, and the places that each is made of.

    `level`, `code` and `name` have an entry a region; `membership` a row a region and
    a column a place, 1 where the place is part of it.
    """

    level: NDArray[np.object_]
    code: NDArray[np.object_]
    name: NDArray[np.object_]
    membership: Floats

    @classmethod
    def named(cls, named: pd.DataFrame, membership: Floats) -> "Regions":
        """Take them from region_level, region_code and region_name."""
        columns = ("region_level", "region_code", "region_name")
        level, code, name = (named[c].to_numpy(dtype=object) for c in columns)
        return cls(level, code, name, membership)

    def __len__(self) -> int:
        """Give the number of regions."""
        return len(self.code)

    def sums(self, by_place: NDArray[np.generic]) -> Floats:
        """Give each region's sum of a number by place; NaN where a part is NaN."""
        numbers = by_place.astype("float64")
        unknown = np.isnan(numbers)
        sums = self.membership @ np.where(unknown, 0.0, numbers)
        if not unknown.any():
            return sums
        return np.where(self.membership @ unknown > 0, np.nan, sums)


def find_regions(
    places: Sequence[str], regions: pd.DataFrame, names: pd.DataFrame
) -> Regions:
    """Give the regions of a survey year that have a name, by level and code.

    `regions` as in `IndicatorTable.regions`, of that year; `names` has region_level,
    region_code and region_name. A place without a name (an old municipality that
    cannot be told on today's borders) counts in sums but has no figure of its own.
    """
    members = _members(places, regions)
    keys = members[["region_level", "region_code"]].drop_duplicates()
    named = keys.merge(names, on=["region_level", "region_code"], how="inner")
    named = named.sort_values(["region_level", "region_code"], ignore_index=True)
    position = pd.MultiIndex.from_frame(named[["region_level", "region_code"]])
    row = position.get_indexer(
        pd.MultiIndex.from_frame(members[["region_level", "region_code"]])
    )
    column = pd.Index(places).get_indexer(pd.Index(members["place"]))
    membership = np.zeros((len(named), len(places)))
    kept = (row >= 0) & (column >= 0)
    membership[row[kept], column[kept]] = 1
    return Regions.named(named, membership)


def _members(places: Sequence[str], regions: pd.DataFrame) -> pd.DataFrame:
    """Give region_level, region_code, place: each place itself, and its wholes."""
    level = pd.DataFrame(
        {
            "region_level": PLACE_LEVEL,
            "region_code": list(places),
            "place": list(places),
        }
    ).astype("str")
    links = regions[["part_level", "part_code", "whole_level", "whole_code"]]
    found = [level]
    while len(level):
        up = level.merge(
            links,
            left_on=["region_level", "region_code"],
            right_on=["part_level", "part_code"],
        )
        level = up[["whole_level", "whole_code", "place"]].drop_duplicates()
        level.columns = pd.Index(["region_level", "region_code", "place"])
        found.append(level)
    return pd.concat(found, ignore_index=True).drop_duplicates(ignore_index=True)


@dataclass(frozen=True)
class Inhabitants:
    """Inhabitants by place (rows) and by sex and age band; NaN where not known."""

    places: tuple[str, ...]
    by_cell: dict[tuple[str, str], Floats]

    def count(self, sex: str, age: str) -> Floats:
        """Give the inhabitants of a sex and an age band (`total` = 18 and over)."""
        bands = {"total": AGE_BANDS, "16+": ("16-17", *AGE_BANDS)}.get(age, (age,))
        return np.sum([self.by_cell[sex, band] for band in bands], axis=0)


def find_inhabitants(places: Sequence[str], population: pd.DataFrame) -> Inhabitants:
    """Give the inhabitants of a year's places.

    `population` has municipality_code, sex, age_band and population, of that year.
    """
    wide = population.pivot(
        index="municipality_code", columns=["sex", "age_band"], values="population"
    ).reindex(list(places))
    cells = wide.to_numpy(dtype="float64", na_value=np.nan)
    keys = [(str(key[0]), str(key[1])) for key in wide.columns.to_flat_index()]
    return Inhabitants(tuple(places), dict(zip(keys, cells.T, strict=True)))
