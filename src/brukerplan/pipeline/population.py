"""Population of the regions: what `brukerplan population` does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from brukerplan import geography
from brukerplan.errors import ValidationFailed
from brukerplan.geography import PopulationSource, Region
from brukerplan.store import Store
from brukerplan.tables import AGE_BANDS, Finding, Severity


@dataclass(frozen=True)
class ImportedPopulation:
    """What an import of population brought: inhabitants by year, and remarks."""

    inhabitants: Mapping[int, int]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ShownPopulation:
    """The population of a region: `table` has a row a band and a column a sex.

    A cell is missing where it is not known. `adults` are those of 18 and over.
    """

    year: int
    region: Region
    municipalities: int
    table: pd.DataFrame
    adults: int | None
    sources: tuple[PopulationSource, ...]


def import_population(
    files: Sequence[Path],
    *,
    store: Path,
    put_at: str,
    dry_run: bool = False,
) -> ImportedPopulation:
    """Read table 07459 from files and put it into the store, every year or none.

    Raises:
        InputError: a file cannot be read as such a table.
        ValidationFailed: the figures do not hold together.
        StoreError: the store cannot be written.
    """
    cells = pd.concat([geography.read_cells(path) for path in files])
    return store_population(
        cells, store=store, put_at=put_at, kind="imported", dry_run=dry_run
    )


def store_population(
    cells: pd.DataFrame,
    *,
    store: Path,
    put_at: str,
    kind: str,
    dry_run: bool = False,
) -> ImportedPopulation:
    """Check cells of table 07459 and store the years in them; see the raises above."""
    checked = geography.check_population(cells)
    if checked.has_errors():
        errors = [f for f in checked.findings if f.severity is not Severity.WARNING]
        raise ValidationFailed(
            f"the population has {len(errors)} errors; nothing was imported",
            findings=checked.findings,
            hint="download table 07459 again, for all municipalities of the year, by "
            f"single years of age: {geography.TABLE_LINK}",
            slug="population-invalid",
        )
    if not dry_run:
        held = Store(store)
        with held.lock():
            for year, wide in checked.years.items():
                data = geography.population_bytes(
                    wide, kind=kind, name=checked.files[year]
                )
                held.put_file(f"population/{year}.csv", data, put_at=put_at)
    return ImportedPopulation(
        {
            year: int(wide.loc[wide["sex"] == "total", "all_ages"].sum())
            for year, wide in checked.years.items()
        },
        checked.findings,
    )


def show_population(year: int, region: str, *, store: Path) -> ShownPopulation:
    """Give the population that figures of a year and region rest on.

    Raises:
        ReferenceDataError: the year has no population, or there is no such region.
    """
    place = geography.find_region(region, year=year)
    population = geography.population(year, imported=Store(store).population_folder())
    codes = codes_in(place, year=year)
    rows = population.frame
    rows = rows[rows["municipality_code"].isin(codes)]
    # min_count: a sum with an unknown part is unknown, not smaller
    sums = rows.groupby(["age_band", "sex"])["population"].sum(min_count=len(codes))
    table = sums.unstack("sex").reindex(
        index=list(geography.BANDS), columns=["total", "female", "male"]
    )
    adults = table.loc[list(AGE_BANDS), "total"].sum(skipna=False)
    return ShownPopulation(
        year=year,
        region=place,
        municipalities=len(codes),
        table=table,
        adults=None if pd.isna(adults) else int(adults),
        sources=population.sources,
    )


def codes_in(region: Region, *, year: int) -> tuple[str, ...]:
    """Give the codes of the municipalities that a region consists of in a year."""
    rows = geography.municipalities(year)
    if region.level == "municipality":
        return (region.code,)
    if region.level == "county":
        rows = rows[rows["county_code"] == region.code]
    return tuple(rows["municipality_code"])


_SEX_LABELS = {"total": "Both sexes", "female": "Females", "male": "Males"}
_AGE_LABELS = {band: f"{band} years" for band in geography.BANDS} | {
    "80+": "80 years or older"
}


def write_population(year: int, path: Path, *, store: Path) -> int:
    """Write the population of a year as `population import` reads it.

    A row a municipality, sex and age group. Gives the number of rows.

    Raises:
        ReferenceDataError: the year has no population.
    """
    population = geography.population(year, imported=Store(store).population_folder())
    names = geography.municipalities(year).set_index("municipality_code")["name"]
    rows = population.frame.dropna(subset="population")
    code = rows["municipality_code"]
    table = pd.DataFrame(
        {
            "region": code + " " + code.map(names),
            "sex": rows["sex"].map(_SEX_LABELS),
            "age": rows["age_band"].map(_AGE_LABELS),
            f"Persons {year}": rows["population"],
        }
    )
    temporary = path.with_name(f".{path.name}.part")
    table.to_csv(
        temporary, index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n"
    )
    temporary.replace(path)
    return len(table)
