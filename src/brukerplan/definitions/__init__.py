"""Indicators as data: what `data/indicators/` declares, read and checked."""

from brukerplan.definitions.indicator_model import (
    PUBLIC_SETS,
    THREE_YEARS,
    Category,
    Definitions,
    Dimension,
    Grouping,
    IndexRule,
    Indicator,
)
from brukerplan.definitions.loading import load_definitions
from brukerplan.definitions.set_relations import set_relations

__all__ = [
    "PUBLIC_SETS",
    "THREE_YEARS",
    "Category",
    "Definitions",
    "Dimension",
    "Grouping",
    "IndexRule",
    "Indicator",
    "load_definitions",
    "set_relations",
]
