"""Text files: which encoding, which separator, which line each row starts on."""

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from brukerplan.errors import InputError
from brukerplan.intake.encoding import decoded, find_encoding
from brukerplan.intake.header_row import SEARCHED_ROWS, Heading, find_heading
from brukerplan.intake.open_file import CHUNK, Content, too_large
from brukerplan.intake.raw_columns import Read, categorical, columns_of, raw_table
from brukerplan.intake.read_options import ReadOptions
from brukerplan.tables import RawTable

DELIMITERS = (";", ",", "\t", "|")
_LINE_ENDS = (b"\n", b"\r")
_NAMES = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ","}


def read_text(content: Content, options: ReadOptions) -> RawTable:
    """Give the table of a text file whose columns are separated by a character.

    Raises:
        InputError: not text, an encoding or separator that does not fit, no headings,
            or a line, cell or number of columns beyond all reason.
    """
    _check_lines(content, options)
    data = content.file.read()
    with ThreadPoolExecutor(1) as meanwhile:
        meanwhile.submit(lambda: content.sha256)
        encoding = find_encoding(content.name, data, options.encoding)
        is_found = options.encoding is None
        data = decoded(content.name, data, encoding, found=is_found)
        delimiter, heading, line = _layout(content.name, data, options)
        read = _read_fast(data, delimiter, heading, line)
        if read is None:
            read = _read_exactly(content.name, data, delimiter, line, options)
    return raw_table(
        read,
        content,
        options,
        file_format="csv",
        encoding=encoding,
        delimiter=delimiter,
    )


def _check_lines(content: Content, options: ReadOptions) -> None:
    """Refuse a file with an endless line before any of it is taken for a row."""
    limit, length = options.limits.line_bytes, 0
    # A chunk is no longer than a line may be: only its first line may be too long.
    while chunk := content.file.read(min(CHUNK, limit)):
        ends = [place for sign in _LINE_ENDS if (place := chunk.find(sign)) >= 0]
        longest = length + min(ends, default=len(chunk))
        if ends:
            length = len(chunk) - max(map(chunk.rfind, _LINE_ENDS))
        else:
            length = longest
        if longest > limit:
            content.file.seek(0)
            raise InputError(
                f"«{content.name}» has a line of more than {limit:,} bytes",
                hint="is it the right file, and a text file with a row a line?",
                slug="input-too-large",
            )
    content.file.seek(0)


def _layout(name: str, data: bytes, options: ReadOptions) -> tuple[str, Heading, int]:
    """Give the separator, the headings, and the line where the headings end."""
    wanted = options.delimiter
    if wanted is not None:
        wanted = _NAMES.get(wanted.lower(), wanted)
        if len(wanted) != 1 or wanted in '\r\n"':
            raise InputError(
                "the separator must be one character",
                hint="such as --delimiter ';' or --delimiter tab",
                slug="input-delimiter",
            )
    start = data[: 256 * 1024]
    found: list[tuple[int, int, str, Heading, list[int]]] = []
    for delimiter in DELIMITERS if wanted is None else (wanted,):
        rows, lines = _first_rows(name, start, delimiter)
        heading = find_heading(rows)
        if heading is not None and len(heading.texts) > 1:
            found.append((heading.known, len(heading.texts), delimiter, heading, lines))
    if not found:
        raise InputError(
            f"«{name}» has no row of headings that can be told from its content",
            hint="is it a table with a heading row? try --delimiter and --encoding",
            slug="input-headings",
        )
    _, _, delimiter, heading, lines = max(found, key=lambda one: one[:2])
    if len(heading.texts) > options.limits.columns:
        raise too_large(name, "columns", options.limits.columns)
    return delimiter, heading, lines[heading.last]


def _first_rows(
    name: str, start: bytes, delimiter: str
) -> tuple[list[list[str]], list[int]]:
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for line, row in _rows(start, delimiter):
            rows.append(row)
            lines.append(line)
            if len(rows) == SEARCHED_ROWS:
                break
    except csv.Error:
        return rows, lines
    return rows, lines


def _rows(data: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the line on which it starts, quoted line breaks and all."""
    text = io.TextIOWrapper(
        io.BytesIO(data), encoding="utf-8", errors="replace", newline=""
    )
    reader = csv.reader(text, delimiter=delimiter)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _read_fast(data: bytes, delimiter: str, heading: Heading, line: int) -> Read | None:
    """Read a file whose rows are its lines, or give None where they are not.

    Rows are lines where every line closes the quotation marks that it opens, and has as
    many cells as the headings; pyarrow refuses lines with more or fewer.
    """
    body = _after_line(data, line)
    if body is None or heading.first != heading.last:
        return None
    is_quoted = b'"' in data
    if is_quoted and not _lines_close_quotes(body):
        return None
    names = [str(place) for place in range(len(heading.texts))]
    text = pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(body),
            read_options=arrow_csv.ReadOptions(column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if is_quoted else False,
                ignore_empty_lines=False,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, text),
                check_utf8=False,
                strings_can_be_null=False,
                null_values=[],
            ),
        )
    except pa.ArrowInvalid:
        return None
    if is_quoted and table.num_rows != sum(1 for _ in io.BytesIO(body)):
        return None
    columns = [_from_arrow(column) for column in table.itercolumns()]
    return Read(
        headings=heading.texts,
        columns=columns,
        lines=np.arange(line + 1, line + 1 + table.num_rows, dtype=np.int32),
        header_line=line,
    )


def _lines_close_quotes(body: memoryview) -> bool:
    return all(line.count(b'"') % 2 == 0 for line in io.BytesIO(body))


def _after_line(data: bytes, line: int) -> memoryview | None:
    """Give what follows line number `line`, without blank lines at the end."""
    place = 0
    for _ in range(line):
        place = data.find(b"\n", place) + 1
        if place == 0:
            return None
    end = len(data)
    while end > place and data[end - 1] in b"\r\n":
        end -= 1
    if end == place:
        return None
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    return memoryview(data)[place:end]


def _from_arrow(column: pa.ChunkedArray) -> pd.Categorical:
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0)
    texts = whole.dictionary.to_numpy(zero_copy_only=False)
    return categorical(whole.indices.to_numpy(), texts)


def _read_exactly(
    name: str, data: bytes, delimiter: str, line: int, options: ReadOptions
) -> Read:
    """Read a file row by row: quoted line breaks, ragged rows, blank lines."""
    rows, lines = [], []
    try:
        for start, row in _rows(data, delimiter):
            rows.append(row)
            lines.append(start)
            if len(rows) > options.limits.rows:
                raise too_large(name, "rows", options.limits.rows)
    except csv.Error:
        raise InputError(
            f"«{name}» has a cell of more than {csv.field_size_limit():,} characters "
            f"after line {lines[-1] if lines else 1}",
            hint="a quotation mark that is never closed makes one cell of many lines",
            slug="input-too-large",
        ) from None
    heading = find_heading(rows)
    assert heading is not None, "the headings were found in the first rows before"
    first = heading.last + 1
    columns, remarks = columns_of(rows[first:], lines[first:], len(heading.texts))
    return Read(
        headings=heading.texts,
        columns=columns,
        lines=np.array(lines[first:], dtype=np.int32),
        header_line=lines[heading.last],
        remarks=remarks,
    )
