"""Figures of a release by place and key, without walking through the frame.

The frame is cut once into its places; a place's rows become plain records when it is
first asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brukerplan.tables import Release, Status


class Key(NamedTuple):
    """Which figure of a place and year."""

    indicator_id: str
    problem_group: str = "all"
    sex: str = "total"
    age_band: str = "total"
    category: str = "total"


@dataclass(frozen=True, slots=True)
class Datum:
    """A figure, or the reason why there is none."""

    status: Status
    unit: str = "count"
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is a number to print."""
        return self.status is Status.SHOWN


ABSENT = Datum(Status.MISSING)
"""A figure that the release does not have."""


@dataclass(frozen=True)
class PlaceFigures:
    """All figures of one place in one year."""

    year: int
    level: str
    code: str
    name: str
    data: Mapping[Key, Datum]

    def get(self, indicator_id: str, **key: str) -> Datum:
        """Give a figure; see `Key` for what may be named and what it is otherwise."""
        return self.data.get(Key(indicator_id, **key), ABSENT)

    @property
    def took_part(self) -> bool:
        """Whether the place took part: of others everything is missing."""
        return any(d.status is not Status.MISSING for d in self.data.values())

    @property
    def share_shown(self) -> float:
        """How much of what there is about the place is shown, from 0 to 1."""
        there = [d for d in self.data.values() if d.status is not Status.MISSING]
        return sum(d.is_shown for d in there) / len(there) if there else 0.0

    @property
    def is_empty(self) -> bool:
        """Whether the release has nothing for the place, as when it took no part."""
        return not self.data

    def keys(self, indicator_id: str) -> Iterator[Key]:
        """Give the keys of an indicator's figures, in the release's order."""
        return (key for key in self.data if key.indicator_id == indicator_id)


class ReleaseFigures:
    """The figures of a release, by year, level and code of the place."""

    def __init__(self, release: Release) -> None:
        self._rows = release.rows
        self._places = _positions(
            release.rows, ["survey_year", "region_level", "region_code"]
        )
        self._levels = _positions(
            release.rows, ["survey_year", "region_level", "indicator_id"]
        )
        self._read: dict[tuple[Any, ...], PlaceFigures] = {}
        self._columns: dict[tuple[int, str, Key], dict[str, Datum]] = {}

    @property
    def years(self) -> tuple[int, ...]:
        """The survey years that have figures."""
        return tuple(sorted({place[0] for place in self._places}))

    def levels(self, year: int) -> tuple[str, ...]:
        """Give the levels of place that have figures in a year, by name."""
        return tuple(sorted({level for y, level, _ in self._places if y == year}))

    def codes(self, year: int, level: str) -> tuple[str, ...]:
        """Give the places of a level that have figures in a year, by code."""
        return tuple(
            sorted(code for y, lv, code in self._places if (y, lv) == (year, level))
        )

    def place(self, year: int, level: str, code: str, name: str = "") -> PlaceFigures:
        """Give a place's figures; `name` stands in where the release has none.

        Those of larger places are kept, since many reports ask for them.
        """
        where = (year, level, code)
        if where not in self._places:
            return PlaceFigures(year, level, code, name, {})
        if where in self._read:
            return self._read[where]
        figures = self._read_place(year, level, code)
        if level != "municipality":
            self._read[where] = figures
        return figures

    def _read_place(self, year: int, level: str, code: str) -> PlaceFigures:
        rows = self._rows.iloc[self._places[(year, level, code)]]
        keys = zip(*(rows[field].tolist() for field in Key._fields), strict=True)
        figures = {
            Key(*key): datum for key, datum in zip(keys, _data(rows), strict=True)
        }
        return PlaceFigures(year, level, code, rows["region_name"].iloc[0], figures)

    def rows_of(self, places: Iterable[PlaceFigures]) -> pd.DataFrame:
        """Give the release's rows of some places in their years."""
        where = [
            self._places[(place.year, place.level, place.code)]
            for place in places
            if not place.is_empty
        ]
        return self._rows.iloc[np.concatenate(where) if where else []]

    def column(
        self, year: int, level: str, indicator_id: str, **key: str
    ) -> dict[str, Datum]:
        """Give one figure of every place of a level, by the place's code."""
        wanted = Key(indicator_id, **key)
        where = (year, level, wanted)
        if where not in self._columns:
            self._columns[where] = self._read_column(year, level, wanted)
        return self._columns[where]

    def _read_column(self, year: int, level: str, key: Key) -> dict[str, Datum]:
        where = self._levels.get((year, level, key.indicator_id))
        if where is None:
            return {}
        rows = self._rows.iloc[where]
        for name, value in zip(Key._fields[1:], key[1:], strict=True):
            rows = rows[rows[name] == value]
        return dict(zip(rows["region_code"].tolist(), _data(rows), strict=True))


def _positions(
    rows: pd.DataFrame, columns: list[str]
) -> dict[tuple[Any, ...], NDArray[np.intp]]:
    """Give where the rows with each combination of `columns` are."""
    groups: Any = rows.groupby(columns, sort=False, observed=True).indices
    return {(int(year), *rest): where for (year, *rest), where in groups.items()}


def _data(rows: pd.DataFrame) -> Iterator[Datum]:
    """Give each row's figure."""
    columns: list[list[Any]] = [
        rows[name].astype(object).where(rows[name].notna(), None).tolist()
        for name in ("numerator", "denominator", "value", "lower", "upper")
    ]
    for status, unit, *numbers in zip(
        rows["status"].tolist(), rows["unit"].tolist(), *columns, strict=True
    ):
        yield Datum(Status(status), unit, *numbers)
