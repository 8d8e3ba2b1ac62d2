"""Stage 3: checked surveys kept on disk, whole or not at all, closed to others."""

from brukerplan.store.import_result import ImportResult
from brukerplan.store.store import Store
from brukerplan.store.survey_entries import Incoming

__all__ = ["ImportResult", "Incoming", "Store"]
