"""A workbook cannot make the program take all memory, on no system."""

import ctypes
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from brukerplan.errors import InputError
from brukerplan.intake import Limits, ReadOptions, read_tables, workbook_process

MEGABYTE = 1024**2


@pytest.fixture
def vast(tmp_path: Path) -> Path:
    """Give a small workbook whose one far cell spans seventeen thousand million."""
    book = openpyxl.Workbook()
    book.active.append(["Kartleggingsår", "Kommunenr"])
    book.active["XFD1048576"] = 1
    path = tmp_path / "vast.xlsx"
    book.save(path)
    return path


def test_a_vast_sheet_is_refused_and_nothing_else_happens(vast: Path) -> None:
    with pytest.raises(InputError) as told:
        read_tables(vast)
    assert told.value.slug == "input-too-large"


def test_what_is_packed_is_measured_before_it_is_read(tmp_path: Path) -> None:
    """On any system: the reader is not even started."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 30 * MEGABYTE)
    limits = Limits(packed_bytes=20 * MEGABYTE)
    with pytest.raises(InputError) as told:
        read_tables(path, ReadOptions(limits=limits))
    assert told.value.slug == "input-too-large"
    assert "unpacked" in told.value.message


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.xlsx"])
def test_a_trap_is_known_by_what_it_says_of_itself(tmp_path: Path, name: str) -> None:
    """Nothing of it is unpacked."""
    path = tmp_path / name
    inside = "a.csv" if name.endswith("zip") else "xl/workbook.xml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(inside, b"0" * 70 * MEGABYTE)
    with pytest.raises(InputError) as told:
        read_tables(path)
    assert told.value.slug == "input-too-large"
    assert "times its size" in told.value.message


class Kernel:
    """Stands in for Windows' kernel32, and notes what it is asked."""

    def __init__(self) -> None:
        self.asked: dict[str, tuple[Any, ...]] = {}

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any) -> int:
            self.asked[name] = arguments
            return 7

        self.__dict__[name] = call
        return call


def test_on_windows_the_reader_is_in_a_job_with_bounded_memory() -> None:
    """Offsets and size are those of the structure on 64-bit Windows (winnt.h)."""
    kernel = Kernel()
    workbook_process.bound_by_job(kernel, 512 * MEGABYTE)
    job, kind, limits, size = kernel.asked["SetInformationJobObject"]
    assert (job.value, kind, size.value) == (7, 9, 144)
    told = limits._obj
    assert (told.flags, told.process_memory) == (0x100, 512 * MEGABYTE)
    assert type(told).process_memory.offset == 112
    assert [one.value for one in kernel.asked["AssignProcessToJobObject"]] == [7, 7]


@pytest.mark.parametrize("code", [-6, 3, 0xC0000017])
def test_a_reader_that_dies_for_memory_is_told_of_plainly(
    vast: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Killed by the system, or ended by itself with words on standard error."""
    said = b"" if code < 0 else b"memory allocation of 412316860416 bytes failed"

    def died(*_: Any, **__: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], code, b"", said)

    monkeypatch.setattr(subprocess, "run", died)
    with pytest.raises(InputError) as told:
        read_tables(vast)
    assert told.value.slug == "input-too-large"


@pytest.mark.skipif(sys.platform == "win32", reason="names of the system")
def test_the_structure_needs_no_windows() -> None:
    assert not hasattr(ctypes, "WinDLL")
    assert ctypes.sizeof(workbook_process.JobLimits) == 144
