"""The distinct texts of a column, as the door looks through them."""

import re
from functools import cached_property

import numpy as np

from brukerplan.schema import Field, normal_text

_LETTER = re.compile(r"[^\W\d_]")

_PLAIN_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
        **dict.fromkeys("\t\u00a0\u2002\u2003\u2007\u2009\u202f", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
    }
)
"""Signs that nobody sees are taken away; spaces and dashes of all kinds made plain."""

_HAS_OTHER_SIGNS = re.compile(f"[{re.escape(''.join(map(chr, _PLAIN_SIGNS)))}]")


class Look:
    """The distinct texts of a column, with what is known of them.

    `texts` have plain signs only, `joined` is all of them, a line each. How many rows
    have each, and where it begins in `joined`, is worked out if some rule asks.
    """

    def __init__(
        self,
        texts: list[str],
        codes: np.ndarray,
        field: Field | None,
        accepted: set[str],
    ) -> None:
        self.joined = "\n".join(texts)
        self.texts = texts
        if _may_have_other_signs(self.joined) and _HAS_OTHER_SIGNS.search(self.joined):
            self.texts = [text.translate(_PLAIN_SIGNS) for text in texts]
            self.joined = "\n".join(self.texts)
        self.codes = codes
        self.field = field.name if field else None
        self.coded = np.zeros(len(texts), dtype=bool)
        if accepted:
            self.coded[:] = [normal_text(text) in accepted for text in self.texts]
        self.longest = max(map(len, self.texts), default=0)
        self.has_letters = _has_letters(self.joined)

    @cached_property
    def counts(self) -> np.ndarray:
        """Give how many rows have each text."""
        return np.bincount(self.codes, minlength=len(self.texts))

    @cached_property
    def starts(self) -> np.ndarray:
        """Give where each text begins in `joined`."""
        return np.cumsum([0, *[len(text) + 1 for text in self.texts]])

    def places(
        self, pattern: re.Pattern[str]
    ) -> tuple[list[re.Match[str]], np.ndarray]:
        """Give all matches, and which of the texts each is in."""
        found = list(pattern.finditer(self.joined))
        if not found:
            return [], np.zeros(0, dtype=np.int64)
        offsets = np.array([one.start() for one in found], dtype=np.int64)
        return found, np.searchsorted(self.starts, offsets, side="right") - 1

    def holding(self, pattern: re.Pattern[str]) -> np.ndarray:
        """Say for each text whether the pattern is found in it."""
        bad = np.zeros(len(self.texts), dtype=bool)
        bad[self.places(pattern)[1]] = True
        return bad


def _may_have_other_signs(text: str) -> bool:
    """Say whether it is worth while to search; of those signs, ASCII has one."""
    return "\t" in text or not text.isascii()


def _has_letters(text: str) -> bool:
    """Say whether there is a letter; in ASCII, only letters have two cases."""
    if text.isascii():
        return text.lower() != text.upper()
    return _LETTER.search(text) is not None
