"""An owner's own look: `[report]` in brukerplan.toml, checked before it is used."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brukerplan.errors import InputError, UsageError
from brukerplan.reporting.contrast import contrast, lightened
from brukerplan.reporting.view_model import Comments, Logo, Look, OwnSection

CHAPTERS = (
    "key-figures",
    "how-many",
    "who",
    "living",
    "help",
    "stands-out",
    "comments",
    "how-made",
    "provenance",
    "appendix",
)
"""The chapters that a report has, by their ids, in the order of the report."""

LEAST_CONTRAST = 4.5
"""What WCAG 2.2 (1.4.3, level AA) asks of text against what is behind it."""
_WHITE, _DARK = "#ffffff", "#12191d"

_MEDIA_TYPES = {".png": "image/png", ".svg": "image/svg+xml"}
_KEYS = (
    "logo",
    "logo_alt",
    "accent",
    "contact",
    "chapters_off",
    "comments",
    "boundaries",
)


@dataclass(frozen=True)
class Owner:
    """What an owner has set: the look, and where comments and boundaries lie."""

    look: Look = field(default_factory=Look)
    comments: Path | None = None
    boundaries: Path | None = None


def read_owner(path: Path) -> Owner:
    """Read `[report]` of a brukerplan.toml; paths in it are relative to the file.

    Raises:
        InputError: the file, or the logo, cannot be read.
        UsageError: a key is not known, a colour too pale, a logo without words.
    """
    section = _toml(path).get("report", {})
    for key in section:
        if key not in _KEYS:
            raise _refused(f"[report] has no key «{key}»", f"use {', '.join(_KEYS)}")
    folder = path.parent
    return Owner(
        look=_look(section, folder),
        comments=_path(section, "comments", folder),
        boundaries=_path(section, "boundaries", folder),
    )


def read_comments(folder: Path | None, code: str, language: str) -> Comments:
    """Read a place's foreword and comments: `<code>.<language>.toml` or `<code>.toml`.

    The file has `foreword` (a list of paragraphs) and `[[section]]` tables, each with
    `title` and `paragraphs`. All of it is plain text. No file: nothing is added.

    Raises:
        InputError: the file cannot be read as that.
    """
    if folder is None:
        return Comments()
    names = (f"{code}.{language}.toml", f"{code}.toml")
    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        return Comments()
    content = _toml(path)
    sections = content.get("section", [])
    if not isinstance(sections, list) or not all(isinstance(s, dict) for s in sections):
        raise _unreadable(path, "write each section as a [[section]] table")
    return Comments(
        foreword=_paragraphs(content, "foreword", path),
        sections=tuple(
            OwnSection(
                f"comment-{number}",
                str(section.get("title", "")),
                _paragraphs(section, "paragraphs", path),
            )
            for number, section in enumerate(sections, start=1)
        ),
    )


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise _unreadable(path, "it should be a TOML file in UTF-8") from problem


def _unreadable(path: Path, hint: str) -> InputError:
    return InputError(f"cannot read «{path.name}»", hint=hint, slug="input-unreadable")


def _paragraphs(content: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = content.get(key, [])
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(t, str) for t in texts):
        raise _unreadable(path, f"«{key}» is a text or a list of texts")
    return tuple(texts)


def _path(section: Mapping[str, Any], key: str, folder: Path) -> Path | None:
    return folder / str(section[key]) if section.get(key) else None


def _look(section: Mapping[str, Any], folder: Path) -> Look:
    standard = Look()
    accent = str(section.get("accent", standard.accent)).lower()
    _check_colour(accent)
    chapters_off = frozenset(map(str, section.get("chapters_off", [])))
    if unknown := chapters_off - set(CHAPTERS):
        raise _refused(
            f"there is no chapter «{min(unknown)}»", f"use {', '.join(CHAPTERS)}"
        )
    contact = section.get("contact", [])
    return Look(
        accent=accent,
        accent_on_dark=lightened(accent, against=_DARK, least=LEAST_CONTRAST),
        logo=_logo(section, folder),
        contact=(contact,) if isinstance(contact, str) else tuple(map(str, contact)),
        chapters_off=chapters_off,
    )


def _check_colour(accent: str) -> None:
    found = contrast(accent, _WHITE)
    if found is None:
        raise _refused(f"accent «{accent}» is no colour", "write it as #0b4a73")
    if found < LEAST_CONTRAST:
        raise _refused(
            f"accent {accent} is too pale: its contrast with white is {found:.1f}, and "
            f"text needs {LEAST_CONTRAST}",
            "take a darker colour",
        )


def _logo(section: Mapping[str, Any], folder: Path) -> Logo | None:
    path = _path(section, "logo", folder)
    if path is None:
        return None
    media_type = _MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        raise _refused(f"logo «{path.name}» is neither PNG nor SVG", "save it as PNG")
    alternative = str(section.get("logo_alt", "")).strip()
    if not alternative:
        raise _refused(
            "the logo has no words for those who cannot see it",
            'set logo_alt = "Rogaland fylkeskommune"',
        )
    try:
        return Logo(path.read_bytes(), media_type, alternative)
    except OSError as problem:
        raise _unreadable(path, "is the logo where [report] says?") from problem


def _refused(message: str, hint: str) -> UsageError:
    return UsageError(message, hint=hint, slug="report-look-refused")
