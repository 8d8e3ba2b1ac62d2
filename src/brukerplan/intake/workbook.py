"""Workbooks (xlsx, xls, xlsb, ods): the right sheet, its heading row, cells as text.

No formula is worked out, no macro run and no link followed: a cell has the value last
saved in it.
"""

import marshal
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from brukerplan.errors import InputError
from brukerplan.intake.archive import check_package
from brukerplan.intake.header_row import SEARCHED_ROWS, Heading, find_heading
from brukerplan.intake.open_file import Content, damaged, too_large
from brukerplan.intake.raw_columns import Read, categorical, raw_table
from brukerplan.intake.read_options import ReadOptions
from brukerplan.intake.workbook_process import LOCKED, NO_SHEET
from brukerplan.tables import RawTable

_MOST_SECONDS = 600
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class _Sheet:
    """A sheet: its columns as distinct texts and which of them each row has."""

    name: str
    rows: int
    columns: list[tuple[list[str], np.ndarray]]

    def first_rows(self) -> list[list[str]]:
        """Give the rows among which the headings are, as text."""
        number = min(self.rows, SEARCHED_ROWS + 1)
        return [
            [texts[codes[row]] for texts, codes in self.columns]
            for row in range(number)
        ]


def read_workbook(content: Content, options: ReadOptions, file_format: str) -> RawTable:
    """Give the table of the sheet named, or of the sheet that looks most like data.

    Raises:
        InputError: the workbook is damaged, locked by a password, too large, or has no
            such sheet or no table.
    """
    if file_format != "xls":
        check_package(content, options.limits)
    sheet, heading = _choose(_sheets(content, options), content)
    filled = [place for place, text in enumerate(heading.texts) if text.strip()]
    width, first = filled[-1] + 1, heading.last + 1
    read = Read(
        headings=heading.texts[:width],
        columns=[
            categorical(codes[first:], texts) for texts, codes in sheet.columns[:width]
        ],
        lines=np.arange(first + 1, sheet.rows + 1, dtype=np.int32),
        header_line=first,
    )
    return raw_table(read, content, options, file_format=file_format, sheet=sheet.name)


def _sheets(content: Content, options: ReadOptions) -> list[_Sheet]:
    script = find_spec("brukerplan.intake.workbook_process")
    assert script is not None and script.origin is not None, "it is part of the package"
    limits = options.limits
    command = [sys.executable, "-I", script.origin]
    command += [str(limits.reader_memory), str(_MOST_SECONDS)]
    command += [options.sheet] if options.sheet is not None else []
    data = content.file.read()
    content.file.seek(0)
    if _ENCRYPTED in data[: 64 * 1024]:
        raise _locked(content.name)
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise too_large(content.name, "seconds to read", _MOST_SECONDS) from None
    if done.returncode == NO_SHEET:
        raise _no_such_sheet(content.name, options.sheet, marshal.loads(done.stdout))
    if done.returncode == LOCKED:
        raise _locked(content.name)
    if done.returncode < 0 or b"memory" in done.stderr.lower():
        raise too_large(content.name, "bytes in memory", limits.reader_memory)
    if done.returncode:
        raise damaged(content.name)
    return [_sheet(*part) for part in marshal.loads(done.stdout)]


def _sheet(name: str, rows: int, columns: list[tuple[list[str], bytes]]) -> _Sheet:
    return _Sheet(
        name,
        rows,
        [(texts, np.frombuffer(codes, dtype=np.int32)) for texts, codes in columns],
    )


def _choose(sheets: list[_Sheet], content: Content) -> tuple[_Sheet, Heading]:
    best: tuple[tuple[int, int], _Sheet, Heading] | None = None
    for sheet in sheets:
        heading = find_heading(sheet.first_rows())
        if heading is None:
            continue
        worth = heading.known, sheet.rows - heading.last
        if best is None or worth > best[0]:
            best = worth, sheet, heading
    if best is None:
        raise InputError(
            f"«{content.name}» has no sheet with a row of headings",
            hint="name the sheet with --sheet, or save the table in a sheet of its own",
            slug="input-headings",
        )
    return best[1], best[2]


def _no_such_sheet(name: str, wanted: str | None, sheets: Any) -> InputError:
    return InputError(
        f"«{name}» has no sheet «{wanted}»",
        hint=f"its sheets are {', '.join(f'«{sheet}»' for sheet in sheets)}",
        slug="input-sheet",
    )


def _locked(name: str) -> InputError:
    return InputError(
        f"«{name}» is protected by a password",
        hint="open it and save a copy without the password, in a safe place",
        slug="input-locked",
    )
