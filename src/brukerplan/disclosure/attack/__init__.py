"""The attacker: what somebody can work out from published files alone.

Written apart from the suppressor, and sharing no code with it: it reads the files that
others read, and knows the rules, the definitions and the places that anybody can know.
"""

from brukerplan.disclosure.attack.auditing import Assumptions, AuditResult, audit
from brukerplan.disclosure.attack.pages import numbers_shown
from brukerplan.disclosure.attack.published import published_figures, read_published

__all__ = [
    "Assumptions",
    "AuditResult",
    "audit",
    "numbers_shown",
    "published_figures",
    "read_published",
]
