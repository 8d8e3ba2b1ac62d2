"""What each chart takes: plain numbers, and texts that are translated and formatted.

No frame, no release and no language comes in here. A number that the release does not
show is `None` together with the symbol that stands for it, and is drawn as a labelled
hatched gap, never as zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """Whose figure a mark shows; decides its colour, its weight and its order."""

    OWN = "own"
    COUNTY = "county"
    NATION = "nation"
    SIMILAR = "similar"
    OTHER = "other"


@dataclass(frozen=True)
class Value:
    """A number to draw and the text that says it.

    Where the release does not show it, `number` is None, `text` the table symbol
    (`:`, `..`, `.`) and `note` the reason in a word or two (hidden, missing).
    `lower` and `upper` are the limits of its interval, `interval_text` says them.
    """

    number: float | None
    text: str
    lower: float | None = None
    upper: float | None = None
    interval_text: str = ""
    note: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether there is a number to draw."""
        return self.number is not None


@dataclass(frozen=True)
class StackedBar:
    """One bar: a region's parts (0–100, per cent), in the order of the legend."""

    label: str
    role: Role
    parts: tuple[Value, ...]


@dataclass(frozen=True)
class StackedGroup:
    """The bars of one area of function: the own region's first."""

    label: str
    bars: tuple[StackedBar, ...]


@dataclass(frozen=True)
class StackedBars:
    """Areas of function as stacked bars: red, yellow, green, and perhaps not rated.

    `part_labels` name the parts.
    """

    part_labels: tuple[str, ...]
    groups: tuple[StackedGroup, ...]


@dataclass(frozen=True)
class DotRow:
    """One region's value with its interval."""

    label: str
    role: Role
    value: Value


@dataclass(frozen=True)
class ReferenceLine:
    """A line to compare with, such as the county's value."""

    label: str
    role: Role
    value: Value


@dataclass(frozen=True)
class DotPlot:
    """Regions as dots with 95 % intervals, drawn in the order given (sort first)."""

    rows: tuple[DotRow, ...]
    lines: tuple[ReferenceLine, ...]
    axis_label: str


@dataclass(frozen=True)
class FunnelPoint:
    """One region: its size (inhabitants) against its value."""

    label: str
    role: Role
    size: float
    value: Value
    is_outside: bool = False
    """Whether it lies outside the 99.8 % limits, so that its name is written."""


@dataclass(frozen=True)
class FunnelLimit:
    """A pair of control limits as two lines over `sizes`."""

    label: str
    sizes: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]


@dataclass(frozen=True)
class Funnel:
    """Rates against size with control limits, the inner (95 %) first, then 99.8 %."""

    points: tuple[FunnelPoint, ...]
    limits: tuple[FunnelLimit, ...]
    target: ReferenceLine
    size_label: str
    axis_label: str


@dataclass(frozen=True)
class TrendSeries:
    """One region's values by year, in the order of years; not every year need be."""

    label: str
    role: Role
    years: tuple[int, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class TrendBreak:
    """A break in the series before `year`: lines are not joined across it."""

    year: int
    label: str


@dataclass(frozen=True)
class Trend:
    """Values over years, the own region's with its intervals."""

    series: tuple[TrendSeries, ...]
    breaks: tuple[TrendBreak, ...]
    axis_label: str


@dataclass(frozen=True)
class AgePyramid:
    """Women to the left, men to the right, by age band from the youngest.

    `compare_female` and `compare_male` are drawn as outlines behind, or empty.
    """

    bands: tuple[str, ...]
    female: tuple[Value, ...]
    male: tuple[Value, ...]
    female_label: str
    male_label: str
    axis_label: str
    compare_female: tuple[Value, ...] = ()
    compare_male: tuple[Value, ...] = ()
    compare_label: str = ""


@dataclass(frozen=True)
class GapRow:
    """One service: the shares that receive and that need it, and their difference."""

    label: str
    received: Value
    needed: Value
    gap: Value


@dataclass(frozen=True)
class GapChart:
    """Services received against needed, drawn in the order given (sort first)."""

    rows: tuple[GapRow, ...]
    received_label: str
    needed_label: str
    gap_label: str
    axis_label: str


@dataclass(frozen=True)
class BarRow:
    """One category, such as a problem group: a value for each series."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class BarSeries:
    """A region in a bar chart."""

    label: str
    role: Role


@dataclass(frozen=True)
class IntervalBars:
    """Horizontal bars with intervals; the series after the first are marks beside."""

    series: tuple[BarSeries, ...]
    rows: tuple[BarRow, ...]
    axis_label: str


@dataclass(frozen=True)
class MapRegion:
    """One region on the map; `level` is its class, None where no number is shown.

    Borders are drawn between regions of different `group` (the county's code).
    """

    code: str
    label: str
    value: Value
    level: int | None
    is_own: bool = False
    group: str = ""


@dataclass(frozen=True)
class RegionMap:
    """Regions in classes, from low to high. `class_labels` say each class in words."""

    regions: tuple[MapRegion, ...]
    class_labels: tuple[str, ...]
    axis_label: str


@dataclass(frozen=True)
class Boundaries:
    """Outlines by region code: rings of (x, y) on a plane, y upwards.

    `rings[code]` holds outer rings, anticlockwise, and holes, clockwise.
    """

    rings: Mapping[str, tuple[tuple[tuple[float, float], ...], ...]] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class KeyFigureBar:
    """A very small bar for a table cell: a value with its interval against another.

    `maximum` is the end of the scale, the same for all rows of the table.
    """

    value: Value
    compare: Value | None
    maximum: float


@dataclass(frozen=True)
class Sparkline:
    """A very small trend for a table cell, the last point marked."""

    years: tuple[int, ...]
    values: tuple[Value, ...]
    break_years: tuple[int, ...] = ()
