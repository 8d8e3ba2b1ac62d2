"""A folder in which `brukerplan run` can be tried, and runs of it in this process."""

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from brukerplan.configuration import load_configuration
from brukerplan.pipeline.example_data.example_exports import write_examples
from brukerplan.pipeline.runs.whole_run import Occasion, Outcome, run

NOW = datetime.fromisoformat("2025-03-01T06:00:00+01:00")
NO_FIGURES = "years = [2001]\n"
"""Settings for a run that only imports: there is nothing to compute for the year."""


@dataclass
class Place:
    """A folder with an inbox and a `brukerplan.toml`."""

    root: Path
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def output(self) -> Path:
        return self.root / "reports"

    @property
    def store(self) -> Path:
        return self.root / "brukerplan-data"

    def configure(self, text: str = "", *, formats: str = '"html"') -> None:
        years = "" if "years" in text else 'years = "all"\n'
        text = f"formats = [{formats}]\n{years}{text}"
        (self.root / "brukerplan.toml").write_text(text, encoding="utf-8")

    def receive(self, *codes: str, year: int = 2024, seed: int = 1) -> list[Path]:
        """Let the municipalities' made-up exports arrive in the inbox."""
        written = write_examples(
            self.inbox, codes_by_year={year: list(codes)}, seed=seed, replace=True
        )
        return list(written.files)

    def run(self, *, now: datetime = NOW, dry_run: bool = False) -> Outcome:
        self.events = []
        occasion = Occasion(
            now=now,
            by="cron",
            log=lambda event, **facts: self.events.append((event, facts)),
            clock=lambda: 0.0,
            dry_run=dry_run,
        )
        return run(load_configuration(self.root / "brukerplan.toml"), occasion)

    def files(self) -> dict[str, bytes]:
        found = (p for p in self.output.iterdir() if p.name != "run.json")
        return {path.name: path.read_bytes() for path in found}


def made_place(root: Path, text: str = "") -> Place:
    place = Place(root)
    place.inbox.mkdir(parents=True)
    place.configure(text)
    return place


def done(outcome: Outcome) -> list[tuple[str, str]]:
    """Give what a run did, but for the index page: the steps and what they were about."""
    steps = [(step["step"], step["what"]) for step in outcome.document["done"]]
    return [(step, what) for step, what in steps if step != "index"]


def reports_of(outcome: Outcome) -> list[str]:
    """Give the codes of the places whose reports a run made."""
    what = [text.split() for step, text in done(outcome) if step == "report"]
    return [parts[1] for parts in what]


def touch_later(path: Path) -> None:
    """Give a file another time and the same content."""
    os.utime(path, (path.stat().st_mtime + 60,) * 2)
