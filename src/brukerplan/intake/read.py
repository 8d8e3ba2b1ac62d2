"""The one door: whatever the file is, give its tables."""

from pathlib import Path

from brukerplan.intake.content import Content, format_of, open_content
from brukerplan.intake.options import ReadOptions
from brukerplan.intake.text import read_text
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
    return [read_workbook(content, options, file_format)]
