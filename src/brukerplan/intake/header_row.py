"""Which row holds the headings: below titles and notes, perhaps over two rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from brukerplan.schema import load_vocabulary

SEARCHED_ROWS = 60
"""How far down the headings may stand."""

_PLENTY = 4
"""With so many known headings in a row, nobody needs to look much further down."""


@dataclass(frozen=True)
class Heading:
    """The headings, and the rows (from 0) where they begin and end."""

    texts: list[str]
    first: int
    last: int
    known: int


def find_heading(rows: Sequence[Sequence[str]]) -> Heading | None:
    """Give the row with most known headings, or two rows that together have more.

    Where no row has two known headings, the first row is taken that fills most of the
    width with text and no numbers; None where there is none.
    """
    searched = rows[:SEARCHED_ROWS]
    known = load_vocabulary().is_known_heading
    counts: list[int] = []
    best = None
    for place, row in enumerate(searched):
        counts.append(sum(known(cell) for cell in row if cell.strip()))
        if best is None or counts[place] > counts[best]:
            best = place
        if counts[best] >= _PLENTY and place > best + 1:
            break
    if best is None:
        return None
    if counts[best] < 2:
        return _by_shape(searched)
    found = Heading(list(searched[best]), best, best, counts[best])
    for upper in (best - 1, best):
        if upper < 0 or upper + 1 >= len(searched):
            continue
        texts = _merged(searched[upper], searched[upper + 1])
        number = sum(known(text) for text in texts if text.strip())
        if number > found.known:
            found = Heading(texts, upper, upper + 1, number)
    return found


def _merged(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return [b if b.strip() else a for a, b in zip(above, below, strict=True)]


def _by_shape(rows: Sequence[Sequence[str]]) -> Heading | None:
    width = max((len(row) for row in rows), default=0)
    for place, row in enumerate(rows):
        texts = [cell for cell in row if cell.strip()]
        wordy = [cell for cell in texts if not cell.strip().replace(",", "").isdigit()]
        if len(texts) >= max(2, 0.6 * width) and len(wordy) == len(texts):
            return Heading(list(row), place, place, 0)
    return None
