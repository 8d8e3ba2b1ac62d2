"""Making a population of the cells of table 07459, and refusing what is not right.

What must hold for each year: every municipality of the year is there once, with every
age and sex; nothing is counted twice; the sums fit the county and national rows.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from brukerplan.geography import population_cells
from brukerplan.geography.places import municipalities
from brukerplan.geography.population import BANDS
from brukerplan.geography.population_ages import age_findings, band_of, finest_ages
from brukerplan.geography.reference_rules import cells_finding
from brukerplan.geography.reference_tables import FIRST_YEAR, last_year
from brukerplan.tables import Finding, Severity


@dataclass(frozen=True)
class CheckedPopulation:
    """What a file holds, and what is wrong with it.

    `years`: by year a frame in the form of the shipped files (municipality_code, sex,
    the columns of `BANDS`, all_ages), only if nothing is wrong with that year; `files`
    the names of the files that a year was in.
    """

    years: Mapping[int, pd.DataFrame]
    files: Mapping[int, str]
    findings: tuple[Finding, ...]

    def has_errors(self) -> bool:
        """Tell whether anything keeps the file from being used."""
        return any(f.severity is not Severity.WARNING for f in self.findings)


def check_population(
    cells: pd.DataFrame, *, only_years: Collection[int] = ()
) -> CheckedPopulation:
    """Judge the cells of one or several files together, year by year.

    `cells` has the columns of `statbank.CELL_COLUMNS`; with `only_years`, other years
    in them are left alone.
    """
    parsed, findings = population_cells.parse(cells)
    if only_years:
        parsed = parsed[parsed["year"].isin(only_years)]
    years: dict[int, pd.DataFrame] = {}
    files: dict[int, str] = {}
    for year in sorted(map(int, parsed["year"].unique())):
        rows = parsed[parsed["year"] == year]
        if not FIRST_YEAR <= year <= last_year():
            findings.append(
                cells_finding("population-year-not-covered", rows, year=year)
            )
            continue
        frame, found = _check_year(rows, year)
        findings += found
        if frame is not None:
            years[year] = frame
            files[year] = ", ".join(sorted(rows["file"].unique()))
    if not years and not any(f.severity is not Severity.WARNING for f in findings):
        findings.append(cells_finding("population-has-no-year", cells))
    return CheckedPopulation(years, files, tuple(findings))


def _check_year(
    rows: pd.DataFrame, year: int
) -> tuple[pd.DataFrame | None, list[Finding]]:
    """Give a year's frame, or None if it has errors; and what was found."""
    findings = age_findings(rows, year)
    rows = rows[rows["age"].isin(finest_ages(rows["age"].unique()))]
    rows, found = population_cells.on_borders_of(rows, year)
    findings += found
    places = rows[rows["kind"] == "municipality"]
    if places.empty:
        return None, [
            *findings,
            cells_finding(
                "population-lacks-municipalities", rows, year=year, count=0, codes=""
            ),
        ]
    places, found = _without_zeros(places, year)
    findings += found
    findings += _missing_places(places, rows, year)
    findings += _lacking_cells(places, year)
    table = _by_sex(places)
    findings += _sex_findings(table, places, year)
    findings += _sum_findings(rows, table, year)
    if any(f.severity is not Severity.WARNING for f in findings):
        return None, findings
    return _banded(table), findings


def _without_zeros(
    places: pd.DataFrame, year: int
) -> tuple[pd.DataFrame, list[Finding]]:
    """Leave out municipalities that have nobody: there a zero means «not known»."""
    sums = places.groupby("code")["value"].sum()
    nobody = sorted(sums.index[sums == 0])
    if not nobody:
        return places, []
    found = cells_finding(
        "population-zero-means-unknown", places, year=year, **_listed(nobody)
    )
    return places[~places["code"].isin(nobody)], [found]


