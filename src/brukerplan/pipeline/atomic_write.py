"""Output files that appear whole or not at all."""

import contextlib
from pathlib import Path

from brukerplan.errors import ReportError


def write_whole(path: Path, content: bytes, *, mode: int | None = None) -> Path:
    """Write a file so that it appears whole or not at all.

    `mode` is who may read it (such as 0o600), from the first byte on; by default it is
    as the user's mask says.

    Raises:
        ReportError: it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        if mode is not None:
            temporary.unlink(missing_ok=True)
            temporary.touch(mode=mode, exist_ok=False)
        temporary.write_bytes(content)
        return temporary.replace(path)
    except OSError as problem:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise ReportError(
            f"cannot write «{path.name}»: {problem.strerror}",
            hint="close the file if it is open in another program, such as Excel; "
            "look at the folder's permissions and at the free space",
            slug="output-not-written",
        ) from problem
