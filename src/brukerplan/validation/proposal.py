"""Proposes what the columns of an unknown layout are, and how sure that is.

A proposal is certain only where the heading is one that a shipped layout uses for this
field alone, and every value in the column is a word that means one thing. All else is
doubtful: the user confirms it, or it is not used.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from brukerplan.schema import (
    Coding,
    likeness,
    list_schemas,
    load_vocabulary,
    normal_text,
    value_kind,
)
from brukerplan.tables import RawTable
from brukerplan.validation.layout import headings_of
from brukerplan.validation.mapping import LayoutMapping, MappedColumn, fields_of
from brukerplan.validation.personal_data import at_the_door

LEAST = 0.6
"""Below this likeness a heading is proposed to be left out."""

_LEAST_SCORE = 0.55
"""A heading that is a known word reaches it even where no value is known."""

_MOST_CODES = 40
_FEW_CODES, _LEAST_ROWS, _LONGEST_CODE = 12, 5, 40
"""Values that nobody knows are named only if they are few, short and each in many rows,
as codes are and what is said of a person is not."""

_WORD = re.compile(r"\w+")
_MOST_WORDS = 3
_DENIALS = frozenset(["ikke", "ikkje", "ingen", "uten", "utan", "not", "no", "without"])
"""With one of these, a value means something else than the known word in it."""

_RANGES = {
    "survey_year": (2000, 2100),
    "birth_year": (1890, 2100),
    "age": (0, 125),
    "daily_care_children_count": (0, 25),
    "contact_children_count": (0, 25),
    "count": (0, 10**9),
    "municipality_code": (101, 5999),
}
_TEXTS = ("unit", "municipality_name", "record_id")


@dataclass(frozen=True)
class ProposedColumn:
    """A column as proposed; `unknown_values` counts values that no coding explains.

    `unknown_codes` names them where they can only be codes.
    """

    column: MappedColumn
    unknown_values: int = 0
    unknown_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What `schema map` writes for the user to go through."""

    kind: str
    columns: tuple[ProposedColumn, ...]

    @property
    def doubtful(self) -> int:
        """Give the number of columns that the user must confirm."""
        return sum(not one.column.confirmed for one in self.columns)

    def mapping(self, name: str) -> LayoutMapping:
        """Give the proposal as a mapping, as if read from its file."""
        columns = tuple(one.column for one in self.columns)
        return LayoutMapping(name, self.kind, columns)


@dataclass(frozen=True)
class _Fit:
    """How well the values of a column suit a field.

    `guesses` are what some of the `unknown` values seem to mean.
    """

    share: float
    codes: Mapping[str, str]
    certain: bool
    unknown: int = 0
    separator: str | None = None
    guesses: Mapping[str, str] = field(default_factory=dict)


def propose(raw: RawTable) -> Proposal:
    """Give a proposal for a table whose layout is not known."""
    headings = headings_of(raw)
    texts = [_distinct(raw, place) for place in range(len(headings))]
    kind = _kind(headings)
    scored = []
    for place, heading in enumerate(headings):
        for name in sorted(fields_of(kind)):
            by_heading, sure = _heading_score(heading, name)
            if by_heading < LEAST:
                continue
            fit = _fit(name, texts[place])
            score = by_heading * (0.6 + 0.4 * fit.share)
            scored.append((round(score, 4), sure and fit.certain, place, name, fit))
    taken: dict[int, ProposedColumn] = {}
    used: set[str] = set()
    for score, sure, place, name, fit in sorted(
        scored, key=lambda one: (-one[0], not one[1], one[2], one[3])
    ):
        if place in taken or name in used or score < _LEAST_SCORE:
            continue
        used.add(name)
        one = _proposed(str(raw.cells.columns[place]), name, score, sure, fit)
        codes = _unknown_codes(raw, place, one)
        taken[place] = _with_codes(one, codes, fit.guesses)
    left_out = ProposedColumn(MappedColumn("", "", confidence=0.0))
    columns = [
        taken.get(place)
        or replace(left_out, column=replace(left_out.column, heading=str(heading)))
        for place, heading in enumerate(raw.cells.columns)
    ]
    return Proposal(kind, tuple(columns))


