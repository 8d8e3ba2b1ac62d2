"""Published figures on another year's borders: sums of what is shown, and no more.

What is told here follows from what is published already, so it gives nothing away: a
sum with a hidden part is hidden, and one of which a part lies elsewhere too is not
estimable.
"""

import numpy as np
import pandas as pd

from brukerplan import geography
from brukerplan.definitions import PUBLIC_SETS, Definitions
from brukerplan.tables import FIGURE_KEYS, Status

HIDDEN = (Status.SUPPRESSED, Status.COMPLEMENTARY)
PLACES = ("municipality", "county")
"""The levels of region whose borders move; the nation's are taken to stay."""

NO_PEOPLE = (Status.MISSING, Status.NOT_ESTIMABLE)

_KEPT = ["unit", "interval"]
_NUMBERS = ["numerator", "denominator"]


def retold_rows(
    rows: pd.DataFrame, from_year: int, to_year: int, definitions: Definitions
) -> pd.DataFrame:
    """Give a release's rows, told on `from_year`'s borders, on those of `to_year`.

    Columns: `FIGURE_KEYS`, unit, interval, numerator, denominator, status; sorted.
    Further levels (KOSTRA groups, own groups) are kept as they are. A municipality
    that took no part has rows only where `rows` has some for it.

    Raises:
        ReferenceDataError: the borders of either year are not known.
    """
    columns = [*FIGURE_KEYS, *_KEPT, *_NUMBERS, "status"]
    rows = rows[columns]
    if from_year != to_year:
        told = rows["region_level"]
        parts = [
            rows[~told.isin(PLACES)],
            _municipalities(
                rows[told == "municipality"], from_year, to_year, definitions
            ),
            _counties(rows, from_year, to_year, definitions),
        ]
        rows = pd.concat(parts)[columns]
    return rows.sort_values(list(FIGURE_KEYS), ignore_index=True)


def _municipalities(
    rows: pd.DataFrame, from_year: int, to_year: int, definitions: Definitions
) -> pd.DataFrame:
    """Give municipalities' rows: renamed, summed, or said not to be estimable."""
    lies_in = geography.correspondence(from_year, to_year)
    parts = lies_in.groupby("new_code")["old_code"].transform("size")
    lies_in = lies_in.assign(
        parts=parts,
        is_alone=(parts == 1) & lies_in["is_exact"],
        lost=~lies_in.groupby("new_code")["is_exact"].transform("all"),
    )
    placed = rows.merge(lies_in, left_on="region_code", right_on="old_code")
    placed = placed.assign(region_code=placed["new_code"])
    alone = placed["is_alone"]
    several = placed[~alone & ~_counts_no_person(placed, definitions)]
    return pd.concat([placed[alone], _summed(several)])


def _counties(
    rows: pd.DataFrame, from_year: int, to_year: int, definitions: Definitions
) -> pd.DataFrame:
    """Give counties' rows: those of one with the same participants, else sums.

    A sum is made only for the survey year whose borders the rows are on: there every
    municipality that took part has a row. In other years a county is told only if its
    whole area is that of another.
    """
    heirs = _heirs(from_year, to_year)
    taking = _taking_part(rows).merge(heirs, left_on="region_code", right_on="old_code")
    own = taking["survey_year"] == from_year
    years = taking.loc[~own, ["survey_year"]].drop_duplicates()
    counties = pd.concat(
        [
            _matched(taking[own]),
            years.merge(
                _matched(heirs.assign(survey_year=0)).drop(columns="survey_year"),
                how="cross",
            ),
        ]
    )
    same = rows[rows["region_level"] == "county"].merge(
        counties,
        left_on=["survey_year", "region_code"],
        right_on=["survey_year", "old_county"],
    )
    same = same.assign(region_code=same["new_county"])
    told = taking["new_county"].isin(counties["new_county"])
    several = _parts_of_counties(rows, taking[own & ~told])
    several = several[~_counts_no_person(several, definitions)]
    return pd.concat([same, _summed(several)])


