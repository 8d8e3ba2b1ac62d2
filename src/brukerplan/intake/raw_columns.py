"""Rows of text become columns of a `RawTable`: trimmed, emptied of what is nothing."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from brukerplan.errors import InputError
from brukerplan.intake.open_file import Content, too_large
from brukerplan.intake.read_options import ReadOptions
from brukerplan.schema import normal_text
from brukerplan.tables import RawTable, Remark, Source

_TRIMMED = " \t\r\n\xa0\ufeff"
_UNSEEN = ("Cc", "Cf")
"""Unicode's categories of control and format characters: nobody sees them, terminals
and readers obey them."""


@dataclass(frozen=True)
class Read:
    """A table as read: headings, a categorical per column, a line number per row."""

    headings: list[str]
    columns: list[pd.Categorical]
    lines: np.ndarray
    header_line: int
    remarks: list[Remark] = field(default_factory=list)


def cleaned(text: str) -> str:
    """Give a text without space at its ends and without what nobody sees in it."""
    if not text.isprintable():
        text = "".join(
            sign
            for sign in text
            if sign in "\n\t" or unicodedata.category(sign) not in _UNSEEN
        )
    return text.strip(_TRIMMED)


def categorical(codes: np.ndarray, texts: Sequence[str] | np.ndarray) -> pd.Categorical:
    """Give a column whose cell `i` is `texts[codes[i]]`, without space at its ends.

    The `texts` are all different.
    """
    joined = "".join(texts)
    if " " not in joined and joined.isprintable():
        kept = pd.Index(np.array(texts, dtype=object), dtype=object)
        return pd.Categorical.from_codes(codes, kept)
    trimmed = [cleaned(text) for text in texts]
    places, kept = pd.factorize(np.array(trimmed, dtype=object))
    if len(kept) < len(trimmed):
        codes = places[codes]
    return pd.Categorical.from_codes(codes, pd.Index(kept, dtype=object))


def columns_of(
    rows: Sequence[Sequence[str]], lines: Sequence[int], width: int
) -> tuple[list[pd.Categorical], list[Remark]]:
    """Give the columns of ragged `rows`; what a row lacks is empty, and remarked.

    Cells to the right of `width` must be empty; where they are not, the row is
    remarked upon, since its cells may have slid.
    """
    remarks = []
    level = []
    for row, line in zip(rows, lines, strict=True):
        if len(row) == width:
            level.append(row)
            continue
        if any(cell.strip(_TRIMMED) for cell in row[width:]):
            remarks.append(Remark("row-too-long", line=line))
        elif len(row) < width and any(cell.strip(_TRIMMED) for cell in row):
            remarks.append(Remark("row-too-short", line=line))
        level.append([*row[:width], *[""] * (width - len(row))])
    columns = []
    for cells in zip(*level, strict=True) if level else [()] * width:
        codes, texts = pd.factorize(np.array(cells, dtype=object))
        columns.append(categorical(codes, list(texts)))
    return columns, remarks


def _filled(column: pd.Categorical) -> np.ndarray:
    if "" not in column.categories:
        return np.ones(len(column), dtype=bool)
    return np.asarray(column.codes != column.categories.get_loc(""))


def raw_table(
    read: Read,
    content: Content,
    options: ReadOptions,
    *,
    file_format: str,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    value_labels: Mapping[str, Mapping[str, str]] | None = None,
    heading_labels: Mapping[str, str] | None = None,
) -> RawTable:
    """Give the table without rows and nameless columns that are empty throughout.

    Raises:
        InputError: too many columns, a column without a heading, or a column to drop
            that is not there.
    """
    limits = options.limits
    if len(read.headings) > limits.columns:
        raise too_large(content.name, "columns", limits.columns)
    if len(read.lines) > limits.rows:
        raise too_large(content.name, "rows", limits.rows)
    filled = [_filled(column) for column in read.columns]
    headings = [cleaned(text) for text in read.headings]
    kept, dropped = [], []
    for position, heading in enumerate(headings):
        if _is_dropped(heading, options):
            dropped.append(heading)
        elif heading or filled[position].any():
            kept.append(position)
    _check_dropped(content.name, dropped, options)
    some = np.zeros(len(read.lines), dtype=bool)
    for position in kept:
        some |= filled[position]
    columns = [read.columns[position] for position in kept]
    lines = read.lines
    if not some.all():
        columns, lines = [column[some] for column in columns], lines[some]
    frame = pd.DataFrame(
        dict(enumerate(columns)), index=pd.Index(lines, name="line"), copy=False
    )
    frame.columns = pd.Index(
        [headings[at] or f"(column {at + 1})" for at in kept], dtype=object
    )
    return RawTable(
        cells=frame,
        source=Source(
            name=content.name,
            sha256=content.sha256,
            format=file_format,
            encoding=encoding,
            delimiter=delimiter,
            sheet=sheet,
            dropped_columns=tuple(dropped),
        ),
        header_line=read.header_line,
        value_labels=value_labels or {},
        heading_labels=heading_labels or {},
        remarks=tuple(read.remarks),
    )


def _is_dropped(heading: str, options: ReadOptions) -> bool:
    wanted = {normal_text(name) for name in options.drop_columns}
    return normal_text(heading) in wanted


def _check_dropped(name: str, dropped: list[str], options: ReadOptions) -> None:
    found = {normal_text(heading) for heading in dropped}
    for wanted in options.drop_columns:
        if normal_text(wanted) not in found:
            raise InputError(
                f"«{name}» has no column «{wanted}» to drop",
                hint="give --drop-column a heading of the file as it stands there",
                slug="column-to-drop-missing",
            )
