"""What a report is made of: plain records with formatted text, and nothing to work out.

The content template asks for these by name and the HTML and Typst templates draw
them; the spreadsheet writes the same tables. No frame comes in here, and no figure
that the release does not show: such a cell has its symbol as text and no number.
"""

import base64
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

MOST_ROWS_IN_TEXT = 60
"""A longer table stands at the end of a printed report."""


class Kind(StrEnum):
    """The three reports."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"
    NATION = "nation"


@dataclass(frozen=True)
class Cell:
    """A table cell: what is read, and the number behind it for spreadsheets.

    `number` is in the unit that `text` is written in (12.5 for «12,5 %»). `hint` says
    in words what a symbol stands for.
    """

    text: str
    number: float | None = None
    digits: int = 0
    percent: bool = False
    hint: str = ""
    is_number: bool = True


@dataclass(frozen=True)
class Column:
    """A column's heading; numbers are set to the right."""

    label: str
    is_number: bool = True


@dataclass(frozen=True)
class Row:
    """A table row: its heading and its cells. The report's own region is marked."""

    label: str
    cells: tuple[Cell, ...]
    is_own: bool = False


@dataclass(frozen=True)
class Span:
    """A heading over several columns; empty over those that need none."""

    label: str
    columns: int


@dataclass(frozen=True)
class Table:
    """A table with a caption. `columns` include the one of the row headings.

    `is_wide` asks for a turned page in print.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    is_wide: bool = False
    is_long: bool = False
    spans: tuple[Span, ...] = ()

    @property
    def is_for_the_end(self) -> bool:
        """Whether it would fill pages in the midst of a printed chapter."""
        return len(self.rows) > MOST_ROWS_IN_TEXT


@dataclass(frozen=True)
class Figure:
    """A chart as SVG text, what it shows in words, and its numbers as a table.

    `wide` is for print and desktop, `narrow` for a phone. `print_width` is how much of
    the column, in per cent, the chart takes in print.
    """

    id: str
    caption: str
    alternative: str
    wide: str
    narrow: str
    table: Table
    notes: tuple[str, ...] = ()
    print_width: int = 92


@dataclass(frozen=True)
class KeyFigure:
    """A figure to remember: its label, the figure, its unit and what to compare with.

    A figure that is not shown has the reason in words as its text. `comparisons` are
    other places with their figures, each of which stays on a line.
    """

    id: str
    label: str
    text: str
    unit: str
    comparisons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """A term and its explanation."""

    term: str
    text: str


@dataclass(frozen=True)
class Section:
    """A part of a chapter: sentences, points, figures and tables, in this order.

    `closing` comes last: how what stands there was found.

    Its heading stands in the content template, which leaves an empty one out.
    """

    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    definitions: tuple[Definition, ...] = ()
    closing: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to print under the heading."""
        return not (
            self.paragraphs
            or self.points
            or self.figures
            or self.tables
            or self.definitions
            or self.closing
        )


EMPTY = Section()


@dataclass(frozen=True)
class KeyFigures:
    """The first page: figures to remember and what they say."""

    figures: tuple[KeyFigure, ...]
    sentences: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class HowMany:
    """How many people were registered, and per 1,000 adults."""

    rates: Section = EMPTY
    adjusted: Section = EMPTY
    places: Section = EMPTY
    trend: Section = EMPTY


@dataclass(frozen=True)
class Who:
    """Who the people are: problem groups, sex and age, children."""

    groups: Section = EMPTY
    sex_and_age: Section = EMPTY
    children: Section = EMPTY


@dataclass(frozen=True)
class Living:
    """How people live: the eight areas, the index, homelessness and activity."""

    areas: Section = EMPTY
    index: Section = EMPTY
    homes_and_activity: Section = EMPTY


@dataclass(frozen=True)
class Help:
    """Help received, needed and the gap; plans and coordination."""

    services: Section = EMPTY
    coordination: Section = EMPTY


@dataclass(frozen=True)
class HowMade:
    """Who took part, what is missing and hidden, and what the words mean."""

    participation: Section = EMPTY
    quality: Section = EMPTY
    hiding: Section = EMPTY
    certainty: Section = EMPTY
    definitions: Section = EMPTY
    sources: Section = EMPTY


