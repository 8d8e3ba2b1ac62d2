"""The types that the stages hand to each other, and the words their columns use.

Each type is made by one stage only (`docs/explanation/architecture.md`); a test over
the syntax tree holds that. Frames inside them are never changed in place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

AREAS = (
    "housing",
    "meaningful_activity",
    "finances",
    "physical_health",
    "mental_health",
    "substance_use",
    "social_functioning",
    "social_network",
)
"""The eight areas of function, in the order in which they are printed."""

LEVELS = ("green", "yellow", "red")
"""The colours of an area: fairly good, considerable and very serious consequences."""

SEXES = ("female", "male")

SUBSTANCE_GROUPS = (
    "substance_only",
    "substance_mild_mental",
    "substance_severe_mental",
)
"""Those with a substance-use problem, by the severity of a mental disorder."""

PERSON_GROUPS = (*SUBSTANCE_GROUPS, "mental_only")
"""The four groups of which a person has exactly one."""

PROBLEM_GROUPS = ("all", "substance", *PERSON_GROUPS)
"""The groups that figures are given for; `substance` is the first three together."""

SERVICES = (
    "substance_use_counsellor",
    "mental_health_service",
    "housing_follow_up",
    "nav",
    "financial_advice",
    "support_contact",
    "general_practitioner",
    "home_nursing",
    "child_welfare",
    "work_and_activity",
    "individual_placement_support",
    "act_fact",
    "tsb_outpatient",
    "tsb_inpatient",
    "dps",
    "dental_care",
    "low_threshold",
    "prison_and_probation",
)
"""Services received now or needed next year, in the order in which they are printed."""

AGE_BANDS = ("18-24", "25-34", "35-44", "45-54", "55-66", "67-79", "80+")
"""The age bands of adults, as in the reference population; `16-17` comes before."""

YES_NO_COLUMNS = (
    "has_daily_care",
    "has_contact",
    "has_child_welfare_help",
    "has_individual_plan",
    "has_other_plan",
    "has_responsibility_group",
    "has_coordinator",
    "has_opioid_agonist_treatment",
)

PERSON_DTYPES: Mapping[str, str] = {
    "survey_year": "int16",
    "municipality_code": "str",
    "unit": "str",
    "sex": "str",
    "birth_year": "Int16",
    "age": "Int16",
    "problem_group": "str",
    **dict.fromkeys(AREAS, "str"),
    **dict.fromkeys(YES_NO_COLUMNS, "boolean"),
    "daily_care_children_count": "Int16",
    "contact_children_count": "Int16",
    **{f"received_{service}": "boolean" for service in SERVICES},
    **{f"needed_{service}": "boolean" for service in SERVICES},
    "source_line": "int32",
}
"""A person row: each column and its pandas type. What the layout lacks, or the unit
left empty, is missing (`NA`), never "no" and never green. `age` is the age reached in
the survey year: the year less the year of birth, or as given where no year of birth
is."""

COUNT_DTYPES: Mapping[str, str] = {
    "survey_year": "int16",
    "municipality_code": "str",
    "problem_group": "str",
    "sex": "str",
    "life_area": "str",
    "category": "str",
    "count": "int32",
}
"""A row of a municipality that holds only counts: so many people of `problem_group`
(one of `PERSON_GROUPS`) and `sex` (`total` where not known by sex) have `category`
(green, yellow, red, missing) in `life_area`; `life_area` `recipients` with category
`total` counts the people themselves."""

PARTICIPATION_DTYPES: Mapping[str, str] = {
    "survey_year": "int16",
    "municipality_code": "str",
    "data_kind": "str",
    "inclusion_rule": "str",
    "units": "str",
    "mapping_date": "str",
    "rows_set_aside": "int32",
}
"""Who took part: a row a municipality and year. `data_kind` is persons or counts;
`inclusion_rule`, `units` (separated by semicolons) and `mapping_date` (ISO) are empty
where not known."""


class Severity(StrEnum):
    """How much a finding matters, as in the KOSTRA controls of Statistics Norway."""

    FATAL = "fatal"
    """Checking of the file stops; nothing is imported."""
    ERROR = "error"
    """The row or file cannot be imported as it is."""
    WARNING = "warning"
    """Imported, with a remark."""


class Status(StrEnum):
    """Why a figure is shown or not."""

    SHOWN = "shown"
    SUPPRESSED = "suppressed"
    """Hidden because the number itself could identify somebody."""
    COMPLEMENTARY = "complementary"
    """Hidden because it would give a hidden number back."""
    MISSING = "missing"
    """The basis is lacking: not asked, not answered, did not take part."""
    NOT_APPLICABLE = "not_applicable"
    """The figure has no meaning here, such as a share of nobody."""
    NOT_ESTIMABLE = "not_estimable"
    """Cannot be known on these borders, such as one part of a divided municipality."""


@dataclass(frozen=True)
class Source:
    """Where a table came from. `name` is the file's name without its folder."""

    name: str
    sha256: str
    format: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    dropped_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """What reading a file showed, for `validation` to judge: a rule and where.

    `parameters` hold counts and names of headings, never a person's value.
    """

    rule: str
    line: int | None = None
    column: str | None = None
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class RawTable:
    """A file's cells as text, under the file's own headings.

    `cells` has columns of text (categorical, so that each text is judged once) in the
    file's order, empty text where a cell is empty, and an index named `line`: the line
    where the row starts, as a text editor counts it, or the row number that a
    spreadsheet shows. `header_line` is counted likewise. Two headings may be alike.
    """

    cells: pd.DataFrame
    source: Source
    header_line: int
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Heading -> code -> label, where the file itself carries labels (SPSS, Stata)."""
    heading_labels: Mapping[str, str] = field(default_factory=dict)
    """Heading -> the question it stands for, where the file carries it."""
    remarks: tuple[Remark, ...] = ()

    def __repr__(self) -> str:
        """Give the size only, so that a log or a test failure shows no cell."""
        return f"RawTable({self.source.name}: {len(self.cells)} rows)"


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where; never what the cell says.

    `line` and `column` are the user's own (line number, heading); either is None when
    the finding is about the whole file or the whole line. `message` is English text
    with the `parameters` still as `{name}` in it, so that it can be translated;
    `parameters` hold names, years, limits and counts, never a person's value.
    """

    rule: str
    severity: Severity
    message: str
    file: str
    line: int | None = None
    column: str | None = None
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    def text(self) -> str:
        """Give the message in English with its parameters in place."""
        return self.message.format(**self.parameters)


