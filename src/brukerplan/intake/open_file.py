"""A file's bytes, with its name and fingerprint, and what form they have."""

import hashlib
import io
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from brukerplan.errors import InputError, one_line
from brukerplan.intake.read_options import Limits

CHUNK = 1024**2

_OLD_STATA = (b"\x6c", b"\x71", b"\x72", b"\x73")
"""First byte of Stata files from before version 13."""


@dataclass(frozen=True)
class Content:
    """An open file that can be read again from its start."""

    name: str
    file: BinaryIO
    size: int

    @cached_property
    def sha256(self) -> str:
        """Give the fingerprint, for which the file is read once from its start."""
        self.file.seek(0)
        digest = hashlib.sha256()
        while chunk := self.file.read(CHUNK):
            digest.update(chunk)
        self.file.seek(0)
        return digest.hexdigest()


def open_content(path: Path | str, limits: Limits) -> Content:
    """Open a file, or standard input where `path` is `-`.

    Raises:
        InputError: it is missing, is no file, cannot be opened, or is too large.
    """
    if str(path) == "-":
        return content_of("-", _bounded(sys.stdin.buffer, "-", limits), limits)
    file_path = Path(path)
    try:
        if file_path.is_dir():
            raise InputError(
                f"«{file_path.name}» is a folder",
                hint="name the files, such as folder/*.csv",
                slug="input-missing",
            )
        file = file_path.open("rb")
    except FileNotFoundError:
        raise InputError(
            f"there is no file «{file_path.name}»",
            hint="check the folder and the spelling; patterns such as *.csv are understood",
            slug="input-missing",
        ) from None
    except OSError as problem:
        raise InputError(
            f"cannot open «{file_path.name}»: {problem.strerror}",
            hint="is the file open in another program, or yours to read?",
        ) from None
    try:
        return content_of(file_path.name, file, limits)
    except BaseException:
        file.close()
        raise


def content_of(name: str, file: BinaryIO, limits: Limits) -> Content:
    """Give an open file with its size, at its start.

    Raises:
        InputError: it is empty or too large.
    """
    size = file.seek(0, io.SEEK_END)
    if size > limits.file_bytes:
        raise too_large(name, "bytes", limits.file_bytes)
    if not size:
        raise InputError(f"«{name}» is empty", slug="input-empty")
    file.seek(0)
    return Content(one_line(name), file, size)


def _bounded(stream: BinaryIO, name: str, limits: Limits) -> BinaryIO:
    kept = io.BytesIO()
    while chunk := stream.read(CHUNK):
        kept.write(chunk)
        if kept.tell() > limits.file_bytes:
            raise too_large(name, "bytes", limits.file_bytes)
    kept.seek(0)
    return kept


def too_large(name: str, what: str, limit: int) -> InputError:
    """Give the error for a file with more than `limit` of `what`."""
    return InputError(
        f"«{name}» has more than {limit:,} {what}",
        hint="is it the right file? if so, divide it",
        slug="input-too-large",
    )


def format_of(content: Content) -> str:
    """Give the form of a file by its first bytes, whatever its name ends in.

    One of `csv`, `xlsx`, `xlsb`, `ods`, `xls`, `zip`, `parquet`, `sav`, `dta`.

    Raises:
        InputError: the file is a damaged zip or of a form that is not read.
    """
    start = content.file.read(64)
    content.file.seek(0)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed_format(content)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"$FL2", b"$FL3")):
        return "sav"
    is_dta = content.name.lower().endswith(".dta")
    if start.startswith(b"<stata_dta>") or (is_dta and start[:1] in _OLD_STATA):
        return "dta"
    if start.startswith((b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x89PNG")):
        raise InputError(
            f"«{content.name}» is not a table",
            hint="give a CSV file, a workbook, or a zip file of these",
            slug="input-format-unknown",
        )
    return "csv"


def _packed_format(content: Content) -> str:
    try:
        with ZipFile(content.file) as packed:
            names = set(packed.namelist())
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        raise damaged(content.name) from None
    finally:
        content.file.seek(0)
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    return "zip"


def damaged(name: str) -> InputError:
    """Give the error for a file that is cut short or broken."""
    return InputError(
        f"«{name}» is damaged or cut short",
        hint="fetch or save the file again",
        slug="input-damaged",
    )
