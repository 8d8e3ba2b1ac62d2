"""Kill a writer again and again, and say whether the store was ever between two states.

Run by `test_store_killed.py` in a process of its own, since it forks; by hand, with
`python killed_writer.py FOLDER RANDOM_KILLS SEED`, it prints the tally. A child makes
one change and dies by SIGKILL: at its n-th file operation (before it, or halfway
through a write), or after a random time. Then a reader and the next writer look.
"""

import gc
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from store_samples import AT, source, survey

from brukerplan.store import Store, erasure, health, survey_files

OPERATIONS = [
    *("open", "write", "fsync", "close", "fchmod", "chmod"),
    *("mkdir", "rmdir", "unlink", "replace", "rename", "link"),
]
KEYS = ((2024, "1101"), (2024, "1103"), (2023, "1103"))


made = cache(survey)


def put(store: Store, letter: str, housing: str, *keys: tuple[int, str]) -> None:
    store.import_survey(
        made(*keys, housing=housing),
        source=source(f"{letter}.csv", letter),
        schema_id="brukerplan-2023",
        imported_at=AT,
        replace=True,
    )


def prepare(root: Path) -> None:
    """Make the store from which each change starts."""
    store = Store(root)
    put(store, "a", "red", *KEYS)
    put(store, "b", "green", KEYS[1])
    store.put_release(2024, {"release.parquet": b"one" * 999, "release.json": b"1"})
    store.put_file("population/2024.csv", b"people")


def forget(store: Store) -> None:
    erasure.forget(store, municipality="1103", year=2024, at=AT)


CHANGES: dict[str, Callable[[Store], Any]] = {
    "import": lambda store: put(store, "c", "yellow", (2024, "1106"), (2022, "1101")),
    "replace": lambda store: put(store, "d", "yellow", *KEYS),
    "undo": lambda store: erasure.undo(store, at=AT),
    "forget": forget,
    "release": lambda store: store.put_release(
        2024, {"release.parquet": b"two" * 999, "release.csv": b"2"}
    ),
    "population": lambda store: store.put_file("population/2024.csv", b"more people"),
}


def listed(root: Path) -> str:
    """Give what the store's manifest lists, without dates and history."""
    manifest = Store(root).manifest()
    entries = [repr(entry.content()) for _, entry in sorted(manifest.entries.items())]
    return "\n".join([*entries, repr(manifest.bundles)])


def state(root: Path) -> str:
    """Give all that a reader can see of the store, as one text."""
    store = Store(root)
    entries = sorted(store.manifest().all_entries(), key=repr)
    rows = [
        survey_files.read(root, [entry], "persons")[0].to_pylist() for entry in entries
    ]
    releases = {year: store.read_release(year) for year in store.release_years()}
    return repr([listed(root), rows, releases, store.read_population()])


