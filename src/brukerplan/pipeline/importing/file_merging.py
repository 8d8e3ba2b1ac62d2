"""Files of one import that share a municipality and year: units may send one each."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from brukerplan.errors import UsageError
from brukerplan.store import Incoming
from brukerplan.tables import Source
from brukerplan.validation import CheckResult, FindingGroup, joined_survey

_KEYS = ["survey_year", "municipality_code"]


def shared_places(results: Sequence[CheckResult]) -> list[FindingGroup]:
    """Give a finding for each file with a municipality that an earlier file has."""
    groups = []
    seen: dict[tuple[int, str], str] = {}
    for one in results:
        for key in _places(one):
            if key in seen:
                groups.append(
                    FindingGroup(
                        "municipality-in-several-files",
                        one.source.name,
                        parameters={"municipality": key[1], "other_file": seen[key]},
                    )
                )
            else:
                seen[key] = one.source.name
    return groups


def incoming_of(results: Sequence[CheckResult]) -> list[Incoming]:
    """Give what goes into the store: files that share a place become one.

    Raises:
        UsageError: files with counts share a place with others; counts are a whole.
    """
    return [_joined(family) for family in _families(results)]


def _places(one: CheckResult) -> list[tuple[int, str]]:
    if one.survey is None:
        return []
    keys = one.survey.participation[_KEYS]
    return [(int(year), str(code)) for year, code in keys.itertuples(index=False)]


def _families(results: Sequence[CheckResult]) -> list[list[CheckResult]]:
    """Give the files in groups, such that no two groups share a place."""
    families: list[tuple[set[tuple[int, str]], list[CheckResult]]] = []
    for one in results:
        places, members = set(_places(one)), [one]
        apart = []
        for known, family in families:
            if known & places:
                places, members = places | known, family + members
            else:
                apart.append((known, family))
        families = [*apart, (places, members)]
    return [family for _, family in families]


def _joined(family: Sequence[CheckResult]) -> Incoming:
    first = family[0]
    aside = pd.concat([one.set_aside for one in family], ignore_index=True)
    surveys = [one.survey for one in family if one.survey is not None]
    if len(family) > 1 and any(len(survey.counts) for survey in surveys):
        names = " and ".join(f"«{one.source.name}»" for one in family)
        raise UsageError(
            f"{names} speak of the same municipality and year, and hold counts",
            hint="give one file with all counts of a municipality",
        )
    assert first.layout is not None, "nothing was fatal"
    return Incoming(
        survey=joined_survey(surveys),
        source=_source(family),
        schema_id=first.layout.schema_id,
        set_aside=aside if len(aside) else None,
    )


def _source(family: Sequence[CheckResult]) -> Source:
    """Give one source for several files, the same in whatever order they are given."""
    sources = sorted((one.source for one in family), key=lambda one: one.sha256)
    if len(sources) == 1:
        return sources[0]
    together = hashlib.sha256("".join(one.sha256 for one in sources).encode())
    dropped = sorted({name for one in sources for name in one.dropped_columns})
    return replace(
        sources[0],
        name=" + ".join(sorted(one.name for one in sources)),
        sha256=together.hexdigest(),
        dropped_columns=tuple(dropped),
    )
