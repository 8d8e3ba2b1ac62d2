"""Checks that every kind of definition needs; what fails them is refused by its line."""

from collections.abc import Iterator
from typing import Any

from brukerplan.definitions.indicator_model import Text
from brukerplan.definitions.toml_source import Entry
from brukerplan.languages import LANGUAGES
from brukerplan.tables import AREAS, SERVICES

REPEATS = {"area": AREAS, "service": SERVICES}
"""What `repeat` and `categories_from` go through."""


def known_keys(entry: Entry, keys: set[str]) -> None:
    """Refuse an entry that has another key than `keys`."""
    extra = entry.content.keys() - keys
    if extra:
        key = min(extra)
        raise entry.refuse(f"there is no key «{key}»", key)


def required(entry: Entry, key: str, content: dict[str, Any] | None = None) -> str:
    """Give a text that the entry must have."""
    value = (entry.content if content is None else content).get(key)
    if not isinstance(value, str) or not value:
        raise entry.refuse(f"`{key}` is lacking, or is not a text", key)
    return value


def one_of(entry: Entry, key: str, value: Any, allowed: Any) -> str:
    """Give a value that must be one of those allowed."""
    if value not in allowed:
        choices = ", ".join(sorted(allowed)) if len(allowed) <= 30 else "those declared"
        raise entry.refuse(f"`{key}` has «{value}»; it takes {choices}", key)
    return str(value)


def text_of(entry: Entry, key: str, words: Any) -> Text:
    """Give a text that must be there in every language."""
    if not isinstance(words, dict) or set(words) != set(LANGUAGES):
        raise entry.refuse(f"«{key}» needs a text in {', '.join(LANGUAGES)}", key)
    return dict(words)


def repeated(entry: Entry) -> Iterator[dict[str, Any]]:
    """Give the content once, or with `{area}` or `{service}` filled in for each.

    Texts for people are left alone: they take the word, not the code.
    """
    kind = entry.content.get("repeat")
    if kind is None:
        yield entry.content
        return
    one_of(entry, "repeat", kind, REPEATS)
    for code in REPEATS[kind]:
        filled = {
            key: value
            if key in ("label", "definition")
            else _replace(value, f"{{{kind}}}", code)
            for key, value in entry.content.items()
        }
        yield {**filled, f"{kind}!": code}


def _replace(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list):
        return [_replace(item, old, new) for item in value]
    if isinstance(value, dict):
        return {key: _replace(item, old, new) for key, item in value.items()}
    return value
