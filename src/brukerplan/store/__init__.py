"""Stage 3: checked surveys kept on disk, whole or not at all, closed to others."""

from brukerplan.store.results import ImportResult
from brukerplan.store.store import Store
from brukerplan.store.surveys import Incoming

__all__ = ["ImportResult", "Incoming", "Store"]
