"""Languages of what people read: message catalogues that a translator can edit.

A catalogue is a gettext file, `reports/templates/texts/<domain>.<language>.po`, whose
message ids are the English texts. It is read as it stands, so an edited file needs no
compiling. An owner's own file says some texts differently; the others are as shipped.
"""

import gettext
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from brukerplan.errors import ReportError, UsageError
from brukerplan.resources import resource_dir

LANGUAGES = ("nb", "nn", "en")
"""Bokmål, nynorsk, English; the first is the default."""

SOURCE_LANGUAGE = "en"
"""The language of the message ids, which needs no catalogue of its own."""


@dataclass(frozen=True)
class Texts:
    """The texts of one domain in one language."""

    language: str
    _catalogue: gettext.NullTranslations

    def text(self, message: str) -> str:
        """Give `message` (English) in this language."""
        return self._catalogue.gettext(message)

    def plural(self, singular: str, plural: str, number: int) -> str:
        """Give the form of the message that `number` asks for in this language."""
        return self._catalogue.ngettext(singular, plural, number)

    def in_context(self, context: str, message: str) -> str:
        """Give `message` where the same English word has two meanings."""
        return self._catalogue.pgettext(context, message)


@cache
def load_texts(domain: str, language: str, own: Path | None = None) -> Texts:
    """Give the texts of `domain` (`report`, `findings`) in `language`.

    `own` is an owner's folder, where `texts/<domain>.<language>.po` may say some of
    them differently, also in English.

    Raises:
        UsageError: `language` is not one of `LANGUAGES`.
        ReportError: the owner's file cannot be read, or a text of it asks for more
            than the shipped one is given.
    """
    if language not in LANGUAGES:
        raise UsageError(
            f"there is no language «{language}»",
            hint=f"use one of {', '.join(LANGUAGES)}",
            slug="language-unknown",
        )
    name = f"{domain}.{language}.po"
    catalogue = Catalog(locale=language, domain=domain)
    if language != SOURCE_LANGUAGE:
        path = resource_dir("reports/templates") / "texts" / name
        catalogue = _read(path, language)
    if own and (own / "texts" / name).is_file():
        _take_own(catalogue, own / "texts" / name, language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Texts(language, gettext.GNUTranslations(compiled))


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _take_own(catalogue: Catalog, path: Path, language: str) -> None:
    """Let the texts of an owner's file take the place of those with the same id."""
    try:
        own = _read(path, language)
    except (PoFileError, ValueError) as problem:
        line = getattr(problem, "lineno", None)
        where = f"«{path.name}», line {line}" if line else f"«{path.name}»"
        raise _wrong(f"{where} is no gettext file in UTF-8") from problem
    for message in own:
        if not message.id or message.fuzzy or not all(_forms(message.string or "")):
            continue
        _check_places(message, path)
        catalogue.delete(message.id, message.context)
        catalogue.add(message.id, message.string, context=message.context)


def _check_places(message: Message, path: Path) -> None:
    """Refuse a text that asks for what its original is not given.

    Only `{names}` of the original may stand in it: `{name.part}` could reach into the
    program.
    """
    allowed = set().union(*(_places(text) for text in _forms(message.id)))
    where = f"«{path.name}», line {message.lineno}"
    try:
        asked = set().union(*(_places(text) for text in _forms(message.string or "")))
    except ValueError as problem:
        raise _wrong(f"{where}: a brace is not closed") from problem
    if more := sorted(asked - allowed):
        raise _wrong(f"{where}: the original has no {{{more[0]}}}")


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _places(text: str) -> set[str]:
    """Give what stands in braces, with all that is said about how to write it."""
    return {
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    }


def _wrong(message: str) -> ReportError:
    return ReportError(
        f"own texts: {message}",
        hint="compare with the shipped texts: brukerplan template export DIR",
        slug="own-texts-wrong",
    )
