"""Whether a municipality code exists, is valid in the year, and has its name."""

from functools import cache

import numpy as np
import pandas as pd

from brukerplan.geography import last_year, municipalities
from brukerplan.geography.reference_tables import FIRST_YEAR
from brukerplan.schema import normal_text
from brukerplan.validation.findings import FindingGroup
from brukerplan.validation.row_keys import Keys, numbered


def check_places(keys: Keys, heading: str | None) -> list[FindingGroup]:
    """Give rows whose code is unknown, or not valid on 1 January of their year.

    Rows without either, or of a year whose borders are not known, are passed over.
    """
    unknown: list[int] = []
    invalid: dict[int, list[int]] = {}
    years = range(FIRST_YEAR, last_year() + 1)
    for place, (_, year, code) in enumerate(keys.known):
        if year is None or code is None or year not in years or code in _codes(year):
            continue
        if any(code in _codes(other) for other in years):
            invalid.setdefault(year, []).append(place)
        else:
            unknown.append(place)
    groups = []
    if unknown:
        rows = keys.rows(unknown)
        groups.append(FindingGroup("municipality-code-unknown", "", heading, rows))
    for year, found in sorted(invalid.items()):
        rule, rows = "municipality-code-not-valid", keys.rows(found)
        groups.append(FindingGroup(rule, "", heading, rows, {"year": year}))
    return groups


def check_names(keys: Keys, names: object, heading: str | None) -> list[FindingGroup]:
    """Give rows whose municipality's name, in the array `names`, is not its code's."""
    years = range(FIRST_YEAR, last_year() + 1)
    known, name_of = numbered(names)
    pairs = keys.of_row * (len(known) + 1) + name_of
    pair_of, found = pd.factorize(pairs)
    wrong = np.zeros(len(found), dtype=bool)
    for place, pair in enumerate(found.tolist()):
        key, name = divmod(pair, len(known) + 1)
        _, year, code = keys.known[key]
        if name == len(known) or year is None or year not in years:
            continue
        official = _codes(year).get(code or "")
        if official is not None:
            wrong[place] = not _same_name(known[name], official)
    if not wrong.any():
        return []
    rows = np.flatnonzero(wrong[pair_of])
    return [FindingGroup("municipality-name-disagrees", "", heading, rows)]


@cache
def _codes(year: int) -> dict[str, tuple[str, str]]:
    places = municipalities(year)
    names = zip(places["name"], places["short_name"], strict=True)
    return dict(zip(places["municipality_code"], names, strict=True))


def _same_name(given: str, names: tuple[str, str]) -> bool:
    """Accept the official or the short name, any part of a bilingual one, and
    «Herøy» for «Herøy (Nordland)»."""
    plain = normal_text(given).removesuffix(" kommune").split(" (")[0].strip()
    return plain in _names_in_use(names)


@cache
def _names_in_use(names: tuple[str, str]) -> frozenset[str]:
    return frozenset(
        normal_text(part).split(" (")[0]
        for name in names
        for part in (name, *name.split(" - "))
    )