@dataclass(frozen=True)
class Survey:
    """Mapped people, checked: later stages need not look for bad codes again.

    `persons` has the columns of `PERSON_DTYPES`, `counts` those of `COUNT_DTYPES`,
    `participation` those of `PARTICIPATION_DTYPES`. A municipality that took part has
    a row in `participation` even if it registered nobody.
    """

    persons: pd.DataFrame
    counts: pd.DataFrame
    participation: pd.DataFrame


FIGURE_KEYS = (
    "survey_year",
    "region_level",
    "region_code",
    "indicator_id",
    "problem_group",
    "sex",
    "age_band",
    "category",
)
"""What tells one figure from another within a release."""

INDICATOR_DTYPES: Mapping[str, str] = {
    "survey_year": "int16",
    "region_level": "str",
    "region_code": "str",
    "region_name": "str",
    "indicator_id": "str",
    "problem_group": "str",
    "sex": "str",
    "age_band": "str",
    "category": "str",
    "numerator": "Int64",
    "denominator": "Int64",
    "unit": "str",
    "interval": "str",
    "status": "str",
    "numerator_set": "str",
    "denominator_set": "str",
}
"""An indicator row. `interval` names the method (`byar_95`, `wilson_95`, empty where
none is given). `status` is `shown` unless the stage already knows that there is no
figure (`missing`, `not_applicable`, `not_estimable`).

`numerator_set` and `denominator_set` say in canonical words *which people* are
counted, apart from year, region, problem group, sex and age band, which stand in their
own columns: `all`, `housing:red`, `has_individual_plan:yes`, `received_nav:yes`, and
`population` for inhabitants, whose number is public. Equal coordinates and equal sets
mean the same people, so the same number: disclosure control works on these cells, not
on the rows. A set `<dimension>:<value>` is part of `<dimension>:known`; that and
`<dimension>:missing` make up `all`."""

