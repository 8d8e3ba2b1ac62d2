"""What a report says in one language: texts, the indicators' names, and numbers."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from brukerplan.definitions import Definitions, Indicator
from brukerplan.languages import Texts, load_texts
from brukerplan.reporting.messages import msg
from brukerplan.reporting.numbers import Numbers
from brukerplan.tables import Status

HINTS = {
    Status.SUPPRESSED: msg("hidden"),
    Status.COMPLEMENTARY: msg("hidden"),
    Status.MISSING: msg("not known"),
    Status.NOT_APPLICABLE: msg("not applicable"),
    Status.NOT_ESTIMABLE: msg("cannot be known"),
}


@dataclass(frozen=True)
class Words:
    """The words of one language; message ids are the English texts.

    `own` is an owner's folder of templates, which may hold texts of its own.
    """

    language: str
    definitions: Definitions
    own: Path | None = None

    @cached_property
    def texts(self) -> Texts:
        """The report's catalogue."""
        return load_texts("report", self.language, self.own)

    @cached_property
    def numbers(self) -> Numbers:
        """How numbers are written."""
        return Numbers(self.language)

    def t(self, message: str, **parts: object) -> str:
        """Give `message` in this language with its parts in place."""
        text = self.texts.text(message)
        return text.format(**parts) if parts else text

    def n(self, singular: str, plural: str, number: int, **parts: object) -> str:
        """Give the form for `number`; `{number}` in it is written in the language."""
        text = self.texts.plural(singular, plural, number)
        return text.format(number=self.numbers.number(number), **parts)

    def hint(self, status: Status) -> str:
        """Say in a word or two why a figure is not shown."""
        return self.t(HINTS[status])

    def label(self, kind: str, code: str) -> str:
        """Give the word for an area, service, group, category, sex or age band."""
        return self.definitions.word(kind, code, self.language)

    def indicator(self, indicator_id: str) -> Indicator:
        """Give an indicator's definition."""
        return self.definitions.indicator(indicator_id)

    def name_of(self, indicator_id: str) -> str:
        """Give an indicator's name."""
        return self.indicator(indicator_id).label[self.language]

    def date(self, day: date) -> str:
        """Give a date in words."""
        return self.numbers.date(day)

    def listed(self, items: list[str]) -> str:
        """Join items as a sentence does: «a, b and c»."""
        if len(items) < 2:
            return "".join(items)
        return self.t("{first} and {last}", first=", ".join(items[:-1]), last=items[-1])
