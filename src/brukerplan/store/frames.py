"""Frames as Parquet bytes, the same bytes for the same rows each time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from brukerplan.tables import COUNT_DTYPES, PERSON_DTYPES, empty_frame, typed

TABLES: Mapping[str, Mapping[str, str]] = {
    "persons": PERSON_DTYPES,
    "counts": COUNT_DTYPES,
}
"""The tables of a survey that lie in Parquet files, with their columns and types."""

_WRITERS = 2
"""More would wait for Python's own lock."""

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

    A municipality's columns are short lists of codes: packed by dictionary already, so
    that compressing them, statistics, and a second description of the columns would
    cost time and room and give nothing back.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(
        table, sink, compression="none", write_statistics=False, store_schema=False
    )
    return bytes(sink.getvalue())


def parts_to_bytes(table: pa.Table, sizes: Iterable[int]) -> Iterator[bytes]:
    """Give parts of `table`, of so many rows each, as Parquet, in order.

    Arrow lets several be made at a time, and whoever takes them work meanwhile.
    """
    ends = list(accumulate(sizes, initial=0))

    def part(start: int, end: int) -> bytes:
        return to_bytes(table.slice(start, end - start))

    with ThreadPoolExecutor(_WRITERS) as writers:
        yield from writers.map(part, ends, ends[1:])


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
