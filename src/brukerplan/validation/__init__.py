"""Stage 2, validate: a `RawTable` becomes a `Survey`, with findings for what is wrong.

No finding, message or error holds what a cell says.
"""

from brukerplan.validation.check import Ask, CheckResult, check
from brukerplan.validation.duplicates import between_files
from brukerplan.validation.findings import FindingGroup, count_of, in_order
from brukerplan.validation.mapping import LayoutMapping, read_mapping
from brukerplan.validation.rules import Rule, rules, rules_page

__all__ = [
    "Ask",
    "CheckResult",
    "FindingGroup",
    "LayoutMapping",
    "Rule",
    "between_files",
    "check",
    "count_of",
    "in_order",
    "read_mapping",
    "rules",
    "rules_page",
]
