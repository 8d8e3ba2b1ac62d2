"""The command line: the only code that prints or exits."""

from brukerplan.cli.app import app


def main() -> None:
    """Run the program."""
    app()


__all__ = ["app", "main"]
