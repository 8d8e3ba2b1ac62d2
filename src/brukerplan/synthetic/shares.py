"""What the made-up people are like: shares by problem group, and how they hang together.

Where a figure is published for the nation (`data/reference/benchmarks.csv`), the
shares of the three substance-use groups, weighted by the size of the groups, give that
figure. All others are guesses that look reasonable, and are nobody's results.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from brukerplan.tables import PERSON_GROUPS

RECIPIENTS_PER_1000_ADULTS = 13.2
"""Gives some 60,000 people when every municipality takes part, as 58,790 in 2019."""

CENTRALITY_FACTORS: Mapping[int, float] = {
    1: 1.10,
    2: 1.06,
    3: 1.00,
    4: 0.94,
    5: 0.86,
    6: 0.78,
}
"""The rate by centrality class (1 most central): rates rise with centrality."""

PLACE_SPREAD = 0.10
"""How much municipalities differ for other reasons: standard deviation of the log."""

YEAR_SPREAD = 0.03
"""How much a municipality differs from year to year, likewise."""

MENTAL_ONLY_FROM = 2015
"""The first year in which people with mental-health problems alone were mapped."""

MISSING_RATING_SHARE = 0.016
"""Share of the ratings that the unit left empty."""

GROUP_SIZES: Mapping[str, int] = dict(
    zip(PERSON_GROUPS, (4_053, 13_089, 5_262, 36_386), strict=True)
)
"""Recipients by problem group in 2019, as published."""


@dataclass(frozen=True)
class ByGroup:
    """A share for each problem group, in the order of `PERSON_GROUPS`."""

    substance_only: float
    substance_mild_mental: float
    substance_severe_mental: float
    mental_only: float

    def values(self) -> tuple[float, float, float, float]:
        """Give the shares in the order of `PERSON_GROUPS`."""
        return (
            self.substance_only,
            self.substance_mild_mental,
            self.substance_severe_mental,
            self.mental_only,
        )


MALE = ByGroup(0.74, 0.70, 0.67, 0.42)
AGE_FIRST, AGE_SPAN = 16, 74
"""Ages are 16 and whole years up to 89."""
AGE_MEAN = ByGroup(42.0, 42.0, 42.0, 42.0)
AGE_CONCENTRATION = ByGroup(5.8, 5.8, 5.8, 4.4)
"""Sum of the two parameters of the beta distribution: the higher, the narrower."""

RED = {
    "housing": ByGroup(0.07, 0.08, 0.13, 0.03),
    "meaningful_activity": ByGroup(0.33, 0.37, 0.44, 0.26),
    "finances": ByGroup(0.18, 0.20, 0.27, 0.09),
    "physical_health": ByGroup(0.11, 0.13, 0.19, 0.11),
    "mental_health": ByGroup(0.02, 0.18, 0.45, 0.24),
    "substance_use": ByGroup(0.13, 0.15, 0.21, 0.0),
    "social_functioning": ByGroup(0.12, 0.19, 0.31, 0.13),
    "social_network": ByGroup(0.17, 0.22, 0.32, 0.18),
}
"""Share rated red, of those with a rating."""

YELLOW = {
    "housing": ByGroup(0.20, 0.23, 0.30, 0.13),
    "meaningful_activity": ByGroup(0.28, 0.31, 0.30, 0.32),
    "finances": ByGroup(0.38, 0.42, 0.43, 0.30),
    "physical_health": ByGroup(0.36, 0.40, 0.43, 0.40),
    "mental_health": ByGroup(0.18, 0.55, 0.43, 0.58),
    "substance_use": ByGroup(0.45, 0.46, 0.47, 0.02),
    "social_functioning": ByGroup(0.38, 0.42, 0.44, 0.41),
    "social_network": ByGroup(0.36, 0.40, 0.42, 0.40),
}
"""Share rated yellow, of those with a rating."""

SEVERITY_LOADING = 0.7
"""Correlation of each area with how hard a person's life is altogether."""

