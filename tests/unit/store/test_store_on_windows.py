"""What Windows does otherwise, imitated: files being read, no folder to force to disk."""

import os
from pathlib import Path

import pytest
from store_samples import AT, source, survey

from brukerplan.errors import ReportError, StoreError
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.store import Store, durable_files

KEYS = ((2024, "1101"),)


def put(store: Store, housing: str = "red") -> None:
    store.import_survey(
        survey(*KEYS, housing=housing),
        source=source(f"{housing}.csv", housing[0]),
        schema_id="brukerplan-2023",
        imported_at=AT,
        replace=True,
    )


def busy(
    monkeypatch: pytest.MonkeyPatch, name: str, *, times: int, only: str
) -> list[str]:
    """Let `os.<name>` be refused a few times, as while somebody reads the file."""
    original, refused = getattr(os, name), []

    def act(path: str | Path, *arguments: object, **options: object) -> object:
        if Path(path).name.startswith(only) and len(refused) < times:
            refused.append(Path(path).name)
            raise PermissionError(13, "Permission denied")
        return original(path, *arguments, **options)

    monkeypatch.setattr(os, name, act)
    return refused


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(durable_files, "_PAUSES", (0.0, 0.0, 0.0))
    store = Store(tmp_path / "Åses data")
    put(store)
    return store


@pytest.mark.parametrize(
    ("name", "only"),
    [("replace", ".manifest.json"), ("replace", ".persons"), ("unlink", "persons")],
)
def test_a_file_that_is_being_read_is_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str, only: str
) -> None:
    put(store, "yellow")
    refused = busy(monkeypatch, name, times=2, only=only)
    put(store, "green")
    assert refused
    assert store.load([2024]).persons["housing"].unique().tolist() == ["green"]


def test_a_file_that_stays_in_use_is_told_of_and_nothing_is_changed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        busy(context, "replace", times=99, only=".manifest.json")
        with pytest.raises(StoreError) as told:
            put(store, "green")
    assert told.value.slug == "store-not-writable"
    assert store.load([2024]).persons["housing"].unique().tolist() == ["red"]


def test_folders_need_not_be_forced_to_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows opens no folder as a file."""
    opened = os.open

    def refuse_folders(path: object, *arguments: object, **options: object) -> int:
        if Path(str(path)).is_dir():
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse_folders)
    monkeypatch.setattr(durable_files, "_FOLDERS_ARE_FILES", False)
    store = Store(tmp_path / "store")
    put(store)
    assert store.municipalities(2024) == ["1101"]


def test_a_report_that_is_open_in_another_program_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tabeller.xlsx"
    path.write_bytes(b"before")
    busy(monkeypatch, "replace", times=1, only=".tabeller")
    with pytest.raises(ReportError) as told:
        write_whole(path, b"after")
    assert "«tabeller.xlsx»" in told.value.message
    assert "open in another program" in str(told.value.hint)
    assert [one.name for one in tmp_path.iterdir()] == ["tabeller.xlsx"]
    assert path.read_bytes() == b"before"
