"""From a survey to indicator rows: which figures there are, and their counts.

No value and no interval is worked out here: `disclosure` does that from the counts
that may be shown.
"""

import pandas as pd

from brukerplan.definitions import Definitions
from brukerplan.indicators.gaps import with_gaps
from brukerplan.indicators.participation_rows import participation_figures
from brukerplan.indicators.rows import rows_of
from brukerplan.indicators.three_years import three_year_figures
from brukerplan.indicators.yearly_figures import YearFigures
from brukerplan.tables import FIGURE_KEYS, IndicatorTable, Survey


def compute(
    survey: Survey,
    *,
    year: int,
    population: pd.DataFrame,
    regions: pd.DataFrame,
    names: pd.DataFrame,
    definitions: Definitions,
    coverage: pd.DataFrame | None = None,
    gaps: pd.DataFrame | None = None,
) -> IndicatorTable:
    """Give every figure of survey `year`, and the trend figures of earlier years.

    All on one set of borders: the survey's `municipality_code` and the other frames
    use the same codes.

    - `population`: survey_year, municipality_code, sex, age_band, population.
    - `regions`: as in `IndicatorTable`, for each survey year.
    - `names`: region_level, region_code, region_name; no name, no figure.
    - `coverage`: survey_year and the columns that `geography.coverage` gives.
    - `gaps`: survey_year, region_level, region_code, status: regions that have no
      figure that year (`missing`, `not_estimable`).
    """
    years = sorted(y for y in set(survey.participation["survey_year"]) if y <= year)
    made = [
        YearFigures.of(
            survey,
            int(survey_year),
            is_trend=survey_year != year,
            population=population,
            regions=regions,
            names=names,
            definitions=definitions,
        )
        for survey_year in years
    ]
    figures = [figure for one in made for figure in one.figures()]
    figures += three_year_figures(made, year, gaps=gaps)
    figures += participation_figures(survey, made, coverage=coverage, names=names)
    rows = rows_of(figures)
    if gaps is not None:
        rows = with_gaps(rows, gaps, names)
    rows = rows.sort_values(list(FIGURE_KEYS), ignore_index=True)
    return IndicatorTable(rows=rows, regions=regions.reset_index(drop=True))
