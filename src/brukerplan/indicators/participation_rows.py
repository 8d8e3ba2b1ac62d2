"""Who took part: municipalities, inhabitants and units. These count no mapped person."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from brukerplan.definitions import Definitions, Indicator
from brukerplan.definitions.indicator_model import (
    MUNICIPALITIES,
    PARTICIPANTS,
    POPULATION,
    POPULATION_OF_REGION,
    PUBLIC_SETS,
    UNITS,
)
from brukerplan.indicators.region_sums import Regions
from brukerplan.indicators.rows import Figure, statuses
from brukerplan.indicators.yearly_figures import YearFigures
from brukerplan.tables import Status, Survey

_COVERAGE_COLUMNS = {
    PARTICIPANTS: "municipalities_participating",
    MUNICIPALITIES: "municipalities_total",
    POPULATION: "adults_participating",
    POPULATION_OF_REGION: "adults_total",
}


def participation_figures(
    survey: Survey,
    made: Sequence[YearFigures],
    *,
    coverage: pd.DataFrame | None,
    names: pd.DataFrame,
) -> list[Figure]:
    """Give the figures whose sets count no person, for each survey year."""
    frames = []
    for figures in made:
        for indicator in _public(figures.definitions):
            if figures.is_trend and not indicator.trend:
                continue
            if indicator.categories[0].numerator == UNITS:
                frames.append(_units(survey, figures, indicator))
            elif coverage is not None:
                of_year = coverage[coverage["survey_year"] == figures.survey_year]
                frames.append(_coverage(of_year, figures.survey_year, indicator, names))
    return frames


def _public(definitions: Definitions) -> list[Indicator]:
    return [
        indicator
        for indicator in definitions.indicators
        if indicator.categories[0].numerator in PUBLIC_SETS
    ]


def _units(survey: Survey, figures: YearFigures, indicator: Indicator) -> Figure:
    """Give how many units registered; missing where no place of a region says so."""
    by_place = _units_by_place(survey, figures.survey_year)
    units = by_place.reindex(list(figures.counts.places)).to_numpy(dtype="float64")
    known = figures.regions.sums(~np.isnan(units)) > 0
    numerator = np.where(known, figures.regions.sums(np.nan_to_num(units)), np.nan)
    return Figure(
        figures.survey_year,
        figures.regions,
        indicator,
        indicator.categories[0],
        numerator,
        None,
        statuses(numerator, None),
    )


def _units_by_place(survey: Survey, year: int) -> pd.Series:
    """Count the units named by the people's rows, or else by the participation file."""
    persons = survey.persons[survey.persons["survey_year"] == year]
    named = persons[persons["unit"].fillna("") != ""]
    counted = named.groupby("municipality_code")["unit"].nunique()
    taking = survey.participation[survey.participation["survey_year"] == year]
    declared = taking.set_index("municipality_code")["units"].fillna("")
    declared = declared[declared != ""].str.count(";") + 1
    return counted.combine_first(declared).astype("float64")


def _coverage(
    coverage: pd.DataFrame, survey_year: int, indicator: Indicator, names: pd.DataFrame
) -> Figure:
    keys = ["region_level", "region_code"]
    df = coverage.merge(names, on=keys, how="inner").sort_values(keys)
    regions = Regions.named(df, np.zeros((len(df), 0)))
    category = indicator.categories[0]
    numerator, denominator = (
        df[_COVERAGE_COLUMNS[name]].to_numpy(dtype="float64", na_value=np.nan)
        for name in (category.numerator, category.denominator)
    )
    status = statuses(numerator, denominator)
    gone = status != str(Status.SHOWN)
    return Figure(
        survey_year,
        regions,
        indicator,
        category,
        np.where(gone, np.nan, numerator),
        np.where(gone, np.nan, denominator),
        status,
    )
