"""Which file, survey year and municipality each row is of, worked out once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd


class Key(NamedTuple):
    """A file (from 0), a survey year and a municipality; None where not told."""

    file: int
    year: int | None
    code: str | None


@dataclass(frozen=True)
class Keys:
    """The keys of a batch's rows.

    `known` has each key once, by file, year and municipality; `of_row` gives for each
    row the place of its key there. Rules about places judge a few hundred keys, and
    then only say which rows have them. `files` is the number of files.
    """

    files: int
    known: Sequence[Key]
    of_row: np.ndarray = field(repr=False)

    def rows(self, places: Collection[int]) -> np.ndarray:
        """Give the numbers of the rows that have one of these keys, sorted."""
        chosen = np.zeros(len(self.known), dtype=bool)
        chosen[list(places)] = True
        return np.flatnonzero(chosen[self.of_row])

    def sizes(self, rows: np.ndarray) -> np.ndarray:
        """Give how many of `rows` (true or false for each row) have each key."""
        counted = self.of_row if rows.all() else self.of_row[rows]
        return np.bincount(counted, minlength=len(self.known))

    @property
    def whole(self) -> np.ndarray:
        """Give the places of the keys that tell both year and municipality."""
        told = [None not in (key.year, key.code) for key in self.known]
        return np.flatnonzero(np.array(told, dtype=bool))

    def of_files(self, sizes: np.ndarray) -> list[tuple[int, int]]:
        """Give for each file from where to where it reaches among sorted rows.

        `sizes` says how many of the rows have each key.
        """
        files = [key.file for key in self.known]
        ends = np.cumsum(np.bincount(files, sizes, minlength=self.files)).astype(int)
        return list(zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True))


def keys_of(file_of: np.ndarray, files: int, values: Mapping[str, object]) -> Keys:
    """Give the keys of rows by their file, `survey_year` and `municipality_code`."""
    years, year_of = numbered(values["survey_year"])
    codes, code_of = numbered(values["municipality_code"])
    width, height = len(codes) + 1, len(years) + 1
    numbers = (file_of.astype(np.int64) * height + year_of) * width + code_of
    of_row, found = pd.factorize(numbers, sort=True)
    known = []
    for number in found.tolist():
        rest, code = divmod(number, width)
        file, year = divmod(rest, height)
        known.append(Key(file, _at(years, year), _at(codes, code)))
    return Keys(files, known, of_row)


def numbered(array: Any) -> tuple[list[Any], np.ndarray]:
    """Give the values of an array, sorted, and for each row the place of its value.

    A missing value has the place after the last.
    """
    if isinstance(array, pd.Categorical):
        codes, found = array.codes, array.categories.to_numpy()
    else:
        codes, values = pd.factorize(array)
        found = values.to_numpy(dtype=object)
    order = np.argsort(found, kind="stable")
    places = np.empty(len(found) + 1, dtype=np.int64)
    places[order] = np.arange(len(found))
    places[-1] = len(found)
    return found[order].tolist(), places[codes]


def _at(values: Sequence[Any], place: int) -> Any:
    return values[place] if place < len(values) else None
