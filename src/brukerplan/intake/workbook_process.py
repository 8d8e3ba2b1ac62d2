"""Reads a workbook in a process of its own, with bounded memory and time.

A workbook can make its reader ask for more memory than there is, which no exception
tells of: then this process dies, and the one that started it says so plainly. It is
run as a script, imports nothing of the package, takes the workbook on standard input,
and gives its sheets on standard output (`marshal`): per sheet its name, its number of
rows, and per column the distinct texts and for each row which of them it has (32 bits).
"""

import array
import contextlib
import ctypes
import datetime as dt
import io
import marshal
import sys
from typing import Any

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
    """Let the system stop this process before it takes too much."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            bound_by_job(ctypes.WinDLL("kernel32", use_last_error=True), memory)
        return
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


class JobLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of Windows, with what it begins with."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


LIMITS_ARE_EXTENDED, LIMIT_OF_PROCESS_MEMORY, NO_BOXES = 9, 0x100, 0x3
"""JobObjectExtendedLimitInformation; JOB_OBJECT_LIMIT_PROCESS_MEMORY; and
SEM_FAILCRITICALERRORS with SEM_NOGPFAULTERRORBOX."""


def bound_by_job(kernel: Any, memory: int) -> None:
    """Put this process into a job of Windows whose processes have so much memory.

    The handle stays open as long as the process. The time is bounded by who started it.
    If the process ends for lack of memory, no box waits for a click.
    """
    kernel.SetErrorMode(ctypes.c_uint32(NO_BOXES))
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    limits = JobLimits(flags=LIMIT_OF_PROCESS_MEMORY, process_memory=memory)
    size = ctypes.sizeof(limits)
    kernel.SetInformationJobObject(
        job, LIMITS_ARE_EXTENDED, ctypes.byref(limits), ctypes.c_uint32(size)
    )
    this = ctypes.c_void_p(kernel.GetCurrentProcess())
    kernel.AssignProcessToJobObject(job, this)


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
