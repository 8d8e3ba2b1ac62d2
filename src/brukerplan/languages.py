"""Languages of what people read: message catalogues that a translator can edit.

A catalogue is a gettext file, `reports/templates/texts/<domain>.<language>.po`, whose
message ids are the English texts. It is read as it stands, so an edited file needs no
compiling.
"""

import gettext
import io
from dataclasses import dataclass
from functools import cache

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from brukerplan.errors import UsageError
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
def load_texts(domain: str, language: str) -> Texts:
    """Give the texts of `domain` (`report`, `findings`) in `language`.

    Raises:
        UsageError: `language` is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise UsageError(
            f"there is no language «{language}»",
            hint=f"use one of {', '.join(LANGUAGES)}",
            slug="language-unknown",
        )
    if language == SOURCE_LANGUAGE:
        return Texts(language, gettext.NullTranslations())
    path = resource_dir("reports/templates") / "texts" / f"{domain}.{language}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=domain, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Texts(language, gettext.GNUTranslations(compiled))
