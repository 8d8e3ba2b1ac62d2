"""The catalogue of rules: `data/rules/rules.toml`, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from brukerplan.resources import resource_dir
from brukerplan.tables import Severity


@dataclass(frozen=True)
class Rule:
    """A rule: its id, how much it matters, what is said, when, and what to do."""

    id: str
    severity: Severity
    message: str
    when: str
    fix: str


@cache
def rules() -> Mapping[str, Rule]:
    """Give every rule by its id, in the order of the catalogue."""
    path = resource_dir("data/rules") / "rules.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        rule_id: Rule(
            id=rule_id,
            severity=Severity(entry["severity"]),
            message=entry["message"],
            when=entry["when"],
            fix=entry["fix"],
        )
        for rule_id, entry in content.items()
    }
