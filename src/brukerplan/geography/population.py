"""The population of 1 January: shipped figures, or those that a user imported."""

import hashlib
import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from brukerplan.errors import ReferenceDataError
from brukerplan.resources import resource_dir
from brukerplan.tables import AGE_BANDS

BANDS = ("0-15", "16-17", *AGE_BANDS)
"""The age bands of the reference population, in order of age."""

POPULATION_SEXES = ("total", "female", "male")

NOTE_SIGN = "#"
"""Begins the first line of an imported year, which says where it came from."""

TABLE_LINK = "https://www.ssb.no/statbank/table/07459"
"""Where table 07459 can be downloaded by hand."""


@dataclass(frozen=True)
class PopulationSource:
    """Where population figures came from, for a report's list of sources.

    `kind` is shipped, imported or fetched; `table` the statistics bank's number;
    `name` the user's file (without its folder) or the service's address, empty for
    what is shipped; `sha256` that of the table as it is read.
    """

    kind: str
    table: str
    year: int
    name: str
    sha256: str

    def text(self) -> str:
        """Give the source in a line: publisher, table, year, file."""
        file = f", {self.name}" if self.name else ""
        return f"Statistisk sentralbyrå, tabell {self.table}, 1.1.{self.year}{file}"


@dataclass(frozen=True)
class Population:
    """The inhabitants of a year's municipalities on 1 January.

    `frame` has municipality_code, sex (total, female, male), age_band (`BANDS`) and
    population (Int64, missing where not known), sorted, a row for every combination.
    """

    year: int
    frame: pd.DataFrame
    sources: tuple[PopulationSource, ...]


def population(year: int, *, imported: Path | None = None) -> Population:
    """Give the population of a year by municipality, sex and age band.

    `imported` is the store's folder of imported population; a year in it comes
    before the shipped figures. Where an import has no figures by sex, the shipped
    ones are used for a cell if they add up to the imported total.

    Raises:
        ReferenceDataError: there are no figures for that year.
    """
    shipped = _shipped_folder() / f"{year}.csv"
    own = imported / f"{year}.csv" if imported is not None else None
    if own is not None and own.is_file():
        return _with_import(year, own, shipped)
    if shipped.is_file():
        return Population(
            year, _read_shipped(shipped).copy(deep=False), (_source(shipped),)
        )
    raise ReferenceDataError(
        f"there is no population for {year}",
        hint=f"download table 07459 for {year} by region, sex and age from {TABLE_LINK} "
        "and run: brukerplan population import FILE",
        slug="population-lacking",
    )


def population_years(*, imported: Path | None = None) -> tuple[int, ...]:
    """Give the years that there is a population for."""
    folders = [_shipped_folder()]
    folders += [imported] if imported is not None else []
    return tuple(
        sorted({int(p.stem) for f in folders for p in f.glob("[0-9]" * 4 + ".csv")})
    )


def _shipped_folder() -> Path:
    return resource_dir("data/reference") / "population"


@cache
def _read_shipped(path: Path) -> pd.DataFrame:
    return _read(path)


def _read(path: Path) -> pd.DataFrame:
    """Give a normalised file as a long frame with a row for every combination."""
    types = {"municipality_code": "str", "sex": "str"}
    wide = pd.read_csv(path, dtype=types, comment=NOTE_SIGN)
    long = wide.melt(
        id_vars=["municipality_code", "sex"],
        value_vars=list(BANDS),
        var_name="age_band",
        value_name="population",
    ).astype({"age_band": "str", "population": "Int64"})
    codes = sorted(set(wide["municipality_code"]))
    every = pd.MultiIndex.from_product(
        [codes, POPULATION_SEXES, BANDS],
        names=["municipality_code", "sex", "age_band"],
    )
    return long.set_index(every.names).reindex(every).reset_index()


def population_bytes(wide: pd.DataFrame, *, kind: str, name: str) -> bytes:
    """Give a normalised year as it is stored: the shipped form, and where from.

    `wide` has municipality_code, sex, the columns of `BANDS` and all_ages; `kind` and
    `name` are as in `PopulationSource`. The first line is a note, so that figures and
    source can never part.
    """
    note = json.dumps({"kind": kind, "name": name}, ensure_ascii=False)
    text = io.StringIO()
    text.write(f"{NOTE_SIGN} {note}\n")
    wide.to_csv(text, index=False, lineterminator="\n")
    return text.getvalue().encode("utf-8")


def _with_import(year: int, own: Path, shipped: Path) -> Population:
    """Give an imported year, with shipped figures by sex where they fit its totals."""
    frame, sources = _read(own), (_source(own),)
    by_sex = frame.loc[frame["sex"] != "total", "population"]
    if by_sex.notna().all() or not shipped.is_file():
        return Population(year, frame, sources)
    keys = ["municipality_code", "sex", "age_band"]
    both = frame.merge(
        _read_shipped(shipped), on=keys, how="left", suffixes=("", "_shipped")
    )
    cell = both.groupby(["municipality_code", "age_band"], sort=False)
    is_total = both["sex"] == "total"
    fits = (both["population"] == both["population_shipped"]).where(is_total)
    fits = fits.groupby([both["municipality_code"], both["age_band"]]).transform("max")
    lacks = ~is_total & cell["population"].transform("count").eq(1)
    use = lacks & fits.fillna(False).astype("bool")
    filled = both["population"].mask(use, both["population_shipped"])
    added = (_source(shipped),) if use.any() else ()
    whole = both.assign(population=filled)[[*keys, "population"]]
    return Population(year, whole, sources + added)


def _source(path: Path) -> PopulationSource:
    """Describe the file of a year: shipped, or by the note in an import."""
    data = path.read_bytes()
    first = data.decode("utf-8").partition("\n")[0]
    note = json.loads(first[1:]) if first.startswith(NOTE_SIGN) else {}
    return PopulationSource(
        kind=note.get("kind", "shipped"),
        table="07459",
        year=int(path.stem),
        name=note.get("name", ""),
        sha256=hashlib.sha256(data).hexdigest(),
    )
