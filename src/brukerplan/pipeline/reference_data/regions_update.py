"""Newer municipalities and counties from KLASS: what `regions update` does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from brukerplan import geography
from brukerplan.errors import InputError
from brukerplan.geography import FetchedPlaces
from brukerplan.pipeline.reference_data.download import Service, get
from brukerplan.store import Store

KLASS = "https://data.ssb.no/api/klass/v1"
"""The address of Statistics Norway's classifications."""

BY_HAND = "https://www.ssb.no/klass/klassifikasjoner/131"
MUNICIPALITIES, COUNTIES = "131", "104"
"""The numbers of the classifications in KLASS."""

CHANGE_COLUMNS = {
    "changeOccurred": "change_date",
    "oldCode": "old_code",
    "oldName": "old_name",
    "newCode": "new_code",
    "newName": "new_name",
}


@dataclass(frozen=True)
class UpdatedRegions:
    """What an update found: `status` is `updated` or `current`.

    `changes` are the new ones; `renamed` counts municipalities of a known year whose
    name in KLASS is another.
    """

    status: str
    year: int
    changes: pd.DataFrame
    renamed: int = 0


def asked_paths(year: int) -> tuple[str, ...]:
    """Give what KLASS is asked for: codes on 1 January, and changes since the last.

    KLASS leaves out changes dated exactly on `from`, so the last known 1 January is
    the right one; `to` is the day after.
    """
    codes = f"codesAt?date={year}-01-01&language=nb"
    paths = [f"classifications/{c}/{codes}" for c in (MUNICIPALITIES, COUNTIES)]
    last = geography.last_year()
    if year > last:
        period = f"from={last}-01-01&to={year}-01-02"
        paths.append(f"classifications/{MUNICIPALITIES}/changes?{period}&language=nb")
    return tuple(paths)


def update_regions(
    year: int, *, store: Path, put_at: str, service: str = KLASS
) -> UpdatedRegions:
    """Get the municipalities of a year from KLASS; keep them if the year is new.

    For a year that is known already, the codes are compared and nothing is stored.

    Raises:
        ReferenceDataError: KLASS cannot be reached, or what it says does not follow
            from what is known.
        InputError: the answer is not as KLASS answers.
        StoreError: the store cannot be written.
    """
    source = Service("Statistics Norway's KLASS", service, BY_HAND)
    answers = [_parsed(get(source, path)) for path in asked_paths(year)]
    fetched = FetchedPlaces(
        year=year,
        municipalities=_codes(answers[0]),
        counties=_codes(answers[1]),
        changes=_changes(answers[2] if len(answers) > 2 else {"codeChanges": []}),
    )
    if year <= geography.last_year():
        return _compared(fetched)
    tables = geography.updated_tables(fetched)
    files = {
        f"{name}.csv": table.to_csv(index=False, lineterminator="\n").encode()
        for name, table in tables.items()
    }
    files[geography.UPDATED_UNTIL] = str(year).encode()
    Store(store).put_files("regions", files, put_at=put_at)
    return UpdatedRegions("updated", year, fetched.changes)


def _compared(fetched: FetchedPlaces) -> UpdatedRegions:
    """Hold a known year against KLASS.

    Raises:
        ReferenceDataError: the codes differ.
    """
    known = geography.municipalities(fetched.year).set_index("municipality_code")
    geography.check_codes(fetched, set(known.index))
    names = known["name"]
    differ = names != names.index.map(dict(fetched.municipalities))
    return UpdatedRegions("current", fetched.year, fetched.changes, int(differ.sum()))


def _parsed(answer: bytes) -> Mapping[str, Any]:
    try:
        parsed = json.loads(answer)
    except ValueError as problem:
        raise _unreadable() from problem
    if not isinstance(parsed, dict):
        raise _unreadable()
    return parsed


def _codes(answer: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {str(item["code"]): str(item["name"]) for item in answer["codes"]}
    except (KeyError, TypeError) as problem:
        raise _unreadable() from problem


def _changes(answer: Mapping[str, Any]) -> pd.DataFrame:
    try:
        rows = [
            {ours: str(change[theirs]) for theirs, ours in CHANGE_COLUMNS.items()}
            for change in answer["codeChanges"]
        ]
    except (KeyError, TypeError) as problem:
        raise _unreadable() from problem
    df = pd.DataFrame(rows, columns=list(CHANGE_COLUMNS.values()), dtype="str")
    return df.sort_values(list(df.columns), ignore_index=True)


def _unreadable() -> InputError:
    return InputError(
        "the answer from Statistics Norway is not as KLASS answers",
        hint=f"try again later; the classification is at {BY_HAND}",
        slug="klass-unreadable",
    )
