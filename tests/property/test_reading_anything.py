"""Whatever the bytes: a table that can be checked, or an error that says what is wrong.

And what is written in any form is read as it was written.
"""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brukerplan.errors import BrukerPlanError
from brukerplan.intake import Limits, ReadOptions, read_tables
from brukerplan.intake.delimited_text import _read_exactly, _read_fast
from brukerplan.intake.encoding import _is_utf8
from brukerplan.intake.header_row import Heading
from brukerplan.intake.raw_columns import Read
from brukerplan.validation import check

DATA = Path(__file__).parents[1] / "data"
SEEDS = [
    file.read_bytes()
    for file in sorted(DATA.rglob("*.csv"))
    if file.parent.name in ("valid", "counts-only", "identity-number")
]
OPTIONS = ReadOptions(limits=Limits(file_bytes=10**6, line_bytes=10**5, columns=200))
QUIETLY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def read_and_check(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    try:
        for raw in read_tables(file, OPTIONS):
            result = check(raw)
            if result.survey is not None:
                rows = len(result.survey.persons) + len(result.set_aside)
                assert rows == result.rows or len(result.survey.counts)
    except BrukerPlanError as problem:
        assert problem.exit_code in (10, 11, 12)


@QUIETLY
@given(content=st.binary(max_size=3000))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    read_and_check(tmp_path / "any.csv", content)


@QUIETLY
@given(text=st.text(max_size=500), delimiter=st.sampled_from(";,\t|"))
def test_any_text_under_headings(tmp_path: Path, text: str, delimiter: str) -> None:
    heading = delimiter.join(["Kartleggingsår", "Kommunenr", "Kjønn", "Alder"])
    content = f"{heading}\n{text}".encode("utf-8", "surrogatepass")
    read_and_check(tmp_path / "any.csv", content)


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A good file with pieces cut out, doubled or replaced."""
    content = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 200)))
        put = draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from([b"", b'"', b";;;;", b"\r\n", b"\0", content[:start]]),
            )
        )
        content = content[:start] + put + content[end:]
    return content


@QUIETLY
@given(content=broken())
def test_any_broken_file(tmp_path: Path, content: bytes) -> None:
    read_and_check(tmp_path / "any.csv", content)


CELLS = st.text(
    st.characters(codec="cp1252", exclude_categories=["Cc", "Cf"]), max_size=12
).map(str.strip)


@QUIETLY
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_is_written_is_read(
    tmp_path: Path,
    rows: list[list[str]],
    delimiter: str,
    encoding: str,
    line_end: str,
    quoting: int,
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=delimiter, lineterminator=line_end, quoting=quoting
    )
    writer.writerow(["Kjønn", "Økonomi", "Fødselsår"])
    writer.writerows(rows)
    file = tmp_path / "any.csv"
    file.write_bytes(text.getvalue().encode(encoding))
    expected = [row for row in rows if any(row)]
    try:
        (raw,) = read_tables(file, ReadOptions(encoding=encoding, delimiter=delimiter))
    except BrukerPlanError as problem:
        pytest.fail(f"{problem.slug} for a file that is sound")
    assert raw.cells.astype("str").to_numpy().tolist() == expected
    lines = [place for place, row in enumerate(rows, start=2) if any(row)]
    assert raw.cells.index.tolist() == lines


PIECES = st.sampled_from(
    ["a", "", '"', '""', ";", "\n", "\r\n", " ", "b;c", '"d"', "1"]
)


@QUIETLY
@given(pieces=st.lists(PIECES, max_size=40))
def test_fast_reading_gives_what_exact_reading_gives(pieces: list[str]) -> None:
    heading = Heading(["Kjønn", "Alder", "Knr"], 0, 0, 3)
    data = ("Kjønn;Alder;Knr\n" + "".join(pieces)).encode()
    fast = _read_fast(data, ";", heading, 1)
    if fast is None:
        return
    exact = _read_exactly("any.csv", data, ";", 1, ReadOptions())
    assert filled_rows(fast) == filled_rows(exact)
    assert exact.remarks == []


def filled_rows(read: Read) -> list[tuple[int, tuple[str, ...]]]:
    rows = zip(*map(list, read.columns), strict=True)
    lines = read.lines.tolist()
    return [(line, row) for line, row in zip(lines, rows, strict=True) if any(row)]


ODD_BYTES = [b"a", b"\xc3\xb8", b"\xe2\x82\xac", b"\xf0\x9f\x98\x80", b"\xc3", b"\x80"]
ODD_BYTES += [
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe0\x80\x80",
    b"\xff",
]


@settings(QUIETLY, max_examples=300)
@given(parts=st.lists(st.sampled_from(ODD_BYTES), max_size=8))
def test_utf8_is_what_python_takes_for_utf8(parts: list[bytes]) -> None:
    data = b"".join(parts)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        assert not _is_utf8(data)
    else:
        assert _is_utf8(data)
