"""From published rows to what an attacker knows: unknown numbers and equations.

The attacker knows the definitions (which people each figure counts), that codes of
municipalities begin with their county's, who took part, and how groups, sexes and ages
make up their totals. Where every part of a total has a row, the parts add up to it;
where some have none, they are at most the total.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from brukerplan.definitions import (
    PUBLIC_SETS,
    THREE_YEARS,
    Definitions,
    set_relations,
)
from brukerplan.definitions.indicator_model import SUM
from brukerplan.tables import AGE_BANDS, SUBSTANCE_GROUPS

PLACE = ["survey_year", "region_level", "region_code"]
PEOPLE = [*PLACE, "problem_group", "sex", "age_band", "people"]
"""What tells one counted group of people from another."""

NO_NUMBER = ("missing", "not_estimable")
"""What is published of a region that has no such number: it is in no total."""

Totals = Mapping[str, tuple[str, ...]]
SEX_TOTALS: Totals = {"total": ("female", "male", "unknown")}
GROUP_TOTALS: Totals = {
    "substance": SUBSTANCE_GROUPS,
    "all": ("substance", "mental_only", "unknown"),
}
MAY_LACK = ("unknown", "unspecified")
"""Parts that have rows only where there is anybody in them."""

AGE_TOTALS: Totals = {
    "total": (*AGE_BANDS, "unspecified"),
    "16+": ("16-17", "total"),
}


@dataclass(frozen=True)
class Knowledge:
    """Unknown numbers, and equations that they satisfy.

    `cells` has a row per counted group of people: `PEOPLE`, `number` (empty where
    unknown), `least`, `base` (the shown people it is a share of), `target` (hidden),
    `own` (hidden for its own sake, as far as published files tell) and, for naming it,
    the keys of one hidden row. `matrix @ numbers` equals 0 in every row,
    where the columns are the cells and then one for each inequality's rest.
    """

    cells: pd.DataFrame
    matrix: sparse.csr_array


def knowledge_of(
    published: pd.DataFrame,
    definitions: Definitions,
    places: pd.DataFrame,
    least_base: int,
    zeros_shown: bool,
) -> Knowledge:
    """Give what follows from published rows.

    `published` has the columns of `PUBLISHED` (see `published.py`); `places` further
    wholes (`region_level, region_code, municipality_code`). A hidden number in a row
    whose base is shown and large enough is at least 1 if zeros are shown.
    """
    rows = _with_people(published, definitions)
    cells = _cells(rows, least_base, zeros_shown)
    sums: list[pd.DataFrame] = [
        _shares(rows, cells),
        *_along(cells, "sex", SEX_TOTALS),
        *_along(cells, "problem_group", GROUP_TOTALS),
        *_along(cells, "age_band", AGE_TOTALS),
        _sets(cells, definitions),
        *_places(cells, places),
        _three_years(cells),
    ]
    hidden_shares = _shares(rows[rows["status"] == "hidden"], cells)
    cells, lefts = _with_what_is_left(cells, hidden_shares)
    return Knowledge(
        cells, _matrix(cells, pd.concat([*sums, lefts], ignore_index=True))
    )


def _with_people(published: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Add to each row which people its numerator and denominator count."""
    meanings = pd.DataFrame(
        [
            (indicator.id + end, c.id, c.numerator + end, c.denominator)
            for indicator in definitions.indicators
            for end in (("", THREE_YEARS) if indicator.three_years else ("",))
            for c in indicator.categories
        ],
        columns=["indicator_id", "category", "counted", "out_of"],
    )
    rows = published.merge(meanings, on=["indicator_id", "category"], how="inner")
    rows = rows[~rows["counted"].str.removesuffix(THREE_YEARS).isin(PUBLIC_SETS)]
    return rows.reset_index(drop=True)


def _cells(rows: pd.DataFrame, least_base: int, zeros_shown: bool) -> pd.DataFrame:
    """Give each counted group of people once, with what rows say of it."""
    people_base = ~rows["out_of"].isin((*PUBLIC_SETS, ""))
    hidden = rows["status"] == "hidden"
    base_shown = (~people_base) | (rows["denominator"] >= least_base).fillna(False)
    above = rows.assign(
        people=rows["counted"],
        number=rows["numerator"],
        least=np.where(hidden & base_shown & zeros_shown, 1, 0),
        target=hidden,
        own=hidden & rows["own"],
        absent=rows["status"].isin(NO_NUMBER),
        base=rows["denominator"].where(people_base & ~_is_sum(rows)),
    )
    none = rows["status"] == "not_applicable"
    above.loc[none, "number"] = above.loc[none, "denominator"]
    shares = rows[people_base]
    hidden_base = (shares["status"] == "hidden") & shares["denominator"].isna()
    below = shares.assign(
        people=shares["out_of"].to_numpy(),
        number=shares["denominator"].to_numpy(),
        least=(hidden_base & zeros_shown).to_numpy(dtype="int64"),
        target=hidden_base.to_numpy(),
        own=False,
        absent=shares["status"].isin(NO_NUMBER).to_numpy(),
    )
    every = below["people"] == "every_group"
    below["problem_group"] = below["problem_group"].mask(every, "all")
    below["people"] = below["people"].mask(every, "all")
    uses = pd.concat([above, below], ignore_index=True)
    uses["number"] = uses["number"].astype("Float64")
    uses["least"] = uses["least"].where(uses["number"].isna() & ~uses["absent"], 0)
    uses = uses.sort_values(["own", "target"], ascending=False, kind="stable")
    named = ["indicator_id", "category"]
    return (
        uses.groupby(PEOPLE, sort=True, dropna=False)
        .agg(
            number=("number", "first"),
            least=("least", "max"),
            target=("target", "any"),
            own=("own", "any"),
            absent=("absent", "all"),
            base=("base", "min"),
            **{name: (name, "first") for name in named},
        )
        .reset_index()
    )


