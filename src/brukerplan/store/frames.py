"""Frames as Parquet bytes, the same bytes for the same rows each time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from brukerplan.tables import COUNT_DTYPES, PERSON_DTYPES, empty_frame, typed

TABLES: Mapping[str, Mapping[str, str]] = {
    "persons": PERSON_DTYPES,
    "counts": COUNT_DTYPES,
}
"""The tables of a survey that lie in Parquet files, with their columns and types."""

_NEITHER = 2
"""What an answer that is missing, neither no (0) nor yes (1), is in a checksum."""

_NO_NUMBER = -(2**63)
"""What a missing number is in a checksum."""

_NO_TEXT = -1
"""What the length of a missing text is in a checksum."""

_ARROW_TYPES = {
    "int16": pa.int16(),
    "Int16": pa.int16(),
    "int32": pa.int32(),
    "str": pa.string(),
    "boolean": pa.bool_(),
}
_PANDAS_TYPES = {pa.int16(): pd.Int16Dtype(), pa.bool_(): pd.BooleanDtype()}


def arrow_schema(dtypes: Mapping[str, str]) -> pa.Schema:
    """Give the Parquet columns of a table with the pandas types `dtypes`."""
    return pa.schema([(name, _ARROW_TYPES[dtype]) for name, dtype in dtypes.items()])


def to_arrow(df: pd.DataFrame, dtypes: Mapping[str, str] | None = None) -> pa.Table:
    """Give `df` as an Arrow table: the columns of `dtypes`, or all as they are."""
    if dtypes is None:
        table = pa.Table.from_pandas(df, preserve_index=False)
    else:
        table = pa.Table.from_pandas(
            typed(df, dtypes), schema=arrow_schema(dtypes), preserve_index=False
        )
    return table.replace_schema_metadata(None)


def to_bytes(table: pa.Table) -> bytes:
    """Give `table` as Parquet.

    Columns are codes, packed by dictionary already, so that compressing them,
    statistics, and a second description of the columns would cost time and room and
    give nothing back.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(
        table, sink, compression="none", write_statistics=False, store_schema=False
    )
    return bytes(sink.getvalue())


def checksums(table: pa.Table, sizes: Iterable[int]) -> list[str]:
    """Give the SHA-256 of what parts of `table` say, of so many rows each, in order.

    The same columns and rows have the same one, whatever stands beside them and however
    Arrow keeps them.
    """
    ends = np.cumsum([0, *sizes])
    told = [piece for column in table.itercolumns() for piece in _told(column, ends)]
    heading = sha256(repr([table.column_names, [x.format for x, _ in told]]).encode())
    given = []
    for number, rows in enumerate(np.diff(ends).tolist()):
        part = heading.copy()
        part.update(f"{rows} rows".encode())
        part.update(b"".join([x[at[number] : at[number + 1]] for x, at in told]))
        given.append(part.hexdigest())
    return given


def _told(
    column: pa.ChunkedArray, ends: np.ndarray
) -> Iterator[tuple[memoryview, list[int]]]:
    """Give what a column says: its numbers, or the lengths of its texts and the texts.

    And where in that the parts begin which end at the rows `ends`.
    """
    if pa.types.is_boolean(column.type):
        numbers = column.cast(pa.int8()).fill_null(_NEITHER)
    elif pa.types.is_integer(column.type):
        numbers = column.cast(pa.int64()).fill_null(_NO_NUMBER)
    else:
        column = column.cast(pa.string())
        numbers = pc.binary_length(column).fill_null(_NO_TEXT)
    yield np.ascontiguousarray(numbers.to_numpy()).data, ends.tolist()
    if pa.types.is_string(column.type):
        texts = column.fill_null("").combine_chunks()
        _, offsets, letters = texts.buffers()
        at = np.frombuffer(offsets, dtype=np.int32)[texts.offset + ends]
        yield memoryview(letters or b"").cast("B"), at.tolist()


def table_of(data: bytes, columns: Sequence[str] | None = None) -> pa.Table:
    """Give the Arrow table in Parquet `data`, or some of its columns.

    Raises:
        pyarrow.ArrowInvalid: `data` is not Parquet, or is damaged.
    """
    file = pq.ParquetFile(pa.BufferReader(data))
    return file.read(columns, use_threads=False)


def to_frame(tables: Sequence[pa.Table], dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Give the rows of all `tables`, one after another, with the types `dtypes`."""
    if not tables:
        return empty_frame(dtypes)
    whole = pa.concat_tables([table.cast(arrow_schema(dtypes)) for table in tables])
    return typed(whole.to_pandas(types_mapper=_PANDAS_TYPES.get), dtypes)
