"""Tables of one layout under the same headings, judged together and told apart again.

A county sends a file for each municipality. To judge them as one table costs hardly
more than to judge one of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from brukerplan.tables import RawTable
from brukerplan.validation.findings import FindingGroup
from brukerplan.validation.layout import Layout


@dataclass(frozen=True)
class Batch:
    """Tables under each other: rows are numbered from 0 through all of them.

    `file_of` and `line_of` give for each row the table (from 0) and the line in it.
    """

    raws: tuple[RawTable, ...]
    layout: Layout
    file_of: np.ndarray = field(repr=False)
    line_of: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        """Give the number of rows."""
        return len(self.file_of)

    @property
    def files(self) -> list[str]:
        """Give the names of the files."""
        return [raw.source.name for raw in self.raws]

    def column(self, position: int) -> pd.Categorical:
        """Give a column through all tables."""
        parts = [raw.cells.iloc[:, position].array for raw in self.raws]
        return parts[0] if len(parts) == 1 else _joined(parts)

    def are_empty(self, codes: np.ndarray, empty: np.ndarray) -> list[int]:
        """Give the tables in which a column is empty in every row.

        `codes` has for each row the place of its text, `empty` for each text whether
        it says nothing. A table has rows, or it would not be here.
        """
        if not empty.any():
            return []
        filled = ~empty[codes]
        if len(self.raws) == 1:
            return [] if filled.any() else [0]
        counted = np.bincount(self.file_of[filled], minlength=len(self.raws))
        return np.flatnonzero(counted == 0).tolist()

    def rows_of(self, file: int) -> np.ndarray:
        """Give the numbers of a table's rows."""
        return np.flatnonzero(self.file_of == file)

    def split(self, groups: Iterable[FindingGroup]) -> list[list[FindingGroup]]:
        """Give, for each table, the findings whose `lines` are numbers of rows here."""
        apart: list[list[FindingGroup]] = [[] for _ in self.raws]
        for group in groups:
            files = self.file_of[group.lines]
            for file in np.unique(files):
                rows = files == file
                others = group.others
                apart[file].append(
                    replace(
                        group,
                        file=self.files[file],
                        lines=self.line_of[group.lines[rows]],
                        others=None if others is None else self.line_of[others[rows]],
                    )
                )
        return apart


def _joined(parts: Sequence[pd.Categorical]) -> pd.Categorical:
    """Give columns one after another, each text a category once."""
    places: dict[str, int] = {}
    codes = [
        np.array([places.setdefault(text, len(places)) for text in part.categories])[
            part.codes
        ]
        for part in parts
        if len(part)
    ]
    known = pd.Index(list(places), dtype=object)
    joined = np.concatenate(codes) if codes else np.array([], dtype=np.intp)
    return pd.Categorical.from_codes(joined, known)


def batches(
    fitting: Sequence[tuple[RawTable, Layout]],
) -> list[tuple[list[int], Batch]]:
    """Give batches, each with the places that its tables had in `fitting`.

    Counts are never put together: they are a whole for their file.
    """
    alike: dict[object, list[int]] = {}
    for place, (raw, layout) in enumerate(fitting):
        key: object = (layout.schema_id, tuple(map(str, raw.cells.columns)))
        if layout.kind == "counts" or raw.value_labels or raw.heading_labels:
            key = place
        alike.setdefault(key, []).append(place)
    return [
        (members, _batch([fitting[place][0] for place in members], fitting[members[0]]))
        for members in alike.values()
    ]


def _batch(raws: Sequence[RawTable], first: tuple[RawTable, Layout]) -> Batch:
    sizes = [len(raw.cells) for raw in raws]
    return Batch(
        raws=tuple(raws),
        layout=first[1],
        file_of=np.repeat(np.arange(len(raws)), sizes),
        line_of=np.concatenate([raw.cells.index.to_numpy() for raw in raws]),
    )
