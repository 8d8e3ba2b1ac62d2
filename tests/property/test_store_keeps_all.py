"""Whatever is done to a store in whatever order, it holds just what it should."""

import tempfile
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from brukerplan.store import Incoming, Store, erasure, health
from brukerplan.tables import (
    COUNT_DTYPES,
    PARTICIPATION_DTYPES,
    PERSON_DTYPES,
    Source,
    Survey,
    empty_frame,
    typed,
)

AT = "2025-01-15T06:00:00+01:00"
Key = tuple[int, str]
Content = tuple[str, int, int]
"""Colour, people, and rows set aside."""

KEYS = st.tuples(
    st.sampled_from([2023, 2024]), st.sampled_from(["1101", "1103", "1106"])
)
CONTENTS = st.tuples(
    st.sampled_from(["red", "green"]), st.integers(0, 3), st.integers(0, 2)
)


@cache
def person_rows(key: Key, colour: str, people: int) -> pd.DataFrame:
    blank: dict[str, object] = dict.fromkeys(PERSON_DTYPES, pd.NA)
    year, code = key
    blank |= {"survey_year": year, "municipality_code": code, "housing": colour}
    rows = [{**blank, "age": 40, "source_line": n + 2} for n in range(people)]
    return typed(pd.DataFrame(rows, columns=list(PERSON_DTYPES)), PERSON_DTYPES)


def incoming(name: str, contents: dict[Key, Content]) -> Incoming:
    """Give a file with the rows of some municipalities, those set aside under its name."""
    persons = [person_rows(key, *content[:2]) for key, content in contents.items()]
    took_part = [(*key, "persons", "", "", "", n) for key, (*_, n) in contents.items()]
    aside = [
        {"survey_year": year, "municipality_code": code, "cell": colour}
        for (year, code), (colour, _, number) in contents.items()
        for _ in range(number)
    ]
    survey = Survey(
        pd.concat(persons, ignore_index=True),
        empty_frame(COUNT_DTYPES),
        typed(
            pd.DataFrame(took_part, columns=list(PARTICIPATION_DTYPES)),
            PARTICIPATION_DTYPES,
        ),
    )
    return Incoming(survey, Source(name, name, "csv"), "x", pd.DataFrame(aside))


class StoreMachine(RuleBasedStateMachine):
    """A store beside a dictionary that is changed in the same way."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name) / "store")
        self.held: dict[Key, Content] = {}
        self.before: dict[Key, Content | None] = {}
        self.imports = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(new=st.dictionaries(KEYS, CONTENTS, min_size=1), files=st.integers(1, 2))
    def import_files(self, new: dict[Key, Content], files: int) -> None:
        keys = list(new)
        parts = [keys[n::files] for n in range(files) if keys[n::files]]
        self.imports += 1
        given = [
            incoming(f"{self.imports}-{n}", {key: new[key] for key in part})
            for n, part in enumerate(parts)
        ]
        self.store.import_surveys(given, imported_at=AT, replace=True)
        changed = {key for key in new if self.held.get(key) != new[key]}
        if changed:
            self.before = {key: self.held.get(key) for key in changed}
            self.held.update({key: new[key] for key in changed})

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        erasure.undo(self.store, at=AT)
        for key, content in self.before.items():
            if content is None:
                self.held.pop(key, None)
            else:
                self.held[key] = content
        self.before = {}

    def erased(self, keys: Iterable[Key]) -> None:
        for key in list(keys):
            self.held.pop(key, None)
            self.before.pop(key, None)

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        year, code = data.draw(st.sampled_from(sorted(self.held)))
        erasure.forget(self.store, municipality=code, year=year, at=AT)
        self.erased([(year, code)])

    @rule()
    def let_the_term_pass(self) -> None:
        erasure.erase_overdue(self.store, term=1, as_of=date(2025, 1, 1), at=AT)
        self.erased([key for key in {**self.held, **self.before} if key[0] == 2023])

    @invariant()
    def all_rows_are_there(self) -> None:
        loaded = self.store.load([2023, 2024])
        expected = [person_rows(k, *self.held[k][:2]) for k in sorted(self.held)]
        blank = empty_frame(PERSON_DTYPES)
        whole = pd.concat([blank, *expected], ignore_index=True)
        pd.testing.assert_frame_equal(loaded.persons, typed(whole, PERSON_DTYPES))
        aside = self.store.load_set_aside([2023, 2024])
        sizes = aside.groupby(["survey_year", "municipality_code"]).size().to_dict()
        assert sizes == {key: n for key, (*_, n) in self.held.items() if n}

    @invariant()
    def no_file_has_a_row_that_nobody_lists(self) -> None:
        assert health.check(self.store) == []
        files = self.store.root.rglob("persons-*.parquet")
        rows = sum(len(pd.read_parquet(file)) for file in files)
        kept = {key: content for key, content in self.before.items() if content}
        copies = [
            (key, *content[:2])
            for entries in (self.held, kept)
            for key, content in entries.items()
        ]
        # What an entry and its kept copy share may lie in one file, or in two.
        assert sum(n for *_, n in set(copies)) <= rows <= sum(n for *_, n in copies)


StoreMachine.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=12,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # to shrink takes minutes, and tells no more
)
TestStoreMachine = StoreMachine.TestCase
