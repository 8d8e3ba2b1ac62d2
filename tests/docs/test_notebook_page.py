"""The notebook page runs, and says what the page says."""

import doctest
from pathlib import Path

import pytest

import brukerplan

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "notebook.md"


@pytest.mark.slow
def test_the_notebook_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = doctest.testfile(str(PAGE), module_relative=False)
    assert done.attempted > 10
    assert done.failed == 0


def test_every_public_function_is_there_and_told_of() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in brukerplan.__all__:
        assert getattr(brukerplan, name).__doc__
        assert f"`{name}`" in page


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        brukerplan.nothing_like_it  # noqa: B018
