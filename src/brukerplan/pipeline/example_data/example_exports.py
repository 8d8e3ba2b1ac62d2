"""Makes made-up exports: places and their sizes, people, files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from brukerplan import geography
from brukerplan.errors import StoreError
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.schema import load_schema
from brukerplan.synthetic.example_files import ExampleFile, example_files
from brukerplan.synthetic.made_up_people import draw_people

DEFAULT_LAYOUT = "brukerplan-2023"
SIZE_LIMITS = (2_000, 6_000, 15_000, 40_000, 150_000)
"""Adults between which a municipality without a centrality class goes up a class."""


@dataclass(frozen=True)
class ExamplesWritten:
    """What `write_examples` made: the files, and how many rows in them."""

    files: tuple[Path, ...]
    rows: int


def write_examples(
    folder: Path,
    *,
    codes_by_year: Mapping[int, Sequence[str]],
    seed: int = 1,
    layout: str = DEFAULT_LAYOUT,
    replace: bool = False,
) -> ExamplesWritten:
    """Write the exports of some municipalities, by year, to `folder`.

    A file that is there already with the same content is left alone.

    Raises:
        ReferenceDataError: there is no such layout or year, or no population for it.
        StoreError: a file of that name holds something else and `replace` is False.
    """
    schema = load_schema(layout)
    made = [
        file
        for year, codes in sorted(codes_by_year.items())
        for file in example_files(
            draw_people(places_of(year, codes), year=year, seed=seed),
            schema=schema,
            names=_names(year),
        )
    ]
    if not replace:
        _refuse_to_overwrite(folder, made)
    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(_write(folder, file) for file in made)
    return ExamplesWritten(paths, sum(file.rows for file in made))


def codes_of(regions: Sequence[str], *, year: int) -> list[str]:
    """Give the municipalities of a year in the regions named, by code.

    A region is a municipality, a county or the nation, by code or by name.

    Raises:
        ReferenceDataError: there is no such region that year.
    """
    return sorted(set(_codes_of(regions, year=year)))


def _codes_of(regions: Sequence[str], *, year: int) -> Iterator[str]:
    known = geography.municipalities(year)
    for text in regions:
        region = geography.find_region(text, year=year)
        if region.level == "municipality":
            yield region.code
        elif region.level == "county":
            inside = known["county_code"] == region.code
            yield from known.loc[inside, "municipality_code"]
        else:
            yield from known["municipality_code"]


def places_of(year: int, codes: Sequence[str]) -> pd.DataFrame:
    """Give municipality_code, adults and centrality (1–6) of some municipalities.

    Where the centrality is not known it is guessed from the size, and where the size
    is not known a middling one is taken: nobody is made up to scale in such places.
    """
    adults = geography.adults_by_municipality(geography.population(year))
    places = geography.municipalities(year).set_index("municipality_code")
    places = places.assign(adults=adults.reindex(places.index).astype("Int64"))
    places["adults"] = places["adults"].fillna(int(places["adults"].median()))
    by_size = pd.Series(
        len(SIZE_LIMITS) + 1 - np.searchsorted(SIZE_LIMITS, places["adults"]),
        index=places.index,
    )
    known = pd.to_numeric(places["centrality_class"], errors="coerce")
    places["centrality"] = known.fillna(by_size).astype(int)
    return places.loc[list(codes), ["adults", "centrality"]].reset_index()


def _names(year: int) -> dict[str, str]:
    known = geography.municipalities(year)
    return dict(zip(known["municipality_code"], known["short_name"], strict=True))


def _refuse_to_overwrite(folder: Path, made: Sequence[ExampleFile]) -> None:
    for file in made:
        path = folder / file.name
        if path.exists() and path.read_bytes() != file.data:
            raise StoreError(
                f"«{file.name}» is there already, with another content",
                hint="choose another folder, or say --replace",
                slug="example-would-overwrite",
            )


def _write(folder: Path, file: ExampleFile) -> Path:
    return write_whole(folder / file.name, file.data)
