"""Which regions make up which, and how much of each took part."""

from collections.abc import Mapping, Sequence

import pandas as pd

from brukerplan.geography.places import municipalities
from brukerplan.geography.population import Population
from brukerplan.geography.recoding import Recoding, wholes_of_old
from brukerplan.geography.regions import NATION_CODE
from brukerplan.tables import AGE_BANDS

Groupings = Mapping[str, pd.DataFrame]
"""Own groupings by name; each frame has municipality_code, group_code, group_name."""


def wholes(year: int, *, groupings: Groupings | None = None) -> pd.DataFrame:
    """Give what each municipality of a year is part of.

    Columns: municipality_code, whole_level (county, kostra_group, centrality or
    `group:<name>`), whole_code; no row where a municipality has no such group.
    """
    rows = municipalities(year)
    levels = {
        "county": rows["county_code"],
        "kostra_group": rows["kostra_group"],
        "centrality": rows["centrality_class"],
    }
    frames = [
        pd.DataFrame(
            {
                "municipality_code": rows["municipality_code"],
                "whole_level": level,
                "whole_code": codes,
            }
        )
        for level, codes in levels.items()
    ]
    for name, group in (groupings or {}).items():
        own = group.rename(columns={"group_code": "whole_code"})
        own = own.assign(whole_level=f"group:{name}")
        frames.append(own[["municipality_code", "whole_level", "whole_code"]])
    every = pd.concat(frames, ignore_index=True)
    return every[every["whole_code"] != ""].reset_index(drop=True)


def region_parts(
    year: int,
    participants: Sequence[str],
    *,
    groupings: Groupings | None = None,
    recoding: Recoding | None = None,
) -> pd.DataFrame:
    """Give which regions consist of which, for the municipalities that took part.

    Columns as in `IndicatorTable.regions`: survey_year, part_level, part_code,
    whole_level, whole_code. A municipality is part of its county, KOSTRA group,
    centrality class and own groups; a county is part of the nation.

    With a `recoding` (whose `from_year` is the survey year), the parts are the codes
    that the year is counted under on the borders of `recoding.to_year`. A code that
    lies in no single county there is part of the nation directly.
    """
    if recoding is None:
        known = wholes(year, groupings=groupings)
        parts = known[known["municipality_code"].isin(participants)]
        unplaced: list[str] = []
    else:
        parts = recoding.wholes(wholes(recoding.to_year, groupings=groupings))
        placed = parts.loc[parts["whole_level"] == "county", "municipality_code"]
        unplaced = sorted(set(recoding.codes["municipality_code"]) - set(placed))
    counties = sorted(set(parts.loc[parts["whole_level"] == "county", "whole_code"]))
    into_nation = pd.DataFrame(
        {
            "part_level": ["county"] * len(counties) + ["municipality"] * len(unplaced),
            "part_code": counties + unplaced,
            "whole_level": "nation",
            "whole_code": NATION_CODE,
        }
    )
    parts = parts.rename(columns={"municipality_code": "part_code"})
    every = pd.concat(
        [parts.assign(part_level="municipality"), into_nation], ignore_index=True
    ).assign(survey_year=year)
    columns = ["survey_year", "part_level", "part_code", "whole_level", "whole_code"]
    return every[columns].sort_values(columns, ignore_index=True)


def coverage(
    year: int,
    participants: Sequence[str],
    population: Population,
    *,
    groupings: Groupings | None = None,
    borders: int | None = None,
) -> pd.DataFrame:
    """Give how much of each county, group and the nation took part.

    The municipalities counted are those of `year`; the counties and groups those of
    `borders` (default: the same year), where a municipality lies wholly in one.

    Columns: region_level, region_code, municipalities_participating,
    municipalities_total, adults_participating, adults_total. Adults are inhabitants
    of 18 and over on 1 January; missing where a municipality's are not known.
    """
    parts = wholes(borders or year, groupings=groupings)
    if borders is not None:
        parts = wholes_of_old(year, borders, parts)
        parts = parts.rename(columns={"old_code": "municipality_code"})
    nation = municipalities(year)[["municipality_code"]]
    nation = nation.assign(whole_level="nation", whole_code=NATION_CODE)
    every = pd.concat([parts, nation], ignore_index=True)
    adults = adults_by_municipality(population)
    every["adults"] = every["municipality_code"].map(adults).astype("Int64")
    every["took_part"] = every["municipality_code"].isin(participants)
    every["unknown"] = every["adults"].isna()
    total = _sums(every)
    taking = _sums(every[every["took_part"]]).reindex(total.index)
    nobody = taking["municipalities"].isna()
    result = pd.DataFrame(
        {
            "municipalities_participating": taking["municipalities"].fillna(0),
            "municipalities_total": total["municipalities"],
            "adults_participating": taking["adults"].mask(nobody, 0),
            "adults_total": total["adults"],
        }
    )
    names = {"whole_level": "region_level", "whole_code": "region_code"}
    return result.astype("Int64").reset_index().rename(columns=names)


def _sums(rows: pd.DataFrame) -> pd.DataFrame:
    """Count municipalities and adults by region; adults missing where any is."""
    by_region = rows.groupby(["whole_level", "whole_code"])
    sums = by_region.agg(
        municipalities=("municipality_code", "nunique"),
        adults=("adults", "sum"),
        unknown=("unknown", "any"),
    )
    sums["adults"] = sums["adults"].mask(sums["unknown"])
    return sums


def adults_by_municipality(population: Population) -> pd.Series:
    """Give inhabitants of 18 and over by municipality code; missing where unknown."""
    frame = population.frame
    chosen = frame[(frame["sex"] == "total") & frame["age_band"].isin(AGE_BANDS)]
    return chosen.groupby("municipality_code")["population"].sum(
        min_count=len(AGE_BANDS)
    )
