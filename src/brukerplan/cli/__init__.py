"""The command line: the only code that prints or exits."""

from brukerplan.cli import output, surroundings
from brukerplan.cli.app import app


def main() -> None:
    """Run the program."""
    output.accept_all_characters()
    surroundings.give_libraries_a_folder()
    app()


__all__ = ["app", "main"]