def _is_sum(rows: pd.DataFrame) -> pd.Series:
    """Say which rows are means: their numerator adds up numbers, and is no people."""
    return rows["counted"].str.endswith(f":{SUM}")


def _ids(cells: pd.DataFrame) -> pd.DataFrame:
    """Give the cells that stand for a number, with their position as `cell`."""
    numbered = cells[PEOPLE].assign(cell=np.arange(len(cells)))
    return numbered[~cells["absent"]]


ENDLESS = np.iinfo("int32").max
"""More parts than there are: a whole that needs so many is only known to be no less."""


def _sums(name: str, pairs: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Find each pair's whole: `pairs` has `PEOPLE` of the whole, `part`, `way`.

    `needed` is the number of parts that the whole is known to have.
    """
    found = pairs.merge(_ids(cells).rename(columns={"cell": "whole"}), on=PEOPLE)
    found = found[found["whole"] != found["part"]]
    key = found["whole"].astype(str) + " " + found["way"].astype(str)
    parts = found.groupby(["whole", "way"])["counts"].transform("sum")
    return pd.DataFrame(
        {
            "sum": name + " " + key,
            "whole": found["whole"],
            "part": found["part"],
            "complete": parts >= found["needed"],
            "times": found.get("times", 1),
        }
    )


def _along(cells: pd.DataFrame, column: str, totals: Totals) -> Iterator[pd.DataFrame]:
    """Give the sums along one column, such as both sexes to the total."""
    for total, parts in totals.items():
        part = _ids(cells)
        part = part[part[column].isin(parts)]
        optional = set(parts) & set(MAY_LACK) & set(cells[column].unique())
        pairs = part.assign(
            part=part["cell"],
            way=total,
            counts=1,
            needed=len(set(parts) - set(MAY_LACK)) + len(optional),
        )
        pairs[column] = total
        yield _sums(column, pairs.drop(columns="cell"), cells)


def _sets(cells: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Give the sums that the definitions imply, such as colours to those rated."""
    relations = set_relations(definitions)
    by_relation = relations.groupby("relation_id")["times"]
    relations = relations.assign(
        needed=by_relation.transform("size").where(relations["kind"] == "sum", ENDLESS),
        against=(relations["times"] < 0)
        .groupby(relations["relation_id"])
        .transform("sum"),
    )
    pairs = _ids(cells).merge(relations, left_on="people", right_on="part_set")
    same = pairs["part_group"] == "*"
    pairs = pairs[same | (pairs["part_group"] == pairs["problem_group"])]
    group = pairs["whole_group"].where(pairs["whole_group"] != "*")
    pairs = pairs.assign(
        problem_group=group.fillna(pairs["problem_group"]),
        people=pairs["whole_set"],
        part=pairs["cell"],
        way=pairs["relation_id"],
        counts=1,
    )
    pairs = pairs[_is_told(pairs)]
    columns = [*PEOPLE, "part", "way", "counts", "needed", "times"]
    return _sums("set", pairs[columns], cells)


def _is_told(pairs: pd.DataFrame) -> pd.Series:
    """Say for which parts all that counts against the whole is there, and some for it."""
    where = [name for name in PEOPLE if name not in ("people", "problem_group")]
    by = [pairs[name] for name in (*where, "problem_group", "way")]
    against, least = pairs["times"] < 0, pairs["kind"] == "least"
    all_there = against.groupby(by).transform("sum") == pairs["against"]
    some_for = (~against).groupby(by).transform("any")
    return ~least | (all_there & some_for)


def _places(cells: pd.DataFrame, places: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Give the sums over regions: counties, the nation, and the `places` given."""
    everywhere = cells[PEOPLE].assign(
        part=np.arange(len(cells)), absent=cells["absent"]
    )
    municipal = everywhere[everywhere["region_level"] == "municipality"]
    county = municipal.assign(
        region_level="county", region_code=municipal["region_code"].str[:2]
    )
    counties = everywhere[everywhere["region_level"] == "county"]
    nation = counties.assign(region_level="nation", region_code="0")
    for name, parts in (("county", county), ("nation", nation)):
        if len(parts):
            yield _sums(name, _whole_places(parts), cells)
    for borders, parts in _further(everywhere, places).groupby("borders"):
        yield _sums(f"place {borders}", _whole_places(parts), cells)


def _further(everywhere: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Give the parts of the `places` given, with `borders` to tell sums apart.

    A municipality is made up of parts on other borders (`municipality@2019`) for each
    such borders anew; a region on other borders of what there is in it.
    """
    level = everywhere["region_level"]
    local = everywhere[level.str.partition("@")[0] == "municipality"]
    local = local.rename(columns={"region_code": "municipality_code"})
    parts = local.merge(places, on="municipality_code", suffixes=("_part", ""))
    elsewhere = parts["region_level"].str.contains("@")
    return parts.assign(borders=parts["region_level_part"].mask(elsewhere, ""))


def _whole_places(parts: pd.DataFrame) -> pd.DataFrame:
    """Say how many parts each whole needs: all that took part in that year.

    In an earlier year, told on later borders, a region without a number may have
    belonged to the whole by one of its old parts; then the parts only add up to less.
    """
    regions = parts[parts["people"] == "all"]
    regions = regions[(regions["sex"] == "total") & (regions["age_band"] == "total")]
    regions = regions[regions["problem_group"] == "all"]
    taking = regions.groupby(PLACE)["absent"].agg(lacking="any", needed="size")
    earlier = taking.index.get_level_values(0) < parts["survey_year"].max()
    taking.loc[taking["lacking"] & earlier, "needed"] = ENDLESS
    parts = parts.merge(taking["needed"].reset_index(), on=PLACE)
    absent = parts["absent"].groupby([parts[c] for c in PEOPLE]).transform("sum")
    parts = parts.assign(
        needed=parts["needed"] - absent, counts=1, way=parts["region_level"]
    )
    parts = parts[~parts["absent"]]
    return parts[[*PEOPLE, "part", "way", "counts", "needed"]]


def _three_years(cells: pd.DataFrame) -> pd.DataFrame:
    """Give the sums over three years."""
    part = _ids(cells)
    part = part[~part["people"].str.endswith(THREE_YEARS)]
    pairs = [
        part.assign(
            part=part["cell"],
            survey_year=part["survey_year"] + later,
            people=part["people"] + THREE_YEARS,
            way="years",
            counts=1,
            needed=3,
        )
        for later in range(3)
    ]
    return _sums("years", pd.concat(pairs).drop(columns="cell"), cells)


def _shares(rows: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Say that no numerator exceeds the people whom it is a share of."""
    shares = rows[~rows["out_of"].isin((*PUBLIC_SETS, "")) & ~_is_sum(rows)]
    parts = shares.assign(people=shares["counted"])[[*PEOPLE, "out_of"]]
    pairs = parts.merge(_ids(cells), on=PEOPLE).drop_duplicates(["cell", "out_of"])
    every = pairs["out_of"] == "every_group"
    pairs = pairs.assign(
        problem_group=pairs["problem_group"].mask(every, "all"),
        people=pairs["out_of"].mask(every, "all"),
        part=pairs["cell"],
        way="share " + pairs["cell"].astype(str),
        counts=0,
        needed=1,
    )
    return _sums("share", pairs.drop(columns=["cell", "out_of"]), cells)


def _with_what_is_left(
    cells: pd.DataFrame, hidden: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add what numbers that other rows show leave of a hidden base, and its sums.

    Where a row is `hidden` although its number is shown elsewhere, that number is not
    the secret, but what is left of the base. `hidden` are the shares of hidden rows.
    """
    number = cells["number"]
    shown = number[hidden["part"]].notna().to_numpy(dtype=bool)
    secret = hidden[shown & number[hidden["whole"]].isna().to_numpy(dtype=bool)]
    lefts = cells.loc[secret["part"]].assign(
        people=lambda df: df["people"] + " left",
        number=math.nan,
        least=0,
        target=True,
        base=math.nan,
    )
    lefts = lefts.astype({"number": "Float64", "base": cells["base"].dtype})
    both = secret.assign(sum="left " + secret["sum"], complete=True, times=1)
    rest = both.assign(part=len(cells) + np.arange(len(both)))
    cells = cells.assign(own=cells["own"] & number.isna())
    return (
        pd.concat([cells, lefts], ignore_index=True),
        pd.concat([both, rest], ignore_index=True),
    )


def _matrix(cells: pd.DataFrame, sums: pd.DataFrame) -> sparse.csr_array:
    """Give the equations; a sum that may lack parts gets a rest of its own."""
    number, _ = pd.factorize(sums["sum"])
    first = sums.assign(number=number).drop_duplicates("number")
    lacking = first[~first["complete"]]
    rest = len(cells) + np.arange(len(lacking))
    row = np.concatenate([first["number"], number, lacking["number"]])
    column = np.concatenate([first["whole"], sums["part"], rest])
    own = -sums["times"].to_numpy(dtype="float64")
    sign = np.concatenate([np.ones(len(first)), own, np.full(len(rest), -1.0)])
    shape = (len(first), len(cells) + len(rest))
    return sparse.csr_array((sign, (row, column)), shape=shape)
