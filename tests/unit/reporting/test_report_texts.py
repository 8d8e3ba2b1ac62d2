"""The catalogues are whole, and no report says anything in another language."""

import re
from html.parser import HTMLParser

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from message_ids import message_ids, plurals
from report_pages import PLACES, Pages

from brukerplan.geography.places import municipalities
from brukerplan.languages import LANGUAGES, load_texts
from brukerplan.resources import resource_dir

BRACES = re.compile(r"\{[a-z_]*\}")

ONLY_IN = {
    "nb": "ikke|hvem|hvor|hva|hvert|hver|kommuner|innbyggere|tjenester|tjeneste|mottar|"
    "fra|en|ett|noe|skjermet|andelen|lidelse|lidelser|uten|forskjell|antall|antallet|"
    "bare|tall|tallene|stedene|steder|rapporter|kilder|høyere|lavere|kvinnene|rød|gul "
    "og grønn|bolig|bostedsløse|sammenlignet|enheter",
    "nn": "ikkje|kven|kvar|kva|kvart|kommunar|innbyggjarar|tenester|teneste|frå|ein|"
    "ei|eit|noko|dei|skjerma|kartlagde|liding|lidingar|utan|skilnad|berre|tala|talet|"
    "stadene|stader|rapportar|kjelder|høgare|lågare|einingar|vurderte|raud|bustad",
    "en": "the|of|and|with|without|people|those|which|where|hidden|share|is|are|not|"
    "shown|rated|need|services|municipalities|mapped|figures|known|per cent",
}
"""Words that the other languages do not have, though they may look alike."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("style", "script")
        self.found += [v for k, v in attrs if v and k in ("alt", "aria-label", "title")]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def words_of(page: str) -> str:
    parser = _Words()
    parser.feed(page)
    return " ".join(" ".join(parser.found).split())


def _without_names(text: str) -> str:
    """Take out names of places: Stad and Time are not words there."""
    rows = municipalities(2024)
    names = sorted({*rows["name"], *rows["short_name"]}, key=len, reverse=True)
    return re.sub("|".join(rf"\b{re.escape(name)}\b" for name in names), "…", text)


@pytest.mark.parametrize("code", PLACES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_in_another_language(pages: Pages, language: str, code: str) -> None:
    text = _without_names(words_of(pages.html(code, language)))
    for other, words in ONLY_IN.items():
        if other == language:
            continue
        foreign = re.search(rf"(?<![\w-])({words})(?![\w-])", text, re.IGNORECASE)
        around = (
            text[max(foreign.start() - 60, 0) : foreign.end() + 60] if foreign else ""
        )
        assert not foreign, f"{other} in {language}: …{around}…"


def _messages(language: str) -> dict[str, Message]:
    path = resource_dir("reports/templates") / "texts" / f"report.{language}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in catalogue
        if message.id
    }


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    messages = _messages(language)
    assert message_ids() - set(messages) == set(), "texts without a translation"
    assert set(messages) - message_ids() == set(), "translations of nothing"
    assert [m.id for m in messages.values() if m.fuzzy or not all(m.string)] == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_translations_keep_what_stands_in_braces(language: str) -> None:
    for message in _messages(language).values():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = (
            message.string if isinstance(message.string, tuple) else (message.string,)
        )
        wanted = {frozenset(BRACES.findall(text)) for text in ids}
        assert {frozenset(BRACES.findall(text)) for text in strings} == wanted


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_plurals_have_both_forms(language: str) -> None:
    messages = _messages(language)
    for singular, plural in plurals().items():
        assert messages[singular].id == (singular, plural)
        assert len(messages[singular].string) == 2


def test_plural_form_follows_the_number() -> None:
    texts = load_texts("report", "nb")
    message = ("{number} file", "{number} files")
    assert texts.plural(*message, 1) == "{number} fil"
    assert texts.plural(*message, 2) == "{number} filer"


STIGMA = (
    "misbruker",
    "rusmisbruk",
    "narkoman",
    "abuser",
    "addict ",
    "the mentally ill",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_come_first(pages: Pages, language: str) -> None:
    text = words_of(pages.html("1103", language)).lower()
    assert [word for word in STIGMA if word in text] == []
