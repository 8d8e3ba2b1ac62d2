"""The door: whatever could say who a person is stops the file, in any column.

Looks at each distinct text once. What a cell says never leaves this module.
"""

import re
from collections.abc import Callable, Iterator

import numpy as np

from brukerplan.schema import Field, load_vocabulary, normal_text, value_kind
from brukerplan.tables import RawTable
from brukerplan.validation.column_texts import Look
from brukerplan.validation.findings import FindingGroup
from brukerplan.validation.identity import are_identity_numbers
from brukerplan.validation.layout import Layout

_ELEVEN = re.compile(
    r"(?<!\d)(\d{2})[ .]?(\d{2})[ .]?(\d{2})[ .\-–]{0,3}(\d{3})[ ]?(\d{2})(?!\d)"
)
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./\- ]\d{1,2}[./\- ]\d{2,4}|\d{4}-\d\d-\d\d|"
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:\d\d|19\d\d|20\d\d))(?!\d)"
)
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\W\d_]{2,}")
_PHONE_SPACED = re.compile(
    r"(?<![\d.,])(?:[2-9]\d(?: \d\d){3}|[489]\d\d \d\d \d\d\d)(?![\d.,])"
)
_PHONE_ABROAD = re.compile(
    r"(?<![\d+])(?:\+|00)(?:47|4[56]|358)[ \-]?\d(?:[ \-]?\d){7,8}(?!\d)"
)
_MOBILE = re.compile(r"(?<!\d)[49]\d{7}(?!\d)")
_STREET = re.compile(
    r"\b[A-ZÆØÅ][\wæøåéÆØÅ.\-]*(?: [A-ZÆØÅ]?[\wæøå.\-]+)? ?"
    r"(?:veien|vegen|vei|veg|gata|gaten|gate|gt\.?|plass|allé|bakken|svingen|stien|"
    r"lia|ringen|torget|tunet|haugen|åsen|moen|kaia|kaien|brygga) ?"
    r"\d{1,4} ?[A-Za-z]?(?![\w/])"
)
_WORD = re.compile(r"[^\W\d_]+(?:[\-'][^\W\d_]+)*\.?", re.UNICODE)
_NAME_LINKS = {"van", "von", "de", "der", "af", "al", "el", "bin"}

_TEN_DIGITS = re.compile(r"^\d{10}$", re.MULTILINE)

_LONGEST_NAME = 60
_ENOUGH_NAMES = 5
"""So many names in an unknown column make it a column of names."""

_SENTENCE_WORDS = 7
_SENTENCE_LENGTH = 40
_UNIT_WORDS = 12
_NAMED_BY_ADDRESS = 3
"""A unit is taken for a house named by its address from this many rows up."""


def at_the_door(raw: RawTable, layout: Layout | None) -> list[FindingGroup]:
    """Give, for each column and kind of personal data, the lines that hold it."""
    fields = {one.position: one.field for one in (layout.columns if layout else ())}
    groups = []
    least = min(_SHORTEST.values())
    for position, heading in enumerate(map(str, raw.cells.columns)):
        column = raw.cells.iloc[:, position].array
        texts = column.categories.tolist()
        if not any(len(text) >= least for text in texts):
            continue
        for rule, bad in _looked_through(texts, column.codes, fields.get(position)):
            if not bad.any():
                continue
            lines = raw.cells.index[bad[column.codes]].to_numpy()
            if len(lines):
                groups.append(FindingGroup(rule, raw.source.name, heading, lines))
    return groups


def _looked_through(
    texts: list[str], codes: np.ndarray, field: Field | None
) -> Iterator[tuple[str, np.ndarray]]:
    """Give each rule that some text breaks, and which texts do.

    A text that lists several values is taken apart, and each value looked at once.
    """
    accepted = _accepted(field)
    if accepted and accepted.issuperset(map(normal_text, filter(None, texts))):
        return
    if field is None or field.separator is None:
        yield from _found(Look(texts, codes, field, accepted))
        return
    places: dict[str, list[int]] = {}
    separators = re.compile(rf"[{re.escape(field.separator)};|\n]")
    for place, text in enumerate(texts):
        for part in separators.split(text):
            places.setdefault(part.strip(), []).append(place)
    if accepted.issuperset(map(normal_text, filter(None, places))):
        return
    parts_of = list(places)
    look = Look(parts_of, np.arange(len(places)), field, accepted)
    for rule, parts in _found(look):
        bad = np.zeros(len(texts), dtype=bool)
        for part in np.flatnonzero(parts):
            bad[places[parts_of[part]]] = True
        yield rule, bad


def _found(look: Look) -> Iterator[tuple[str, np.ndarray]]:
    """Give what each kind of personal data that the texts have room for finds."""
    for rule, find in _KINDS.items():
        if look.longest < _SHORTEST[rule]:
            continue
        if look.has_letters or rule not in _OF_LETTERS:
            yield rule, find(look)


def _accepted(field: Field | None) -> set[str]:
    """Give the words that a field's code list may use."""
    if field is None or (kind := value_kind(field.name)) is None:
        return set()
    words = load_vocabulary().words.get(kind, {})
    return {*words, *map(normal_text, field.codes)}


