"""Lets `python -m brukerplan` run the program."""

from brukerplan.cli import main

if __name__ == "__main__":
    main()
