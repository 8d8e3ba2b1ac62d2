"""A release as Parquet, for R, DuckDB, Python and statistics banks."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from brukerplan.reporting.exports.public import Export, marked


def parquet(export: Export) -> bytes:
    """Give the release's columns as Parquet; the same rows give the same bytes."""
    table = pa.Table.from_pandas(marked(export.rows, export), preserve_index=False)
    buffer = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(None), buffer, compression="zstd")
    return buffer.getvalue()
