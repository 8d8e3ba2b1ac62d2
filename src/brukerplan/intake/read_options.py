"""How the user asks a file to be read, and how large a file may be."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """Bounds that keep memory and time within reason, whatever a file claims to be."""

    file_bytes: int = 2 * 1024**3
    """Size of one file, as it stands or unpacked."""
    line_bytes: int = 1024**2
    """Length of one line of a text file."""
    columns: int = 2_000
    rows: int = 5_000_000
    members: int = 500
    """Files within a zip file."""
    packed_bytes: int = 2 * 1024**3
    """Size of all that a workbook or a zip file holds, unpacked."""
    reader_memory: int = 6 * 1024**3
    """Memory that the process that reads a workbook may take."""


@dataclass(frozen=True)
class ReadOptions:
    """What the user says about a file; None means that it is found out."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    drop_columns: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
