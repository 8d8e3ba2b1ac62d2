"""What a run did, for people, for monitoring and for the exit code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from brukerplan.errors import BrukerPlanError

FORMAT_VERSION = 1

WORST_FIRST = (1, 130, 14, 13, 12, 15, 10, 2, 11)
"""The exit codes, the gravest first: a run ends in the gravest that was met."""

Log = Callable[..., None]
"""Told an event's name, and its facts by name: counts, files, durations, no person."""

Clock = Callable[[], float]
"""Gives seconds, for durations."""


@dataclass
class Record:
    """What happened in a run, gathered while it goes."""

    log: Log
    clock: Clock
    is_dry: bool = False
    steps: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    begun: float = 0.0

    def __post_init__(self) -> None:
        """Take the time at which it begins."""
        self.begun = self.clock()

    def begin(self, step: str, what: str, why: str) -> "Step":
        """Say that a step begins; a dry run only says it."""
        event = "would" if self.is_dry else "start"
        self.log(event, stage=step, what=what, why=why)
        entry = {"step": step, "what": what, "why": why}
        self.steps.append(entry)
        return Step(self, entry, self.clock())

    def planned(self, step: str) -> set[str]:
        """Give what the steps of one kind are about."""
        return {entry["what"] for entry in self.steps if entry["step"] == step}

    def note(self, text: str) -> None:
        """Remember and say something that is no problem."""
        self.notes.append(text)
        self.log("note", text=text)

    def problem(self, where: str, problem: BrukerPlanError, **facts: Any) -> None:
        """Remember and say what went wrong with `where`; the run goes on."""
        self.fault(
            where,
            message=problem.message,
            hint=problem.hint or "",
            slug=problem.slug,
            exit_code=problem.exit_code,
            **facts,
        )

    def fault(self, where: str, **facts: Any) -> None:
        """Remember and say what went wrong, as plain facts."""
        entry = {"where": where, **facts}
        self.problems.append(entry)
        self.log("problem", **entry)

    @property
    def exit_code(self) -> int:
        """The code of the gravest problem; 0 if there was none."""
        met = {entry["exit_code"] for entry in self.problems}
        return next((code for code in WORST_FIRST if code in met), 0)


@dataclass
class Step:
    """A step under way."""

    record: Record
    entry: dict[str, Any]
    begun: float

    def done(self, **counts: Any) -> None:
        """Say that the step is done, with what came of it."""
        seconds = round(self.record.clock() - self.begun, 3)
        self.entry |= {"seconds": seconds, **counts}
        self.record.log("done", stage=self.entry["step"], **self.entry)


def document(
    record: Record, *, exit_code: int, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Give `run.json`: `facts` of the run, what was done, and how it ended."""
    return {
        "format_version": FORMAT_VERSION,
        **facts,
        "exit_code": exit_code,
        "done": record.steps,
        "problems": record.problems,
        "notes": record.notes,
    }
