"""Population of the regions: what `brukerplan population` does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd

from brukerplan import geography
from brukerplan.errors import ValidationFailed
from brukerplan.geography import PopulationSource, Region
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.pipeline.reference_data.download import Service, get
from brukerplan.pipeline.reference_data.region_queries import codes_in
from brukerplan.store import Store
from brukerplan.tables import AGE_BANDS, Finding, Severity

PXWEBAPI = "https://data.ssb.no/api/pxwebapi/v2"
"""The address of Statistics Norway's PxWebApi, version 2."""


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
    only_years: Collection[int] = (),
    dry_run: bool = False,
) -> ImportedPopulation:
    """Read table 07459 from files and put it into the store, every year or none.

    With `only_years`, other years in the files are left alone.

    Raises:
        InputError: a file cannot be read as such a table.
        ValidationFailed: the figures do not hold together.
        StoreError: the store cannot be written.
    """
    cells = pd.concat([geography.read_cells(path) for path in files])
    return store_population(
        cells,
        store=store,
        put_at=put_at,
        kind="imported",
        only_years=only_years,
        dry_run=dry_run,
    )


def store_population(
    cells: pd.DataFrame,
    *,
    store: Path,
    put_at: str,
    kind: str,
    downloads: Mapping[str, bytes] | None = None,
    only_years: Collection[int] = (),
    dry_run: bool = False,
) -> ImportedPopulation:
    """Check cells of table 07459 and store the years in them.

    `kind` is imported or fetched; `downloads` are files to keep beside the years.
    Raises as `import_population`.
    """
    checked = geography.check_population(cells, only_years=only_years)
    if checked.has_errors():
        errors = [f for f in checked.findings if f.severity is not Severity.WARNING]
        raise ValidationFailed(
            f"the population has {len(errors)} errors; nothing was imported",
            findings=checked.findings,
            hint="download table 07459 again, for all municipalities of the year by "
            f"single years of age ({geography.TABLE_LINK}), or import only the years "
            "that are right with --year",
            slug="population-invalid",
        )
    if not dry_run:
        files = {
            f"{year}.csv": geography.population_bytes(
                wide, kind=kind, name=checked.files[year]
            )
            for year, wide in checked.years.items()
        }
        files |= downloads or {}
        Store(store).put_files("population", files, put_at=put_at)
    return ImportedPopulation(
        {
            year: int(wide.loc[wide["sex"] == "total", "all_ages"].sum())
            for year, wide in checked.years.items()
        },
        checked.findings,
    )


def population_path(year: int) -> str:
    """Give what to ask PxWebApi v2 for: a year of table 07459, as JSON-stat2.

    All municipalities of the year and the nation, by sex and single years of age:
    some 76,000 cells, where the service allows 800,000.

    Raises:
        ReferenceDataError: the municipalities of that year are not known.
    """
    codes = geography.municipalities(year)["municipality_code"]
    query = {
        "lang": "en",
        "outputFormat": "json-stat2",
        "valueCodes[Region]": ",".join(["0", *codes]),
        "valueCodes[Kjonn]": "1,2",
        "valueCodes[Alder]": "*",
        "valueCodes[ContentsCode]": "Personer1",
        "valueCodes[Tid]": str(year),
    }
    return "tables/07459/data?" + urlencode(query, safe=",*")


def fetch_population(
    year: int,
    *,
    store: Path,
    put_at: str,
    service: str = PXWEBAPI,
    again: bool = False,
) -> ImportedPopulation:
    """Get a year of table 07459 from Statistics Norway, and import it like a file.

    What was once fetched is taken from the store, unless `again`.

    Raises:
        ReferenceDataError: the service cannot be reached, or refuses.
        InputError: the answer is no such table.
        ValidationFailed: its figures do not hold together; nothing is stored.
    """
    name = f"07459-{year}.json"
    data = None if again else Store(store).read_population().get(name)
    if data is None:
        source = Service("Statistics Norway's PxWebApi", service, geography.TABLE_LINK)
        data = get(source, population_path(year))
    return store_population(
        geography.cells_of(data, name=name),
        store=store,
        put_at=put_at,
        kind="fetched",
        downloads={name: data},
    )


def show_population(year: int, region: str, *, store: Path) -> ShownPopulation:
    """Give the population that figures of a year and region rest on.

    Raises:
        ReferenceDataError: the year has no population, or there is no such region.
    """
    place = geography.find_region(region, year=year)
    population = geography.population(year, imported=Store(store).population_folder())
    codes = codes_in(place, on=year)
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
    text = table.to_csv(index=False, sep=";", lineterminator="\r\n")
    write_whole(path, text.encode("utf-8-sig"))
    return len(table)
