"""Stage 3: checked surveys kept on disk, whole or not at all, closed to others."""

from brukerplan.store.store import ImportResult, Store
from brukerplan.store.surveys import Incoming

__all__ = ["ImportResult", "Incoming", "Store"]
