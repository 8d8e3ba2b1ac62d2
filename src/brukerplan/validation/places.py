"""Whether a municipality code exists, is valid in the year, and has its name."""

from functools import cache
from typing import cast

import numpy as np
import pandas as pd

from brukerplan.geography import last_year, municipalities
from brukerplan.geography.reference import FIRST_YEAR
from brukerplan.schema import normal_text
from brukerplan.validation.findings import FindingGroup


def check_places(df: pd.DataFrame, heading: str | None) -> list[FindingGroup]:
    """Give rows whose code is unknown, or not valid on 1 January of their year.

    `df` has survey_year and municipality_code, and numbers of rows as its index. Rows without
    either, or of a year whose borders are not known, are passed over.
    """
    groups = []
    pairs = df.groupby(["survey_year", "municipality_code"], sort=True).indices
    unknown: list[np.ndarray] = []
    invalid: dict[int, list[np.ndarray]] = {}
    last = last_year()
    for key, rows in pairs.items():
        year, code = cast(tuple[int, str], key)
        if not FIRST_YEAR <= year <= last or code in _codes(int(year)):
            continue
        if any(code in _codes(other) for other in range(FIRST_YEAR, last + 1)):
            invalid.setdefault(int(year), []).append(np.asarray(rows))
        else:
            unknown.append(np.asarray(rows))
    lines = df.index.to_numpy()
    if unknown:
        at = np.sort(np.concatenate(unknown))
        groups.append(FindingGroup("municipality-code-unknown", "", heading, lines[at]))
    for year, parts in invalid.items():
        at = np.sort(np.concatenate(parts))
        groups.append(
            FindingGroup(
                "municipality-code-not-valid", "", heading, lines[at], {"year": year}
            )
        )
    return groups


def check_names(df: pd.DataFrame, heading: str | None) -> list[FindingGroup]:
    """Give rows whose municipality_name is not that of their code in their year."""
    keys = ["survey_year", "municipality_code", "municipality_name"]
    wrong = []
    last = last_year()
    for key, rows in df.groupby(keys, sort=True).indices.items():
        year, code, name = cast(tuple[int, str, str], key)
        if not FIRST_YEAR <= year <= last or code not in _codes(int(year)):
            continue
        if not _same_name(str(name), _codes(int(year))[code]):
            wrong.append(rows)
    if not wrong:
        return []
    lines = df.index.to_numpy()[np.sort(np.concatenate(wrong))]
    return [FindingGroup("municipality-name-disagrees", "", heading, lines)]


@cache
def _codes(year: int) -> dict[str, tuple[str, str]]:
    places = municipalities(year)
    names = zip(places["name"], places["short_name"], strict=True)
    return dict(zip(places["municipality_code"], names, strict=True))


def _same_name(given: str, names: tuple[str, str]) -> bool:
    """Accept the official or the short name, any part of a bilingual one, and
    «Herøy» for «Herøy (Nordland)»."""
    plain = normal_text(given).removesuffix(" kommune").split(" (")[0].strip()
    known = {
        normal_text(part).split(" (")[0]
        for name in names
        for part in (name, *name.split(" - "))
    }
    return plain in known
