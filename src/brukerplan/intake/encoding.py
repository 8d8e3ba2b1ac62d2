"""Which encoding a text file has: told, or found out, but never half right."""

import codecs
import io

import pyarrow as pa

from brukerplan.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def find_encoding(name: str, data: bytes, wanted: str | None) -> str:
    """Give the encoding: as told, by its byte-order mark, else UTF-8, else cp1252.

    `data` are the bytes of the file `name`.

    Raises:
        InputError: the encoding told is unknown, the file is not text, or some of its
            lines are in UTF-8 and others are not.
    """
    marked = next((one for mark, one in _MARKS if data.startswith(mark)), None)
    if wanted is not None:
        return marked if marked == _known(wanted) else _known(wanted)
    if marked:
        return marked
    if b"\0" in data[:4096]:
        return _without_mark(name, data[:4096])
    if _is_utf8(data):
        return "utf-8"
    _refuse_mixture(name, data)
    return "cp1252"


def _known(wanted: str) -> str:
    try:
        return codecs.lookup(wanted).name
    except (LookupError, ValueError):
        raise InputError(
            f"there is no encoding «{wanted}»",
            hint="most files are utf-8 or cp1252",
            slug="input-encoding",
        ) from None


def _without_mark(name: str, start: bytes) -> str:
    """Tell UTF-16 by its empty bytes, which stand in every other place."""
    pairs = len(start) // 2
    if start[1::2].count(0) > 0.7 * pairs and start[0::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if start[0::2].count(0) > 0.7 * pairs and start[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    raise _not_text(name)


def _not_text(name: str) -> InputError:
    return InputError(
        f"«{name}» is not a text file: it has bytes of zero",
        hint="save it again as CSV or as a workbook",
        slug="input-not-text",
    )


def _is_utf8(data: bytes) -> bool:
    """Say whether `data` is UTF-8, without making text of it."""
    if data.isascii():
        return True
    ends = pa.array([0, len(data)], pa.int64()).buffers()[1]
    whole = [None, ends, pa.py_buffer(data)]
    try:
        pa.Array.from_buffers(pa.large_string(), 1, whole).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _refuse_mixture(name: str, data: bytes) -> None:
    """Refuse a file pasted together from two encodings: letters would be garbled."""
    first_utf8 = first_other = None
    for line, bytes_of in enumerate(io.BytesIO(data), start=1):
        if bytes_of.isascii():
            continue
        try:
            bytes_of.decode("utf-8")
            first_utf8 = first_utf8 or line
        except UnicodeDecodeError:
            first_other = first_other or line
        if first_utf8 and first_other:
            break
    if first_utf8 and first_other:
        raise InputError(
            f"«{name}» mixes encodings: line {first_utf8} is UTF-8, "
            f"line {first_other} is not",
            hint="save all of it in one encoding, or give --encoding",
            slug="input-encoding",
        )


def decoded(name: str, data: bytes, encoding: str, *, found: bool) -> bytes:
    """Give the text of the file `name` as UTF-8, without a byte-order mark.

    What was `found` to be UTF-8 without a mark is so throughout.

    Raises:
        InputError: the file is not in this encoding, or is not text.
    """
    try:
        if encoding not in ("utf-8", "utf-8-sig"):
            data = data.decode(encoding).encode("utf-8")
        elif not (found and encoding == "utf-8") and not _is_utf8(
            data := data.removeprefix(codecs.BOM_UTF8)
        ):
            data.decode("utf-8")
    except UnicodeError as problem:
        where = getattr(problem, "start", None)
        place = "" if where is None else f" (byte {where + 1})"
        raise InputError(
            f"cannot read «{name}» as {encoding}{place}",
            hint="try --encoding utf-8, --encoding cp1252 or --encoding utf-16",
            slug="input-encoding",
        ) from None
    if b"\0" in data:
        raise _not_text(name)
    return data
