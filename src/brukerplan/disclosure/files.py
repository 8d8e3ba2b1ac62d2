"""A release as files: `release.parquet` and `provenance.json`, and back again."""

import io
import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from brukerplan.errors import InputError
from brukerplan.tables import RELEASE_DTYPES, Release, typed

RELEASE_FILE = "release.parquet"
PROVENANCE_FILE = "provenance.json"

ARROW_TYPES = {
    "int16": pa.int16(),
    "Int64": pa.int64(),
    "float64": pa.float64(),
    "str": pa.string(),
}


def release_files(release: Release) -> dict[str, bytes]:
    """Give the content of each file of a release, by its name.

    The same release gives the same bytes with the same version of pyarrow.
    """
    about = {"policy": dict(release.policy), "provenance": dict(release.provenance)}
    text = json.dumps(about, ensure_ascii=False, indent=2, sort_keys=True)
    return {
        RELEASE_FILE: _parquet(release.rows),
        PROVENANCE_FILE: (text + "\n").encode(),
    }


def _parquet(rows: pd.DataFrame) -> bytes:
    schema = pa.schema([(n, ARROW_TYPES[t]) for n, t in RELEASE_DTYPES.items()])
    table = pa.Table.from_pandas(rows, schema=schema, preserve_index=False)
    buffer = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata(None), buffer, compression="zstd", version="2.6"
    )
    return buffer.getvalue()


def read_release(folder: Path) -> Release:
    """Read a release from the folder that holds its two files.

    Raises:
        InputError: a file is missing or is not what it should be.
    """
    try:
        about = json.loads((folder / PROVENANCE_FILE).read_bytes())
        rows = pd.read_parquet(folder / RELEASE_FILE)
        return Release(
            typed(rows, RELEASE_DTYPES), about["policy"], about["provenance"]
        )
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as err:
        raise InputError(
            f"cannot read a release in «{folder.name}»",
            hint=f"it should hold {RELEASE_FILE} and {PROVENANCE_FILE}",
            slug="release-unreadable",
        ) from err
