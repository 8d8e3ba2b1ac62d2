"""Zip files: bounded in size and number, and nothing is ever unpacked to disk."""

import io
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile, ZipInfo

from brukerplan.errors import InputError
from brukerplan.intake.open_file import (
    CHUNK,
    Content,
    content_of,
    damaged,
    too_large,
)
from brukerplan.intake.read_options import Limits

_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
_HIDDEN = ("__MACOSX/", ".")

_MOST_TIMES, _SMALL = 300, 64 * 1024**2
"""A table is packed to a hundredth at most; what unpacks to more than so many times its
size, and to more than a small file, is a trap."""


def check_package(content: Content, limits: Limits) -> None:
    """Unpack every part of a workbook into nothing, to see how large it really is.

    Raises:
        InputError: it is damaged, locked, or too large when unpacked.
    """
    total = 0
    try:
        with ZipFile(content.file) as packed:
            _check_number(content.name, packed, 20 * limits.members)
            _check_claims(content.name, packed, limits)
            for part in packed.infolist():
                for size in _sizes(packed, part):
                    total += size
                    if total > limits.packed_bytes:
                        raise too_large(
                            content.name, "bytes unpacked", limits.packed_bytes
                        )
    except RuntimeError:
        raise _locked(content.name) from None
    except _BROKEN:
        raise damaged(content.name) from None
    finally:
        content.file.seek(0)


def _sizes(packed: ZipFile, part: ZipInfo) -> Iterator[int]:
    with packed.open(part) as file:
        while chunk := file.read(CHUNK):
            yield len(chunk)


def _check_number(name: str, packed: ZipFile, limit: int) -> None:
    if len(packed.infolist()) > limit:
        raise too_large(name, "files in it", limit)


def _check_claims(name: str, packed: ZipFile, limits: Limits) -> None:
    """Refuse by what the zip file itself says of sizes, before any is unpacked."""
    total = sum(part.file_size for part in packed.infolist())
    if total > limits.packed_bytes:
        raise too_large(name, "bytes unpacked", limits.packed_bytes)
    for part in packed.infolist():
        if part.file_size > max(_SMALL, _MOST_TIMES * part.compress_size):
            raise InputError(
                f"«{name}» unpacks to more than {_MOST_TIMES} times its size",
                hint="it looks like a trap: do not open it; ask who sent it",
                slug="input-too-large",
            )


def members(content: Content, limits: Limits) -> Iterator[Content]:
    """Give the files in a zip file, one by one, in its order, each in memory only.

    Raises:
        InputError: it is damaged, locked, empty, too large, or a path in it points
            out of it.
    """
    total, found = 0, False
    try:
        with ZipFile(content.file) as packed:
            _check_number(content.name, packed, limits.members)
            _check_claims(content.name, packed, limits)
            for part in packed.infolist():
                if part.is_dir() or _is_hidden(part.filename):
                    continue
                _check_path(content.name, part.filename)
                found = True
                data = _unpacked(content.name, packed, part, limits, total)
                total += len(data)
                name = f"{content.name}/{part.filename.rpartition('/')[2]}"
                yield content_of(name, io.BytesIO(data), limits)
    except RuntimeError:
        raise _locked(content.name) from None
    except _BROKEN:
        raise damaged(content.name) from None
    if not found:
        raise InputError(f"«{content.name}» is empty", slug="input-empty")


def _unpacked(
    name: str, packed: ZipFile, part: ZipInfo, limits: Limits, before: int
) -> bytes:
    kept = io.BytesIO()
    with packed.open(part) as file:
        while chunk := file.read(CHUNK):
            kept.write(chunk)
            if before + kept.tell() > limits.packed_bytes:
                raise too_large(name, "bytes unpacked", limits.packed_bytes)
    return kept.getvalue()


def _is_hidden(path: str) -> bool:
    return path.startswith(_HIDDEN[0]) or path.rpartition("/")[2].startswith(_HIDDEN[1])


def _check_path(name: str, path: str) -> None:
    parts = path.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise InputError(
            f"«{name}» has a file whose path points out of it",
            hint="do not open it; ask who sent it",
            slug="input-damaged",
        )


def _locked(name: str) -> InputError:
    return InputError(
        f"«{name}» is protected by a password",
        hint="unpack it in a safe place and give the files",
        slug="input-locked",
    )
