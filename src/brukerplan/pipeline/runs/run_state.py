"""What a run remembers, so that the next does only what is due.

It lies in the store, one file for each output folder, closed to others.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brukerplan.store.durable_files import make_folder, read_file, sha256_of, write_file

FOLDER = "runs"
FORMAT_VERSION = 1

_NAMED = 6
"""So many causes are named; of the others, the number is said."""

Causes = Mapping[str, str]
"""What something rests on, by name, each as a checksum or a value as text."""

_PARTS = ("files", "population", "releases", "reports", "exports", "years")


@dataclass
class State:
    """What earlier runs did, by what it rested on.

    `files` by checksum of the inbox file; `population` by name of the file;
    `releases` by year; `reports` and `exports` by the name of what was made; `years`
    by year, where all of it was made. It is written after each step, so that a killed
    run does not repeat what it finished.
    """

    root: Path
    name: str
    files: dict[str, Any] = field(default_factory=dict)
    population: dict[str, Any] = field(default_factory=dict)
    releases: dict[str, Any] = field(default_factory=dict)
    reports: dict[str, Any] = field(default_factory=dict)
    exports: dict[str, Any] = field(default_factory=dict)
    years: dict[str, Any] = field(default_factory=dict)

    def save(self) -> None:
        """Write the state into the store, whole or not at all."""
        document = {"format_version": FORMAT_VERSION}
        document |= {part: getattr(self, part) for part in _PARTS}
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        write_file(make_folder(self.root, FOLDER) / self.name, text.encode())


def _state_name(root: Path, output: Path) -> str:
    """Give the name of the file for runs that write to `output`.

    It goes by where the output lies as seen from the store, so that both can be moved.
    """
    try:
        place = Path(os.path.relpath(output.absolute(), root)).as_posix()
    except ValueError:  # on another drive of Windows
        place = output.absolute().as_posix()
    return f"{sha256_of(place.encode())[:16]}.json"


def load_state(root: Path, output: Path) -> State:
    """Give what is remembered of runs that write to `output`.

    What cannot be read is forgotten: the next run then does everything again.
    """
    state = State(root, _state_name(root, output))
    try:
        document = json.loads(read_file(root / FOLDER / state.name))
        if document["format_version"] == FORMAT_VERSION:
            for part in _PARTS:
                setattr(state, part, dict(document[part]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return State(root, state.name)
    return state


def not_intact(output: Path, files: Mapping[str, str]) -> str:
    """Say which of `files` (name and checksum) is not as it was written; else empty."""
    for name, checksum in files.items():
        path = output / name
        if not path.is_file():
            return f"missing: {name}"
        if sha256_of(path.read_bytes()) != checksum:
            return f"changed by another hand: {name}"
    return ""


def why(before: Causes | None, now: Causes) -> str:
    """Say in words what differs between two sets of causes; empty if nothing does."""
    if before is None:
        return "not made yet"
    changed = [name for name in now if before.get(name) != now[name]]
    gone = [name for name in before if name not in now]
    names = sorted({*changed, *gone})
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return "changed: " + ", ".join(names[:_NAMED]) + more if names else ""
