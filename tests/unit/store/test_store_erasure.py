"""Data can be taken back, erased for good, and do not outstay their term."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from store_samples import AT, source, survey

from brukerplan.errors import StoreError, UsageError
from brukerplan.store import Store, erasure, health

BOTH = ((2018, "1103"), (2024, "1101"), (2024, "1103"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    put(store, "a", "red", *BOTH)
    return store


def put(store: Store, letter: str, housing: str, *keys: tuple[int, str]) -> None:
    store.import_survey(
        survey(*keys, housing=housing),
        source=source(f"{letter}.csv", letter),
        schema_id="brukerplan-2023",
        imported_at=AT,
        replace=True,
        imported_by="kari",
    )


def colours(store: Store, year: int = 2024) -> list[str]:
    return store.load([year]).persons["housing"].tolist()


def test_undo_takes_back_what_was_new(store: Store) -> None:
    put(store, "b", "green", (2024, "1106"))
    taken = erasure.undo(store, at=AT)
    assert taken.municipalities == ("1106",)
    assert store.municipalities(2024) == ["1101", "1103"]


def test_undo_brings_back_what_was_replaced(store: Store) -> None:
    put(store, "b", "green", (2024, "1103"), (2024, "1106"))
    erasure.undo(store, at=AT)
    assert colours(store) == ["red"] * 6


def test_only_the_last_import_can_be_undone(store: Store) -> None:
    put(store, "b", "green", (2024, "1103"))
    erasure.undo(store, at=AT)
    with pytest.raises(StoreError) as caught:
        erasure.undo(store, at=AT)
    assert (caught.value.exit_code, caught.value.slug) == (13, "store-nothing-to-undo")


def test_history_says_who_did_what_when(store: Store) -> None:
    put(store, "b", "green", (2024, "1103"))
    erasure.undo(store, at=AT, by="ola")
    history = [
        (row["number"], row["by"], row["action"], row["municipalities"], row["rows"])
        for row in store.manifest().history
    ]
    assert history == [
        (1, "kari", "import", ["1101", "1103"], 9),
        (2, "kari", "replace", ["1103"], 3),
        (3, "ola", "undo", ["1103"], 3),
    ]


def test_forgetting_removes_the_data_and_the_copy_kept_for_undoing(
    store: Store,
) -> None:
    put(store, "b", "green", (2024, "1103"))
    gone = [p.read_bytes() for p in store.root.glob("survey/year=2024/*.parquet")]
    assert len(gone) == 2
    others = store.load([2018, 2024]).persons.query("housing == 'red'")
    taken = erasure.forget(store, municipality="1103", year=2024, at=AT)
    assert (taken.sources, len(taken.checksums)) == (("a.csv", "b.csv"), 2)
    left = [path.read_bytes() for path in store.root.rglob("*") if path.is_file()]
    assert not set(gone) & set(left)
    assert (taken.made_anew, taken.files_searched) == (1, len(left))
    (anew,) = store.root.glob("survey/year=2024/*.parquet")
    assert set(pd.read_parquet(anew)["municipality_code"]) == {"1101"}
    pd.testing.assert_frame_equal(store.load([2018, 2024]).persons, others)
    assert health.check(store) == []
    with pytest.raises(StoreError, match="no import to take back"):
        erasure.undo(store, at=AT)


def test_forgetting_what_is_not_there_is_an_error(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        erasure.forget(store, municipality="1106", year=2024, at=AT)
    assert caught.value.slug == "store-nothing-to-erase"


def test_forgotten_files_are_remembered_by_checksum_only(store: Store) -> None:
    erasure.forget(store, municipality="1103", year=2024, at=AT)
    assert erasure.forgotten_sources(store) == {"a" * 64}


@pytest.mark.parametrize(
    ("as_of", "years"),
    [
        (date(2023, 12, 31), [2018, 2024]),
        (date(2024, 1, 1), [2024]),
        (date(2029, 12, 31), [2024]),
        (date(2030, 1, 1), []),
    ],
)
def test_rows_go_when_the_term_has_passed_and_releases_remain(
    store: Store, as_of: date, years: list[int]
) -> None:
    store.put_release(2018, {"release.parquet": b"figures"})
    erasure.erase_overdue(store, term=5, as_of=as_of, at=AT)
    assert store.years() == years
    assert store.release_years() == [2018]


@pytest.mark.parametrize(
    ("text", "years"), [("5 years", 5), ("1 year", 1), (" 10  years ", 10)]
)
def test_a_term_is_a_number_of_years(text: str, years: int) -> None:
    assert erasure.term_in_years(text) == years


@pytest.mark.parametrize("text", ["", "5", "0 years", "5 months", "-1 years", "five"])
def test_another_term_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        erasure.term_in_years(text)
    assert caught.value.slug == "retention-not-understood"