RELEASE_DTYPES: Mapping[str, str] = {
    "survey_year": "int16",
    "region_level": "str",
    "region_code": "str",
    "region_name": "str",
    "indicator_id": "str",
    "problem_group": "str",
    "sex": "str",
    "age_band": "str",
    "category": "str",
    "numerator": "Int64",
    "denominator": "Int64",
    "value": "float64",
    "unit": "str",
    "lower": "float64",
    "upper": "float64",
    "interval": "str",
    "status": "str",
}
"""The contract of `releases/<year>/release.parquet`. Where `status` is not `shown`,
`numerator`, `value`, `lower` and `upper` are empty; a denominator that counts people
is empty too where that count is itself hidden."""


@dataclass(frozen=True)
class IndicatorTable:
    """Counts that nobody may see yet: only `disclosure` turns them into a release.

    `rows` has the columns of `INDICATOR_DTYPES`. `regions` has a row for each region
    that another consists of: `survey_year, part_level, part_code, whole_level,
    whole_code`, only those that took part. There is deliberately no way to write it.

    `beside` has figures of the same people in other regions, which readers have from
    an earlier release on other borders: to be protected together, never released.
    """

    rows: pd.DataFrame
    regions: pd.DataFrame
    beside: pd.DataFrame = field(default_factory=lambda: empty_frame(INDICATOR_DTYPES))

    def __repr__(self) -> str:
        """Give the size only, so that a log or a test failure shows no count."""
        return f"IndicatorTable({len(self.rows)} rows)"


@dataclass(frozen=True)
class Release:
    """Figures that may be published. Made by `disclosure` only.

    `rows` has the columns of `RELEASE_DTYPES`, sorted; `policy` the fields of the
    disclosure policy that made it; `provenance` where it came from (inputs with
    hashes, program version, indicator and reference data hashes, dates given).
    """

    rows: pd.DataFrame
    policy: Mapping[str, Any]
    provenance: Mapping[str, Any]


@dataclass(frozen=True)
class PossibleNumbers:
    """Numbers that hidden figures may have, as far as `disclosure` can see.

    A claim for the attack to check, so that it need not look for such numbers itself.
    `people` has a row for each counted group of people: `survey_year, region` (such as
    `county:11`), `problem_group, sex, age_band, people`. `numbers` has a column for
    each, and a row for each table of numbers that fit everything published: first the
    true ones, then others. So there is deliberately no way to write it.
    """

    people: pd.DataFrame
    numbers: NDArray[np.float32]

    def __repr__(self) -> str:
        """Give the size only, so that a log or a test failure shows no count."""
        return f"PossibleNumbers({len(self.numbers)} tables)"


def empty_frame(dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Give a frame with no rows and the columns and types of `dtypes`."""
    return pd.DataFrame(
        {name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()}
    )


def typed(df: pd.DataFrame, dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Give `df` with exactly the columns of `dtypes`, in their order and types."""
    chosen = df[list(dtypes)]
    found = chosen.dtypes.tolist()
    other = {
        name: dtype
        for (name, dtype), has in zip(dtypes.items(), found, strict=True)
        if has != _pandas_type(dtype)
    }
    return chosen.astype(other) if other else chosen


@cache
def _pandas_type(name: str) -> Any:
    return pd.api.types.pandas_dtype(name)
