"""Findings, kept as a rule with the lines that break it until somebody reads them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from brukerplan.tables import Finding, Severity
from brukerplan.validation.rules import rules


@dataclass(frozen=True)
class FindingGroup:
    """A rule that is broken in one column, or in none, of one file.

    `lines` are the user's line numbers, sorted; empty when the finding is about the
    file. `others` holds for each line another line that it is about, if any.
    """

    rule: str
    file: str
    column: str | None = None
    lines: np.ndarray = field(default_factory=lambda: np.array([], dtype=np.int32))
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    others: np.ndarray | None = None

    @property
    def severity(self) -> Severity:
        """Give how much the rule matters."""
        return rules()[self.rule].severity

    @property
    def count(self) -> int:
        """Give the number of findings."""
        return max(1, len(self.lines))

    def findings(self, limit: int | None = None) -> Iterator[Finding]:
        """Give the findings one by one, at most `limit`."""
        rule = rules()[self.rule]
        lines: list[int | None] = self.lines[:limit].tolist() or [None]
        others = None if self.others is None else self.others[:limit].tolist()
        for place, line in enumerate(lines):
            parameters = dict(self.parameters)
            if others is not None:
                parameters["other"] = others[place]
            yield Finding(
                rule=self.rule,
                severity=rule.severity,
                message=rule.message,
                file=self.file,
                line=line,
                column=self.column,
                parameters=parameters,
            )


_ORDER = [Severity.FATAL, Severity.ERROR, Severity.WARNING]


def in_order(groups: Iterable[FindingGroup]) -> tuple[FindingGroup, ...]:
    """Give the groups, the gravest first, then by rule, file and first line."""
    return tuple(
        sorted(
            groups,
            key=lambda one: (
                _ORDER.index(one.severity),
                one.rule,
                one.file,
                int(one.lines[0]) if len(one.lines) else 0,
                one.column or "",
            ),
        )
    )


def count_of(groups: Iterable[FindingGroup], severity: Severity) -> int:
    """Give how many findings have this severity."""
    return sum(one.count for one in groups if one.severity == severity)


def lines_with_errors(groups: Iterable[FindingGroup]) -> np.ndarray:
    """Give the lines that cannot be imported, sorted, each once."""
    lines = [one.lines for one in groups if one.severity == Severity.ERROR]
    return np.unique(np.concatenate(lines)) if lines else np.array([], dtype=np.int32)
