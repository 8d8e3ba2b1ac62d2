"""Parquet files: columns that carry their types, read as text."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from brukerplan.intake.open_file import Content, damaged, too_large
from brukerplan.intake.raw_columns import Read, categorical, raw_table
from brukerplan.intake.read_options import ReadOptions
from brukerplan.tables import RawTable


def read_parquet(content: Content, options: ReadOptions) -> RawTable:
    """Give the table of a Parquet file; its first row counts as line 1.

    Raises:
        InputError: it is damaged or too large.
    """
    limits = options.limits
    try:
        file = pq.ParquetFile(content.file)
        if file.metadata.num_rows > limits.rows:
            raise too_large(content.name, "rows", limits.rows)
        if file.metadata.num_columns > limits.columns:
            raise too_large(content.name, "columns", limits.columns)
        table = file.read()
        columns = [_column(table.column(i)) for i in range(table.num_columns)]
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        raise damaged(content.name) from None
    read = Read(
        headings=list(map(str, table.column_names)),
        columns=columns,
        lines=np.arange(1, table.num_rows + 1, dtype=np.int32),
        header_line=0,
    )
    return raw_table(read, content, options, file_format="parquet")


def _column(column: pa.ChunkedArray) -> pd.Categorical:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type):
        whole = pc.all(pc.equal(pc.round(column), column), min_count=0).as_py()
        column = column.cast(pa.int64()) if whole else column
    text = pc.fill_null(column.cast(pa.string()), "")
    coded = text.combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    return categorical(coded.indices.to_numpy(), coded.dictionary.to_pylist())
