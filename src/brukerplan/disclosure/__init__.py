"""Stage 5, suppress: from counts that nobody may see to a release; and the attacker."""

from brukerplan.disclosure.deriving import with_values
from brukerplan.disclosure.files import (
    PROVENANCE_FILE,
    RELEASE_FILE,
    read_release,
    release_files,
)
from brukerplan.disclosure.policy import DisclosurePolicy
from brukerplan.disclosure.summary import compare_policies, loss_by
from brukerplan.disclosure.suppression import Suppressed, suppress

__all__ = [
    "PROVENANCE_FILE",
    "RELEASE_FILE",
    "DisclosurePolicy",
    "Suppressed",
    "compare_policies",
    "loss_by",
    "read_release",
    "release_files",
    "suppress",
    "with_values",
]
