"""The errors that a user may meet, each with its exit code and its page in the docs.

Stages raise these; only `cli` turns them into output and an exit code. No message
may hold a value from a person's row.
"""

import traceback
from collections.abc import Sequence
from pathlib import Path

_PLAIN = frozenset("/\\.:_-+@%,=~*?")
"""What stands beside letters and digits in an argument that needs no quotes."""


def as_argument(text: object) -> str:
    """Give a name as it is typed in a command, in quotes where shells need them.

    Patterns such as `*.csv` are left to this program, so they may stand in quotes.
    """
    typed = str(text)
    if typed and all(sign.isalnum() or sign in _PLAIN for sign in typed):
        return typed
    return '"' + typed.replace('"', '\\"') + '"'


def one_line(name: str) -> str:
    """Give a name, which others choose, so that it cannot pass for a line of its own."""
    return "".join(max(sign, " ") for sign in name)


class BrukerPlanError(Exception):
    """Something that the user can mend, said without a traceback.

    `message` says what and where, `hint` what to do; `slug` is the anchor of the
    explanation in `docs/reference/errors.md`.
    """

    exit_code = 1
    default_slug = "unexpected"

    def __init__(
        self, message: str, *, hint: str | None = None, slug: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.slug = slug or self.default_slug


class UsageError(BrukerPlanError):
    """The options given do not fit together."""

    exit_code = 2
    default_slug = "usage"


class InputError(BrukerPlanError):
    """A file is missing or cannot be read as what it should be."""

    exit_code = 10
    default_slug = "input-unreadable"


class ValidationFailed(BrukerPlanError):
    """The input can be read, but its content has errors.

    `findings` carries them, as `brukerplan.tables.Finding`.
    """

    exit_code = 11
    default_slug = "validation-failed"

    def __init__(
        self,
        message: str,
        *,
        findings: Sequence[object] = (),
        hint: str | None = None,
        slug: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, slug=slug)
        self.findings = tuple(findings)


class ReferenceDataError(BrukerPlanError):
    """Reference data lack what is asked for: a year, a place, a population."""

    exit_code = 12
    default_slug = "reference-data-lacking"


class StoreError(BrukerPlanError):
    """The store is locked, damaged or would be overwritten."""

    exit_code = 13
    default_slug = "store-unusable"


class DisclosureError(BrukerPlanError):
    """What is asked for would break the disclosure rules."""

    exit_code = 14
    default_slug = "disclosure-rules-broken"


class ReportError(BrukerPlanError):
    """A report could not be made: a template, a font, the PDF."""

    exit_code = 15
    default_slug = "report-not-made"


def bug_place(problem: BaseException) -> str:
    """Give a bug's kind and its place in the program: «KeyError at who.py:31».

    Its message is left out, because a library's may quote what a cell says.
    """
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}"
        for frame in traceback.extract_tb(problem.__traceback__)
        if "brukerplan" in Path(frame.filename).parts
    ]
    where = places[-1] if places else "an unknown place"
    return f"{type(problem).__name__} at {where}"