def _proposed(
    heading: str, name: str, score: float, sure: bool, fit: _Fit
) -> ProposedColumn:
    column = MappedColumn(
        heading=heading,
        field=name,
        confirmed=sure or name == "record_id",
        confidence=1.0 if sure else min(score, 0.95),
        separator=fit.separator,
        values=dict(sorted(fit.codes.items())),
    )
    return ProposedColumn(column, fit.unknown)


def _with_codes(
    one: ProposedColumn, codes: Sequence[str], guesses: Mapping[str, str]
) -> ProposedColumn:
    """Give the column with codes that nobody knows, and a guess where there is one."""
    guessed = {code: guesses[code] for code in codes if code in guesses}
    values = dict(sorted({**one.column.values, **guessed}.items()))
    return replace(
        one,
        column=replace(one.column, values=values),
        unknown_values=one.unknown_values - len(guessed),
        unknown_codes=tuple(code for code in codes if code not in guessed),
    )


def _unknown_codes(raw: RawTable, place: int, one: ProposedColumn) -> tuple[str, ...]:
    """Give the unknown values of a coded column, if they can be nothing but codes."""
    kind = value_kind(one.column.field)
    if not one.unknown_values or kind is None or one.column.separator is not None:
        return ()
    column = raw.cells.iloc[:, place].array
    words = load_vocabulary().words.get(kind, {})
    labels = raw.value_labels.get(str(raw.cells.columns[place]), {})
    rows: dict[str, int] = {}
    for text, number in zip(column.categories, np.bincount(column.codes), strict=False):
        said = labels.get(text, text)
        if said and said not in one.column.values and normal_text(said) not in words:
            rows[said] = rows.get(said, 0) + int(number)
    are_codes = len(rows) <= _FEW_CODES and all(
        len(text) <= _LONGEST_CODE and number >= _LEAST_ROWS
        for text, number in rows.items()
    )
    alone = replace(raw, cells=raw.cells.iloc[:, [place]])
    return tuple(rows) if are_codes and not at_the_door(alone, None) else ()


def _kind(headings: list[str]) -> str:
    """Tell counts from people: only counts have an area and a colour as columns."""
    found = {
        name
        for name in ("life_area", "category", "count")
        if any(_heading_score(heading, name)[0] >= 0.9 for heading in headings)
    }
    return "counts" if len(found) == 3 else "persons"


def _distinct(raw: RawTable, place: int) -> list[str]:
    column = raw.cells.iloc[:, place].array
    labels = raw.value_labels.get(str(raw.cells.columns[place]), {})
    used = np.unique(column.codes)
    texts = [str(column.categories[code]) for code in used]
    return [labels.get(text, text) for text in texts if text]


@cache
def _own_headings(name: str) -> frozenset[str]:
    return frozenset(
        normal_text(text)
        for schema in list_schemas()
        for one in schema.fields
        if one.name == name
        for text in one.headings
    )


@cache
def _shared_headings() -> frozenset[str]:
    """Give headings that stand for different fields in different layouts."""
    names = sorted(fields_of("persons") | fields_of("counts"))
    seen: dict[str, str] = {}
    shared = set()
    for name in names:
        for text in _own_headings(name):
            if seen.setdefault(text, name) != name:
                shared.add(text)
    return frozenset(shared)


def _heading_score(heading: str, name: str) -> tuple[float, bool]:
    """Give how well a heading suits a field, and whether that is certain."""
    normal = normal_text(heading)
    own = _own_headings(name) | {normal_text(name)}
    if normal in own:
        return 1.0, normal not in _shared_headings()
    synonyms = load_vocabulary().headings.get(name, frozenset())
    if normal in synonyms:
        return 0.95, False
    known = own | synonyms
    best = max((likeness(normal, text) for text in known), default=0.0)
    words = _words(normal)
    if any(len(text) > 3 and _words(text) <= words for text in known):
        best = max(best, 0.85)
    if _names_service(words, name):
        best = max(best, 0.85)
    return 0.9 * best if best < 1 else best, False


