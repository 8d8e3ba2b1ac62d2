"""A figure year by year on chosen borders, from what the store's releases show."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from brukerplan import disclosure, geography
from brukerplan.definitions import (
    THREE_YEARS,
    Definitions,
    Indicator,
    load_definitions,
)
from brukerplan.errors import UsageError
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.pipeline.publishing.report_batch import load_release
from brukerplan.pipeline.releasing.indicator_definitions import find_indicator
from brukerplan.pipeline.releasing.recoded_releases import HIDDEN, retold_rows
from brukerplan.store import Store
from brukerplan.store.access_log import Access, note_access
from brukerplan.tables import FIGURE_KEYS, Release, Status

PREFERRED = (
    Status.SHOWN,
    Status.NOT_APPLICABLE,
    *HIDDEN,
    Status.NOT_ESTIMABLE,
    Status.MISSING,
)
"""Of several releases that tell a year, the one whose status comes first is taken."""

COLUMNS = (
    *FIGURE_KEYS,
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "unit",
    "status",
    "three_years_value",
    "three_years_status",
    "break",
)


@dataclass(frozen=True)
class Asked:
    """Which figure: of whom, where, and on which year's borders (default: the newest)."""

    indicator: str
    regions: tuple[str, ...]
    borders: int | None = None
    with_municipalities: bool = False
    problem_group: str = "all"
    sex: str = "total"
    age_band: str = ""
    indicators: Path | None = None


@dataclass(frozen=True)
class Trend:
    """A figure by year: `rows` has `COLUMNS`, sorted by region, category and year.

    `three_years_…` is the sum over that year and the two before, where a release has
    it; `break` says why a year cannot be compared with the one before it, as
    `geography.breaks_by_region` does.
    """

    rows: pd.DataFrame
    names: dict[str, str]
    borders: int
    is_internal: bool

    def to_csv(self) -> bytes:
        """Give the rows for programs: commas, points, UTF-8."""
        text = self.rows.to_csv(index=False, lineterminator="\n")
        return text.encode()

    def records(self) -> list[dict[str, Any]]:
        """Give the rows as plain values, None where there is none."""
        plain = self.rows.astype(object).where(self.rows.notna(), None)
        records = plain.to_dict("records")
        return [{str(name): value for name, value in row.items()} for row in records]


def trend(
    store_root: Path,
    asked: Asked,
    *,
    output: Path | None = None,
    at: str = "",
    by: str = "",
) -> Trend:
    """Tell a figure of some regions year by year, on the borders of one year.

    Everything is worked out from releases, so nothing is told that they hide. Written
    to `output` as CSV too. Figures that may not be published are noted in the store's
    log of access, with when and by whom.

    Raises:
        UsageError: there is no release, or no such indicator or figure.
        ReferenceDataError: a region or the borders of the year are not known.
        ReportError: the file cannot be written.
    """
    store = Store(store_root)
    releases = [load_release(store_root, y) for y in reversed(store.release_years())]
    if not releases:
        raise UsageError(
            "the store has no release",
            hint="make one first: brukerplan compute --year YEAR",
            slug="release-missing",
        )
    definitions = load_definitions(asked.indicators)
    indicator = find_indicator(definitions, asked.indicator)
    borders = asked.borders or _borders(releases[0])
    codes = _codes(asked, borders)
    rows = pd.concat(
        [_told(release, asked, indicator, borders, definitions) for release in releases]
    )
    rows = _best(rows[rows["region_code"].isin(list(codes))])
    if rows.empty:
        raise UsageError(
            "no release has this figure for these regions",
            hint=f"see how it is grouped: brukerplan indicators show {indicator.id}",
            slug="figure-missing",
        )
    taking = store.load(store.years()).participation
    internal = any(_is_internal(release) for release in releases)
    made = Trend(_with_breaks(rows, taking, borders), codes, borders, internal)
    if internal:
        note_access(store, Access(at, by, "trend", indicator.id))
    if output is not None:
        write_whole(output, made.to_csv())
    return made


def _borders(release: Release) -> int:
    return int(release.provenance["borders_of_year"])


def _is_internal(release: Release) -> bool:
    return bool(release.policy.get("audience", "public") != "public")


def _codes(asked: Asked, borders: int) -> dict[str, str]:
    """Give the regions' codes with their names, municipalities after their county."""
    found = {}
    for text in asked.regions:
        region = geography.find_region(text, year=borders)
        found[region.code] = region.short_name
        if asked.with_municipalities and region.level != "municipality":
            places = geography.municipalities(borders)
            inside = places["county_code"].eq(region.code) | (region.level == "nation")
            chosen = places[inside]
            names = zip(chosen["municipality_code"], chosen["short_name"], strict=True)
            found |= dict(names)
    return found


