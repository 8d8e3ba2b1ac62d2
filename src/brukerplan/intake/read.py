"""The one door: whatever the file is, give its tables."""

from pathlib import Path

from brukerplan.errors import InputError
from brukerplan.intake.archive import members
from brukerplan.intake.delimited_text import read_text
from brukerplan.intake.open_file import Content, format_of, open_content
from brukerplan.intake.parquet_tables import read_parquet
from brukerplan.intake.read_options import ReadOptions
from brukerplan.intake.spss_stata import read_statistical
from brukerplan.intake.workbook import read_workbook
from brukerplan.tables import RawTable


def read_tables(path: Path | str, options: ReadOptions | None = None) -> list[RawTable]:
    """Give the tables of a file, or of standard input where `path` is `-`.

    One table, or as many as a zip file holds. See `RawTable` for its shape.

    Raises:
        InputError: the file is missing, damaged, too large, or no table can be found.
    """
    options = options or ReadOptions()
    content = open_content(path, options.limits)
    with content.file:
        return read_content(content, options)


def read_content(content: Content, options: ReadOptions) -> list[RawTable]:
    """Give the tables of an open file, by its form."""
    file_format = format_of(content)
    if file_format == "csv":
        return [read_text(content, options)]
    if file_format == "parquet":
        return [read_parquet(content, options)]
    if file_format in ("sav", "dta"):
        return [read_statistical(content, options, file_format)]
    if file_format == "zip":
        return _read_members(content, options)
    return [read_workbook(content, options, file_format)]


def _read_members(content: Content, options: ReadOptions) -> list[RawTable]:
    tables = []
    for member in members(content, options.limits):
        if format_of(member) == "zip":
            raise InputError(
                f"«{content.name}» has a zip file within it",
                hint="unpack it and give the files",
                slug="input-format-unknown",
            )
        tables += read_content(member, options)
    return tables