def _missing_places(
    places: pd.DataFrame, rows: pd.DataFrame, year: int
) -> list[Finding]:
    expected = municipalities(year).set_index("municipality_code")["short_name"]
    absent = expected[~expected.index.isin(places["code"].unique())]
    lacking = [f"{code} {name}" for code, name in absent.items()]
    if not lacking:
        return []
    return [
        cells_finding(
            "population-lacks-municipalities", rows, year=year, **_listed(lacking)
        )
    ]


def _lacking_cells(places: pd.DataFrame, year: int) -> list[Finding]:
    """Find municipalities that lack an age or a sex, or have a cell without figure."""
    counted = places.groupby("code")["value"].agg(["size", "count"])
    wanted = len(places[["sex", "age"]].drop_duplicates())
    bad = counted.index[(counted["size"] != wanted) | (counted["count"] != wanted)]
    if not len(bad):
        return []
    return [
        cells_finding(
            "population-cells-lacking", places, year=year, **_listed(sorted(bad))
        )
    ]


def _by_sex(places: pd.DataFrame) -> pd.DataFrame:
    """Give a row a code and age, and a column a sex; total worked out if not given."""
    table = places.pivot_table(
        index=["code", "age"], columns="sex", values="value", aggfunc="first"
    )
    if "total" not in table and {"male", "female"} <= set(table):
        table = table.assign(total=table["male"] + table["female"])
    return table


def _sex_findings(
    table: pd.DataFrame, places: pd.DataFrame, year: int
) -> list[Finding]:
    given = set(table.columns)
    if "total" not in given or len(given) == 2:
        return [cells_finding("population-lacks-a-sex", places, year=year)]
    if len(given) == 1:
        return []
    wrong = table["male"] + table["female"] != table["total"]
    codes = sorted(set(table.index.get_level_values("code")[wrong.fillna(False)]))
    if not codes:
        return []
    return [
        cells_finding(
            "population-sexes-do-not-add-up", places, year=year, **_listed(codes)
        )
    ]


def _sum_findings(rows: pd.DataFrame, table: pd.DataFrame, year: int) -> list[Finding]:
    """Hold county and national rows against the sums of their municipalities."""
    findings = []
    long = _long(table, "sum")
    for kind in ("county", "nation"):
        given = rows[(rows["kind"] == kind) & rows["value"].notna()]
        summed = long.assign(code=long["code"].str[:2] if kind == "county" else "0")
        if kind == "nation":
            summed = pd.concat([summed, _unplaced(rows)], ignore_index=True)
        keys = ["code", "sex", "age"]
        sums = summed.groupby(keys)["sum"].sum().reset_index()
        both = given.merge(sums, on=keys, how="inner")
        wrong = sorted(set(both.loc[both["value"] != both["sum"], "code"]))
        if wrong:
            findings.append(
                cells_finding(
                    "population-sums-differ",
                    rows,
                    year=year,
                    **_listed(wrong),
                )
            )
    return findings


def _unplaced(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the people in no municipality: the nation counts them too."""
    unplaced = rows.loc[rows["kind"] == "unplaced", ["sex", "age", "value"]]
    return unplaced.rename(columns={"value": "sum"}).assign(code="0")


def _banded(table: pd.DataFrame) -> pd.DataFrame:
    """Give the wide frame that is stored: a row a municipality and sex."""
    long = _long(table, "population")
    long["band"] = long["age"].map({age: band_of(age) for age in long["age"].unique()})
    wide = long.pivot_table(
        index=["code", "sex"], columns="band", values="population", aggfunc="sum"
    )[list(BANDS)].astype("Int64")
    wide["all_ages"] = wide.sum(axis=1)
    wide = wide.rename_axis(columns=None).reset_index()
    return wide.rename(columns={"code": "municipality_code"})


def _long(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give code, age, sex and the figure called `name`, without missing ones."""
    keys = ["code", "age"]
    return table.reset_index().melt(keys, var_name="sex", value_name=name).dropna()


def _listed(codes: Iterable[str]) -> dict[str, str | int]:
    """Give how many codes there are, and the first of them, for a finding."""
    codes = list(codes)
    more = ", …" if len(codes) > 5 else ""
    return {"count": len(codes), "codes": ", ".join(codes[:5]) + more}
