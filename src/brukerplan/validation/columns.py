"""One column of text becomes one column of values; each distinct text is judged once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from brukerplan.schema import Column, load_vocabulary, normal_text, value_kind
from brukerplan.tables import SERVICES, SEXES
from brukerplan.validation.batch import Batch
from brukerplan.validation.findings import FindingGroup
from brukerplan.validation.layout import MAPPED

_INTEGER = re.compile(r"[+-]?\d{1,30}(?:[.,]0+)?")
_YES_NO = {"yes": 1, "no": 0}


@dataclass(frozen=True)
class Values:
    """What a field says of every row: a column or several, and what was wrong."""

    columns: Mapping[str, pd.api.extensions.ExtensionArray]
    groups: list[FindingGroup]


def array_of(values: Sequence[object], dtype: str) -> pd.api.extensions.ExtensionArray:
    """Give values (missing as `pd.NA`) as an array of a pandas type."""
    return pd.array(cast(Any, values), dtype=cast(Any, dtype))


def filled(value: object, size: int, dtype: str) -> pd.api.extensions.ExtensionArray:
    """Give an array with the same value everywhere."""
    return array_of([value], dtype).take(np.zeros(size, dtype=np.intp))


TRUTHS = pd.CategoricalDtype([False, True])
"""A column of yes and no while it is judged: as codes 1, 0 and, missing, -1."""


def truths(codes: np.ndarray) -> pd.Categorical:
    """Give 1, 0 and -1 as yes, no and missing."""
    return pd.Categorical.from_codes(codes.astype(np.int8, copy=False), dtype=TRUTHS)


def spelt_out(array: Any, dtype: str) -> Any:
    """Give words or truths, kept as codes while they are judged, as a finished table
    has them, and any other array in the type that it has there."""
    if not isinstance(array, pd.Categorical):
        return array.astype(dtype, copy=False)
    if array.dtype == TRUTHS:
        return pd.arrays.BooleanArray(array.codes == 1, array.codes < 0)
    words = array_of(array.categories.tolist(), "str")
    return words.take(array.codes, allow_fill=True)


class Cells:
    """The cells of one column: distinct texts, and which of them each row has."""

    def __init__(self, batch: Batch, column: Column) -> None:
        """Take a column through all tables of a batch."""
        source = batch.column(column.position)
        self.field = column.field
        self.of_persons = batch.layout.kind == "persons"
        self.is_mapped = batch.layout.schema_id.startswith(MAPPED)
        self.heading = column.heading
        self.codes = np.asarray(source.codes, dtype=np.intp)
        self.texts = [str(text) for text in source.categories]
        self.labels = batch.raws[0].value_labels.get(column.heading, {})
        empty = {normal_text(text) for text in batch.layout.missing_values}
        has_words = bool(empty - {""})
        self.is_empty = np.array(
            [not t or (has_words and normal_text(t) in empty) for t in self.texts], bool
        )

    def rows(self, texts: np.ndarray) -> np.ndarray:
        """Say for each row whether its text is one of `texts` (true or false)."""
        return texts[self.codes]

    def group(
        self, rule: str, bad: np.ndarray, **parameters: str | int
    ) -> list[FindingGroup]:
        """Give the finding for the rows whose distinct text is `bad`, if any."""
        if not bad.any():
            return []
        places = np.flatnonzero(self.rows(bad))
        if not len(places):
            return []
        return [FindingGroup(rule, "", self.heading, places, parameters)]

    def spread_numbers(
        self, values: Sequence[object]
    ) -> pd.api.extensions.ExtensionArray:
        """Give each row the whole number of its text."""
        return array_of(values, "Int32").take(self.codes)

    def spread_words(self, words: Sequence[object]) -> pd.Categorical:
        """Give each row the word of its text, kept as codes.

        What is later asked about words is then asked about few; only the finished
        table spells them out.
        """
        places, known = pd.factorize(np.array(words, dtype=object))
        codes = self.rows(places.astype(np.int32))
        return pd.Categorical.from_codes(codes, pd.Index(known, dtype=object))


def values_of(cells: Cells) -> Values:
    """Give the values of a column by what its field may hold."""
    if cells.field.separator is not None:
        return _services(cells)
    if cells.field.codes or value_kind(cells.field.name):
        return _coded(cells)
    if cells.field.name == "municipality_code":
        return _municipality_codes(cells)
    if cells.field.type == "integer":
        return _integers(cells)
    texts: list[object] = [
        pd.NA if empty else text
        for text, empty in zip(cells.texts, cells.is_empty, strict=True)
    ]
    return Values({cells.field.name: cells.spread_words(texts)}, _required(cells))


def _required(cells: Cells) -> list[FindingGroup]:
    return cells.group("value-missing", cells.is_empty) if cells.field.required else []


def _certain_words(cells: Cells) -> dict[str, str]:
    """Give the words that mean one thing in any layout; a person has one sex."""
    kind = value_kind(cells.field.name)
    words = load_vocabulary().words.get(kind, {}) if kind else {}
    if cells.of_persons and kind == "sex":
        return {text: word for text, word in words.items() if word in SEXES}
    return dict(words)


def _known_codes(cells: Cells) -> dict[str, str]:
    """Give what each code means: our certain words, unless the layout says otherwise."""
    words = _certain_words(cells)
    for code, word in cells.field.codes.items():
        if not (cells.of_persons and cells.field.name == "sex" and word not in SEXES):
            words[normal_text(code)] = word
    return words


_MOST_NAMED = 6
"""So many codes are named where a cell has another."""


def _not_in_list(cells: Cells, wrong: np.ndarray) -> list[FindingGroup]:
    """Give the finding for cells with another code than the field has."""
    if not wrong.any():
        return []
    codes = list(cells.field.codes)
    if cells.is_mapped or not codes:
        meanings: dict[str, str] = {}
        for text, word in _certain_words(cells).items():
            meanings.setdefault(word, text)
        told = set(cells.field.codes.values())
        codes += [text for word, text in meanings.items() if word not in told]
    named = ", ".join(f"«{code}»" for code in codes[:_MOST_NAMED])
    allowed = f"{named} …" if len(codes) > _MOST_NAMED else named
    return cells.group("value-not-in-code-list", wrong, allowed=allowed)


def _coded(cells: Cells) -> Values:
    known = _known_codes(cells)
    meanings: list[object] = []
    wrong = np.zeros(len(cells.texts), dtype=bool)
    for place, text in enumerate(cells.texts):
        label = cells.labels.get(text)
        meaning = known.get(normal_text(label)) if label is not None else None
        meaning = meaning or known.get(_plain_number(normal_text(text)))
        wrong[place] = meaning is None and not cells.is_empty[place]
        meanings.append(pd.NA if meaning is None or cells.is_empty[place] else meaning)
    groups = _not_in_list(cells, wrong) + _required(cells)
    if value_kind(cells.field.name) == "yes_no":
        empty = 0 if cells.field.empty_means == "none" else -1
        codes = [
            _YES_NO[str(meaning)] if meaning is not pd.NA else empty if gap else -1
            for meaning, gap in zip(meanings, cells.is_empty, strict=True)
        ]
        answers = truths(cells.rows(np.array(codes, dtype=np.int8)))
        return Values({cells.field.name: answers}, groups)
    return Values({cells.field.name: cells.spread_words(meanings)}, groups)


def _plain_number(text: str) -> str:
    """Give 1 for 1,0 and 1.00, as statistics programs write whole numbers."""
    return re.sub(r"^(\d+)[.,]0+$", r"\1", text)


def _integers(cells: Cells) -> Values:
    numbers: list[object] = []
    malformed = np.zeros(len(cells.texts), dtype=bool)
    outside = np.zeros(len(cells.texts), dtype=bool)
    lowest = cells.field.minimum if cells.field.minimum is not None else -32768
    highest = cells.field.maximum if cells.field.maximum is not None else 32767
    for place, text in enumerate(cells.texts):
        number = None
        if not cells.is_empty[place]:
            if _INTEGER.fullmatch(text):
                number = int(re.split("[.,]", text)[0])
                outside[place] = not lowest <= number <= highest
            else:
                malformed[place] = True
        numbers.append(pd.NA if number is None or outside[place] else number)
    groups = cells.group("value-not-integer", malformed)
    groups += cells.group(
        "value-out-of-range", outside, minimum=lowest, maximum=highest
    )
    return Values(
        {cells.field.name: cells.spread_numbers(numbers)}, groups + _required(cells)
    )


def _municipality_codes(cells: Cells) -> Values:
    codes: list[object] = []
    padded = np.zeros(len(cells.texts), dtype=bool)
    malformed = np.zeros(len(cells.texts), dtype=bool)
    for place, text in enumerate(cells.texts):
        code = _plain_number(text.removeprefix("K-"))
        if cells.is_empty[place]:
            codes.append(pd.NA)
        elif re.fullmatch(r"[0-9]{3,4}", code):
            padded[place] = len(code) == 3
            codes.append(code.zfill(4))
        else:
            malformed[place] = True
            codes.append(pd.NA)
    groups = cells.group("municipality-code-malformed", malformed)
    groups += cells.group("municipality-code-padded", padded)
    return Values(
        {cells.field.name: cells.spread_words(codes)}, groups + _required(cells)
    )


def _services(cells: Cells) -> Values:
    """Split cells that list services into one yes or no for each service."""
    known = _known_codes(cells)
    known_alone = {
        text: word for text, word in known.items() if set(text) & set(",;|/")
    }
    signs = {cells.field.separator or ",", ";", "|", "\n"}
    separators = re.compile("[" + re.escape("".join(sorted(signs))) + "]")
    has = np.zeros((len(cells.texts), len(SERVICES)), dtype=bool)
    wrong = np.zeros(len(cells.texts), dtype=bool)
    places = {service: place for place, service in enumerate(SERVICES)}
    meaning_of: dict[str, int | None] = {}
    for row, text in enumerate(cells.texts):
        for part in _parts(text, separators, known_alone):
            if part not in meaning_of:
                word = known.get(normal_text(part))
                meaning_of[part] = None if word is None else places[word]
            place = meaning_of[part]
            if place is None:
                wrong[row] = True
            else:
                has[row, place] = True
    unknown = cells.is_empty & (cells.field.empty_means == "missing") | wrong
    codes = np.where(unknown[:, None], -1, has).astype(np.int8)
    prefix = cells.field.name.removeprefix("services_")
    columns = {
        f"{prefix}_{service}": truths(cells.rows(np.ascontiguousarray(codes[:, place])))
        for service, place in places.items()
    }
    groups = _not_in_list(cells, wrong) + _required(cells)
    return Values(columns, groups)


def _parts(
    text: str, separators: re.Pattern[str], known_alone: Mapping[str, str]
) -> list[str]:
    if known_alone and normal_text(text) in known_alone:
        return [text]
    return [part.strip() for part in separators.split(text) if part.strip()]
