"""What was found in a file last time, kept as counts: how many of which, in which column.

No value and no line is kept, nor any hash of one, since a hash of a cell with few
possible values gives the value away. The file's name is kept as a hash.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from brukerplan.pipeline.importing.finding_texts import Wording
from brukerplan.pipeline.importing.survey_import import Checked
from brukerplan.store.durable_files import make_folder, write_file

_FOLDER = "validation"
_VERSION = 1

Counts = Mapping[str, int]


def remember(store_root: Path, checked: Checked) -> None:
    """Keep how many findings each file has of each rule and column.

    A file without findings is remembered only if it had some before.

    Raises:
        StoreError: the store's folder cannot be written.
    """
    for name, counts in _counts(checked).items():
        place = _place(store_root, name)
        if counts or place.exists():
            text = json.dumps({"format_version": _VERSION, "counts": counts}, indent=1)
            make_folder(store_root, _FOLDER)
            write_file(place, text.encode())


def since_last(store_root: Path, checked: Checked, words: Wording) -> Iterator[str]:
    """Give a line for each file and rule of which something is fixed, left or new."""
    for name, now in _counts(checked).items():
        before = _before(_place(store_root, name))
        if before is None:
            continue
        for key in sorted({*before, *now}):
            was, left = before.get(key, 0), now.get(key, 0)
            text = words.texts.text(
                "{file}: {rule}: {fixed} fixed, {left} left, {new} new"
            )
            yield text.format(
                file=name,
                rule=key,
                fixed=max(was - left, 0),
                left=min(was, left),
                new=max(left - was, 0),
            )


def _counts(checked: Checked) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {
        one.source.name: {} for one in checked.results if one.source.name != "-"
    }
    for group in checked.groups:
        if group.file in counts:
            key = f"{group.rule} «{group.column}»" if group.column else group.rule
            known = counts[group.file]
            known[key] = known.get(key, 0) + group.count
    return counts


def _place(store_root: Path, name: str) -> Path:
    hashed = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return store_root / _FOLDER / f"{hashed[:32]}.json"


def _before(place: Path) -> Counts | None:
    """Give what was kept, or None where nothing usable was."""
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
        if content["format_version"] != _VERSION:
            return None
        return {str(key): int(number) for key, number in content["counts"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
