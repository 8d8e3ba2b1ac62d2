"""Tells of the indicators and the rules of the index; checks an analyst's own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brukerplan.definitions import Definitions, Indicator, load_definitions
from brukerplan.errors import UsageError
from brukerplan.languages import LANGUAGES
from brukerplan.pipeline.publishing.report_batch import load_release


def list_indicators(folder: Path | None, language: str) -> list[Mapping[str, str]]:
    """Give id, label, unit and theme of each indicator, in the order of reports."""
    _check_language(language)
    definitions = load_definitions(folder)
    return [
        {
            "id": indicator.id,
            "label": indicator.label[language],
            "unit": indicator.unit,
            "theme": definitions.word("theme", indicator.theme, language),
        }
        for indicator in definitions.indicators
    ]


def show_indicator(
    indicator_id: str, folder: Path | None, language: str
) -> Mapping[str, Any]:
    """Give everything that is declared of an indicator.

    Raises:
        UsageError: there is no such indicator or language.
    """
    _check_language(language)
    found = find_indicator(load_definitions(folder), indicator_id)
    return {
        "id": found.id,
        "label": found.label[language],
        "definition": found.definition[language],
        "unit": found.unit,
        "interval": found.interval,
        "population": found.population,
        "trend": found.trend,
        "categories": [
            {
                "id": category.id,
                "counts": category.numerator,
                "out_of": category.denominator,
                "polarity": category.polarity,
            }
            for category in found.categories
        ],
    }


def check_folder(folder: Path) -> Mapping[str, int]:
    """Read an analyst's own definitions with the shipped; give how many there are.

    Raises:
        UsageError: there is no such folder.
        ValidationFailed: a definition is wrong; the message gives file and line.
    """
    if not folder.is_dir():
        raise UsageError(
            f"there is no folder «{folder.name}»",
            hint="give the folder that holds your *.toml files",
            slug="folder-lacking",
        )
    own, shipped = load_definitions(folder), load_definitions()
    return {
        "indicators": len(own.indicators) - len(shipped.indicators),
        "dimensions": len(own.dimensions) - len(shipped.dimensions),
        "index_rules": len(own.rules) - len(shipped.rules),
    }


def compare_rules(store_root: Path, year: int) -> list[Mapping[str, Any]]:
    """Give the index by each rule side by side, where a release shows both.

    A row a region, problem group and colour: the share by each indicator of the index.
    """
    definitions = load_definitions()
    ids = [i.id for i in definitions.indicators if _is_index(definitions, i)]
    rows = load_release(store_root, year).rows
    rows = rows[
        rows["indicator_id"].isin(ids)
        & (rows["status"] == "shown")
        & (rows["survey_year"] == year)
    ]
    wide = rows.pivot(
        index=["region_level", "region_code", "problem_group", "category"],
        columns="indicator_id",
        values="value",
    ).dropna()
    return [
        {str(name): value for name, value in row.items()}
        for row in wide.reset_index().to_dict("records")
    ]


def _is_index(definitions: Definitions, indicator: Indicator) -> bool:
    name = indicator.categories[0].numerator.partition(":")[0]
    dimension = definitions.dimensions.get(name)
    return dimension is not None and bool(dimension.index)


def find_indicator(definitions: Definitions, indicator_id: str) -> Indicator:
    """Give the indicator that somebody names.

    Raises:
        UsageError: there is none.
    """
    try:
        return definitions.indicator(indicator_id)
    except KeyError as problem:
        raise UsageError(
            f"there is no indicator «{indicator_id}»",
            hint="brukerplan indicators list names them",
            slug="indicator-unknown",
        ) from problem


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise UsageError(
            f"there is no language «{language}»",
            hint=f"use one of {', '.join(LANGUAGES)}",
            slug="language-unknown",
        )
