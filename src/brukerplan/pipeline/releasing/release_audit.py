"""Attacks what is published: a release, exports of it, and releases beside it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from brukerplan import geography
from brukerplan.definitions import Definitions, load_definitions
from brukerplan.definitions.indicator_model import THREE_YEARS
from brukerplan.disclosure import PROVENANCE_FILE, Suppressed, read_release
from brukerplan.disclosure.attack import (
    Assumptions,
    AuditResult,
    audit,
    published_figures,
    read_published,
)
from brukerplan.errors import DisclosureError, InputError, UsageError
from brukerplan.pipeline.publishing.report_verification import (
    Finished,
    check_reports,
    is_report,
)
from brukerplan.pipeline.releasing.linked_regions import published_on_borders
from brukerplan.reporting.rendering import Order
from brukerplan.store import Store
from brukerplan.tables import Status

NO_FIGURE = (Status.MISSING, Status.NOT_ESTIMABLE)

PUBLISHED_KINDS = (".parquet", ".csv", ".json", ".xlsx")


def audit_published(
    release: Path,
    *,
    beside: Sequence[Path] = (),
    outputs: Path | None = None,
    indicators: Path | None = None,
    groupings: Mapping[str, Path] | None = None,
) -> AuditResult:
    """Attack a release's folder or file, helped by what is published beside it.

    `beside` are other releases that readers have; `outputs` a folder whose exports are
    read too; `groupings` own groupings of municipalities, by name, each a
    CSV file.

    Raises:
        InputError: a file cannot be read, or the numbers contradict each other.
    """
    main = read_published(release)
    year = _borders(release, main)
    published, places = [main], [_places(year, groupings)]
    for number, path in enumerate(beside, start=1):
        other = read_published(path)
        borders = _borders(path, other)
        told, parts = published_on_borders(other, borders, year)
        if borders == year:
            told, parts = _of_other_participants(told, main, places[0], number)
        else:
            told = _without_lone_wholes(told, main)
        published.append(told)
        places.append(parts)
    if outputs is not None:
        published += _outputs(outputs)
    return audit(
        published,
        load_definitions(indicators),
        _assumptions(release),
        places=pd.concat(places).drop_duplicates(ignore_index=True),
    )


def require_safe(
    made: Suppressed, definitions: Definitions, groupings: Mapping[str, Path]
) -> None:
    """Attack a release that is about to be made, as it would be read when published.

    What is known of possible numbers saves the attack most of its search.

    Raises:
        DisclosureError: some hidden figure can be worked out.
    """
    release = made.release
    published = published_figures(release.rows)
    require_passed(
        audit(
            [published],
            definitions,
            Assumptions.from_policy(release.policy),
            places=_places(int(release.provenance["borders_of_year"]), groupings),
            possible=made.possible,
        )
    )


def release_to_attack(release: Path | None, store: Path, year: int | None) -> Path:
    """Give the release that is meant: a path, or the store's for a year.

    Raises:
        UsageError: neither or both are given, or the store has no such release.
    """
    if (release is None) == (year is None):
        raise UsageError(
            "say which release: a path, or --year",
            hint="for example: brukerplan audit --year 2024",
        )
    if release is not None:
        return release
    assert year is not None, "one of the two is given"
    folder = Store(store).release_folder(year)
    if not folder.is_dir():
        raise UsageError(
            f"the store has no release for {year}",
            hint=f"make it first: brukerplan compute --year {year}",
            slug="release-missing",
        )
    return folder


def summary(result: AuditResult) -> Mapping[str, Any]:
    """Give the result as plain values, for JSON."""
    return {
        "passed": result.passed,
        "figures": result.figures,
        "hidden": result.hidden,
        "numbers_attacked": result.attacked,
        "numbers_by_width": {str(k): n for k, n in result.widths.items()},
        "exposed": result.exposed.to_dict("records"),
    }


def sentence(result: AuditResult) -> str:
    """Say what was attacked and that nothing gave way."""
    return (
        f"Attacked {result.attacked} numbers behind {result.hidden} hidden figures "
        f"of {result.figures}: none can be confined more closely than the rules allow."
    )


def require_passed(result: AuditResult) -> None:
    """Refuse what the attack could confine.

    Raises:
        DisclosureError: naming the figures by region and table, never a count.
    """
    if result.passed:
        return
    named = "".join(f"\n  {name}" for name in result.named())
    more = len(result.exposed) - len(result.named())
    raise DisclosureError(
        f"{len(result.exposed)} hidden figures can be worked out:{named}"
        + (f"\n  and {more} more" if more else ""),
        hint="do not publish; compute the release again with brukerplan compute",
        slug="release-gives-way",
    )


def _assumptions(release: Path) -> Assumptions:
    """Take the rules from the release's own statement, if it is there."""
    return Assumptions.from_policy(_said(release).get("policy", {}))


