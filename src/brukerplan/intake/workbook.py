"""Workbooks (xlsx, xls, xlsb, ods): the right sheet, its heading row, cells as text.

No formula is worked out and no macro run: a cell has the value last saved in it.
"""

import datetime as dt
from typing import Any

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook

from brukerplan.errors import InputError
from brukerplan.intake.cells import Read, columns_of, raw_table
from brukerplan.intake.content import Content, damaged
from brukerplan.intake.heading import SEARCHED_ROWS, Heading, find_heading
from brukerplan.intake.options import ReadOptions
from brukerplan.tables import RawTable


def read_workbook(content: Content, options: ReadOptions, file_format: str) -> RawTable:
    """Give the table of the sheet named, or of the sheet that looks most like data.

    Raises:
        InputError: the workbook is damaged, locked by a password, too large, or has no
            such sheet or no table.
    """
    workbook = _open(content)
    name, rows, heading = _sheet(workbook, content, options)
    width = _width(heading)
    first = heading.last + 1
    lines = np.arange(1, len(rows) + 1, dtype=np.int32)
    columns, remarks = columns_of(rows[first:], lines[first:].tolist(), width)
    read = Read(
        headings=heading.texts[:width],
        columns=columns,
        lines=lines[first:],
        header_line=heading.last + 1,
        remarks=[one for one in remarks if one.rule != "row-too-short"],
    )
    return raw_table(read, content, options, file_format=file_format, sheet=name)


def _open(content: Content) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(content.file)
    except (CalamineError, OSError, ValueError):
        raise damaged(content.name) from None


def _sheet(
    workbook: CalamineWorkbook, content: Content, options: ReadOptions
) -> tuple[str, list[list[str]], Heading]:
    names = workbook.sheet_names
    if options.sheet is not None:
        if options.sheet not in names:
            raise InputError(
                f"«{content.name}» has no sheet «{options.sheet}»",
                hint=f"its sheets are {', '.join(f'«{name}»' for name in names)}",
                slug="input-sheet",
            )
        names = [options.sheet]
    best = None
    for name in names:
        rows = _rows(workbook, name, content)
        heading = find_heading(rows[: SEARCHED_ROWS + 1])
        if heading is None:
            continue
        worth = (heading.known, len(rows) - heading.last)
        if best is None or worth > best[0]:
            best = worth, name, rows, heading
    if best is None:
        raise InputError(
            f"«{content.name}» has no sheet with a row of headings",
            hint="name the sheet with --sheet, or save the table in a sheet of its own",
            slug="input-headings",
        )
    return best[1:]


def _rows(workbook: CalamineWorkbook, name: str, content: Content) -> list[list[str]]:
    try:
        cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise damaged(content.name) from None
    return [[as_text(cell) for cell in row] for row in cells]


def _width(heading: Heading) -> int:
    filled = [place for place, text in enumerate(heading.texts) if text.strip()]
    return filled[-1] + 1


def as_text(cell: Any) -> str:
    """Give a cell as its user would type it: 301 for 301.0, dates as in ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
