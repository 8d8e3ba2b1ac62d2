"""Who runs the program, on systems that cannot say."""

import getpass

import pytest

from brukerplan.cli import surroundings


@pytest.mark.parametrize("problem", [KeyError, OSError, ModuleNotFoundError])
def test_a_user_without_a_name_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    """Windows has no module pwd, which Python asks where no variable tells."""

    def nobody() -> str:
        raise problem("pwd")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert surroundings.user_name() == ""
