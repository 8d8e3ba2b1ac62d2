"""Where shipped files lie: the only module that may know it.

Reference data may be newer in a store than in the installation: `use_updates` says
where, once, when the store is named on the command line.
"""

from contextvars import ContextVar
from pathlib import Path

from brukerplan.errors import ReferenceDataError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_resources", _PACKAGE.parents[1])

_updates: ContextVar[Path | None] = ContextVar("updates", default=None)


def use_updates(folder: Path | None) -> None:
    """Let the files in `folder` come before the shipped ones of `data/reference`."""
    _updates.set(folder)


def updates_folder() -> Path | None:
    """Give the folder of newer files that is in use, if it is there."""
    folder = _updates.get()
    return folder if folder is not None and folder.is_dir() else None


def reference_file(name: str) -> Path:
    """Give the file `name` of `data/reference`: the updated one, or the shipped."""
    folder = _updates.get()
    if folder is not None and (folder / name).is_file():
        return folder / name
    return resource_dir("data/reference") / name


def resource_dir(name: str) -> Path:
    """Give the folder of shipped files called `name`, such as `data/schemas`.

    An installed wheel carries the folders under `brukerplan/_resources`; a checkout
    (and so an editable install) has them two levels above the package.

    Raises:
        ReferenceDataError: the installation lacks the folder.
    """
    for root in _ROOTS:
        folder = root / name
        if folder.is_dir():
            return folder
    raise ReferenceDataError(
        f"the installation lacks its folder «{name}»",
        hint="install brukerplan again",
        slug="installation-incomplete",
    )
