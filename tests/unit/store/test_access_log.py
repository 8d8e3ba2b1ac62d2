"""Who looked at what is written down, and changing it afterwards shows."""

import stat
from pathlib import Path

import pytest

from brukerplan.errors import StoreError
from brukerplan.store import Store
from brukerplan.store.access_log import Access, accesses, note_access

LINES = [Access("2025-01-01", name, "report", "1103 2024") for name in "abc"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    for line in LINES:
        note_access(store, line)
    return store


def test_lines_come_back_in_order_and_closed_to_others(store: Store) -> None:
    assert accesses(store) == LINES
    mode = (store.root / "access.log").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[0].replace(b'"a"', b'"x"'), *lines[1:]],
        lambda lines: [lines[0], b"{}", lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
    ],
)
def test_a_changed_log_shows(store: Store, change: object) -> None:
    path = store.root / "access.log"
    lines = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join(change(lines)) + b"\n")  # type: ignore[operator]
    with pytest.raises(StoreError) as caught:
        accesses(store)
    assert caught.value.slug == "access-log-changed"


def test_an_empty_store_has_no_lines(tmp_path: Path) -> None:
    assert accesses(Store(tmp_path / "none")) == []


def test_a_name_cannot_add_a_line(store: Store) -> None:
    note_access(store, Access("2025-01-01", "x\n{}", "report", "1103\r\n2024"))
    assert len(accesses(store)) == 4
