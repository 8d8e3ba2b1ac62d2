"""Reads a workbook in a process of its own, with bounded memory and time.

A workbook can make its reader ask for more memory than there is, which no exception
tells of: then this process dies, and the one that started it says so plainly. It is
run as a script, imports nothing of the package, takes the workbook on standard input,
and gives its sheets on standard output (`marshal`): per sheet its name, its number of
rows, and per column the distinct texts and for each row which of them it has (32 bits).
"""

import array
import contextlib
import datetime as dt
import io
import marshal
import sys

from python_calamine import CalamineError, CalamineWorkbook

DAMAGED, LOCKED, NO_SHEET = 3, 4, 5
"""Exit codes: cannot be read, protected by a password, no sheet of that name."""


def as_text(cell: object) -> str:
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


def bound(memory: int, seconds: int) -> None:
    """Let the system stop this process before it takes too much, where it can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


Columns = list[tuple[list[str], bytes]]


def columns_of(workbook: CalamineWorkbook, name: str) -> tuple[int, Columns]:
    """Give the number of rows of a sheet, and its columns."""
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    columns: Columns = []
    for cells in zip(*rows, strict=True):
        known: dict[str, int] = {}
        texts = map(as_text, cells)
        codes = array.array("i", [known.setdefault(t, len(known)) for t in texts])
        columns.append((list(known), codes.tobytes()))
    return len(rows), columns


def main() -> None:
    """Read standard input; arguments are bytes of memory, seconds, and the sheet."""
    bound(int(sys.argv[1]), int(sys.argv[2]))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        names = workbook.sheet_names
        if len(sys.argv) > 3:
            names = [name for name in names if name == sys.argv[3]]
            if not names:
                marshal.dump(workbook.sheet_names, sys.stdout.buffer)
                sys.exit(NO_SHEET)
        sheets = [(name, *columns_of(workbook, name)) for name in names]
    except CalamineError as problem:
        sys.exit(LOCKED if "assword" in str(problem) else DAMAGED)
    except (OSError, ValueError, OverflowError):
        sys.exit(DAMAGED)
    marshal.dump(sheets, sys.stdout.buffer)


if __name__ == "__main__":
    main()
