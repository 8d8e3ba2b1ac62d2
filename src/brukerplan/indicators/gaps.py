"""Rows for regions that have no figure, so that a reader sees why."""

import pandas as pd

_WHAT = [
    "survey_year",
    "region_level",
    "indicator_id",
    "problem_group",
    "sex",
    "age_band",
    "category",
    "unit",
    "interval",
    "numerator_set",
    "denominator_set",
]
_WHERE = ["survey_year", "region_level", "region_code"]


def with_gaps(
    rows: pd.DataFrame, gaps: pd.DataFrame, names: pd.DataFrame
) -> pd.DataFrame:
    """Give `rows` with the regions in `gaps` emptied, or added where they lack.

    `gaps` has survey_year, region_level, region_code and status. An added region has
    the totals (both sexes, all ages) that other regions of its level have that year.
    """
    marked = rows.merge(
        gaps.rename(columns={"status": "gap"}), on=_WHERE, how="left", validate="m:1"
    )
    gone = marked["gap"].notna().to_numpy()
    emptied = rows.assign(
        status=rows["status"].mask(gone, marked["gap"].to_numpy()),
        numerator=rows["numerator"].mask(gone),
        denominator=rows["denominator"].mask(gone),
    )
    added = _added(rows, gaps, names)
    if added.empty:
        return emptied
    return pd.concat([emptied, added], ignore_index=True)


def _added(rows: pd.DataFrame, gaps: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    have = pd.MultiIndex.from_frame(rows[_WHERE].drop_duplicates())
    lacking = gaps[~pd.MultiIndex.from_frame(gaps[_WHERE]).isin(have)]
    lacking = lacking.merge(names, on=["region_level", "region_code"], how="inner")
    is_total = (rows["sex"] == "total") & rows["age_band"].isin(["total", "16+"])
    totals = rows.loc[is_total & (rows["problem_group"] != "unknown"), _WHAT]
    df = lacking.merge(totals.drop_duplicates(), on=["survey_year", "region_level"])
    df["numerator"] = pd.array([pd.NA] * len(df), dtype="Int64")
    df["denominator"] = pd.array([pd.NA] * len(df), dtype="Int64")
    return df[list(rows.columns)].astype(rows.dtypes.to_dict())
