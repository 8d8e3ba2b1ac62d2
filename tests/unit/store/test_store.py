"""What goes into the store comes out of it, once, whole, and closed to others."""

import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from store_samples import AT, counts, source, survey

from brukerplan.errors import StoreError
from brukerplan.store import Incoming, Store
from brukerplan.tables import Survey

KEYS = ((2024, "1101"), (2024, "1103"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "brukerplan-data")


def put(store: Store, content: Survey, letter: str = "a", **options: object) -> object:
    return store.import_survey(
        content,
        source=source(f"{letter}.csv", letter),
        schema_id="brukerplan-2023",
        imported_at=AT,
        **options,  # type: ignore[arg-type]
    )


def assert_same(actual: Survey, expected: Survey) -> None:
    for name in ("persons", "counts", "participation"):
        pd.testing.assert_frame_equal(
            getattr(actual, name), getattr(expected, name), check_like=False
        )


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_a_store_never_written_to_is_empty_and_stays_unmade(store: Store) -> None:
    assert store.years() == []
    assert store.release_years() == []
    assert store.load([2024]).persons.empty
    assert store.read_release(2024) == {}
    assert not store.root.exists()


def test_what_was_imported_is_loaded_as_it_was(store: Store) -> None:
    put(store, survey(*KEYS))
    assert_same(store.load([2024]), survey(*KEYS))
    assert store.municipalities(2024) == ["1101", "1103"]


def test_counts_and_municipalities_with_nobody_travel_along(store: Store) -> None:
    put(store, counts((2024, "1101")))
    put(store, survey((2024, "1103"), people=0), "b")
    loaded = store.load([2024])
    assert loaded.counts["count"].tolist() == [12]
    assert loaded.participation["data_kind"].tolist() == ["counts", "persons"]
    assert store.municipalities(2024) == ["1101", "1103"]


def test_rows_in_any_order_keep_theirs_within_a_municipality(store: Store) -> None:
    given = survey(*KEYS, (2023, "1106"), people=4)
    mixed = given.persons.take([11, 4, 0, 7, 3, 1, 8, 5, 2, 10, 6, 9])
    put(store, replace(given, persons=mixed.reset_index(drop=True)))
    loaded = store.load([2023, 2024]).persons
    expected = mixed.sort_values(
        ["survey_year", "municipality_code"], kind="stable", ignore_index=True
    )
    pd.testing.assert_frame_equal(loaded, expected)


def test_some_columns_are_loaded_alone(store: Store) -> None:
    put(store, survey(*KEYS))
    columns = ["municipality_code", "housing", "has_contact"]
    loaded = store.load_persons([2024], columns)
    pd.testing.assert_frame_equal(loaded, store.load([2024]).persons[columns])
    assert list(store.load_persons([2023], columns).columns) == columns
    next(store.root.rglob("*.parquet")).write_bytes(b"PAR1")
    with pytest.raises(StoreError) as caught:
        store.load_persons([2024], columns)
    assert caught.value.slug == "store-damaged"


def test_years_are_loaded_apart_and_together(store: Store) -> None:
    put(store, survey((2023, "1101")))
    put(store, survey((2024, "1101"), people=5), "b")
    assert store.years() == [2023, 2024]
    assert len(store.load([2023]).persons) == 3
    assert len(store.load([2023, 2024]).persons) == 8


def test_the_same_file_again_changes_no_byte(store: Store) -> None:
    first = put(store, survey(*KEYS))
    before = tree(store.root)
    again = put(store, survey(*KEYS))
    assert (first.status, again.status) == ("stored", "unchanged")
    assert (again.municipalities, again.rows) == (("1101", "1103"), 6)
    assert tree(store.root) == before


def test_another_file_needs_replace_and_changes_nothing_without(store: Store) -> None:
    put(store, survey(*KEYS))
    before = tree(store.root)
    two = survey((2024, "1103"), (2024, "1106"), housing="green")
    with pytest.raises(StoreError, match="1103 in 2024") as caught:
        put(store, two, "b")
    assert (caught.value.exit_code, caught.value.slug) == (13, "store-would-overwrite")
    assert tree(store.root) == before
    result = put(store, two, "b", replace=True)
    assert result.replaced == ("1103",)
    assert store.municipalities(2024) == ["1101", "1103", "1106"]
    assert store.load([2024]).persons["housing"].tolist() == ["red"] * 3 + ["green"] * 6


def test_several_files_are_one_change_or_none(store: Store) -> None:
    put(store, survey((2024, "1106")))
    before = tree(store.root)
    files = [
        Incoming(survey((2024, code), housing="green"), source(code, letter), "x")
        for code, letter in (("1101", "b"), ("1103", "c"), ("1106", "d"))
    ]
    with pytest.raises(StoreError, match="1106 in 2024"):
        store.import_surveys(files, imported_at=AT)
    assert tree(store.root) == before
    results = store.import_surveys(files, imported_at=AT, replace=True)
    assert [one.replaced for one in results] == [(), (), ("1106",)]
    assert [one.municipalities for one in results] == [("1101",), ("1103",), ("1106",)]
    assert len(store.manifest().history) == 2


def test_two_files_for_one_municipality_are_refused_together(store: Store) -> None:
    files = [
        Incoming(survey((2024, "1103"), people=n), source(f"{n}.csv", str(n)), "x")
        for n in (3, 4)
    ]
    with pytest.raises(StoreError, match=r"«3\.csv» and «4\.csv»"):
        store.import_surveys(files, imported_at=AT, replace=True)
    assert store.years() == []


def test_replaced_data_are_kept_for_one_undo_only(store: Store) -> None:
    for letter, housing in (("a", "red"), ("b", "green"), ("c", "yellow")):
        put(store, survey((2024, "1103"), housing=housing), letter, replace=True)
    assert len([name for name in tree(store.root) if "persons-" in name]) == 2


def test_same_input_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        put(Store(tmp_path / name), survey(*KEYS))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_rows_set_aside_are_kept_apart(store: Store) -> None:
    aside = pd.DataFrame(
        {
            "survey_year": [2024],
            "municipality_code": ["1103"],
            "line": [7],
            "rule": ["age-below-16"],
        }
    )
    put(store, survey(*KEYS), set_aside=aside)
    pd.testing.assert_frame_equal(store.load_set_aside([2024]), aside)
    assert len(store.load([2024]).persons) == 6
    assert store.entries()["rows"].tolist() == [3, 3]


def test_fingerprint_follows_the_data_and_not_the_file(store: Store) -> None:
    put(store, survey(*KEYS))
    before = store.fingerprint(2024)
    put(store, survey((2023, "1103")), "b")
    put(store, survey(*KEYS), "c", replace=True)
    assert store.fingerprint(2024) == before
    ours = store.fingerprint(2024, "1101")
    put(store, survey((2024, "1103"), people=4), "d", replace=True)
    assert store.fingerprint(2024) != before
    assert store.fingerprint(2024, "1101") == ours
    store.put_file("population/07459.csv", b"x")
    assert store.fingerprint(2024, "1101") != ours


def test_a_release_is_replaced_as_one(store: Store) -> None:
    store.put_release(2024, {"release.parquet": b"one", "release.json": b"1"})
    store.put_release(2024, {"release.parquet": b"two"})
    store.put_release(2023, {"release.parquet": b"two"})
    assert store.release_years() == [2023, 2024]
    assert store.read_release(2024) == {"release.parquet": b"two"}
    assert (store.release_folder(2024) / "release.parquet").read_bytes() == b"two"
    assert not (store.release_folder(2024) / "release.json").exists()


def test_files_of_equal_content_are_both_kept(store: Store) -> None:
    store.put_release(2024, {"a": b"same", "b": b"same"})
    assert store.read_release(2024) == {"a": b"same", "b": b"same"}


def test_population_files_are_added_one_by_one(store: Store) -> None:
    store.put_file("population/2023.csv", b"a")
    store.put_file("population/2024.csv", b"b")
    store.put_files("population", {"2024.csv": b"c", "2025.csv": b"d"})
    assert store.read_population() == {
        "2023.csv": b"a",
        "2024.csv": b"c",
        "2025.csv": b"d",
    }
    assert (store.population_folder() / "2024.csv").read_bytes() == b"c"


def test_everything_is_closed_to_others_whatever_the_umask(store: Store) -> None:
    old = os.umask(0)
    try:
        put(store, survey(*KEYS))
        store.put_release(2024, {"release.parquet": b"one"})
    finally:
        os.umask(old)
    modes = {
        (path.is_dir(), stat.S_IMODE(path.stat().st_mode))
        for path in [store.root, *store.root.rglob("*")]
    }
    assert modes == {(True, 0o700), (False, 0o600)}


def test_a_second_writer_is_refused_at_once_with_13(store: Store) -> None:
    put(store, survey(*KEYS))
    with FileLock(store.root / ".lock"), pytest.raises(StoreError) as caught:
        put(store, survey((2023, "1101")), "b")
    assert (caught.value.exit_code, caught.value.slug) == (13, "store-locked")


def test_a_second_writer_waits_as_long_as_it_is_told(store: Store) -> None:
    store.root.mkdir()
    other = FileLock(store.root / ".lock", thread_local=False)
    other.acquire()
    timer = threading.Timer(0.3, other.release)
    timer.start()
    with store.lock(wait=30):
        assert put(store, survey(*KEYS)).status == "stored"
    timer.join()


def test_steps_within_a_locked_run_need_not_wait(store: Store) -> None:
    with store.lock():
        assert put(Store(store.root), survey(*KEYS)).status == "stored"


def test_the_lock_of_a_killed_process_is_free(store: Store) -> None:
    code = (
        "import os, signal, sys, pathlib; from brukerplan.store import Store\n"
        "with Store(pathlib.Path(sys.argv[1])).lock():\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    died = subprocess.run([sys.executable, "-c", code, str(store.root)], check=False)
    assert died.returncode == -9
    assert put(store, survey(*KEYS)).status == "stored"


@pytest.mark.parametrize(
    "name", ["../out", "/etc/x", "a/../../out", "..\\out", "C:/x", "a/b/../../../out"]
)
def test_no_path_leads_out_of_the_store(store: Store, name: str) -> None:
    with pytest.raises(StoreError) as caught:
        store.put_release(2024, {name: b"x"})
    assert caught.value.slug == "store-path-refused"
    assert not (store.root.parent / "out").exists()


@pytest.mark.parametrize("name", ["survey", "releases", "manifest.json", ".lock", "."])
def test_symbolic_links_are_refused(store: Store, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    if name != ".":
        store.root.mkdir()
    (store.root / name).symlink_to(outside)
    with pytest.raises(StoreError) as caught:
        put(store, survey(*KEYS))
        store.put_release(2024, {"release.parquet": b"one"})
    assert caught.value.slug == "store-path-refused"
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", ["year=2024", "year=2023"])
def test_no_survey_is_written_through_a_link(
    store: Store, tmp_path: Path, name: str
) -> None:
    put(store, survey((2024, "1101")))
    outside = tmp_path / "outside"
    link = store.root / "survey" / name
    if link.exists():
        link.rename(outside)
    else:
        outside.mkdir()
    link.symlink_to(outside)
    before = tree(outside)
    with pytest.raises(StoreError) as caught:
        put(store, survey((2023, "1103"), (2024, "1103")), "b")
    assert caught.value.slug == "store-path-refused"
    assert tree(outside) == before


def test_a_damaged_file_is_an_error_that_names_the_file(store: Store) -> None:
    put(store, survey(*KEYS))
    path = next(store.root.glob("survey/year=2024/*.parquet"))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(StoreError, match=path.name) as caught:
        store.load([2024])
    assert caught.value.slug == "store-damaged"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format_version": 1}'])
def test_a_damaged_manifest_is_an_error(store: Store, content: bytes) -> None:
    put(store, survey(*KEYS))
    (store.root / "manifest.json").write_bytes(content)
    with pytest.raises(StoreError) as caught:
        store.load([2024])
    assert caught.value.slug == "store-damaged"


def test_a_manifest_that_is_gone_is_no_empty_store(store: Store) -> None:
    put(store, survey(*KEYS))
    (store.root / "manifest.json").unlink()
    with pytest.raises(StoreError) as caught:
        put(store, survey((2023, "1101")), "b")
    assert caught.value.slug == "store-damaged"


def test_a_newer_store_is_refused(store: Store) -> None:
    put(store, survey(*KEYS))
    path = store.root / "manifest.json"
    path.write_text(
        path.read_text().replace('"format_version": 2', '"format_version": 3')
    )
    with pytest.raises(StoreError) as caught:
        store.years()
    assert caught.value.slug == "store-format-unknown"


def test_a_reader_goes_on_when_a_writer_takes_its_file_away(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brukerplan.store import survey_entries

    put(store, survey((2024, "1103")))
    put_together = survey_entries.put_together

    def slow(root: Path, entries: list) -> Survey:
        monkeypatch.setattr(survey_entries, "put_together", put_together)
        for letter, housing in (("b", "green"), ("c", "yellow")):
            new = survey((2024, "1103"), housing=housing)
            put(Store(root), new, letter, replace=True)
        return put_together(root, entries)

    monkeypatch.setattr(survey_entries, "put_together", slow)
    assert set(store.load([2024]).persons["housing"]) == {"yellow"}
