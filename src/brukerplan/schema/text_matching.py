"""When two headings or two coded values count as the same text."""

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_EDGES = " \t\"'.:;*"


@lru_cache(maxsize=20_000)
def normal_text(text: str) -> str:
    """Give `text` without differences that carry no meaning.

    Letters composed (NFC) and in lower case, white space (also hard spaces and line
    breaks) as one space, and no quotes, points or colons at the ends.
    """
    composed = unicodedata.normalize("NFC", text).casefold()
    return _SPACE.sub(" ", composed).strip(_EDGES)
