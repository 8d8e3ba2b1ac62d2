"""A made-up release, drawn with a fixed seed: figures for every place of some counties.

Counts are drawn indicator by indicator, so they need not fit together; reports do not
ask that. Counts from 1 to 4 are hidden, as disclosure control would at least.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from brukerplan.definitions import Definitions, Indicator, load_definitions
from brukerplan.geography.places import counties, municipalities
from brukerplan.statistics import rate_interval, wilson_interval
from brukerplan.tables import AGE_BANDS, RELEASE_DTYPES, SEXES, Release, typed

GROUP_SHARES = {
    "substance_only": 0.07,
    "substance_mild_mental": 0.22,
    "substance_severe_mental": 0.09,
    "mental_only": 0.62,
}
CATEGORY_SHARES = {"green": 0.5, "yellow": 0.35, "red": 0.12, "blue_light": 0.03}
PROVENANCE = {
    "inputs": [
        {
            "survey_year": 2024,
            "municipality_code": code,
            "source_name": f"{code}.csv",
            "source_sha256": code * 16,
        }
        for code in ("1103", "1108", "0301")
    ],
    "population": [
        {
            "kind": "shipped",
            "name": "",
            "sha256": "ab" * 32,
            "table": "07459",
            "year": 2024,
        }
    ],
    "indicators_sha256": "cd" * 32,
    "participation": [
        {
            "municipality_code": "1103",
            "data_kind": "persons",
            "inclusion_rule": "18+/12-months",
            "units": "NAV;DPS",
            "mapping_date": "2024-12-02",
        },
        {
            "municipality_code": "1145",
            "data_kind": "counts",
            "inclusion_rule": "",
            "units": "",
            "mapping_date": "",
        },
    ],
}
ADULTS = (240, 900, 2_100, 4_300, 6_500, 8_200, 11_000, 16_000, 24_000, 37_000)
NOT_TAKING_PART = ("1144", "1151")


def made_up_release(
    *,
    years: tuple[int, ...] = (2023, 2024),
    county_codes: tuple[str, ...] = ("03", "11"),
    seed: int = 20241,
) -> Release:
    """Give a release with municipalities, counties, KOSTRA groups and the nation."""
    definitions = load_definitions()
    rows = pd.concat(
        [
            _year(definitions, year, county_codes, np.random.default_rng(seed + year))
            for year in years
        ]
    )
    keys = list(RELEASE_DTYPES)[:9]
    rows = typed(_hidden(rows), RELEASE_DTYPES).sort_values(keys, ignore_index=True)
    return Release(
        rows,
        policy={"smallest_count": 5},
        provenance={"program_version": "0.1.0", "survey_year": years[-1], **PROVENANCE},
    )


def _year(
    definitions: Definitions,
    year: int,
    county_codes: tuple[str, ...],
    rng: np.random.Generator,
) -> pd.DataFrame:
    places = municipalities(year)
    places = places[places["county_code"].isin(county_codes)]
    places = places[~places["municipality_code"].isin(NOT_TAKING_PART)]
    adults = rng.choice(ADULTS, len(places))
    adults[places["municipality_code"] == "1103"] = 116_000
    adults[places["municipality_code"] == "0301"] = 575_000
    tables = [
        counted.assign(position=np.arange(len(places)))
        for indicator in definitions.indicators
        for counted in _counts(indicator, adults, rng)
    ]
    counts = pd.concat(tables, ignore_index=True)
    regions = _regions(places, year)
    merged = regions.merge(counts, on="position")
    keys = ["region_level", "region_code", "region_name"]
    keys += ["indicator_id", "problem_group", "sex", "age_band", "category", "unit"]
    summed = merged.groupby(keys, as_index=False, sort=False)[["n", "d"]].sum()
    return _valued(summed.assign(survey_year=year))


def _regions(places: pd.DataFrame, year: int) -> pd.DataFrame:
    """Give the regions that each municipality is part of: one row for each."""
    names = counties(year).set_index("county_code")["county_name"]
    position = np.arange(len(places))

    def level(name: str, codes: pd.Series, labels: pd.Series) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "position": position,
                "region_level": name,
                "region_code": codes.to_numpy(),
                "region_name": labels.to_numpy(),
            }
        )

    nation = pd.Series(["0"] * len(places))
    return pd.concat(
        [
            level("municipality", places["municipality_code"], places["name"]),
            level("county", places["county_code"], places["county_code"].map(names)),
            level("kostra_group", places["kostra_group"], places["kostra_group"]),
            level("nation", nation, nation.replace("0", "Norge")),
        ]
    )


def _drawn(rng: np.random.Generator, n: np.ndarray, share: float) -> np.ndarray:
    """Give about that share of each number, by sums that every machine does alike."""
    near = n * share * rng.uniform(0.8, 1.2, np.shape(n)) + rng.uniform(
        0, 1, np.shape(n)
    )
    return np.minimum(np.floor(near).astype("int64"), n)


def _counts(
    indicator: Indicator, adults: np.ndarray, rng: np.random.Generator
) -> Iterator[pd.DataFrame]:
    people = {g: _drawn(rng, adults, 0.02 * s) for g, s in GROUP_SHARES.items()}
    people["substance"] = sum(people[g] for g in GROUP_SHARES if g != "mental_only")
    people["all"] = people["substance"] + people["mental_only"]
    for grouping in indicator.groupings:
        for group in grouping.groups:
            yield from _group_counts(indicator, grouping.by, group, people, adults, rng)


def _group_counts(
    indicator: Indicator,
    by: tuple[str, ...],
    group: str,
    people: dict[str, np.ndarray],
    adults: np.ndarray,
    rng: np.random.Generator,
) -> Iterator[pd.DataFrame]:
    n = people[group]

    def table(numerator, denominator, **key) -> pd.DataFrame:
        words = {"problem_group": group, "sex": "total", "age_band": "total"}
        words |= {"category": "total", **key}
        unit = indicator.unit
        return pd.DataFrame({"n": numerator, "d": denominator}).assign(
            indicator_id=indicator.id, unit=unit, **words
        )

    if indicator.unit == "per_1000":
        yield table(n, adults)
        sexes = {"female": _drawn(rng, n, 0.4)}
        sexes["male"] = n - sexes["female"]
        bands = (0.16, 0.19, 0.18, 0.15, 0.17, 0.1, 0.05)
        if "sex" in by:
            for sex in SEXES:
                yield table(sexes[sex], adults // 2, sex=sex)
        if "age_band" in by:
            for band, share in zip(AGE_BANDS, bands, strict=True):
                yield table(_drawn(rng, n, share), adults // 7, age_band=band)
        if "sex*age_band" in by:
            for sex in SEXES:
                for band, share in zip(AGE_BANDS, bands, strict=True):
                    part = _drawn(rng, sexes[sex], share)
                    yield table(part, adults // 14, sex=sex, age_band=band)
    elif indicator.id == "problem_group_share":
        yield table(n, people["all"])
    elif indicator.id == "participating_municipalities":
        yield table(np.ones_like(n), np.ones_like(n))
    elif indicator.id == "population_covered":
        yield table(adults, adults)
    elif indicator.unit == "count":
        yield table(n, n)
    else:
        known = _drawn(rng, n, 0.96)
        for category in indicator.categories:
            share = CATEGORY_SHARES.get(category.id, rng.uniform(0.03, 0.5))
            if category.id == "missing":
                yield table(n - known, n, category="missing")
            else:
                yield table(_drawn(rng, known, share), known, category=category.id)


def _valued(rows: pd.DataFrame) -> pd.DataFrame:
    n, d = rows["n"].to_numpy(float), rows["d"].to_numpy(float)
    per = rows["unit"].map({"per_1000": 1000.0, "percent": 100.0, "count": 1.0})
    shares = wilson_interval(np.minimum(n, d), d)
    rates = rate_interval(n, d, 1000.0)
    is_rate = (rows["unit"] == "per_1000").to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(rows["unit"] == "count", n, n / d * per)
    return rows.assign(
        numerator=rows["n"].astype("Int64"),
        denominator=rows["d"].astype("Int64"),
        value=value,
        lower=np.where(is_rate, rates.lower, shares.lower * 100),
        upper=np.where(is_rate, rates.upper, shares.upper * 100),
        interval=np.where(is_rate, "byar_95", "wilson_95"),
    )


def _hidden(rows: pd.DataFrame) -> pd.DataFrame:
    public = rows["indicator_id"].isin(
        ["participating_municipalities", "population_covered"]
    )
    small = rows["n"].between(1, 4) & ~public
    status = np.select(
        [small, rows["d"] == 0], ["suppressed", "not_applicable"], "shown"
    )
    rows = rows.assign(status=status)
    hide = rows["status"] != "shown"
    rows["numerator"] = rows["numerator"].mask(hide)
    for column in ("value", "lower", "upper"):
        rows[column] = rows[column].mask(hide)
    return rows
