"""What the labels of statistics bank tables mean: region, sex, age, year, value.

Regions are known by their code alone: names are damaged, extended and reordered.
"""

import re
from dataclasses import dataclass
from functools import cache

OLDEST = 199
"""The upper end of an open age group."""

MISSING_SIGNS = frozenset({"", ".", "..", "...", ":", "-"})
"""How tables write that there is no figure."""

SEXES = {
    "total": {"0", "total", "both sexes", "begge kjønn", "i alt", "kjønn i alt"},
    "male": {"1", "males", "male", "men", "menn", "mann"},
    "female": {"2", "females", "female", "women", "kvinner", "kvinne"},
}
UNPLACED = {"uoppgitt", "uoppgjeve", "unknown", "unspecified"}
OUTSIDE = {"21", "22", "23"}
"""Codes of Svalbard, Jan Mayen and the continental shelf begin so."""

ALL_AGES = {
    "999", "999a", "total", "all ages", "alle aldre", "alle aldrar", "i alt",
    "alder i alt", "0+",
}  # fmt: skip

_REGION = re.compile(
    r"^(?P<prefix>[A-Z])?-?(?P<code>\d{2}-\d{2}|\d{1,4}|rest)(?!\d)", re.IGNORECASE
)
_OTHER_CODE = re.compile(r"^[a-z]{0,4}-?\d")
"""How codes of other divisions begin: city districts (030101), groups (EKG13)."""

_CODE_BEFORE_TEXT = re.compile(
    r"^(\d|\d{3}\+?)\s+(?=\d|[a-zæøå]+ ?[a-zæøå]*$)(?!years?$|år$)"
)
"""The code in `1 Menn` or `018 18 år`, where a download gives codes and texts."""

_AGE = re.compile(
    r"^(?P<low>\d{1,3})(\s*[-–]\s*(?P<high>\d{1,3}))?(?P<open>\+)?"
    r"(\s*(years?|år))?(?P<older>\s+(or|and|eller|og)\s+\w+)?$"
)


@dataclass(frozen=True)
class RegionLabel:
    """What a region label stands for.

    `kind` is municipality, county, nation, unplaced (people in no municipality),
    other (Svalbard, the shelf, other divisions: left out) or unknown. `is_merged` tells a code of the series
    on today's borders (`K-`).
    """

    kind: str
    code: str
    is_merged: bool = False


@cache
def region_label(text: str) -> RegionLabel:
    """Give what `K-3101 Halden`, `301 Oslo`, `F-11` or `0 Hele landet` stand for."""
    match = _REGION.match(text.strip())
    if match is None:
        return RegionLabel(_kind_without_code(text.strip().casefold()), "")
    prefix = (match["prefix"] or "").upper()
    code = match["code"]
    if code.casefold() == "rest" or set(code) == {"9"}:
        return RegionLabel("unplaced", code)
    if code[:2] in OUTSIDE or prefix not in ("", "K", "F"):
        return RegionLabel("other", code)
    if set(code) == {"0"}:
        return RegionLabel("nation", "0")
    if prefix == "F" or (prefix == "" and len(code) <= 2):
        return RegionLabel("county", code.zfill(2))
    return RegionLabel("municipality", code.zfill(4), is_merged=prefix == "K")


def _kind_without_code(text: str) -> str:
    """Tell people in no municipality and other divisions' codes from bare names."""
    if text in UNPLACED:
        return "unplaced"
    return "other" if _OTHER_CODE.match(text) else "unknown"


@cache
def sex_label(text: str) -> str | None:
    """Give total, male or female; None for another word. Nothing said is total."""
    wanted = _CODE_BEFORE_TEXT.sub("", text.strip().casefold())
    if not wanted:
        return "total"
    return next((sex for sex, words in SEXES.items() if wanted in words), None)


@cache
def age_label(text: str) -> tuple[int, int] | None:
    """Give the first and last year of age that a label covers; None if not an age.

    All ages together are `(0, OLDEST)`; an open group ends with `OLDEST`.
    """
    wanted = _CODE_BEFORE_TEXT.sub("", text.strip().casefold())
    if wanted in ALL_AGES:
        return (0, OLDEST)
    match = _AGE.match(wanted)
    if match is None:
        return None
    low = int(match["low"])
    if match["open"] or match["older"]:
        return (low, OLDEST)
    return (low, int(match["high"]) if match["high"] else low)


_YEAR = re.compile(r"(?<!\d)(19|20)\d{2}(?!\d)")
_WORDS = sorted((word for words in SEXES.values() for word in words), key=len)
_SEX_WORD = re.compile(
    r"(?<!\w)(" + "|".join(w for w in reversed(_WORDS) if len(w) > 2) + r")(?!\w)"
)
_AGE_PHRASE = re.compile(
    r"(?<![\d-])\d{1,3}(\s*[-–]\s*\d{1,3})?\+?\s*(years?|år)"
    r"(\s+(or|and|eller|og)\s+\w+)?"
)


@dataclass(frozen=True)
class HeadingLabel:
    """What a value column's heading says; empty text where it says nothing."""

    year: str
    sex: str
    age: str


def heading_label(text: str) -> HeadingLabel:
    """Give year, sex and age that a heading names, as in `Persons 2024 Males`."""
    lowered = text.casefold()
    age = _AGE_PHRASE.search(lowered)
    rest = lowered.replace(age[0], " ") if age else lowered
    year = _YEAR.search(rest)
    sex = _SEX_WORD.search(rest)
    return HeadingLabel(
        year=year[0] if year else "",
        sex=sex[0] if sex else "",
        age=age[0] if age else "",
    )
