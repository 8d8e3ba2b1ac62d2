"""Municipalities, counties, their changes in time, and their population."""

from brukerplan.geography.changes import changes
from brukerplan.geography.coverage import (
    adults_by_municipality,
    coverage,
    region_parts,
    wholes,
)
from brukerplan.geography.groupings import read_grouping
from brukerplan.geography.participation import INCLUSION_RULES, read_participation
from brukerplan.geography.places import counties, municipalities
from brukerplan.geography.population import (
    BANDS,
    Population,
    PopulationSource,
    population,
    population_years,
)
from brukerplan.geography.recoding import (
    Recoding,
    correspondence,
    recode,
    recode_counts,
    recoding,
    wholes_of_old,
)
from brukerplan.geography.regions import (
    NATION_CODE,
    Region,
    find_region,
    nearest_regions,
    region_names,
    regions_of,
)

__all__ = [
    "BANDS",
    "INCLUSION_RULES",
    "NATION_CODE",
    "Population",
    "PopulationSource",
    "Recoding",
    "Region",
    "adults_by_municipality",
    "changes",
    "correspondence",
    "counties",
    "coverage",
    "find_region",
    "municipalities",
    "nearest_regions",
    "population",
    "population_years",
    "read_grouping",
    "read_participation",
    "recode",
    "recode_counts",
    "recoding",
    "region_names",
    "region_parts",
    "regions_of",
    "wholes",
    "wholes_of_old",
]
