"""What a user sees when the program itself fails."""

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from brukerplan.cli.app import TRACEBACK, ErrorsToExitCodes

SECRET = "Kari-Testperson"


def broken() -> typer.Typer:
    """Give a program of which one command has a bug that quotes a cell."""
    app = typer.Typer(cls=ErrorsToExitCodes)

    @app.callback()
    def root() -> None:
        """Do nothing."""

    @app.command()
    def fail() -> None:
        pd.Series([SECRET], dtype="str").astype("float64")

    @app.command()
    def misuse() -> None:
        raise typer.BadParameter("so not")

    return app


def test_a_bug_exits_1_without_the_value_it_met() -> None:
    result = CliRunner().invoke(broken(), ["fail"])
    assert result.exit_code == 1
    assert "a bug in brukerplan (ValueError at" in result.stderr
    assert SECRET not in result.output


def test_a_bug_shows_its_traceback_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRACEBACK, "1")
    result = CliRunner().invoke(broken(), ["fail"])
    assert isinstance(result.exception, ValueError)


def test_wrong_usage_still_exits_2() -> None:
    assert CliRunner().invoke(broken(), ["misuse"]).exit_code == 2