DAILY_CARE = ByGroup(0.06, 0.06, 0.06, 0.15)
CONTACT_ONLY = ByGroup(0.13, 0.13, 0.13, 0.08)
"""Contact with children and no daily care: with daily care, 19 % have children."""
CONTACT_BESIDE_CARE = 0.15
CHILDREN = (0.48, 0.35, 0.17)
"""Of those with children in care or contact: one, two, three."""
CHILD_WELFARE_HELP = ByGroup(0.38, 0.38, 0.45, 0.20)
"""Of those with children."""
PARENT_AGES = (20, 55)
PARENT_CHANCE_OUTSIDE = 0.08
"""Chance of children in care outside these ages, as a share of that within them."""

PLANS = {
    "has_individual_plan": ByGroup(0.10, 0.13, 0.196, 0.12),
    "has_other_plan": ByGroup(0.34, 0.35, 0.36, 0.35),
    "has_responsibility_group": ByGroup(0.36, 0.41, 0.54, 0.30),
    "has_coordinator": ByGroup(0.28, 0.32, 0.44, 0.30),
}
PLAN_LOADING = 0.3
OPIOID_AGONIST_TREATMENT = ByGroup(0.15, 0.16, 0.17, 0.0)


@dataclass(frozen=True)
class Service:
    """How often a service is received and needed, and which area it follows.

    Shares are of people with a substance-use problem and of people with
    mental-health problems alone.
    """

    area: str
    received: tuple[float, float]
    needed: tuple[float, float]


SERVICE_SHARES = {
    "substance_use_counsellor": Service("substance_use", (0.54, 0.02), (0.56, 0.02)),
    "mental_health_service": Service("mental_health", (0.30, 0.70), (0.38, 0.68)),
    "housing_follow_up": Service("housing", (0.25, 0.12), (0.33, 0.14)),
    "nav": Service("finances", (0.60, 0.40), (0.58, 0.39)),
    "financial_advice": Service("finances", (0.20, 0.08), (0.30, 0.12)),
    "support_contact": Service("social_network", (0.12, 0.14), (0.19, 0.20)),
    "general_practitioner": Service("physical_health", (0.62, 0.60), (0.63, 0.60)),
    "home_nursing": Service("physical_health", (0.18, 0.16), (0.19, 0.16)),
    "work_and_activity": Service("meaningful_activity", (0.20, 0.22), (0.38, 0.36)),
    "individual_placement_support": Service(
        "meaningful_activity", (0.04, 0.06), (0.10, 0.13)
    ),
    "act_fact": Service("mental_health", (0.06, 0.05), (0.09, 0.06)),
    "tsb_outpatient": Service("substance_use", (0.26, 0.01), (0.31, 0.01)),
    "tsb_inpatient": Service("substance_use", (0.10, 0.003), (0.14, 0.004)),
    "dps": Service("mental_health", (0.16, 0.34), (0.22, 0.37)),
    "dental_care": Service("physical_health", (0.20, 0.06), (0.34, 0.12)),
    "low_threshold": Service("substance_use", (0.24, 0.08), (0.25, 0.09)),
    "prison_and_probation": Service("social_functioning", (0.07, 0.01), (0.06, 0.01)),
}
"""All services but child welfare, which follows from the children."""

CHILD_WELFARE_STILL_NEEDED = 0.9
"""Of those whose family has help from child welfare now: also next year."""

SERVICE_LOADING = 0.5
NEED_LOADING = 0.7
"""Correlation of need next year with receiving now."""

UNITS: Mapping[str, tuple[float, float]] = {
    "Rus og psykisk helse": (0.58, 0.61),
    "Boligtjenesten": (0.12, 0.07),
    "Hjemmetjenesten": (0.10, 0.12),
    "Oppfølgingsteam": (0.08, 0.09),
    "NAV": (0.12, 0.11),
}
"""Share of the people that each unit registers, as in `Service`."""

NAV_UNTIL = 2020
"""The last year in which NAV could register people in the mapping."""

SMALL_PLACE = 3_000
"""Municipalities with fewer adults have one unit, the first."""
