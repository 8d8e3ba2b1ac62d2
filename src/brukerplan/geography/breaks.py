"""Where a series of yearly figures is broken: years that cannot be compared."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import pandas as pd

from brukerplan.geography.changes import atoms
from brukerplan.geography.coverage import Groupings, wholes
from brukerplan.geography.recoding import atoms_of_minor_moves, recoding, wholes_of_old
from brukerplan.geography.reference_tables import read_table
from brukerplan.geography.regions import NATION_CODE


def regimes() -> pd.DataFrame:
    """Give the regimes of the yearly mapping, oldest first.

    Columns: first_year and last_year (Int16, missing where open), regime,
    problem_groups, youngest_age, description (English, a message id), source.
    """
    table = read_table("series_breaks")
    years = {
        name: pd.to_numeric(table[name].replace("", None)).astype("Int16")
        for name in ("first_year", "last_year")
    }
    return table.assign(**years)


def regime_of(year: int) -> str:
    """Give the regime that a survey year belongs to."""
    table = regimes()
    begun = table["first_year"].fillna(0) <= year
    going_on = table["last_year"].fillna(9999) >= year
    return str(table.loc[begun & going_on, "regime"].iloc[0])


def series_breaks(years: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Give for each year why the whole country's cannot be compared with the last one.

    The reason is `regime`: who is mapped changed. Years without a break are left out.
    """
    return {
        later: ("regime",)
        for earlier, later in pairwise(sorted(set(years)))
        if regime_of(earlier) != regime_of(later)
    }


def breaks_by_region(
    participation: pd.DataFrame, *, year: int, groupings: Groupings | None = None
) -> pd.DataFrame:
    """Give where a region's series is broken, on the borders of `year`.

    `participation` has the columns of `PARTICIPATION_DTYPES`, each year's codes being
    those of that year. Gives region_level, region_code, survey_year and reasons, a
    row for each break between a year that a region has and the one before that it
    has. The reasons are separated by semicolons: `regime`; `coverage`, if other areas
    took part; `inclusion_rule`, if an area that took part both years counts by
    another rule (one that is not known is no change); `border_moved`, if a small part
    of a municipality moved and its main part is followed.
    """
    rules: dict[tuple[str, str], dict[int, dict[str, str]]] = {}
    for survey_year, rows in participation.groupby("survey_year"):
        known = int(str(survey_year))
        areas = atoms(known)
        said = rows.set_index("municipality_code")["inclusion_rule"]
        for old, level, code in _regions_of(list(said.index), known, year, groupings):
            by_atom = rules.setdefault((level, code), {}).setdefault(known, {})
            by_atom.update(dict.fromkeys(areas[old], said[old]))
    found = [
        (level, code, later, ";".join(reasons))
        for (level, code), by_year in sorted(rules.items())
        for earlier, later in pairwise(sorted(by_year))
        if (reasons := _reasons(level, earlier, later, by_year))
    ]
    columns = ["region_level", "region_code", "survey_year", "reasons"]
    return pd.DataFrame(found, columns=columns)


def _regions_of(
    codes: Sequence[str], survey_year: int, year: int, groupings: Groupings | None
) -> Iterable[tuple[str, str, str]]:
    """Give municipality, level and code of each region that it lies wholly in."""
    of_new = wholes(year, groupings=groupings)
    plan = recoding(survey_year, year, codes)
    told = plan.codes[plan.codes["is_recoded"]]
    held = wholes_of_old(survey_year, year, of_new)
    held = held[held["old_code"].isin(codes)]
    yield from held.itertuples(index=False, name=None)
    yield from ((code, "nation", NATION_CODE) for code in codes)
    for old, new in zip(told["old_code"], told["municipality_code"], strict=True):
        yield old, "municipality", new


def _reasons(
    level: str, earlier: int, later: int, by_year: Mapping[int, Mapping[str, str]]
) -> list[str]:
    """Give the reasons for a break, from the rule by area in both years."""
    before, after = by_year[earlier], by_year[later]
    reasons = ["regime"] if regime_of(earlier) != regime_of(later) else []
    if before.keys() != after.keys():
        reasons.append("coverage")
    if any(
        before[area] and after[area] and before[area] != after[area]
        for area in before.keys() & after.keys()
    ):
        reasons.append("inclusion_rule")
    if level == "municipality" and after.keys() & atoms_of_minor_moves(earlier, later):
        reasons.append("border_moved")
    return reasons
