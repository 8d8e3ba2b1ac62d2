"""No room, no permission, a file that vanishes: the store is as it was, and says so."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from store_samples import AT, source, survey

from brukerplan.errors import StoreError
from brukerplan.store import Store, health

UNIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()")
NOBODY = 65534
resource = pytest.importorskip("resource", reason="needs limits of Unix")


def put(store: Store, letter: str, *keys: tuple[int, str], people: int = 3) -> None:
    store.import_survey(
        survey(*keys, people=people),
        source=source(f"{letter}.csv", letter),
        schema_id="brukerplan-2023",
        imported_at=AT,
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    put(store, "a", (2024, "1101"))
    return store


def content(root: Path) -> dict[str, bytes]:
    found = (p for p in root.rglob("*") if p.is_file() and p.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def in_child(work: Callable[[], None]) -> str:
    """Run `work` in a child process, and give the slug of the error it ended in."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        slug = ""
        try:
            work()
        except StoreError as problem:
            slug = problem.slug
        except OSError as problem:
            slug = repr(problem)
        finally:
            os.write(writing, slug.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as file:
        return file.read().decode()


@pytest.mark.parametrize(
    ("path", "again"),
    [("releases/2024/release.json", "make it"), ("survey", "import its file")],
)
def test_a_file_that_is_gone_is_named(store: Store, path: str, again: str) -> None:
    store.put_release(2024, {"release.json": b"1"})
    gone = store.root / path
    if gone.is_dir():
        gone = next(gone.rglob("*.parquet"))
    gone.unlink()
    with pytest.raises(StoreError) as told:
        store.load([2024])
        store.read_release(2024)
    assert gone.relative_to(store.root).as_posix() in told.value.message
    assert again in str(told.value.hint)


@UNIX
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
@pytest.mark.parametrize("room", [0, 100, 2000, 9000, 15000])
def test_a_full_disk_leaves_the_store_as_it_was(store: Store, room: int) -> None:
    before = content(store.root)

    def write_with_little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        put(Store(store.root), "b", (2024, "1103"), people=3000)

    assert in_child(write_with_little_room) == "store-disk-full"
    assert content(store.root) == before
    assert health.check(store) == []
    put(store, "b", (2024, "1103"))


@pytest.mark.slow
def test_a_small_file_system_that_is_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)]
    mounted = hasattr(os, "geteuid") and os.geteuid() == 0
    mounted = mounted and not subprocess.call(mount, stderr=subprocess.DEVNULL)
    if not mounted:
        pytest.skip("a small file system cannot be mounted here: needs root's rights")
    try:
        store = Store(disk / "store")
        put(store, "a", (2024, "1101"))
        before = content(store.root)
        (disk / "filler").write_bytes(b"x" * 150_000)
        with pytest.raises(StoreError) as caught:
            put(store, "b", *((2024, f"{code}") for code in range(1103, 1150)))
        assert caught.value.slug == "store-disk-full"
        (disk / "filler").unlink()
        assert content(store.root) == before
        assert health.check(store) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@UNIX
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
@pytest.mark.parametrize("place", ["", "survey/year=2024"])
def test_no_permission_leaves_the_store_as_it_was(store: Store, place: str) -> None:
    if os.geteuid() == 0:
        open_to_nobody(store.root)
    before = content(store.root)
    (store.root / place).chmod(0o500)

    def write_as_nobody() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        put(Store(store.root), "b", (2024, "1103"))

    assert in_child(write_as_nobody) == "store-not-writable"
    (store.root / place).chmod(0o700)
    after = content(store.root)
    after.pop(".pending", None)
    assert after == before
    store.recover()
    assert health.check(store) == []


def open_to_nobody(root: Path) -> None:
    """Give the store to the user «nobody», and let that user reach it."""
    for path in [root, *root.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    for parent in root.parents:
        if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)


@UNIX
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root has others"
)
def test_another_user_cannot_read_the_store(store: Store) -> None:
    for parent in store.root.parents:
        parent.chmod(parent.stat().st_mode | 0o011)

    def read_as_nobody() -> None:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        Store(store.root).load([2024])

    assert in_child(read_as_nobody) == "store-unreadable"


def test_every_file_is_on_disk_before_it_takes_its_name(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut may lose what was written but not forced to disk."""
    forced: set[int] = set()
    changed: set[int] = set()
    unforced: list[str] = []
    fsync, replace = os.fsync, os.replace

    def note_fsync(descriptor: int) -> None:
        forced.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    def note_replace(old: str, new: str) -> None:
        inode = Path(old).stat().st_ino
        if inode not in forced:
            unforced.append(str(new))
        changed.add(Path(new).parent.stat().st_ino)
        forced.discard(Path(new).parent.stat().st_ino)
        replace(old, new)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    put(store, "b", (2024, "1103"))
    store.put_release(2024, {"release.parquet": b"one"})
    assert unforced == []
    assert changed
    assert changed <= forced | {gone for gone in changed if not _is_there(store, gone)}


def _is_there(store: Store, inode: int) -> bool:
    return inode in {p.stat().st_ino for p in [store.root, *store.root.rglob("*")]}


def test_readers_and_a_writer_at_once(store: Store) -> None:
    """While one process replaces the data, others always read one whole state."""
    code = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[2])\n"
        "from store_samples import AT, source, survey\n"
        "from brukerplan.store import Store\n"
        "store = Store(pathlib.Path(sys.argv[1]))\n"
        "for n in range(40):\n"
        "    store.import_survey(survey((2024, '1101'), (2024, '1103'), people=n + 1),\n"
        "        source=source(f'{n}.csv', f'{n:064d}'[-64:]), schema_id='x',\n"
        "        imported_at=AT, replace=True)\n"
    )
    here = str(Path(__file__).parent)
    writer = subprocess.Popen([sys.executable, "-c", code, str(store.root), here])
    seen = set()
    while writer.poll() is None:
        persons = store.load([2024]).persons
        sizes = persons.groupby("municipality_code").size()
        if len(sizes) == 2:
            assert sizes["1101"] == sizes["1103"]
            seen.add(int(sizes["1101"]))
    assert writer.returncode == 0
    assert len(seen) > 1
    assert health.check(store) == []
