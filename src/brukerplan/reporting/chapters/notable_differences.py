"""What stands out: differences chosen by size and certainty, never by chance alone."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from brukerplan.reporting.analysis import comparisons
from brukerplan.reporting.chapters.life_areas import EVERYONE, RATED
from brukerplan.reporting.charts.chart_data import Role
from brukerplan.reporting.context import Material, Peer
from brukerplan.reporting.messages import msg
from brukerplan.reporting.release_index import Datum, Key
from brukerplan.reporting.table_cells import said
from brukerplan.reporting.view_model import EMPTY, Kind, Section
from brukerplan.tables import AREAS, SERVICES, Status

MOST = 6
"""So many points are made at most, the largest differences first."""
LEAST_RATIO = 1.25
"""A figure stands out where it is a quarter higher, or the other a quarter higher."""

_SKIPPED = ("missing", "green", "yellow", "none", "one", "without_help")
"""Categories that say the same as another, or that say how well was registered."""
_SKIPPED_INDICATORS = (
    "recipients_16_plus",
    "all_areas_rated",
    "living_conditions_index_by",
    "function_level_housing",
    "function_level_meaningful",
)
"""Indicators that say the same as another (`homeless` is red in housing), or that say
how well was registered."""

_SAME_AS_RED = {
    "housing": "homeless",
    "meaningful_activity": "without_meaningful_activity",
}
"""Areas whose red has an indicator of its own."""

_HIGHER = msg("{figure}: {own}, higher than in the rest of {place} ({others}).")
_LOWER = msg("{figure}: {own}, lower than in the rest of {place} ({others}).")


def stands_out(material: Material) -> Section:
    """Give the points that stand out against one larger place; or say that none does."""
    against = _against(material)
    if not material.own.took_part or against is None:
        return EMPTY
    words = material.words
    compared = _compared(material, against)
    if compared.empty:
        return EMPTY
    points = tuple(
        _point(material, against, row) for row in _clear(compared).to_dict("records")
    )
    method = words.t(
        "{number} figures were compared with those of the others that took part. A point "
        "is made where the 99.8% interval of the difference leaves out nought, the 95% "
        "intervals do not overlap, and one figure is at least a quarter higher than the "
        "other. By chance alone, fewer than one in five hundred would pass.",
        number=words.numbers.number(len(compared)),
    )
    none = words.t(
        "No figure stands out from those of the rest of {place}.", place=against.label
    )
    return Section(
        paragraphs=() if points else (none,), points=points, closing=(method,)
    )


def _against(material: Material) -> Peer | None:
    """Give the place to compare with: the nation where it is covered, else the county."""
    if material.place.kind is Kind.NATION:
        return None
    return material.peer(Role.NATION) or material.peer(Role.COUNTY)


def _compared(material: Material, against: Peer) -> pd.DataFrame:
    place = against.figures
    rows = comparisons(
        material.rows_of_peers,
        material.own.level,
        material.own.code,
        against=[(place.level, place.code)],
        definitions=material.words.definitions,
        year=material.year,
    )
    skipped = rows["indicator_id"].str.startswith(_SKIPPED_INDICATORS)
    said_already = rows["indicator_id"].isin(_of_everyone_for(rows))
    return rows[~skipped & ~said_already & ~rows["category"].isin(_SKIPPED)]


def _of_everyone_for(rows: pd.DataFrame) -> list[str]:
    """Give the shares of everyone mapped that a share of those rated speaks for."""
    rated = set(rows.loc[rows["problem_group"] == "all", "indicator_id"])
    return [
        f"{EVERYONE}{area}"
        for area in AREAS
        if _SAME_AS_RED.get(area, f"{RATED}{area}") in rated
    ]


def _clear(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that are large and certain enough, the largest first."""
    size = rows["ratio"].where(rows["ratio"] >= 1, 1 / rows["ratio"])
    above = rows["lower"] > rows["others_upper"]
    below = rows["upper"] < rows["others_lower"]
    sure = ~rows["verdict_strict"].isin(["", "similar"])
    found = rows.assign(size=size)[(above | below) & sure & (size >= LEAST_RATIO)]
    found = found.sort_values(["size", "indicator_id"], ascending=[False, True])
    return found.drop_duplicates(["indicator_id", "category"]).head(MOST)


def _point(material: Material, against: Peer, row: Mapping[Any, Any]) -> str:
    words = material.words
    key = Key(*(row[name] for name in Key._fields))
    own = material.own.data[key]
    others = Datum(Status.SHOWN, own.unit, value=row["others_value"])
    return words.t(
        _HIGHER if row["value"] > row["others_value"] else _LOWER,
        figure=_figure(material, key),
        own=said(own, words),
        place=against.label,
        others=said(others, words),
    )


def _figure(material: Material, key: Key) -> str:
    """Give the figure's name: indicator, category and group as far as they matter."""
    words = material.words
    parts = [words.name_of(key.indicator_id)]
    if key.category != "total":
        category = words.definitions.category_word(key.category, words.language)
        parts.append(category if key.category in SERVICES else category.lower())
    if key.problem_group != "all":
        parts.append(words.label("group", key.problem_group).lower())
    return ", ".join(parts)
