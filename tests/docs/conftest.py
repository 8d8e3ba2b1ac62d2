"""A folder to run the documentation's lines in."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from program_in_words import run_line
from typer.testing import Result

# Four municipalities suffice, one of them tiny, and are computed sooner than all 23.
PREPARATION = (
    "brukerplan example exports",
    "brukerplan import exports/*_110[136].csv exports/*_1151.csv",
    "brukerplan compute --year 2023",
    "brukerplan compute --year 2024",
)


@pytest.fixture(scope="session")
def prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with made-up exports, a store of some, and releases of both years."""
    folder = tmp_path_factory.mktemp("prepared")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line in PREPARATION:
            done = run_line(line)
            assert done.exit_code == 0, f"{line}\n{done.output}"
    return folder


@pytest.fixture
def run_in_copy(
    prepared_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Result]:
    """Give a function that runs a line in a copy of the prepared folder."""
    copy = tmp_path / "copy"
    shutil.copytree(prepared_folder, copy)
    monkeypatch.chdir(copy)
    return run_line