def _names_service(heading: set[str], name: str) -> bool:
    """Tell whether words name the service of a field, and that it is had or needed."""
    vocabulary = load_vocabulary()
    use, _, service = name.partition("_")
    if not vocabulary.service_headings.get(use, frozenset()) & heading:
        return False
    named = (text for text, of in vocabulary.words["service"].items() if of == service)
    return any(_words(text) <= heading for text in named)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text))


def _fit(name: str, texts: list[str]) -> _Fit:
    """Give how well the values of a column suit a field, and their coding."""
    if not texts:
        return _Fit(0.5, {}, certain=False)
    kind = value_kind(name)
    if kind == "service":
        return _service_fit(texts)
    if kind is not None:
        return _coded_fit(kind, texts)
    if name in _RANGES:
        lowest, highest = _RANGES[name]
        inside = sum(
            text.split(".")[0].split(",")[0].isdecimal()
            and lowest <= int(text.split(".")[0].split(",")[0]) <= highest
            for text in texts
        )
        return _Fit(inside / len(texts), {}, certain=inside == len(texts))
    return _Fit(1.0 if name in _TEXTS else 0.5, {}, certain=name in _TEXTS)


def _coded_fit(kind: str, texts: list[str]) -> _Fit:
    if len(texts) > _MOST_CODES:
        return _Fit(0.0, {}, certain=False)
    vocabulary = load_vocabulary()
    words = vocabulary.words.get(kind, {})
    normals = {text: normal_text(text) for text in texts}
    if all(normal in words for normal in normals.values()):
        return _Fit(1.0, {}, certain=True)
    known = {text: words[normal] for text, normal in normals.items() if normal in words}
    seeming = {t: _guess(normals[t], words) for t in texts if t not in known}
    guesses = {text: word for text, word in seeming.items() if word}
    share = (len(known) + len(guesses)) / len(texts)
    best = _Fit(share, known, False, len(seeming), guesses=guesses)
    for coding in vocabulary.codings:
        fit = _coding_fit(coding, kind, words, normals)
        if fit is not None and fit.share > best.share:
            best = fit
    return best


def _guess(normal: str, words: Mapping[str, str]) -> str:
    """Give what a text seems to mean by the one word in it that is known.

    Nothing where no word is known, or words that differ in meaning, or a denial.
    """
    parts = _words(normal)
    if len(parts) > _MOST_WORDS or parts & _DENIALS:
        return ""
    meanings = {words[part] for part in parts if len(part) > 1 and part in words}
    return meanings.pop() if len(meanings) == 1 else ""


def _coding_fit(
    coding: Coding, kind: str, words: Mapping[str, str], normals: Mapping[str, str]
) -> _Fit | None:
    """Give the fit of a coding whose codes may be mixed with plain words."""
    if coding.kind != kind:
        return None
    meanings = {**words, **coding.codes}
    explained = {t: meanings[n] for t, n in normals.items() if n in meanings}
    used = [normal for normal in normals.values() if normal in coding.codes]
    if not used:
        return None
    complete = len(used) == len(coding.codes)
    share = len(explained) / len(normals)
    return _Fit(
        share=share,
        codes=explained,
        certain=coding.certain and complete and share == 1,
        unknown=len(normals) - len(explained),
    )


def _service_fit(texts: list[str]) -> _Fit:
    words = load_vocabulary().words["service"]
    best = _Fit(0.0, {}, certain=False)
    for separator in (",", ";", "|", "/", "+"):
        parts = {
            normal_text(part) for text in texts for part in text.split(separator)
        } - {""}
        known = sum(part in words for part in parts)
        share = known / len(parts) if parts else 0.0
        if share > best.share:
            best = _Fit(share, {}, share == 1, len(parts) - known, separator=separator)
    return best
