"""What a run remembers, so that the next does only what is due.

It lies in the store, one file for each output folder, closed to others.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brukerplan.store.files import make_folder, read_file, sha256_of, write_file

FOLDER = "runs"
FORMAT_VERSION = 1

Causes = Mapping[str, str]
"""What something rests on, by name, each as a checksum or a value as text."""

_PARTS = ("files", "population", "releases", "reports", "exports")


@dataclass
class State:
    """What earlier runs did, by what it rested on.

    `files` by checksum of the inbox file; `population` by name of the file;
    `releases` by year; `reports` and `exports` by the name of what was made. It is
    written after each step, so that a killed run does not repeat what it finished.
    """

    root: Path
    name: str
    files: dict[str, Any] = field(default_factory=dict)
    population: dict[str, Any] = field(default_factory=dict)
    releases: dict[str, Any] = field(default_factory=dict)
    reports: dict[str, Any] = field(default_factory=dict)
    exports: dict[str, Any] = field(default_factory=dict)

    def save(self) -> None:
        """Write the state into the store, whole or not at all."""
        document = {"format_version": FORMAT_VERSION}
        document |= {part: getattr(self, part) for part in _PARTS}
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        write_file(make_folder(self.root, FOLDER) / self.name, text.encode())


def load_state(root: Path, output: Path) -> State:
    """Give what is remembered of runs that write to `output`.

    What cannot be read is forgotten: the next run then does everything again.
    """
    state = State(root, f"{sha256_of(str(output.absolute()).encode())[:16]}.json")
    try:
        document = json.loads(read_file(root / FOLDER / state.name))
        if document["format_version"] == FORMAT_VERSION:
            for part in _PARTS:
                setattr(state, part, dict(document[part]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return State(root, state.name)
    return state


def why(before: Causes | None, now: Causes) -> str:
    """Say in words what differs between two sets of causes; empty if nothing does."""
    if before is None:
        return "not made yet"
    changed = [name for name in now if before.get(name) != now[name]]
    gone = [name for name in before if name not in now]
    names = sorted({*changed, *gone})
    return "changed: " + ", ".join(names) if names else ""