def counting(act: Callable[[int, str, Callable[..., Any], Any], None]) -> None:
    """Call `act(number, name, original, arguments)` before each file operation."""
    number = 0

    def counted(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            nonlocal number
            number += 1
            act(number, name, original, args)
            return original(*args, **options)

        return call

    for name in OPERATIONS:
        setattr(os, name, counted(name, getattr(os, name)))


def die_at(operation: int, *, torn: bool) -> None:
    """Make this process die at its `operation`-th file operation from now.

    With `torn`, that is a write, and half of it is done.
    """

    def act(number: int, name: str, original: Callable[..., Any], args: Any) -> None:
        if number == operation:
            if torn:
                original(args[0], bytes(args[1])[: len(args[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)

    counting(act)


@dataclass
class Tally:
    """How often a killed writer left the state of before and of after."""

    before: int = 0
    after: int = 0
    not_killed: int = 0
    wrong: list[str] = field(default_factory=list)


def fork(root: Path, change: Callable[[Store], Any], arm: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            arm()
            change(Store(root))
        finally:
            os._exit(0)
    return child


def judge(root: Path, where: str, states: tuple[str, str], tally: Tally) -> None:
    """Look at what the killed writer left, as a reader and as the next writer."""
    seen, before = state(root), listed(root)
    if seen not in states:
        tally.wrong.append(f"{where}: a reader saw half a change")
    Store(root).recover()
    if listed(root) != before:
        tally.wrong.append(f"{where}: the next writer changed the state")
    if faults := health.check(Store(root)):
        tally.wrong.append(f"{where}: {[fault.kind for fault in faults]}")
    if list(root.rglob(".*.tmp")):
        tally.wrong.append(f"{where}: a temporary file is left")
    tally.before += seen == states[0]
    tally.after += seen == states[1]


def kill_at_each_operation(trial: "Trial", tally: Tally) -> None:
    writes = [n for n, name in enumerate(trial.operations, 1) if name == "write"]
    every = range(1, len(trial.operations) + 1)
    for operation, torn in [*((n, False) for n in every), *((n, True) for n in writes)]:
        with trial.fresh() as work:
            child = fork(work, trial.change, partial(die_at, operation, torn=torn))
            assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
            judge(work, f"{trial.name} at {operation}", trial.states, tally)


def kill_at_random(
    trial: "Trial", tally: Tally, rng: random.Random, kills: int
) -> None:
    """Hit the writer `kills` times; it is faster or slower as the machine has time."""
    length, hits = trial.length, 0
    for _ in range(4 * kills):
        if hits == kills:
            break
        with trial.fresh() as work:
            child = fork(work, trial.change, lambda: None)
            moment = rng.uniform(0, length)
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)
            is_hit = os.WIFSIGNALED(os.waitpid(child, 0)[1])
            hits += is_hit
            tally.not_killed += not is_hit
            length *= 1.05 if is_hit else 0.8
            judge(work, f"{trial.name} after {moment:.4f} s", trial.states, tally)


@dataclass(frozen=True)
class Trial:
    """One change, tried from the store in `start` in a copy made afresh."""

    name: str
    start: Path
    states: tuple[str, str] = ("", "")
    length: float = 0.0
    operations: tuple[str, ...] = ()

    @property
    def change(self) -> Callable[[Store], Any]:
        return CHANGES[self.name]

    @contextmanager
    def fresh(self) -> Iterator[Path]:
        work = self.start.with_name("work")
        shutil.copytree(self.start, work)
        yield work
        shutil.rmtree(work)

    def unharmed(self) -> "Trial":
        """Give the trial with its states, duration and file operations."""
        with self.fresh() as work:
            begun = time.perf_counter()
            os.waitpid(fork(work, self.change, lambda: None), 0)
            length = time.perf_counter() - begun
            states = state(self.start), state(work)
        log = self.start.with_name("operations")
        with self.fresh() as work, log.open("ab", buffering=0) as file:
            note = partial(note_name, file.fileno(), os.write)
            os.waitpid(fork(work, self.change, partial(counting, note)), 0)
        operations = tuple(log.read_text().split())
        log.unlink()
        return Trial(self.name, self.start, states, length, operations)


def note_name(
    file: int, write: Callable[[int, bytes], int], _number: int, name: str, *_: Any
) -> None:
    write(file, f"{name}\n".encode())


def main(
    folder: Path, names: list[str], random_kills: int, seed: int
) -> dict[str, Any]:
    rng = random.Random(seed)
    start = folder / "start"
    prepare(start)
    gc.freeze()  # so that a child need not copy what the parent has
    operations, moments = Tally(), Tally()
    for name in names or CHANGES:
        trial = Trial(name, start).unharmed()
        assert trial.states[0] != trial.states[1], name
        kill_at_each_operation(trial, operations)
        kill_at_random(trial, moments, rng, random_kills)
    return {"each operation": vars(operations), "random moments": vars(moments)}


if __name__ == "__main__":
    outcome = main(Path(sys.argv[1]), sys.argv[4:], int(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(json.dumps(outcome))
