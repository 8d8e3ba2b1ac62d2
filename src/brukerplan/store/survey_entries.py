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
from brukerplan.store import frames, survey_files
from brukerplan.store.manifest import Entry, Key, Rows
from brukerplan.tables import (
    PARTICIPATION_DTYPES,
    PERSON_DTYPES,
    Source,
    Survey,
    typed,
)

SET_ASIDE = "set_aside"


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
    """Surveys taken apart: the entries of each, and the bytes of their files by path."""

    entries: Sequence[Mapping[Key, Entry]]
    data: survey_files.Data


def take_apart(incoming: Sequence[Incoming], *, imported_at: str) -> Parts:
    """Give an entry for each municipality and year that took part in each survey.

    Raises:
        ValueError: rows are of a municipality that is not in the participation, or of
            none.
    """
    records = [_participation(one.survey) for one in incoming]
    tables: list[dict[Key, dict[str, Rows]]] = [
        {key: {} for key in mine} for mine in records
    ]
    data: dict[str, bytes] = {}
    for name, dfs in _tables(incoming):
        placed, files = _put_in_files(name, dfs)
        data.update(files)
        for (number, key), rows in placed.items():
            if key not in tables[number]:
                raise ValueError("rows of a municipality that did not take part")
            tables[number][key][name] = rows
    program = version("brukerplan")
    entries = []
    for one, mine, own in zip(incoming, records, tables, strict=True):
        dropped = list(one.source.dropped_columns)
        source = {**asdict(one.source), "dropped_columns": dropped}
        entries.append(
            {
                key: Entry(
                    *key,
                    schema_id=one.schema_id,
                    imported_at=imported_at,
                    program_version=program,
                    source=source,
                    participation=record,
                    tables=own[key],
                )
                for key, record in mine.items()
            }
        )
    return Parts(entries, data)


def _participation(survey: Survey) -> dict[Key, dict[str, Any]]:
    """Give each row of the participation, by year and municipality."""
    took_part = typed(survey.participation, PARTICIPATION_DTYPES).astype(object)
    records = cast(list[dict[str, Any]], took_part.to_dict("records"))
    return {(one["survey_year"], one["municipality_code"]): one for one in records}


def _tables(
    incoming: Sequence[Incoming],
) -> Iterable[tuple[str, Mapping[int, pd.DataFrame]]]:
    """Give the tables that go into files together, by the number of their survey.

    Rows set aside have the headings of the file that they came from, so they lie apart.
    """
    surveys = list(enumerate(one.survey for one in incoming))
    yield "persons", {n: one.persons for n, one in surveys if len(one.persons)}
    yield "counts", {n: one.counts for n, one in surveys if len(one.counts)}
    for number, one in enumerate(incoming):
        if one.set_aside is not None and len(one.set_aside):
            yield SET_ASIDE, {number: one.set_aside}


Owner = tuple[int, Key]
"""The number of a survey, and a year and municipality in it."""


def _put_in_files(
    name: str, dfs: Mapping[int, pd.DataFrame]
) -> tuple[dict[Owner, Rows], survey_files.Data]:
    """Put one table of several surveys into a file a year, by municipality."""
    if not dfs:
        return {}, {}
    keys = pd.concat(
        {n: df[survey_files.KEYS] for n, df in dfs.items()}, names=["survey"]
    )
    if keys.isna().to_numpy().any():
        raise ValueError("rows of no municipality, or of no year")
    owners = keys.astype({"survey_year": int}).groupby([*survey_files.KEYS, "survey"])
    dtypes = frames.TABLES.get(name)
    table = pa.concat_tables([frames.to_arrow(df, dtypes) for df in dfs.values()])
    owner = owners.ngroup()
    if not owner.is_monotonic_increasing:
        table = table.take(pa.array(np.argsort(owner.to_numpy(), kind="stable")))
    parts = owners.size().rename("rows").reset_index()
    parts["sha256"] = frames.checksums(table, parts["rows"].tolist())
    placed: dict[Owner, Rows] = {}
    data: dict[str, bytes] = {}
    start = 0
    for year, own in parts.groupby("survey_year"):
        length = int(own["rows"].sum())
        rows, files = survey_files.put_in_file(
            table.slice(start, length),
            name=name,
            year=cast(int, year),
            parts=list(zip(own["sha256"], own["rows"].tolist(), strict=True)),
        )
        for number, code, part in zip(
            own["survey"].tolist(), own["municipality_code"], rows, strict=True
        ):
            placed[number, (cast(int, year), code)] = part
        data.update(files)
        start += length
    return placed, data


def put_together(root: Path, entries: Sequence[Entry]) -> Survey:
    """Give the survey that `entries` hold.

    Raises:
        FileNotFoundError: a file is not there.
        StoreError: a file is damaged.
    """
    records = [dict(entry.participation) for entry in entries]
    persons, counts = (survey_files.read(root, entries, name) for name in frames.TABLES)
    return Survey(
        persons=frames.to_frame(persons, frames.TABLES["persons"]),
        counts=frames.to_frame(counts, frames.TABLES["counts"]),
        participation=typed(
            pd.DataFrame(records, columns=list(PARTICIPATION_DTYPES)),
            PARTICIPATION_DTYPES,
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
    return frames.to_frame(survey_files.read(root, entries, "persons", columns), dtypes)


def set_aside_of(root: Path, entries: Sequence[Entry]) -> pd.DataFrame:
    """Give the rows that were set aside when `entries` were imported."""
    tables = survey_files.read(root, entries, SET_ASIDE)
    if not tables:
        return pd.DataFrame(columns=survey_files.KEYS)
    return pa.concat_tables(tables, promote_options="permissive").to_pandas()


def one_of_each(entries: Sequence[Mapping[Key, Entry]]) -> dict[Key, Entry]:
    """Give the entries of all surveys together.

    Raises:
        StoreError: two files have different data for the same municipality and year.
    """
    together: dict[Key, Entry] = {}
    for key, entry in (item for own in entries for item in own.items()):
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
