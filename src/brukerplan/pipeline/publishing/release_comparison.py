"""Compares two releases: two years, or a release and the one it replaced."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brukerplan import disclosure
from brukerplan.definitions import Definitions, load_definitions
from brukerplan.errors import UsageError
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.pipeline.publishing.report_batch import load_release
from brukerplan.pipeline.releasing.release_history import PREVIOUS
from brukerplan.reporting.analysis import ReleaseComparison, compare_releases
from brukerplan.reporting.comparison_page import (
    PageTable,
    comparison_html,
    comparison_tables,
    verdict_of,
)
from brukerplan.reporting.exports.public import INTERNAL_MARK
from brukerplan.store import Store
from brukerplan.tables import Release


@dataclass(frozen=True)
class Compared:
    """The comparison, and ways to tell of it."""

    comparison: ReleaseComparison
    definitions: Definitions

    @property
    def passes(self) -> bool:
        """Whether no sum fails."""
        return self.comparison.passes

    def verdict(self) -> str:
        """Give the result in a sentence."""
        return verdict_of(self.comparison)

    def tables(self, most: int) -> tuple[PageTable, ...]:
        """Give the findings as tables of text, at most `most` rows of each."""
        return comparison_tables(self.comparison, self.definitions, most=most)

    def to_mapping(self) -> dict[str, Any]:
        """Give everything as plain values, for JSON."""
        frames = self.comparison.frames().items()
        found = {
            name: json.loads(frame.to_json(orient="records", double_precision=15))
            for name, frame in frames
        }
        return {
            "old_release": self.comparison.old_name,
            "new_release": self.comparison.new_name,
            "passes": self.passes,
            "counts": self.comparison.counts(),
            "findings": found,
        }


def compare(
    store_root: Path, old: str, new: str = "", *, html: Path | None = None
) -> Compared:
    """Compare two releases; `old` and `new` are years, or folders that hold a release.

    With one year only, its release is compared with the one that it replaced. `html`
    is a file to write the comparison to.

    Raises:
        UsageError: a year has not been computed, or its release replaced none.
        InputError: a folder holds no release.
    """
    if new:
        before, after = (_release(store_root, text) for text in (old, new))
        names = old, new
    else:
        before, after = _replaced(store_root, old), _release(store_root, old)
        names = f"{old} (replaced)", old
    definitions = load_definitions()
    comparison = compare_releases(
        before, after, old_name=Path(names[0]).name, new_name=Path(names[1]).name
    )
    if html is not None:
        audiences = {r.policy.get("audience", "public") for r in (before, after)}
        marking = "" if audiences == {"public"} else INTERNAL_MARK
        write_whole(html, comparison_html(comparison, definitions, marking=marking))
    return Compared(comparison, definitions)


def _release(store_root: Path, text: str) -> Release:
    if text.isascii() and text.isdigit():
        return load_release(store_root, int(text))
    return disclosure.read_release(Path(text))


def _replaced(store_root: Path, text: str) -> Release:
    year = int(text) if text.isascii() and text.isdigit() else 0
    store = Store(store_root)
    if not any(name.startswith(f"{PREVIOUS}/") for name in store.read_release(year)):
        raise UsageError(
            f"the release of {text} has replaced no other",
            hint="name two: brukerplan compare 2023 2024",
            slug="no-earlier-release",
        )
    return disclosure.read_release(store.release_folder(year) / PREVIOUS)
