"""What an indicator definition says, once it has been read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from brukerplan.languages import LANGUAGES

Text = Mapping[str, str]
"""A text in each of `LANGUAGES`."""

ALL = "all"
EVERY_GROUP = "every_group"
POPULATION = "population"
UNITS = "units"
PARTICIPANTS = "participants"
MUNICIPALITIES = "municipalities"
POPULATION_OF_REGION = "population_of_region"

PUBLIC_SETS = (
    POPULATION,
    UNITS,
    PARTICIPANTS,
    MUNICIPALITIES,
    POPULATION_OF_REGION,
)
"""Sets that count no mapped person: inhabitants, units and municipalities."""

KNOWN = "known"
MISSING = "missing"
SUM = "sum"
"""The value of a dimension that stands for the sum of a number, not for people."""
THREE_YEARS = "_3_years"
"""The end of the identifier and of the set of a sum over three years."""

UNITS_OF_VALUE = ("per_1000", "percent", "count", "mean")
INTERVALS = ("", "wilson_95", "byar_95")
POLARITIES = ("higher_is_better", "lower_is_better", "neutral")
BREAKDOWNS = ("sex", "age_band", "sex*age_band")
LEVELS_OF_REGION = ("municipality", "county", "nation", "groups")


@dataclass(frozen=True)
class Dimension:
    """One way in which people are described, by exactly one of the sources below.

    `within` is a set (`needed_nav:yes`): only its people are described; empty for
    everybody. People without a value are `missing`. With `number_in`, those described
    have a number (of children) of 1 or more in that column, or are missing; the set
    `<id>:sum` is the sum of it, and `<id>:known` the people whom it is the sum over.
    """

    id: str
    values: tuple[str, ...] = ("yes", "no")
    within: str = ""
    column: str = ""
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    count_of: str = ""
    areas: tuple[str, ...] = ()
    bands: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    rated: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    index: str = ""
    number_in: str = ""

    @property
    def base(self) -> str:
        """Give the set of the people that are described."""
        return self.within or ALL


@dataclass(frozen=True)
class Condition:
    """At least `at_least` of `areas` have one of `colours`."""

    areas: tuple[str, ...]
    colours: tuple[str, ...]
    at_least: int


@dataclass(frozen=True)
class Level:
    """A colour of the index and when it is given.

    All of `all_of`, and one of `any_of` where there are any, must hold. With neither,
    the level takes everybody who is left.
    """

    value: str
    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class IndexRule:
    """A local definition of the levekårsindeks: the first level that holds counts."""

    id: str
    version: str
    label: Text
    definition: Text
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Category:
    """One figure of an indicator: who is counted, out of whom."""

    id: str
    numerator: str
    denominator: str
    polarity: str


@dataclass(frozen=True)
class Grouping:
    """The problem groups that a figure is given for, how they are broken down, where.

    `levels` are levels of region; `groups` stands for every level that is neither
    municipality, county nor nation.
    """

    groups: tuple[str, ...]
    by: tuple[str, ...] = ()
    levels: tuple[str, ...] = LEVELS_OF_REGION


@dataclass(frozen=True)
class Indicator:
    """A named figure, as `data/indicators/` declares it.

    `population` is `18+` or `16+`; `trend` asks for earlier survey years too,
    `three_years` for sums over three years.
    """

    id: str
    theme: str
    unit: str
    interval: str
    categories: tuple[Category, ...]
    groupings: tuple[Grouping, ...]
    label: Text
    definition: Text
    population: str = "18+"
    trend: bool = False
    three_years: bool = False

    @property
    def polarities(self) -> Mapping[str, str]:
        """Give each category's polarity."""
        return {category.id: category.polarity for category in self.categories}


@dataclass(frozen=True)
class Definitions:
    """Everything that `data/indicators/` declares, checked, in a fixed order."""

    indicators: tuple[Indicator, ...]
    dimensions: Mapping[str, Dimension]
    rules: Mapping[str, IndexRule]
    labels: Mapping[str, Mapping[str, Text]]
    sha256: str

    def indicator(self, indicator_id: str) -> Indicator:
        """Give the indicator called `indicator_id`, a sum over three years included.

        Raises:
            KeyError: there is none.
        """
        for indicator in self.indicators:
            if indicator.id == indicator_id.removesuffix(THREE_YEARS):
                return indicator
        raise KeyError(indicator_id)

    def with_all_trends(self) -> "Definitions":
        """Give the same with earlier survey years asked for in every indicator.

        What counts no person (units that register) stays as declared: units of
        municipalities that became one cannot be added up.
        """
        asked = tuple(
            i if i.categories[0].numerator in PUBLIC_SETS else replace(i, trend=True)
            for i in self.indicators
        )
        return replace(self, indicators=asked)

    def word(self, kind: str, code: str, language: str = LANGUAGES[0]) -> str:
        """Give the word for `code`; `kind` is area, service, group, theme, category,
        sex, age_band or unit. A code without a word stands for itself.
        """
        text = self.labels.get(kind, {}).get(code)
        return text[language] if text else code

    def category_word(self, category: str, language: str = LANGUAGES[0]) -> str:
        """Give the word for a row's `category`: a colour, a service, a level."""
        kinds = ("category", "service", "area")
        words = (self.word(kind, category, language) for kind in kinds)
        return next((word for word in words if word != category), category)
