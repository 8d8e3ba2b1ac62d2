"""Cells of table 07459 with their labels understood, on the borders of their year."""

import pandas as pd

from brukerplan.geography.changes import unchanged_codes
from brukerplan.geography.places import municipalities
from brukerplan.geography.reference_rules import cells_finding
from brukerplan.geography.reference_tables import FIRST_YEAR, last_year
from brukerplan.geography.statbank_labels import (
    MISSING_SIGNS,
    age_label,
    region_label,
    sex_label,
)
from brukerplan.tables import Finding

THOUSANDS = str.maketrans("", "", " \u00a0\u202f")
"""Spaces that separate thousands."""


def parse(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Give the cells that are understood, and what is wrong with the others.

    Columns: file, line, region (as labelled), kind and code (`labels.region_label`),
    is_merged, sex, age (first and last year), year (int) and value (Int64; missing
    where the table has a sign for «no figure»).
    """
    # each label is judged once: a table has millions of cells and hundreds of labels
    regions = {text: region_label(text) for text in cells["region"].unique()}
    sexes = {text: sex_label(text) for text in cells["sex"].unique()}
    ages = {text: age_label(text) for text in cells["age"].unique()}
    df = cells.assign(
        kind=cells["region"].map({t: label.kind for t, label in regions.items()}),
        code=cells["region"].map({t: label.code for t, label in regions.items()}),
        is_merged=cells["region"].map({t: r.is_merged for t, r in regions.items()}),
        sex=cells["sex"].map(sexes),
        age=cells["age"].map(ages),
        year=pd.to_numeric(cells["year"].str.strip(), errors="coerce"),
        value=_numbers(cells["value"]),
    )
    signs = cells["value"].str.strip().isin(MISSING_SIGNS)
    left_out = df["kind"] == "other"
    wrong = {
        "population-region-without-code": df["kind"] == "unknown",
        "population-sex-not-understood": df["sex"].isna(),
        "population-age-not-understood": df["age"].isna(),
        "population-year-not-understood": df["year"].isna(),
        "population-value-not-a-number": df["value"].isna() & ~signs,
    }
    findings = [
        cells_finding(rule, df[bad & ~left_out], count=int((bad & ~left_out).sum()))
        for rule, bad in wrong.items()
        if (bad & ~left_out).any()
    ]
    understood = ~pd.concat(list(wrong.values()), axis=1).any(axis=1)
    kept = df[understood & ~left_out]
    return kept.astype({"year": "int64", "sex": "str"}), findings


def _numbers(values: pd.Series) -> pd.Series:
    """Give whole numbers, missing where there is none."""
    plain = values.str.translate(THOUSANDS)
    whole = plain.where(plain.str.fullmatch(r"\d+"))
    return pd.to_numeric(whole, errors="coerce").astype("Int64")


def on_borders_of(rows: pd.DataFrame, year: int) -> tuple[pd.DataFrame, list[Finding]]:
    """Give a year's rows under the codes of that year, each place once.

    Codes of the merged series (`K-`) are taken back to the year's own codes where the
    municipality is one and the same; a sum of several is left out. A code outside its
    life has 0 in the table; if it has more, that is an error.
    """
    is_place = rows["kind"] == "municipality"
    is_merged = is_place & rows["is_merged"]
    own = _own_codes(rows.loc[is_merged, "code"], year)
    code = rows["code"].where(~is_merged, rows["code"].map(own))
    valid = set(municipalities(year)["municipality_code"])
    outside = is_place & ~is_merged & ~code.isin(valid)
    strange = rows[outside & (rows["value"] > 0).fillna(False)]
    kept = rows.assign(code=code)[~outside & code.notna()]
    findings = _unplaced(kept, year)
    if len(strange):
        codes = sorted(strange["code"].unique())
        findings.append(
            cells_finding(
                "population-outside-code-life",
                strange,
                year=year,
                count=len(codes),
                codes=", ".join(codes[:5]),
            )
        )
    return _once(kept, year, findings)


def _own_codes(merged: pd.Series, year: int) -> dict[str, str]:
    """Give the year's own code for each code of the merged series.

    The series is on the borders of one year, which the codes together tell.
    """
    codes = set(merged)
    years = sorted(range(FIRST_YEAR, last_year() + 1), key=lambda y: abs(y - year))
    for borders in years:
        if codes <= set(municipalities(borders)["municipality_code"]):
            same = unchanged_codes(borders, year)
            return dict(zip(same["old_code"], same["new_code"], strict=True))
    same = unchanged_codes(year, year)
    return dict(zip(same["old_code"], same["new_code"], strict=True))


def _unplaced(rows: pd.DataFrame, year: int) -> list[Finding]:
    people = rows.loc[rows["kind"] == "unplaced", "value"].sum()
    if not people:
        return []
    return [cells_finding("population-unplaced", rows, year=year, count=int(people))]


def _once(
    rows: pd.DataFrame, year: int, findings: list[Finding]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Leave out a place that is given again, and find it if the figures differ."""
    keys = ["kind", "code", "sex", "age"]
    again = rows.duplicated(keys)
    differs = again & ~rows.duplicated([*keys, "value"])
    codes = sorted(rows.loc[differs & (rows["kind"] != "unplaced"), "code"].unique())
    if codes:
        findings = [
            *findings,
            cells_finding(
                "population-counted-twice",
                rows,
                year=year,
                count=len(codes),
                codes=", ".join(codes[:5]),
            ),
        ]
    return rows[~again], findings
