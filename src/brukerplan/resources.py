"""Where shipped files lie: the only module that may know it."""

from pathlib import Path

from brukerplan.errors import ReferenceDataError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_resources", _PACKAGE.parents[1])


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
