"""Finding the place that somebody means, by code or by an unambiguous name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from brukerplan.errors import ReferenceDataError
from brukerplan.geography.changes import atoms
from brukerplan.geography.places import counties, municipalities
from brukerplan.geography.reference_tables import FIRST_YEAR, last_year

NATION_CODE = "0"
NATION_NAMES = {"nb": "Norge", "nn": "Noreg", "en": "Norway"}
"""The nation's name by language."""

KINDS = {
    "municipality": ("kommune", "municipality"),
    "county": ("fylke", "fylkeskommune", "county"),
}
"""What may stand after a name."""

LIST_HINT = "see what there is with: brukerplan regions list"

NATION_WORDS = {"norge", "noreg", "norway", "hele landet", "heile landet"}


@dataclass(frozen=True)
class Region:
    """A place: `level` is municipality, county or nation; `code` 4 digits, 2 or `0`."""

    level: str
    code: str
    name: str
    short_name: str


def find_region(text: str, *, year: int) -> Region:
    """Give the region of a year that `text` means: a code, or an unambiguous name.

    A code that has lost its leading zero in a spreadsheet (301) is understood. A name
    is the official one, the Norwegian part of it or any other part, in any case; its
    code may stand before it, and «kommune» or «fylke» after it.
    «Oslo» is the municipality; its county has the same people.

    Raises:
        ReferenceDataError: there is no such region that year, or several; the hint
            says which are nearest.
    """
    wanted = text.strip()
    if wanted == NATION_CODE or wanted.casefold() in NATION_WORDS:
        return Region("nation", NATION_CODE, NATION_NAMES["nb"], NATION_NAMES["nb"])
    if wanted.isascii() and wanted.isdigit():
        return _by_code(wanted, year)
    return _by_name(wanted, year)


def regions_of(year: int) -> tuple[Region, ...]:
    """Give the municipalities and then the counties of a year, by code."""
    rows, county_rows = municipalities(year), counties(year)
    return tuple(
        Region("municipality", *row)
        for row in zip(
            rows["municipality_code"], rows["name"], rows["short_name"], strict=True
        )
    ) + tuple(
        Region("county", code, name, name)
        for code, name in zip(
            county_rows["county_code"], county_rows["county_name"], strict=True
        )
    )


def _by_code(text: str, year: int) -> Region:
    by_code = {region.code: region for region in regions_of(year)}
    code = text.zfill(4) if len(text) == 3 else text.zfill(2)
    if code in by_code:
        return by_code[code]
    raise ReferenceDataError(
        f"no municipality or county has the code {code} in {year}",
        hint=_code_hint(code, year),
        slug="region-unknown",
    )


def _code_hint(code: str, year: int) -> str:
    """Say what became of the code, or else which codes are nearest."""
    for other in sorted(
        range(FIRST_YEAR, last_year() + 1), key=lambda y: abs(y - year)
    ):
        if code in atoms(other):
            area = atoms(other)[code]
            heirs = [new for new, theirs in atoms(year).items() if area & theirs]
            names = {region.code: region.short_name for region in regions_of(year)}
            said = ", ".join(f"{heir} {names[heir]}" for heir in sorted(heirs))
            return f"{code} was a code in {other}; its area is in {said} in {year}"
    found = nearest_regions(code, year=year)
    return f"nearest: {_listed(found)}" if found else LIST_HINT


def nearest_regions(code: str, *, year: int) -> tuple[Region, ...]:
    """Give up to three regions of a year whose code differs in one digit from `code`.

    Those with the nearest number come first; two neighbouring digits that have
    changed places count as one difference.
    """
    alike = [
        region
        for region in regions_of(year)
        if len(region.code) == len(code) and _one_slip(code, region.code)
    ]
    return tuple(sorted(alike, key=lambda r: abs(int(r.code) - int(code)))[:3])


def _one_slip(code: str, other: str) -> bool:
    """Tell whether one digit is wrong, or two neighbours have changed places."""
    differ = [i for i, (a, b) in enumerate(zip(code, other, strict=True)) if a != b]
    if len(differ) == 2 and differ[1] == differ[0] + 1:
        return (
            code[differ[0]] == other[differ[1]] and code[differ[1]] == other[differ[0]]
        )
    return len(differ) == 1


def _by_name(text: str, year: int) -> Region:
    wanted = text.casefold()
    named = [r for r in regions_of(year) if wanted in set(_names(r))]
    places = [region for region in named if region.level == "municipality"]
    if len(places) == 1 or (not places and len(named) == 1):
        return (places or named)[0]
    if named:
        raise ReferenceDataError(
            f"several places are called «{text}» in {year}",
            hint=f"use the code: {_listed(named)}",
            slug="region-ambiguous",
        )
    names = {
        name.casefold(): region
        for region in regions_of(year)
        for name in (region.name, region.short_name)
    }
    near = {names[name] for name in get_close_matches(wanted, names, n=3)}
    hint = f"did you mean {_listed(near)}?" if near else LIST_HINT
    raise ReferenceDataError(
        f"no place is called «{text}» in {year}", hint=hint, slug="region-unknown"
    )


def _names(region: Region) -> Iterator[str]:
    """Give every form in which a region may be named, case-folded."""
    parts = (part.strip() for part in region.name.split(" - "))
    for name in (region.name, region.short_name, *parts):
        yield name.casefold()
        yield from (f"{name} {kind}".casefold() for kind in KINDS[region.level])
        yield f"{region.code} {name}".casefold()


def _listed(regions: Iterable[Region]) -> str:
    ordered = sorted(regions, key=lambda region: region.code)
    return ", ".join(f"{r.code} {r.name}" for r in ordered)


def region_names(year: int, language: str) -> pd.DataFrame:
    """Give the name to print for each region of a year.

    Columns: region_level (municipality, county, nation, kostra_group, centrality),
    region_code, region_name. Own groupings are named by `groupings.group_names`.
    """
    places = [(r.level, r.code, _printed(r)) for r in regions_of(year)]
    nation = [("nation", NATION_CODE, NATION_NAMES[language])]
    rows = municipalities(year)
    kostra = [
        ("kostra_group", code, f"{_KOSTRA[language]} {int(code[3:])}")
        for code in sorted(set(rows["kostra_group"]) - {""})
    ]
    centrality = [
        ("centrality", code, f"{_CENTRALITY[language]} {code}")
        for code in sorted(set(rows["centrality_class"]) - {""})
    ]
    return pd.DataFrame(
        [*places, *nation, *kostra, *centrality],
        columns=["region_level", "region_code", "region_name"],
        dtype="str",
    )


_KOSTRA = {"nb": "KOSTRA-gruppe", "nn": "KOSTRA-gruppe", "en": "KOSTRA group"}
_CENTRALITY = {
    "nb": "Sentralitetsklasse",
    "nn": "Sentralitetsklasse",
    "en": "Centrality class",
}


def _printed(region: Region) -> str:
    """Give the Norwegian name, with what tells it from its namesakes."""
    return region.name if "(" in region.name else region.short_name