@dataclass(frozen=True)
class Logo:
    """A picture of the owner's: its bytes, its type (`image/png`,
    `image/svg+xml`), its alt text."""

    data: bytes
    media_type: str
    alternative: str

    @property
    def file_name(self) -> str:
        """The name under which a PDF finds the picture."""
        return f"logo.{'svg' if 'svg' in self.media_type else 'png'}"

    @property
    def data_uri(self) -> str:
        """The picture as an address that holds it all."""
        coded = base64.b64encode(self.data).decode("ascii")
        return f"data:{self.media_type};base64,{coded}"


@dataclass(frozen=True)
class OwnSection:
    """A section that the owner adds at the end: a title and paragraphs of plain text."""

    id: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Comments:
    """What a municipality adds to its own report: a foreword and comments."""

    foreword: tuple[str, ...] = ()
    sections: tuple[OwnSection, ...] = ()


@dataclass(frozen=True)
class Look:
    """How an owner wants reports to look; the defaults are the project's own.

    `accent` is a colour as `#rrggbb` that white text can be read on, `accent_on_dark` its
    lighter likeness for dark screens; `chapters_off` holds ids of chapters left out.
    """

    accent: str = "#0b4a73"
    accent_on_dark: str = "#8cc5ee"
    logo: Logo | None = None
    contact: tuple[str, ...] = ()
    chapters_off: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Report:
    """A whole report in one language. `made_on` is empty where no date was given."""

    kind: Kind
    language: str
    file_stem: str
    region_code: str
    region_name: str
    year: int
    title: str
    subtitle: str
    made_on: str
    made_on_iso: str
    is_internal: bool
    notices: tuple[str, ...]
    """Said before everything else: did not take part, little can be shown."""
    foreword: tuple[str, ...]
    comments: tuple[OwnSection, ...]
    key_figures: KeyFigures
    how_many: HowMany
    who: Who
    living: Living
    help: Help
    stands_out: Section
    how_made: HowMade
    provenance: Section
    summary: Section
    appendix: tuple[Table, ...]
    symbols: tuple[Definition, ...]

    @property
    def empty_chapters(self) -> frozenset[str]:
        """The chapters that have nothing in them, by their ids."""
        parts: dict[str, Any] = {
            "who": self.who,
            "living": self.living,
            "help": self.help,
        }
        empty = {
            name
            for name, part in parts.items()
            if all(getattr(part, f.name).is_empty for f in fields(part))
        }
        if self.stands_out.is_empty:
            empty.add("stands-out")
        if not self.comments:
            empty.add("comments")
        if not (self.appendix or self.late_tables):
            empty.add("appendix")
        return frozenset(empty)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section of the chapters, in the order of reading."""
        parts = (self.how_many, self.who, self.living, self.help)
        chapters = [getattr(part, f.name) for part in parts for f in fields(part)]
        made = [getattr(self.how_made, f.name) for f in fields(self.how_made)]
        return (*chapters, self.stands_out, *made, self.provenance)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in the order of reading."""
        return tuple(figure for part in self.sections for figure in part.figures)

    @property
    def late_tables(self) -> tuple[Table, ...]:
        """The tables that are too long to stand in the midst of a printed chapter."""
        tables = (table for part in self.sections for table in part.tables)
        return (
            *(figure.table for figure in self.figures if figure.table.is_long),
            *(table for table in tables if table.is_for_the_end),
        )

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, those of the figures among them, in the order of reading."""
        own = (
            table
            for part in self.sections
            for table in (*(figure.table for figure in part.figures), *part.tables)
        )
        return (*own, *self.appendix)


@dataclass(frozen=True)
class Link:
    """A link of the index page, relative to it."""

    href: str
    text: str


@dataclass(frozen=True)
class SmallChart:
    """A chart in a table cell, and what it says."""

    svg: str
    alternative: str


@dataclass(frozen=True)
class IndexRow:
    """A place on the index page: people, rate with a small chart, and its files."""

    id: str
    name: str
    people: Cell
    rate: Cell
    bar: str
    bar_text: str
    links: tuple[Link, ...]
    trend: SmallChart | None = None


@dataclass(frozen=True)
class IndexGroup:
    """Places that stand together: the nation, the counties, a county's places."""

    id: str
    title: str
    rows: tuple[IndexRow, ...]


@dataclass(frozen=True)
class Index:
    """The page that lists a batch of reports in one language.

    `span` says the years that small lines go over, or is empty.
    """

    language: str
    title: str
    subtitle: str
    caption: str
    note: str
    is_internal: bool
    groups: tuple[IndexGroup, ...]
    span: str = ""