def _heirs(from_year: int, to_year: int) -> pd.DataFrame:
    """Give old_code, old_county and new_county of each municipality and heir's county.

    `divided` says of which municipalities the heirs lie in several counties.
    """
    lies_in = geography.correspondence(from_year, to_year)
    county = {
        year: geography.municipalities(year).set_index("municipality_code")[
            "county_code"
        ]
        for year in (from_year, to_year)
    }
    heirs = pd.DataFrame(
        {
            "old_code": lies_in["old_code"],
            "old_county": lies_in["old_code"].map(county[from_year]),
            "new_county": lies_in["new_code"].map(county[to_year]),
        }
    ).drop_duplicates(ignore_index=True)
    return heirs.assign(divided=heirs.duplicated("old_code", keep=False))


def _parts_of_counties(rows: pd.DataFrame, taking: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of the municipalities in `taking`, under their new counties."""
    by_county = taking.groupby("new_county")
    taking = taking.assign(
        parts=by_county["old_code"].transform("size"),
        lost=by_county["divided"].transform("any"),
    )
    found = rows[rows["region_level"] == "municipality"].merge(
        taking[["survey_year", "old_code", "new_county", "parts", "lost"]],
        left_on=["survey_year", "region_code"],
        right_on=["survey_year", "old_code"],
    )
    return found.assign(region_code=found["new_county"], region_level="county")


def _taking_part(rows: pd.DataFrame) -> pd.DataFrame:
    """Give survey_year and region_code of the municipalities that took part."""
    of_places = rows[rows["region_level"] == "municipality"]
    took = of_places[~of_places["status"].isin(NO_PEOPLE)]
    return took[["survey_year", "region_code"]].drop_duplicates()


def _matched(taking: pd.DataFrame) -> pd.DataFrame:
    """Give the old and new counties of a survey year that the same places make up."""
    whole = taking[~taking["divided"]]
    keys = ["survey_year", "old_county", "new_county"]
    both = whole.groupby(keys, as_index=False).agg(shared=("old_code", "size"))
    for side in ("old_county", "new_county"):
        size = taking.groupby(["survey_year", side], as_index=False).agg(
            **{f"in_{side}": ("old_code", "nunique")}
        )
        both = both.merge(size, on=["survey_year", side])
    same = (both["shared"] == both["in_old_county"]) & (
        both["shared"] == both["in_new_county"]
    )
    return both.loc[same, keys]


def _counts_no_person(rows: pd.DataFrame, definitions: Definitions) -> pd.Series:
    """Say which rows count units or municipalities, which cannot be added up."""
    public = [
        i.id for i in definitions.indicators if i.categories[0].numerator in PUBLIC_SETS
    ]
    return rows["indicator_id"].isin(public)


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Give sums over the rows with equal keys; `parts` says how many there should be.

    `lost` says of which regions nobody knows all people.
    """
    keys = list(FIGURE_KEYS)
    marked = rows.assign(
        hidden=rows["status"].isin(HIDDEN),
        missing=rows["status"] == Status.MISSING,
        lost=rows["lost"] | (rows["status"] == Status.NOT_ESTIMABLE),
        nobody=rows["status"] == Status.NOT_APPLICABLE,
        unknown=rows["denominator"].isna(),
    )
    sums = marked.groupby(keys, sort=False).agg(
        **{name: (name, "first") for name in [*_KEPT, "parts"]},
        **{name: (name, "sum") for name in _NUMBERS},
        **{name: (name, "any") for name in ("hidden", "missing", "lost", "unknown")},
        nobody=("nobody", "all"),
        found=("status", "size"),
    )
    sums = sums.reset_index()
    sums["status"] = np.select(
        [
            sums["lost"],
            sums["missing"] | (sums["found"] < sums["parts"]),
            sums["hidden"],
            sums["nobody"],
        ],
        [
            Status.NOT_ESTIMABLE,
            Status.MISSING,
            Status.SUPPRESSED,
            Status.NOT_APPLICABLE,
        ],
        Status.SHOWN,
    )
    shown = sums["status"] == Status.SHOWN
    gone = sums["status"].isin(NO_PEOPLE)
    sums["numerator"] = sums["numerator"].astype("Int64").where(shown)
    sums["denominator"] = (
        sums["denominator"].astype("Int64").mask(sums["unknown"] | gone)
    )
    return sums
