"""A survey as entries of the manifest with their Parquet files, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa

from brukerplan.errors import StoreError
from brukerplan.store import frames
from brukerplan.store.files import sha256_of
from brukerplan.store.journal import SURVEY, read_checked
from brukerplan.store.manifest import Entry, Key, StoredFile
from brukerplan.tables import (
    PARTICIPATION_DTYPES,
    PERSON_DTYPES,
    Source,
    Survey,
    typed,
)

SET_ASIDE = "set_aside"

_KEYS = ["survey_year", "municipality_code"]


@dataclass(frozen=True)
class Incoming:
    """A checked survey on its way into the store, and the file that it came from.

    `set_aside` are rows of the file that the survey leaves out; among its columns are
    `survey_year` and `municipality_code`.
    """

    survey: Survey
    source: Source
    schema_id: str
    set_aside: pd.DataFrame | None = None


@dataclass(frozen=True)
class Parts:
    """A survey taken apart: its entries, and the bytes of their files by path."""

    entries: Mapping[Key, Entry]
    data: Mapping[str, bytes]


def take_apart(incoming: Incoming, *, imported_at: str) -> Parts:
    """Give an entry for each municipality and year that took part.

    Raises:
        ValueError: rows are of a municipality that is not in the participation.
    """
    survey, source = incoming.survey, incoming.source
    keys = list(zip(*_key_columns(survey.participation), strict=True))
    files: dict[Key, dict[str, StoredFile]] = {key: {} for key in keys}
    data = {}
    for name, df in _tables(survey, incoming.set_aside):
        sizes, order = _by_key(df)
        if not sizes.keys() <= files.keys():
            raise ValueError("rows of a municipality that did not take part")
        table = frames.to_arrow(df, frames.TABLES.get(name))
        table = table if order is None else table.take(pa.array(order))
        packed = frames.parts_to_bytes(table, sizes.values())
        for (key, rows), part in zip(sizes.items(), packed, strict=True):
            file = _stored_file(key, name, part, rows)
            files[key][name] = file
            data[file.path] = part
    participation = typed(survey.participation, PARTICIPATION_DTYPES).astype(object)
    records = cast(list[dict[str, Any]], participation.to_dict("records"))
    program = version("brukerplan")
    read_from = {**asdict(source), "dropped_columns": list(source.dropped_columns)}
    entries = [
        Entry(
            survey_year=record["survey_year"],
            municipality_code=record["municipality_code"],
            schema_id=incoming.schema_id,
            imported_at=imported_at,
            program_version=program,
            source=read_from,
            participation=record,
            files=files[record["survey_year"], record["municipality_code"]],
        )
        for record in records
    ]
    return Parts({entry.key: entry for entry in entries}, data)


def _by_key(df: pd.DataFrame) -> tuple[dict[Key, int], np.ndarray | None]:
    """Give how many rows each survey year and place has, sorted.

    And in which order rows then stand, None where it is the order that they have.
    """
    place_of, codes = pd.factorize(df["municipality_code"], sort=True)
    width = len(codes)
    numbers = df["survey_year"].to_numpy(dtype=np.int64) * width + place_of
    order = None
    if (np.diff(numbers) < 0).any():
        order = np.argsort(numbers, kind="stable")
    found, sizes = np.unique(numbers, return_counts=True)
    keys = [divmod(number, width) for number in found.tolist()]
    return {
        (year, codes[place]): size
        for (year, place), size in zip(keys, sizes.tolist(), strict=True)
    }, order


def put_together(root: Path, entries: Sequence[Entry]) -> Survey:
    """Give the survey that `entries` hold.

    Raises:
        FileNotFoundError: a file is not there.
        StoreError: a file is damaged.
    """
    records = [dict(entry.participation) for entry in entries]
    columns = list(PARTICIPATION_DTYPES)
    return Survey(
        persons=frames.to_frame(
            list(_read(root, entries, "persons")), frames.TABLES["persons"]
        ),
        counts=frames.to_frame(
            list(_read(root, entries, "counts")), frames.TABLES["counts"]
        ),
        participation=typed(
            pd.DataFrame(records, columns=columns), PARTICIPATION_DTYPES
        ),
    )


def persons_of(
    root: Path, entries: Sequence[Entry], columns: Sequence[str]
) -> pd.DataFrame:
    """Give some columns of the person rows that `entries` hold.

    Raises:
        FileNotFoundError: a file is not there.
        StoreError: a file is damaged.
    """
    dtypes = {name: PERSON_DTYPES[name] for name in columns}
    return frames.to_frame(list(_read(root, entries, "persons", columns)), dtypes)


def set_aside_of(root: Path, entries: Sequence[Entry]) -> pd.DataFrame:
    """Give the rows that were set aside when `entries` were imported."""
    tables = list(_read(root, entries, SET_ASIDE))
    if not tables:
        return pd.DataFrame(columns=_KEYS)
    return pa.concat_tables(tables, promote_options="permissive").to_pandas()


def one_of_each(parts: Sequence[Parts]) -> dict[Key, Entry]:
    """Give the entries of all `parts` together.

    Raises:
        StoreError: two files have different data for the same municipality and year.
    """
    together: dict[Key, Entry] = {}
    for key, entry in (item for part in parts for item in part.entries.items()):
        other = together.setdefault(key, entry)
        if other.content() != entry.content():
            raise StoreError(
                f"«{other.source['name']}» and «{entry.source['name']}» both have data "
                f"for municipality {key[1]} in {key[0]}",
                hint="import the one that is right",
                slug="store-would-overwrite",
            )
    return together


def changed_entries(
    current: Mapping[Key, Entry], new: Mapping[Key, Entry], *, replace: bool
) -> dict[Key, Entry]:
    """Give those of `new` that are not in `current` as they are.

    An entry from the same file, or with the same data, is there already; with
    `replace`, only one with the same data is.

    Raises:
        StoreError: another file gave other data, and `replace` is false.
    """
    changed = {}
    for key, entry in new.items():
        held = current.get(key)
        if held is not None and held.content() == entry.content():
            continue
        if held is not None and not replace:
            if held.source["sha256"] == entry.source["sha256"]:
                continue
            raise StoreError(
                f"the store has data for municipality {key[1]} in {key[0]} already, "
                f"from «{held.source['name']}»",
                hint="to put this file in its place, add --replace",
                slug="store-would-overwrite",
            )
        changed[key] = entry
    return changed


def _tables(
    survey: Survey, set_aside: pd.DataFrame | None
) -> Iterable[tuple[str, pd.DataFrame]]:
    named = (("persons", survey.persons), ("counts", survey.counts))
    for name, df in (*named, (SET_ASIDE, set_aside)):
        if df is not None and len(df):
            yield name, df


def _key_columns(df: pd.DataFrame) -> tuple[list[int], list[str]]:
    return df["survey_year"].astype(int).tolist(), df["municipality_code"].tolist()


def _stored_file(key: Key, name: str, data: bytes, rows: int) -> StoredFile:
    checksum = sha256_of(data)
    folder = f"{SURVEY}/year={key[0]}/municipality={key[1]}"
    return StoredFile(
        f"{folder}/{name}-{checksum[:16]}.parquet", checksum, len(data), rows
    )


def _read(
    root: Path,
    entries: Sequence[Entry],
    name: str,
    columns: Sequence[str] | None = None,
) -> Iterable[pa.Table]:
    for entry in entries:
        if name in entry.files:
            yield frames.table_of(read_checked(root, entry.files[name]), columns)