def _said(release: Path) -> Mapping[str, Any]:
    """Give what a release's own statement says, if it is there and can be read."""
    folder = release if release.is_dir() else release.parent
    try:
        about = json.loads((folder / PROVENANCE_FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    parts = about.items() if isinstance(about, dict) else ()
    return {name: part for name, part in parts if isinstance(part, dict)}


def check_outputs(release: Path, folder: Path, *, order: Order) -> Finished:
    """Check the finished reports under a folder against the release in another.

    `order` tells how the reports were made, but for year, language and format.

    Raises:
        InputError: `release` is not a release's folder.
    """
    of_release = read_release(release)
    year = int(of_release.provenance["survey_year"])
    return check_reports(of_release, folder, replace(order, year=year))


def _outputs(folder: Path) -> list[pd.DataFrame]:
    """Read every export under a folder that has a row per figure; reports apart.

    Raises:
        InputError: there is neither an export nor a report.
    """
    published = []
    files = sorted(folder.rglob("*"))
    for path in files:
        if path.suffix in PUBLISHED_KINDS and not is_report(path):
            try:
                published.append(read_published(path))
            except InputError:
                continue
    if not published and not any(map(is_report, files)):
        raise InputError(
            f"no published figures under «{folder.name}»",
            hint="give a folder with reports or with exports",
            slug="published-unreadable",
        )
    return published


def _without_lone_wholes(told: pd.DataFrame, main: pd.DataFrame) -> pd.DataFrame:
    """Leave out what has no equal, and counties, of survey years that `main` lacks.

    Of such years there are only regions with other borders, and those among them that
    have an equal are not all that a county or the nation is made up of.
    """
    lone = ~told["survey_year"].isin(main["survey_year"])
    level = told["region_level"]
    return told[~(lone & ((level == "county") | level.str.contains("@")))]


def _of_other_participants(
    told: pd.DataFrame, main: pd.DataFrame, places: pd.DataFrame, number: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Call a whole `county@1-2024` where others took part than in `main`, and say who.

    Where one more municipality has taken part since, the county as it was is the sum of
    the others. Of sums over three years, the later ones are left out.
    """
    links = [pd.DataFrame(columns=list(places.columns))]
    for year in sorted(set(told["survey_year"]) & set(main["survey_year"])):
        then, now = _taking_part(told, year), _taking_part(main, year)
        if then == now:
            continue
        codes = sorted(then | now)
        around = pd.concat(
            [
                places[places["municipality_code"].isin(codes)],
                *(
                    pd.DataFrame({"municipality_code": codes}).assign(
                        region_level=level, region_code=whole
                    )
                    for level, whole in (
                        ("county", [code[:2] for code in codes]),
                        ("nation", geography.NATION_CODE),
                    )
                ),
            ]
        )
        other = around[around["municipality_code"].isin(then ^ now)]
        regions = ["region_level", "region_code"]
        wholes = pd.MultiIndex.from_frame(other[regions])
        inside = pd.MultiIndex.from_frame(told[regions]).isin(wholes)
        later = told["survey_year"].isin([year + 1, year + 2])
        later &= told["indicator_id"].str.endswith(THREE_YEARS)
        name = f"@{number}-{year}"
        own_year = inside & (told["survey_year"] == year)
        level = told["region_level"]
        told = told.assign(region_level=level.mask(own_year, level + name))
        told = told[~(inside & later)]
        parts = around[pd.MultiIndex.from_frame(around[regions]).isin(wholes)]
        parts = parts[parts["municipality_code"].isin(then)]
        links.append(parts.assign(region_level=parts["region_level"] + name))
    return told, pd.concat(links, ignore_index=True)


def _taking_part(published: pd.DataFrame, year: int) -> set[str]:
    """Give the municipalities that have any figure of a survey year, be it hidden."""
    rows = published[published["survey_year"] == year]
    rows = rows[rows["region_level"] == "municipality"]
    return set(rows.loc[~rows["status"].isin(NO_FIGURE), "region_code"])


def _borders(release: Path, published: pd.DataFrame) -> int:
    """Give the year of a release's borders: as it says, or its last survey year."""
    said = _said(release).get("provenance", {}).get("borders_of_year")
    return int(said or published["survey_year"].max())


def _places(year: int, groupings: Mapping[str, Path] | None) -> pd.DataFrame:
    """Give which municipalities further regions consist of: public, or in files."""
    own = {
        name: geography.read_grouping(path, year=year)
        for name, path in (groupings or {}).items()
    }
    wholes = geography.wholes(year, groupings=own)
    wholes = wholes[wholes["whole_level"] != "county"]
    names = {"whole_level": "region_level", "whole_code": "region_code"}
    return wholes.rename(columns=names)[[*names.values(), "municipality_code"]]
