"""What is wrong with a store is found, and mended without guessing."""

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from store_samples import AT, source, survey

from brukerplan.errors import StoreError
from brukerplan.store import Incoming, Store, erasure, frames, health
from brukerplan.store.durable_files import sha256_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    for letter, code in (("a", "1101"), ("b", "1103")):
        store.import_survey(
            survey((2024, code)),
            source=source(f"{letter}.csv", letter),
            schema_id="brukerplan-2023",
            imported_at=AT,
        )
    store.put_release(2024, {"release.parquet": b"one", "release.json": b"1"})
    return store


def parquet(root: Path) -> Path:
    manifest = Store(root).manifest()
    return root / manifest.entries[2024, "1103"].tables["persons"].file.path


def flip_a_byte(root: Path) -> None:
    data = bytearray(parquet(root).read_bytes())
    data[len(data) // 2] ^= 1
    parquet(root).write_bytes(data)


def let_columns_be_unknown(root: Path) -> None:
    """Put another table in a file's place, with a manifest that knows no better."""
    data = frames.to_bytes(pa.table({"other": [1, 2, 3]}))
    manifest = root / "manifest.json"
    old = sha256_of(parquet(root).read_bytes())
    parquet(root).write_bytes(data)
    manifest.write_text(manifest.read_text().replace(old, sha256_of(data)))


def let_rows_be_too_many(root: Path) -> None:
    """Let the manifest say that a municipality has more rows than its file."""
    manifest = root / "manifest.json"
    rows = Store(root).manifest().entries[2024, "1103"].tables["persons"]
    said, more = (f'"sha256": "{rows.sha256}", "number": {n}' for n in (3, 4))
    assert said in manifest.read_text()
    manifest.write_text(manifest.read_text().replace(said, more))


DAMAGE: dict[str, tuple[Callable[[Path], object], list[str], list[str]]] = {
    "a byte differs": (flip_a_byte, ["data"], ["1101"]),
    "a file is cut short": (
        lambda root: parquet(root).write_bytes(parquet(root).read_bytes()[:99]),
        ["data"],
        ["1101"],
    ),
    "a file grew": (
        lambda root: parquet(root).write_bytes(parquet(root).read_bytes() + b"x"),
        ["data"],
        ["1101"],
    ),
    "columns are others": (let_columns_be_unknown, ["data"], ["1101"]),
    "rows that no file can have": (
        let_rows_be_too_many,
        ["manifest"],
        ["1101", "1103"],
    ),
    "a file is gone": (lambda root: parquet(root).unlink(), ["data"], ["1101"]),
    "a file is open to others": (
        lambda root: parquet(root).chmod(0o644),
        ["open"],
        ["1101", "1103"],
    ),
    "a folder is open to others": (
        lambda root: root.chmod(0o755),
        ["open"],
        ["1101", "1103"],
    ),
    "a stray file": (
        lambda root: parquet(root).with_name("x.parquet").touch(0o600),
        ["stray"],
        ["1101", "1103"],
    ),
    "a link": (
        lambda root: (root / "survey" / "link").symlink_to("/"),
        ["link"],
        ["1101", "1103"],
    ),
    "a damaged release": (
        lambda root: (root / "releases/2024/release.json").write_bytes(b"2"),
        ["release"],
        ["1101", "1103"],
    ),
    "a damaged manifest": (
        lambda root: (root / "manifest.json").write_bytes(b"{"),
        ["manifest"],
        ["1101", "1103"],
    ),
    "a manifest gone": (
        lambda root: (root / "manifest.json").unlink(),
        ["manifest"],
        ["1101", "1103"],
    ),
    "a run that died": (
        lambda root: (root / ".pending").touch(0o600),
        ["unfinished"],
        ["1101", "1103"],
    ),
}


def test_a_sound_store_has_no_fault_and_is_left_alone(store: Store) -> None:
    before = {p: p.read_bytes() for p in store.root.rglob("*") if p.is_file()}
    assert health.check(store) == []
    assert health.repair(store, at=AT) == []
    after = {p: p.read_bytes() for p in store.root.rglob("*") if p.is_file()}
    assert after == before


def test_a_store_that_is_not_there_has_no_fault(tmp_path: Path) -> None:
    assert health.check(Store(tmp_path / "none")) == []


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found_and_mended(store: Store, name: str) -> None:
    damage, kinds, left = DAMAGE[name]
    damage(store.root)
    assert [fault.kind for fault in health.check(store)] == kinds
    mended = health.repair(store, at=AT)
    assert {fault.kind for fault in mended} == set(kinds)
    assert health.check(store) == []
    assert store.municipalities(2024) == left
    assert len(store.load([2024]).persons) == 3 * len(left)
    assert store.manifest().history[-1]["action"] == "repair"


def test_a_fault_names_the_export_to_import_again(store: Store) -> None:
    flip_a_byte(store.root)
    (fault,) = health.check(store)
    assert fault.path == parquet(store.root).relative_to(store.root).as_posix()
    assert fault.mending == "erased: import again «b.csv»"
    assert fault.exports == ("b.csv",)


THREE = ((2024, "1106"), (2024, "1108"), (2024, "1111"))


def edited(text: str, edit: str) -> str:
    """Give a manifest in which the rows of 1106 and 1108 are not those of their file."""
    document = json.loads(text)
    first, second = (
        entry["tables"]["persons"]
        for entry in document["entries"]
        if entry["municipality_code"] in ("1106", "1108")
    )
    if edit == "swapped":
        first["first"], second["first"] = second["first"], first["first"]
    elif edit == "of another":
        first["first"] = second["first"]
    elif edit == "fewer":
        first["number"] -= 1
    else:
        first["sha256"] = second["sha256"]
    return json.dumps(document)


@pytest.mark.parametrize("edit", ["swapped", "of another", "fewer", "other checksum"])
def test_rows_that_are_not_whose_the_manifest_says_are_a_fault(
    store: Store, edit: str
) -> None:
    incoming = [
        Incoming(survey(key), source(f"{key[1]}.csv", key[1][-1]), "x")
        for key in (*THREE, (2024, "1112"))
    ]
    store.import_surveys(incoming, imported_at=AT)
    manifest = store.root / "manifest.json"
    manifest.write_text(edited(manifest.read_text(), edit))
    (fault,) = health.check(store)
    assert fault.what == "its rows are not those listed"
    assert fault.exports == ("1106.csv", "1108.csv", "1111.csv", "1112.csv")
    assert fault.mending.endswith(
        "«1106.csv», «1108.csv», «1111.csv» and 1 more (--json)"
    )
    if edit in ("swapped", "of another"):
        with pytest.raises(StoreError, match="other rows than the manifest says"):
            erasure.forget(store, municipality="1111", year=2024, at=AT)
    health.repair(store, at=AT)
    assert store.municipalities(2024) == ["1101", "1103"]
    event = store.manifest().history[-1]
    assert [one["name"] for one in event["sources"]] == list(fault.exports)
    assert event["municipalities"] == ["1106", "1108", "1111", "1112"]


@pytest.mark.parametrize("edit", ['"first": -1', '"first": "0"', '"first": null'])
def test_a_manifest_that_makes_no_sense_is_a_fault(store: Store, edit: str) -> None:
    manifest = store.root / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"first": 0', edit, 1))
    assert [fault.kind for fault in health.check(store)] == ["manifest"]
    health.repair(store, at=AT)
    assert store.municipalities(2024) == ["1101", "1103"]


def test_a_file_that_cannot_be_read_is_not_taken_for_damaged(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share that answers no more, or another's file: repair must not erase it."""
    path, read_bytes = parquet(store.root), Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self == path:
            raise OSError(errno.EIO, "Input/output error")
        return read_bytes(self)

    with monkeypatch.context() as context:
        context.setattr(Path, "read_bytes", refuse)
        with pytest.raises(StoreError) as caught:
            health.repair(store, at=AT)
    assert caught.value.slug == "store-unreadable"
    assert health.check(store) == []
    assert store.municipalities(2024) == ["1101", "1103"]


def test_nothing_is_removed_when_manifest_and_copy_are_both_lost(store: Store) -> None:
    for name in ("manifest.json", "manifest.backup.json"):
        (store.root / name).write_bytes(b"{")
    before = {p: p.read_bytes() for p in store.root.rglob("*.parquet")}
    with pytest.raises(StoreError) as caught:
        health.repair(store, at=AT)
    assert caught.value.slug == "store-beyond-repair"
    assert {p: p.read_bytes() for p in store.root.rglob("*.parquet")} == before