_NEVER_ELEVEN_DIGITS = ("birth_year", "age")
"""Here eleven digits that begin as a date are an identity number, perhaps misspelt."""


def _identity_numbers(look: Look) -> np.ndarray:
    found, places = look.places(_ELEVEN)
    numbers = np.array(["".join(one.groups()) for one in found], dtype=object)
    bad = np.zeros(len(look.texts), dtype=bool)
    misspelt = look.field in _NEVER_ELEVEN_DIGITS
    bad[places[are_identity_numbers(numbers, misspelt=misspelt)]] = True
    return bad | _shortened_by_spreadsheet(look)


def _shortened_by_spreadsheet(look: Look) -> np.ndarray:
    """Tell identity numbers whose leading zero was lost, where most of them fit."""
    bad = np.zeros(len(look.texts), dtype=bool)
    ten = look.holding(_TEN_DIGITS)
    if ten.any():
        numbers = np.array(["0" + look.texts[i] for i in np.flatnonzero(ten)])
        are = are_identity_numbers(numbers)
        if 2 * are.sum() > len(are):
            bad[np.flatnonzero(ten)[are]] = True
    return bad


def _email_addresses(look: Look) -> np.ndarray:
    if "@" not in look.joined:
        return np.zeros(len(look.texts), dtype=bool)
    return look.holding(_EMAIL)


def _phone_numbers(look: Look) -> np.ndarray:
    bad = look.holding(_PHONE_SPACED) | look.holding(_PHONE_ABROAD)
    if look.field not in ("record_id", "count"):
        bad |= look.holding(_MOBILE)
    return bad


def _person_names(look: Look) -> np.ndarray:
    names = load_vocabulary().first_names
    shaped = np.zeros(len(look.texts), dtype=bool)
    named = np.zeros(len(look.texts), dtype=bool)
    alone = np.zeros(len(look.texts), dtype=bool)
    for place, text in enumerate(look.texts):
        if look.coded[place] or len(text) > _LONGEST_NAME:
            continue
        words = text.replace(",", " ").split()
        alone[place] = len(words) == 1 and text.lower() in names
        shaped[place] = _is_name_shaped(words)
        named[place] = shaped[place] and any(
            part in names for word in words for part in word.lower().split("-")
        )
    if look.field is not None:
        return named
    if _most_are(alone, look):
        named |= alone
    return shaped if _most_are(shaped, look) and _are_rare(shaped, look) else named


def _is_name_shaped(words: list[str]) -> bool:
    """Say whether words may be a person's name, and no place's, unit's or service's."""
    if not 2 <= len(words) <= 4:
        return False
    vocabulary = load_vocabulary()
    shouted = all(word.isupper() for word in words)
    for word in words:
        lower = word.lower()
        if lower in vocabulary.institution_words or lower in vocabulary.single_words:
            return False
        if not _WORD.fullmatch(word):
            return False
        if not (word[0].isupper() or lower in _NAME_LINKS):
            return False
        is_initials = word.isupper() and 1 < len(word) <= 4 and not word.endswith(".")
        if is_initials and not shouted:
            return False
    return True


def _are_rare(texts: np.ndarray, look: Look) -> bool:
    """Say whether most such texts stand in one row only, as names of people do."""
    return bool(look.counts[texts].mean() < 2)


def _most_are(texts: np.ndarray, look: Look) -> bool:
    filled = sum(text != "" for text in look.texts)
    return bool(texts.sum() >= _ENOUGH_NAMES and 2 * texts.sum() > filled)


def _street_addresses(look: Look) -> np.ndarray:
    bad = look.holding(_STREET) & ~look.coded
    if look.field == "unit":
        bad &= look.counts < _NAMED_BY_ADDRESS
    return bad


def _free_text(look: Look) -> np.ndarray:
    bad = np.zeros(len(look.texts), dtype=bool)
    enough = _UNIT_WORDS if look.field == "unit" else _SENTENCE_WORDS
    for place, text in enumerate(look.texts):
        if len(text) >= _SENTENCE_LENGTH and not look.coded[place]:
            parts = re.split(r"[,;|/]", text) if look.field is None else [text]
            bad[place] = max(len(part.split()) for part in parts) >= enough
    return bad


def _birth_dates(look: Look) -> np.ndarray:
    if look.field not in _NEVER_ELEVEN_DIGITS:
        return np.zeros(len(look.texts), dtype=bool)
    return look.holding(_DATE)


_KINDS: dict[str, Callable[[Look], np.ndarray]] = {
    "identity-number": _identity_numbers,
    "birth-date": _birth_dates,
    "email-address": _email_addresses,
    "phone-number": _phone_numbers,
    "person-name": _person_names,
    "street-address": _street_addresses,
    "free-text": _free_text,
}

_SHORTEST = {
    "identity-number": 10,
    "birth-date": 6,
    "email-address": 6,
    "phone-number": 8,
    "person-name": 5,
    "street-address": 5,
    "free-text": _SENTENCE_LENGTH,
}
"""How long a text must be to hold such data."""

_OF_LETTERS = {"email-address", "person-name", "street-address", "free-text"}
"""What has letters in it."""
