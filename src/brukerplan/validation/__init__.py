"""Stage 2, validate: a `RawTable` becomes a `Survey`, with findings for what is wrong.

No finding, message or error holds what a cell says.
"""

from brukerplan.validation.check import Ask, CheckResult, check, check_all
from brukerplan.validation.duplicates import between_files
from brukerplan.validation.findings import FindingGroup, count_of, in_order
from brukerplan.validation.mapping import LayoutMapping, read_mapping
from brukerplan.validation.mapping_file import mapping_text
from brukerplan.validation.persons import joined_survey
from brukerplan.validation.plausibility_checks import COMPARED, compare
from brukerplan.validation.proposal import Proposal, propose
from brukerplan.validation.rules import Rule, rules

__all__ = [
    "COMPARED",
    "Ask",
    "CheckResult",
    "FindingGroup",
    "LayoutMapping",
    "Proposal",
    "Rule",
    "between_files",
    "check",
    "check_all",
    "compare",
    "count_of",
    "in_order",
    "joined_survey",
    "mapping_text",
    "propose",
    "read_mapping",
    "rules",
]
