"""Whatever the encoding, separator and line end: the same cells, on the user's lines."""

import hashlib
import itertools
from pathlib import Path
from zipfile import ZipFile

import pytest

from brukerplan.errors import InputError
from brukerplan.intake import Limits, ReadOptions, read_tables
from brukerplan.tables import RawTable

HEADINGS = ["Kartleggingsår", "Kommunenr", "Kjønn", "Bosituasjon", "Økonomi"]
ROWS = [
    ["2024", "0301", "Mann", "Grønn", "Rød"],
    ["2024", "1103", "Kvinne", "", "Gul"],
]


def read(file: Path, options: ReadOptions | None = None) -> RawTable:
    (raw,) = read_tables(file, options)
    return raw


def cells(raw: RawTable) -> list[list[str]]:
    return raw.cells.astype("str").to_numpy().tolist()


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "made_up.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    ("delimiter", "encoding", "line_end"),
    [
        *itertools.product(
            ";,\t|",
            ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"],
            ["\n", "\r\n"],
        )
    ],
)
def test_encoding_separator_and_line_end_make_no_difference(
    tmp_path: Path, delimiter: str, encoding: str, line_end: str
) -> None:
    lines = [delimiter.join(row) for row in [HEADINGS, *ROWS]]
    raw = read(write(tmp_path, line_end.join(lines) + line_end, encoding))
    assert list(raw.cells.columns) == HEADINGS
    assert cells(raw) == ROWS
    assert raw.cells.index.tolist() == [2, 3]
    assert raw.source.delimiter == delimiter


@pytest.mark.parametrize("cell", ["Grønn", '"Grønn\nog gul"', "x" * 3_000])
def test_a_table_has_the_fingerprint_of_its_file(tmp_path: Path, cell: str) -> None:
    file = write(tmp_path, f"{';'.join(HEADINGS)}\n2024;0301;Mann;{cell};Rød\n")
    with ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.write(file, "within.csv")
    expected = hashlib.sha256(file.read_bytes()).hexdigest()
    assert read(file).source.sha256 == expected
    assert read(tmp_path / "packed.zip").source.sha256 == expected


def test_old_line_ends_are_read(tmp_path: Path) -> None:
    raw = read(write(tmp_path, "\r".join(";".join(r) for r in [HEADINGS, *ROWS])))
    assert cells(raw) == ROWS
    assert raw.cells.index.tolist() == [2, 3]


def test_titles_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    lines = ["BrukerPlan 2024;;", "Unntatt offentlighet", "", ";".join(HEADINGS)]
    raw = read(write(tmp_path, "\n".join([*lines, ";".join(ROWS[0])])))
    assert raw.header_line == 4
    assert raw.cells.index.tolist() == [5]
    assert cells(raw) == [ROWS[0]]


def test_headings_over_two_rows_are_read_together(tmp_path: Path) -> None:
    lines = ["Kartleggingsår;Kommunenr;Kjønn;Funksjon;", ";;;Bosituasjon;Økonomi"]
    raw = read(write(tmp_path, "\n".join([*lines, *map(";".join, ROWS)])))
    assert list(raw.cells.columns) == HEADINGS
    assert raw.cells.index.tolist() == [3, 4]


def test_line_numbers_hold_across_quoted_line_breaks_and_blank_lines(
    tmp_path: Path,
) -> None:
    text = (
        ";".join(HEADINGS)
        + '\n2024;0301;Mann;"Gr\nønn";Rød\n\n2024;1103;"Kvinne";;"Gul"\n'
    )
    raw = read(write(tmp_path, text))
    assert raw.cells.index.tolist() == [2, 5]
    assert cells(raw)[1] == ROWS[1]


def test_empty_columns_and_rows_at_the_end_are_left_out(tmp_path: Path) -> None:
    lines = [";".join(row) + ";;" for row in [HEADINGS, *ROWS]]
    raw = read(write(tmp_path, "\n".join([*lines, ";;;;;;", "", "", ""])))
    assert list(raw.cells.columns) == HEADINGS
    assert cells(raw) == ROWS
    assert raw.remarks == ()


def test_column_without_heading_but_with_cells_is_kept(tmp_path: Path) -> None:
    lines = [";".join(HEADINGS) + ";", ";".join(ROWS[0]) + ";x"]
    raw = read(write(tmp_path, "\n".join(lines)))
    assert list(raw.cells.columns) == [*HEADINGS, "(column 6)"]


