"""Stage 1, import: a file in any reasonable form becomes a `RawTable` of text.

Nothing is judged here and nothing is guessed in silence: what a cell means is for
`validation` to say. No message holds a cell's value.
"""

from brukerplan.intake.read import read_tables
from brukerplan.intake.read_options import Limits, ReadOptions

__all__ = ["Limits", "ReadOptions", "read_tables"]
