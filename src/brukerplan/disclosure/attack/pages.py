"""The numbers that a page shows, and where on the page they stand.

A page is read as its readers' programs read it: tables, running text, the text
alternatives and hints of charts, what only the page's source shows, and the lengths
that charts draw, which give a number back too.
"""

import re
from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser

Shown = Mapping[str, Counter[str]]
"""Where on the page -> the numbers there, as they are written, and how often."""

NUMBER = re.compile(r"\d+(?:[\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
DRAWN = ("d", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "points", "cx", "cy")
"""Attributes that draw numbers."""

LOOK = ("style", "class", "src")
"""Attributes that only say how a part looks, and an owner's pictures."""

UNREAD = "style"
"""The part of a page that nobody reads numbers from."""

VOID = ("meta", "link", "br", "hr", "img", "input", "col", "wbr", "area", "base")


def numbers_shown(page: str) -> Shown:
    """Give the numbers of an HTML page by the named part in which they stand.

    In a table the part is its name and the heading of the row.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.shown


class _Reader(HTMLParser):
    """Reads a page from front to end, and knows in which part it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: dict[str, Counter[str]] = {}
        self.open: list[tuple[str, str]] = []
        self.row = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a part, and read what its attributes tell and draw."""
        about = dict(attrs)
        if tag == "tr":
            self.row = ""
        if tag not in VOID:
            self.open.append((tag, about.get("id") or ""))
        for name, value in about.items():
            if name in DRAWN:
                self._note(f"{name}={value}")
            elif name not in LOOK:
                self._read(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read a part that has no content, such as a rectangle of a chart."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave the innermost part of this name, and what was left open in it."""
        for at in reversed(range(len(self.open))):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        """Read text; the heading of a row names what follows."""
        tags = [tag for tag, _ in self.open]
        if UNREAD in tags:
            return
        if tags and tags[-1] == "th" and "thead" not in tags:
            self.row = " ".join(data.split()) or self.row
        self._read(data)

    def handle_comment(self, data: str) -> None:
        """Read what only the page's source shows."""
        self._read(data)

    def _read(self, text: str) -> None:
        for number in NUMBER.findall(text):
            self._note(number)

    def _note(self, number: str) -> None:
        names = [name for _, name in self.open if name]
        where = names[-1] if names else "page"
        if self.row and any(tag == "tr" for tag, _ in self.open):
            where = f"{where}, «{self.row}»"
        self.shown.setdefault(where, Counter())[number] += 1
