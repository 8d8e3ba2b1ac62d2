"""SPSS and Stata files, with the labels that they carry (needs the extra `spss`)."""

import io
from typing import Any

import numpy as np
import pandas as pd

from brukerplan.errors import InputError
from brukerplan.intake.open_file import Content, damaged, too_large
from brukerplan.intake.raw_columns import Read, categorical, raw_table
from brukerplan.intake.read_options import ReadOptions
from brukerplan.tables import RawTable

_PROBLEMS = (ValueError, OSError, LookupError, OverflowError, MemoryError)


def read_statistical(
    content: Content, options: ReadOptions, file_format: str
) -> RawTable:
    """Give the table of a .sav or .dta file; its first row counts as line 1.

    Cells are codes; `value_labels` and `heading_labels` give what they stand for.

    Raises:
        InputError: it is damaged or too large, or pyreadstat is not installed.
    """
    try:
        import pyreadstat
    except ImportError:
        raise InputError(
            f"«{content.name}» is an SPSS or Stata file, and the part that reads them "
            "is not installed",
            hint="pip install 'brukerplan[spss]'",
            slug="input-format-unknown",
        ) from None
    reader = pyreadstat.read_sav if file_format == "sav" else pyreadstat.read_dta
    try:
        df, meta = _read(reader, content, options)
    except (*_PROBLEMS, pyreadstat.ReadstatError, pyreadstat.PyreadstatError):
        raise damaged(content.name) from None
    read = Read(
        headings=list(map(str, df.columns)),
        columns=[_column(df[name]) for name in df.columns],
        lines=np.arange(1, len(df) + 1, dtype=np.int32),
        header_line=0,
    )
    return raw_table(
        read,
        content,
        options,
        file_format=file_format,
        encoding=meta.file_encoding,
        value_labels={
            name: {_text(code): str(label) for code, label in labels.items()}
            for name, labels in meta.variable_value_labels.items()
        },
        heading_labels={
            name: label for name, label in meta.column_names_to_labels.items() if label
        },
    )


def _read(
    reader: Any, content: Content, options: ReadOptions
) -> tuple[pd.DataFrame, Any]:
    limits = options.limits
    settings = {"encoding": options.encoding} if options.encoding else {}
    _, meta = reader(_again(content), metadataonly=True, **settings)
    if (meta.number_rows or 0) > limits.rows:
        raise too_large(content.name, "rows", limits.rows)
    if meta.number_columns > limits.columns:
        raise too_large(content.name, "columns", limits.columns)
    return reader(_again(content), **settings)


def _again(content: Content) -> io.BytesIO:
    content.file.seek(0)
    data = io.BytesIO(content.file.read())
    content.file.seek(0)
    return data


def _column(column: pd.Series) -> pd.Categorical:
    codes, values = pd.factorize(column, use_na_sentinel=True)
    texts = [*(_text(value) for value in values), ""]
    return categorical(np.where(codes < 0, len(texts) - 1, codes), texts)


def _text(value: Any) -> str:
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)
