"""Draws made-up people for any municipalities of one survey year.

Each municipality and year has a random stream of its own, so leaving a municipality
out, or adding one, changes nobody in the others. Everything after the drawing of
random numbers is computed for all municipalities at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv, ndtri

from brukerplan.synthetic import shares
from brukerplan.tables import (
    AREAS,
    LEVELS,
    PERSON_DTYPES,
    PERSON_GROUPS,
    SERVICES,
    SEXES,
    typed,
)

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

_PLACE_STREAM = 0
"""In place of a year: what is particular to a municipality, whatever the year."""

_DRAWS = (
    "group",
    "sex",
    "age",
    "severity",
    "unit",
    "care",
    "contact",
    "care_number",
    "contact_number",
    "welfare",
    "welfare_needed",
    "treatment",
    *(f"rating_{area}" for area in AREAS),
    *(f"unrated_{area}" for area in AREAS),
    *shares.PLANS,
    *(f"received_{service}" for service in shares.SERVICE_SHARES),
    *(f"needed_{service}" for service in shares.SERVICE_SHARES),
)
"""One uniform random number a person for each; the order decides who is drawn."""


@dataclass(frozen=True)
class _Crowd:
    """People as far as they are drawn: uniform numbers by name, group and severity."""

    uniform: Mapping[str, Numbers]
    group: NDArray[np.intp]
    severity: Numbers

    def share(self, by_group: shares.ByGroup) -> Numbers:
        """Give each person the share of their group."""
        return np.asarray(by_group.values())[self.group]

    def of_two(self, substance_and_mental: tuple[float, float]) -> Numbers:
        """Give each person the share of people with, or without, substance use."""
        mental_only = self.group == len(PERSON_GROUPS) - 1
        return np.asarray(substance_and_mental)[mental_only.astype(int)]

    def latent(self, draw: str, driver: Numbers, loading: float) -> Numbers:
        """Give standard normal numbers that follow `driver` to the extent `loading`."""
        own = ndtri(self.uniform[draw])
        return loading * driver + np.sqrt(1 - loading**2) * own


def draw_people(places: pd.DataFrame, *, year: int, seed: int) -> pd.DataFrame:
    """Draw the people mapped in `places` in `year`, sorted by municipality.

    `places` has the columns `municipality_code`, `adults` (inhabitants aged 18 and
    over) and `centrality` (class 1 to 6). The result has the columns of
    `PERSON_DTYPES`; `source_line` numbers the people of a municipality from 1.
    """
    places = places.sort_values("municipality_code", ignore_index=True)
    drawn = [
        _draw_place(code, adults=adults, centrality=centrality, year=year, seed=seed)
        for code, adults, centrality in places[
            ["municipality_code", "adults", "centrality"]
        ].itertuples(index=False)
    ]
    sizes = [len(block) for block in drawn]
    uniform = dict(zip(_DRAWS, np.concatenate(drawn).T, strict=True))
    where = places.loc[np.repeat(np.arange(len(places)), sizes)]
    columns = {
        "survey_year": year,
        "municipality_code": where["municipality_code"].to_numpy(),
        **_attributes(_crowd(uniform, year), year=year, adults=where["adults"]),
        "source_line": np.concatenate([np.arange(size) + 1 for size in sizes]),
    }
    return typed(pd.DataFrame(columns), PERSON_DTYPES)


def _draw_place(
    code: str, *, adults: int, centrality: int, year: int, seed: int
) -> Numbers:
    """Draw how many people a municipality has, and uniform numbers for each of them.

    Where there are adults there is one person at least, so that there is a file.
    """
    place = np.random.Generator(np.random.PCG64([seed, int(code), _PLACE_STREAM]))
    stream = np.random.Generator(np.random.PCG64([seed, int(code), year]))
    spread = shares.PLACE_SPREAD * ndtri(place.random())
    spread += shares.YEAR_SPREAD * ndtri(stream.random())
    rate = shares.RECIPIENTS_PER_1000_ADULTS * shares.CENTRALITY_FACTORS[centrality]
    if year < shares.MENTAL_ONLY_FROM:
        rate *= 1 - _group_weights(shares.MENTAL_ONLY_FROM)[-1]
    people = stream.poisson(adults * rate / 1000 * np.exp(spread))
    at_least_one = max(people, min(adults, 1))
    return stream.random((at_least_one, len(_DRAWS)))


def _group_weights(year: int) -> Numbers:
    sizes = np.array([shares.GROUP_SIZES[group] for group in PERSON_GROUPS], float)
    if year < shares.MENTAL_ONLY_FROM:
        sizes[-1] = 0
    return sizes / sizes.sum()


def _crowd(uniform: Mapping[str, Numbers], year: int) -> _Crowd:
    limits = np.cumsum(_group_weights(year))[:-1]
    group = np.searchsorted(limits, uniform["group"], side="right")
    return _Crowd(uniform, group, ndtri(uniform["severity"]))


def _attributes(crowd: _Crowd, *, year: int, adults: pd.Series) -> dict[str, object]:
    """Give every column but year, municipality and line."""
    age = _ages(crowd, year=year)
    latents = {
        area: crowd.latent(f"rating_{area}", crowd.severity, shares.SEVERITY_LOADING)
        for area in AREAS
    }
    children = _children(crowd, age)
    helped = children["has_child_welfare_help"]
    return {
        "unit": _units(crowd, year=year, adults=adults.to_numpy()),
        "sex": np.where(
            crowd.uniform["sex"] < crowd.share(shares.MALE), SEXES[1], SEXES[0]
        ),
        "birth_year": year - age,
        "age": age,
        "problem_group": np.asarray(PERSON_GROUPS)[crowd.group],
        **{area: _levels(crowd, area, latents[area]) for area in AREAS},
        **children,
        **_plans(crowd),
        **_services(crowd, latents, child_welfare=helped),
    }


def _ages(crowd: _Crowd, *, year: int) -> NDArray[np.int_]:
    """Give whole years of age; nobody under 18 before they could be mapped."""
    mean = (crowd.share(shares.AGE_MEAN) + 0.5 - shares.AGE_FIRST) / shares.AGE_SPAN
    total = crowd.share(shares.AGE_CONCENTRATION)
    place = betaincinv(mean * total, (1 - mean) * total, crowd.uniform["age"])
    age = shares.AGE_FIRST + np.floor(place * shares.AGE_SPAN).astype(int)
    return age if year >= shares.MENTAL_ONLY_FROM else np.maximum(age, 18)


def _units(crowd: _Crowd, *, year: int, adults: Numbers) -> NDArray[np.object_]:
    names = [u for u in shares.UNITS if u != "NAV" or year <= shares.NAV_UNTIL]
    weights = np.array([crowd.of_two(shares.UNITS[name]) for name in names])
    limits = np.cumsum(weights / weights.sum(axis=0), axis=0)[:-1]
    which = (crowd.uniform["unit"] >= limits).sum(axis=0)
    which[adults < shares.SMALL_PLACE] = 0
    return np.array(names, dtype=object)[which]


def _levels(crowd: _Crowd, area: str, latent: Numbers) -> NDArray[np.object_]:
    """Give the colour of an area: the hardest lives are red, some are not rated."""
    red = crowd.share(shares.RED[area])
    worse_than_green = red + crowd.share(shares.YELLOW[area])
    step = (latent > ndtri(1 - worse_than_green)).astype(int)
    step += latent > ndtri(1 - red)
    levels = np.array(LEVELS, dtype=object)[step]
    levels[crowd.uniform[f"unrated_{area}"] < shares.MISSING_RATING_SHARE] = None
    return levels


def _children(crowd: _Crowd, age: NDArray[np.int_]) -> dict[str, object]:
    """Give the columns on children; the chance depends on age, the share does not."""
    parent_age = (age >= shares.PARENT_AGES[0]) & (age < shares.PARENT_AGES[1])
    chance = np.where(parent_age, 1.0, shares.PARENT_CHANCE_OUTSIDE)
    chance /= crowd.share(_mean_parent_chance())
    care = crowd.uniform["care"] < crowd.share(shares.DAILY_CARE) * chance
    contact_share = np.where(
        care, shares.CONTACT_BESIDE_CARE, _contact_share(crowd, chance)
    )
    contact = crowd.uniform["contact"] < contact_share
    helped = crowd.uniform["welfare"] < crowd.share(shares.CHILD_WELFARE_HELP)
    return {
        "has_daily_care": care,
        "has_contact": contact,
        "has_child_welfare_help": helped & (care | contact),
        "daily_care_children_count": _numbers(crowd.uniform["care_number"], care),
        "contact_children_count": _numbers(crowd.uniform["contact_number"], contact),
    }


def _contact_share(crowd: _Crowd, chance: Numbers) -> Numbers:
    """Give the chance of contact for those without care, so that the sum comes out."""
    without_care = 1 - crowd.share(shares.DAILY_CARE) * chance
    return crowd.share(shares.CONTACT_ONLY) * chance / without_care


def _mean_parent_chance() -> shares.ByGroup:
    """Give the mean, over the ages of each group, of the chance set by age."""
    mean = np.array(shares.AGE_MEAN.values()) + 0.5 - shares.AGE_FIRST
    mean /= shares.AGE_SPAN
    total = np.array(shares.AGE_CONCENTRATION.values())
    first, last = (
        betainc(
            mean * total, (1 - mean) * total, (age - shares.AGE_FIRST) / shares.AGE_SPAN
        )
        for age in shares.PARENT_AGES
    )
    within = last - first
    return shares.ByGroup(*(within + (1 - within) * shares.PARENT_CHANCE_OUTSIDE))


def _numbers(uniform: Numbers, has: Truths) -> NDArray[np.int_]:
    limits = np.cumsum(shares.CHILDREN)[:-1]
    return np.where(has, np.searchsorted(limits, uniform, side="right") + 1, 0)


def _plans(crowd: _Crowd) -> dict[str, object]:
    plans: dict[str, object] = {
        plan: crowd.latent(plan, crowd.severity, shares.PLAN_LOADING)
        > ndtri(1 - crowd.share(share))
        for plan, share in shares.PLANS.items()
    }
    treated = crowd.share(shares.OPIOID_AGONIST_TREATMENT)
    return plans | {
        "has_opioid_agonist_treatment": crowd.uniform["treatment"] < treated
    }


def _services(
    crowd: _Crowd, latents: Mapping[str, Numbers], *, child_welfare: object
) -> dict[str, object]:
    """Give what is received now and needed next year, in the order of `SERVICES`."""
    columns: dict[str, object] = {
        "received_child_welfare": child_welfare,
        "needed_child_welfare": np.asarray(child_welfare)
        & (crowd.uniform["welfare_needed"] < shares.CHILD_WELFARE_STILL_NEEDED),
    }
    for name, service in shares.SERVICE_SHARES.items():
        received = crowd.latent(
            f"received_{name}", latents[service.area], shares.SERVICE_LOADING
        )
        needed = crowd.latent(f"needed_{name}", received, shares.NEED_LOADING)
        columns[f"received_{name}"] = received > ndtri(
            1 - crowd.of_two(service.received)
        )
        columns[f"needed_{name}"] = needed > ndtri(1 - crowd.of_two(service.needed))
    columns |= _first_service(crowd, columns)
    return {
        f"{when}_{name}": columns[f"{when}_{name}"]
        for when in ("received", "needed")
        for name in SERVICES
    }


def _first_service(
    crowd: _Crowd, columns: Mapping[str, object]
) -> dict[str, NDArray[np.bool_]]:
    """Give those without any service the one of their group: nobody has none."""
    received = {name: np.asarray(columns[f"received_{name}"]) for name in SERVICES}
    without = ~np.logical_or.reduce(list(received.values()))
    mental_only = crowd.group == len(PERSON_GROUPS) - 1
    return {
        "received_mental_health_service": received["mental_health_service"]
        | (without & mental_only),
        "received_substance_use_counsellor": received["substance_use_counsellor"]
        | (without & ~mental_only),
    }
