"""Rows that came together lie in one file, and no file has rows that nobody lists."""

import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from store_samples import AT, counts, source, survey

from brukerplan.errors import StoreError
from brukerplan.store import Incoming, Store, erasure, frames, health
from brukerplan.tables import Survey, typed

OF_BEFORE = Path(__file__).parents[2] / "data/store_of_format_1"
THREE = ((2024, "1101"), (2024, "1103"), (2024, "1106"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def put(store: Store, content: Survey, letter: str = "a") -> None:
    store.import_survey(
        content,
        source=source(f"{letter}.csv", letter),
        schema_id="brukerplan-2023",
        imported_at=AT,
        replace=True,
    )


def files(store: Store) -> list[list[str]]:
    """Give the municipalities in each file of persons, by path."""
    found = sorted(store.root.rglob("persons-*.parquet"))
    return [pd.read_parquet(f)["municipality_code"].unique().tolist() for f in found]


def colours(store: Store) -> dict[str, str]:
    persons = store.load([2024]).persons
    return dict(persons.groupby("municipality_code")["housing"].agg("".join))


def test_an_import_is_a_file_a_year_and_a_table(store: Store) -> None:
    put(store, survey(*THREE, (2023, "1106")))
    put(store, counts((2024, "1108"), (2024, "1111")), "b")
    names = [p.relative_to(store.root) for p in store.root.rglob("*.parquet")]
    assert sorted((p.parent.name, p.name.partition("-")[0]) for p in names) == [
        ("year=2023", "persons"),
        ("year=2024", "counts"),
        ("year=2024", "persons"),
    ]
    assert store.load([2024]).counts["municipality_code"].tolist() == ["1108", "1111"]


def test_files_imported_together_share_one(store: Store) -> None:
    given = {code: survey((2024, code), people=n) for n, (_, code) in enumerate(THREE)}
    given["1101"] = counts((2024, "1101"))
    incoming = [
        Incoming(one, source(code, code[-1]), "x") for code, one in given.items()
    ]
    store.import_surveys(incoming[::-1], imported_at=AT)
    assert files(store) == [["1103", "1106"]]
    loaded = store.load([2024])
    assert loaded.persons["municipality_code"].tolist() == ["1103"] + ["1106"] * 2
    assert loaded.counts["municipality_code"].tolist() == ["1101"]
    assert store.entries()["source_name"].tolist() == ["1101", "1103", "1106"]


def test_two_files_with_the_same_rows_are_stored_once(store: Store) -> None:
    same = survey((2024, "1103"))
    incoming = [Incoming(same, source(letter, letter), "x") for letter in "ab"]
    store.import_surveys(incoming, imported_at=AT)
    pd.testing.assert_frame_equal(store.load([2024]).persons, same.persons)
    assert len(pd.read_parquet(next(store.root.rglob("*.parquet")))) == 3


def test_rows_that_were_replaced_leave_their_file_with_the_next_import(
    store: Store,
) -> None:
    put(store, survey(*THREE))
    put(store, survey((2024, "1103"), housing="green"), "b")
    assert sorted(map(len, files(store))) == [1, 3]
    put(store, survey((2023, "1103")), "c")
    assert sorted(files(store)) == [["1101", "1106"], ["1103"], ["1103"]]
    assert colours(store) == {"1101": "red" * 3, "1103": "green" * 3, "1106": "red" * 3}
    assert health.check(store) == []


def test_an_import_that_is_partly_there_stores_the_rest(store: Store) -> None:
    put(store, survey(*THREE[:2]))
    put(store, survey(*THREE), "b")
    assert sorted(files(store)) == [["1101", "1103"], ["1106"]]
    assert store.entries()["source_name"].tolist() == ["a.csv", "a.csv", "b.csv"]


def test_undo_takes_rows_out_of_a_file_made_anew_since(store: Store) -> None:
    put(store, survey(*THREE))
    put(store, survey((2024, "1103"), (2023, "1101"), housing="green"), "b")
    erasure.forget(store, municipality="1101", year=2024, at=AT)
    assert colours(store) == {"1103": "green" * 3, "1106": "red" * 3}
    erasure.undo(store, at=AT)
    assert files(store) == [["1103", "1106"]]
    assert colours(store) == {"1103": "red" * 3, "1106": "red" * 3}
    assert health.check(store) == []


def test_rows_set_aside_keep_the_headings_of_their_own_file(store: Store) -> None:
    aside = [
        pd.DataFrame({"survey_year": [2024], "municipality_code": [code], head: ["x"]})
        for (_, code), head in zip(THREE, "ABC", strict=True)
    ]
    incoming = [
        Incoming(survey(key), source(key[1], key[1][-1]), "x", rows)
        for key, rows in zip(THREE, aside, strict=True)
    ]
    store.import_surveys(incoming, imported_at=AT)
    both = pd.concat(aside, ignore_index=True)
    kept = store.load_set_aside([2024])
    assert kept.columns.tolist() == both.columns.tolist()
    assert kept.fillna("").values.tolist() == both.fillna("").values.tolist()
    erasure.forget(store, municipality="1106", year=2024, at=AT)
    assert store.load_set_aside([2024]).columns.tolist() == both.columns.tolist()[:-1]


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_cannot_be_made_anew_leaves_all_as_it_was(
    store: Store, gone: bool
) -> None:
    put(store, survey(*THREE))
    put(store, survey((2024, "1103"), housing="green"), "b")
    path = store.root / store.manifest().entries[THREE[0]].tables["persons"].file.path
    path.unlink() if gone else path.write_bytes(b"PAR1")
    before = {p: p.read_bytes() for p in store.root.rglob("*") if p.is_file()}
    with pytest.raises(StoreError, match=path.name) as caught:
        put(store, survey((2023, "1103")), "c")
    assert caught.value.slug == "store-damaged"
    assert {p: p.read_bytes() for p in store.root.rglob("*") if p.is_file()} == before
    health.repair(store, at=AT)
    assert colours(store) == {"1103": "green" * 3}


@pytest.mark.parametrize("gone", [True, False])
def test_forgetting_from_a_damaged_file_takes_all_that_lies_in_it(
    store: Store, gone: bool
) -> None:
    put(store, survey(*THREE))
    put(store, survey((2023, "1103")), "b")
    path = store.root / store.manifest().entries[THREE[0]].tables["persons"].file.path
    path.unlink() if gone else path.write_bytes(b"PAR1")
    taken = erasure.forget(store, municipality="1103", year=2024, at=AT)
    assert (taken.lost, taken.lost_sources) == (("1101", "1106"), ("a.csv",))
    assert store.manifest().history[-1]["lost"] == ["1101", "1106"]
    assert erasure.forgotten_sources(store) == {"a" * 64}
    assert (store.municipalities(2024), store.municipalities(2023)) == ([], ["1103"])
    assert health.check(store) == []


@pytest.mark.parametrize("lacking", ["survey_year", "municipality_code"])
def test_rows_of_no_place_or_year_are_refused(store: Store, lacking: str) -> None:
    aside = pd.DataFrame(
        {"survey_year": [2024, 2024], "municipality_code": ["1103", "1103"]}
    ).astype({"survey_year": "Int16"})
    aside.loc[1, lacking] = pd.NA
    incoming = Incoming(survey((2024, "1103")), source(), "x", aside)
    with pytest.raises(ValueError, match="of no municipality, or of no year"):
        store.import_surveys([incoming], imported_at=AT)
    assert not store.root.exists()


def test_checksums_are_of_what_rows_say_wherever_they_lie() -> None:
    whole = frames.to_arrow(survey(*THREE, people=4).persons, frames.TABLES["persons"])
    alone = [whole.slice(start, 4) for start in (0, 4, 8)]
    sums = frames.checksums(whole, [4, 4, 4])
    assert [frames.checksums(part, [4])[0] for part in alone] == sums
    assert frames.checksums(frames.table_of(frames.to_bytes(whole)), [4, 4, 4]) == sums
    assert (
        frames.checksums(pa.concat_tables([alone[1], alone[0]]), [4, 4])[1] == sums[0]
    )
    other_texts = [
        column.cast(pa.large_string()) if pa.types.is_string(column.type) else column
        for column in whole.columns
    ]
    large = pa.table(other_texts, names=whole.column_names)
    assert frames.checksums(large, [4, 4, 4]) == sums


def test_checksums_take_columns_of_any_kind() -> None:
    """Rows set aside have the types that their file gave them."""
    table = pa.table(
        {
            "nothing": pa.nulls(3),
            "text": ["x", None, ""],
            "share": [1.5, None, 2.0],
            "code": pa.array(["q", "r", "q"]).dictionary_encode(),
            "number": [1, None, 3],
            "answer": [True, None, False],
        }
    )
    for names in ([name] for name in table.column_names):
        column = table.select(names)
        assert (
            frames.checksums(column.slice(1), [2])
            == frames.checksums(column, [1, 2])[1:]
        )
    assert len(set(frames.checksums(table, [1, 1, 1]))) == 3


def test_any_cell_that_differs_gives_another_checksum() -> None:
    dtypes = frames.TABLES["persons"]
    blank: dict[str, object] = dict.fromkeys(dtypes, pd.NA)
    blank |= {"survey_year": 2024, "source_line": 2}
    values = {"str": ("", "a"), "boolean": (False, True)}
    rows = [blank] + [
        {**blank, name: value}
        for name, dtype in dtypes.items()
        for value in values.get(dtype, (0, 1))
    ]
    persons = typed(pd.DataFrame(rows, columns=list(dtypes)), dtypes)
    sums = frames.checksums(frames.to_arrow(persons, dtypes), [1] * len(rows))
    assert len(set(sums)) == len(rows) == 1 + 2 * len(dtypes)


@pytest.fixture
def store_of_before(tmp_path: Path) -> Store:
    """Give a store from when each municipality had files of its own."""
    shutil.copytree(OF_BEFORE, tmp_path / "before")
    health.repair(Store(tmp_path / "before"), at=AT)
    return Store(tmp_path / "before")


def test_a_store_of_before_is_read_and_goes_on(store_of_before: Store) -> None:
    assert colours(store_of_before) == {"1101": "red" * 3, "1103": "green" * 3}
    assert health.check(store_of_before) == []
    put(store_of_before, survey((2024, "1106")), "c")
    assert sorted(files(store_of_before)) == [["1101"], ["1103"], ["1106"]]
    assert sorted(colours(store_of_before)) == ["1101", "1103", "1106"]


def test_a_store_of_before_knows_the_same_rows_again(store_of_before: Store) -> None:
    before = store_of_before.fingerprint(2024)
    again = store_of_before.import_survey(
        survey((2024, "1103"), housing="green"),
        source=source("c.csv", "c"),
        schema_id="brukerplan-2023",
        imported_at=AT,
    )
    assert (again.status, store_of_before.fingerprint(2024)) == ("unchanged", before)
    put(store_of_before, survey((2024, "1101"), housing="red"), "d")
    erasure.undo(store_of_before, at=AT)
    assert colours(store_of_before) == {"1101": "red" * 3, "1103": "red" * 3}


def test_what_a_store_of_before_replaced_comes_back(store_of_before: Store) -> None:
    erasure.undo(store_of_before, at=AT)
    assert colours(store_of_before) == {"1101": "red" * 3, "1103": "red" * 3}
    erasure.forget(store_of_before, municipality="1103", year=2024, at=AT)
    assert files(store_of_before) == [["1101"]]
