"""Municipalities, counties, their changes in time, and their population."""

from brukerplan.geography.breaks import (
    breaks_by_region,
    regime_of,
    regimes,
    series_breaks,
)
from brukerplan.geography.changes import changes, history_of
from brukerplan.geography.coverage import (
    adults_by_municipality,
    coverage,
    region_parts,
    wholes,
)
from brukerplan.geography.groupings import check_grouping_name, read_grouping
from brukerplan.geography.participation import INCLUSION_RULES, read_participation
from brukerplan.geography.places import counties, municipalities
from brukerplan.geography.population import (
    BANDS,
    TABLE_LINK,
    Population,
    PopulationSource,
    population,
    population_bytes,
    population_years,
)
from brukerplan.geography.population_check import (
    CheckedPopulation,
    check_population,
)
from brukerplan.geography.recoding import (
    Recoding,
    correspondence,
    recode,
    recode_counts,
    recoding,
    wholes_of_old,
)
from brukerplan.geography.reference_tables import (
    FIRST_YEAR,
    LAST_YEAR,
    UPDATED_UNTIL,
    last_year,
)
from brukerplan.geography.regions import (
    NATION_CODE,
    Region,
    find_region,
    nearest_regions,
    region_names,
    regions_of,
)
from brukerplan.geography.statbank import cells_of, read_cells
from brukerplan.geography.updating import (
    FetchedPlaces,
    check_codes,
    updated_tables,
)

__all__ = [
    "BANDS",
    "FIRST_YEAR",
    "INCLUSION_RULES",
    "LAST_YEAR",
    "NATION_CODE",
    "TABLE_LINK",
    "UPDATED_UNTIL",
    "CheckedPopulation",
    "FetchedPlaces",
    "Population",
    "PopulationSource",
    "Recoding",
    "Region",
    "adults_by_municipality",
    "breaks_by_region",
    "cells_of",
    "changes",
    "check_codes",
    "check_grouping_name",
    "check_population",
    "correspondence",
    "counties",
    "coverage",
    "find_region",
    "history_of",
    "last_year",
    "municipalities",
    "nearest_regions",
    "population",
    "population_bytes",
    "population_years",
    "read_cells",
    "read_grouping",
    "read_participation",
    "recode",
    "recode_counts",
    "recoding",
    "regime_of",
    "regimes",
    "region_names",
    "region_parts",
    "regions_of",
    "series_breaks",
    "updated_tables",
    "wholes",
    "wholes_of_old",
]
