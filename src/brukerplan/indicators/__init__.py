"""Stage 4, compute: from a survey and a population to counts that nobody may see yet."""

from brukerplan.indicators.compute import compute

__all__ = ["compute"]
