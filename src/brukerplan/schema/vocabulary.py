"""The words that files use for headings and values, beyond what a layout lists.

Read from `data/schemas/vocabulary.toml`. Its headings serve to find the heading row
and to propose mappings, never to import a column by themselves; its certain words for
values are understood in every layout.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from brukerplan.resources import resource_dir
from brukerplan.schema.layouts import list_schemas
from brukerplan.schema.text_matching import normal_text
from brukerplan.tables import AREAS, YES_NO_COLUMNS


@dataclass(frozen=True)
class Coding:
    """A set of codes that a file may use for a kind of value.

    `certain` is False where the same codes could as well mean something else, such as
    1, 2, 3 for colours: such a coding is proposed, never taken for granted.
    """

    kind: str
    codes: Mapping[str, str]
    certain: bool


@dataclass(frozen=True)
class Vocabulary:
    """Words for headings and values; all keys in the form of `normal_text`."""

    headings: Mapping[str, frozenset[str]]
    service_headings: Mapping[str, frozenset[str]]
    """By `received` and `needed`, words in the heading of a service's own column."""
    words: Mapping[str, Mapping[str, str]]
    codings: tuple[Coding, ...]
    identifying: frozenset[str]
    first_names: frozenset[str]
    institution_words: frozenset[str]
    single_words: frozenset[str]
    """Words of which the texts for values are made: no part of a person's name."""

    def is_known_heading(self, text: str) -> bool:
        """Say whether a text is a heading of some layout, or a synonym of one."""
        normal = normal_text(text)
        return normal in _every_heading() or normal in self.identifying


def value_kind(field_name: str) -> str | None:
    """Give what kind of values a field has, or None where they are not coded."""
    if field_name in AREAS:
        return "level"
    if field_name in YES_NO_COLUMNS or field_name.startswith(("received_", "needed_")):
        return "yes_no"
    if field_name.startswith("services_"):
        return "service"
    if field_name in ("sex", "problem_group", "life_area", "category"):
        return field_name
    return None


@cache
def load_vocabulary() -> Vocabulary:
    """Give the shipped vocabulary."""
    path = resource_dir("data/schemas") / "vocabulary.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    words = {
        kind: {normal_text(text): word for word, texts in of.items() for text in texts}
        for kind, of in content["words"].items()
    }
    return Vocabulary(
        headings={
            name: frozenset(map(normal_text, texts))
            for name, texts in content["headings"].items()
        },
        service_headings={
            use: frozenset(texts) for use, texts in content["service_headings"].items()
        },
        words=words,
        codings=tuple(
            Coding(
                kind=one["kind"],
                codes={normal_text(code): word for code, word in one["codes"].items()},
                certain=one["certain"],
            )
            for one in content["coding"]
        ),
        identifying=frozenset(map(normal_text, content["identifying"]["headings"])),
        first_names=frozenset(map(normal_text, content["names"]["first"])),
        institution_words=frozenset(content["names"]["institution_words"]),
        single_words=frozenset(
            part for of in words.values() for text in of for part in text.split()
        ),
    )


@cache
def _every_heading() -> frozenset[str]:
    of_layouts = {
        normal_text(text)
        for schema in list_schemas()
        for one in schema.fields
        for text in one.headings
    }
    return frozenset(of_layouts.union(*load_vocabulary().headings.values()))