def test_longer_and_shorter_rows_are_remarked_upon(tmp_path: Path) -> None:
    lines = [";".join(HEADINGS), "2024;0301;Mann", ";".join(ROWS[1]) + ";slid"]
    raw = read(write(tmp_path, "\n".join(lines)))
    assert [(one.rule, one.line) for one in raw.remarks] == [
        ("row-too-short", 2),
        ("row-too-long", 3),
    ]


def test_column_to_drop_is_dropped_and_recorded(tmp_path: Path) -> None:
    file = write(tmp_path, "\n".join(map(";".join, [HEADINGS, *ROWS])))
    raw = read(file, ReadOptions(drop_columns=("bosituasjon",)))
    assert "Bosituasjon" not in raw.cells.columns
    assert raw.source.dropped_columns == ("Bosituasjon",)


def slug_of(file: Path, options: ReadOptions | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_tables(file, options)
    return caught.value.slug


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "input-empty"),
        (b"\xff\xfe\x00", "input-encoding"),
        (b"a\x00b;c\x00\x00\x00d\n" * 50, "input-not-text"),
        ("Kjønn;Økonomi\nMann;Rød\n".encode() + b"Mann;R\xf8d\n", "input-encoding"),
        (b"Kj\x81nn;x\n", "input-encoding"),
        (b"hello world\n", "input-headings"),
        (b"1;2;3\n4;5;6\n", "input-headings"),
        (b"%PDF-1.7 ...", "input-format-unknown"),
        (b'Alder;Knr\n30;"' + b"x" * 200_000, "input-too-large"),
        (b"Alder;" * 3000 + b"\n", "input-too-large"),
    ],
)
def test_what_is_no_table_is_refused_plainly(
    tmp_path: Path, content: bytes, slug: str
) -> None:
    file = tmp_path / "made_up.csv"
    file.write_bytes(content)
    assert slug_of(file) == slug


def test_endless_line_is_refused_after_its_first_part(tmp_path: Path) -> None:
    file = tmp_path / "endless.csv"
    with file.open("wb") as target:
        target.truncate(1024**3)
    assert slug_of(file) == "input-too-large"


@pytest.mark.parametrize(
    ("limits", "slug"),
    [
        (Limits(file_bytes=10), "input-too-large"),
        (Limits(rows=1), "input-too-large"),
        (Limits(columns=3), "input-too-large"),
        (Limits(line_bytes=20), "input-too-large"),
    ],
)
def test_limits_hold(tmp_path: Path, limits: Limits, slug: str) -> None:
    file = write(tmp_path, "\n".join(map(";".join, [HEADINGS, *ROWS])))
    assert slug_of(file, ReadOptions(limits=limits)) == slug


@pytest.mark.parametrize("before", range(12))
def test_limit_of_a_line_is_kept_wherever_the_line_begins(
    tmp_path: Path, before: int
) -> None:
    rows = [HEADINGS, *[["2024"] * 5] * before, [*ROWS[0][:4], "x" * 60], *ROWS]
    file = write(tmp_path, "\n".join(map(";".join, rows)))
    longest = max(map(len, file.read_bytes().splitlines(keepends=True)))
    read(file, ReadOptions(limits=Limits(line_bytes=longest)))
    short = ReadOptions(limits=Limits(line_bytes=longest - 1))
    assert slug_of(file, short) == "input-too-large"


def test_missing_file_folder_and_wrong_options(tmp_path: Path) -> None:
    file = write(tmp_path, "\n".join(map(";".join, [HEADINGS, *ROWS])))
    assert slug_of(tmp_path / "none.csv") == "input-missing"
    assert slug_of(tmp_path) == "input-missing"
    assert slug_of(file, ReadOptions(encoding="klingon")) == "input-encoding"
    assert slug_of(file, ReadOptions(encoding="ascii")) == "input-encoding"
    assert slug_of(file, ReadOptions(delimiter="::")) == "input-delimiter"
    assert (
        slug_of(file, ReadOptions(drop_columns=("Navn",))) == "column-to-drop-missing"
    )


def test_told_encoding_and_separator_are_used(tmp_path: Path) -> None:
    file = write(tmp_path, "\n".join(map("/".join, [HEADINGS, *ROWS])), "cp865")
    raw = read(file, ReadOptions(encoding="cp865", delimiter="/"))
    assert cells(raw) == ROWS