def _told(
    release: Release,
    asked: Asked,
    indicator: Indicator,
    borders: int,
    definitions: Definitions,
) -> pd.DataFrame:
    """Give one release's rows of the figure, on the borders asked for."""
    rows = release.rows
    age = asked.age_band or ("16+" if indicator.population == "16+" else "total")
    rows = rows[
        rows["indicator_id"].isin([indicator.id, indicator.id + THREE_YEARS])
        & (rows["problem_group"] == asked.problem_group)
        & (rows["sex"] == asked.sex)
        & (rows["age_band"] == age)
    ]
    told = retold_rows(rows, _borders(release), borders, definitions)
    return told.assign(
        is_own=_borders(release) == borders, of=release.provenance["survey_year"]
    )


def _best(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one row a figure: what is shown, on its own borders, by the newest."""
    rank = rows["status"].map({status: n for n, status in enumerate(PREFERRED)})
    rows = rows.assign(rank=rank).sort_values(
        ["rank", "is_own", "of"], ascending=[True, False, False], kind="stable"
    )
    rows = rows.drop_duplicates(list(FIGURE_KEYS))
    rows["status"] = rows["status"].replace(dict.fromkeys(HIDDEN, Status.SUPPRESSED))
    rows = disclosure.with_values(rows).drop(columns=["rank", "is_own", "of"])
    longer = rows["indicator_id"].str.endswith(THREE_YEARS)
    sums = rows[longer].assign(
        indicator_id=rows["indicator_id"].str.removesuffix(THREE_YEARS)
    )
    sums = sums[[*FIGURE_KEYS, "value", "status"]].rename(
        columns={"value": "three_years_value", "status": "three_years_status"}
    )
    return rows[~longer].merge(sums, on=list(FIGURE_KEYS), how="left")


def _with_breaks(
    rows: pd.DataFrame, taking: pd.DataFrame, borders: int
) -> pd.DataFrame:
    """Add why a year cannot be compared with the one before, and sort."""
    place = ["region_level", "region_code", "survey_year"]
    breaks = geography.breaks_by_region(taking, year=borders)
    rows = rows.merge(breaks.rename(columns={"reasons": "break"}), on=place, how="left")
    rows["break"] = rows["break"].fillna("")
    order = ["region_level", "region_code", "category", "survey_year"]
    rows = rows.assign(
        region_level=pd.Categorical(
            rows["region_level"], ["nation", "county", "municipality"]
        )
    ).sort_values(order, ignore_index=True)
    rows["region_level"] = rows["region_level"].astype("str")
    return rows[list(COLUMNS)]


def lines(made: Trend) -> list[str]:
    """Give the trend as lines of text for a terminal."""
    first = made.rows.iloc[0]
    written = [f"{first['indicator_id']}, borders of {made.borders} ({first['unit']})"]
    keys = ["region_level", "region_code", "category"]
    for (_, code, category), rows in made.rows.groupby(keys, sort=False):
        written.append(f"{code} {made.names[str(code)]}: {category}")
        written.append(
            "  year    value  95 % interval     number       of  three years  break"
        )
        written += [_line(row) for row in rows.to_dict("records")]
    return written


def _line(row: dict[Any, Any]) -> str:
    limits = _number(row["lower"], "") and (
        f"{_number(row['lower'], '')}–{_number(row['upper'], '')}"
    )
    value = _number(row["value"], _words(row["status"]))
    longer = _number(row["three_years_value"], _words(row["three_years_status"]))
    cells = [
        f"  {row['survey_year']}",
        f"{value:>9}",
        f"{limits:>14}",
        f"{_whole(row['numerator']):>10}",
        f"{_whole(row['denominator']):>8}",
        f"{longer:>12}",
        row["break"].replace("_", " ").replace(";", ", "),
    ]
    return " ".join(cells).rstrip()


def _words(status: object) -> str:
    if not isinstance(status, str):
        return ""
    return "hidden" if status == Status.SUPPRESSED else status.replace("_", " ")


def _number(value: object, otherwise: str) -> str:
    return otherwise if _is_none(value) else f"{value:.1f}"


def _whole(value: object) -> str:
    return "" if _is_none(value) else f"{value}"


def _is_none(value: object) -> bool:
    return bool(pd.isna(value))  # type: ignore[call-overload]
