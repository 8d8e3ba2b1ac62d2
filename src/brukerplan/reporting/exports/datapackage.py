"""A folder that describes itself: data and a Frictionless `datapackage.json`.

Specification: https://datapackage.org/standard/data-package/
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from brukerplan.languages import LANGUAGES
from brukerplan.reporting.exports.csv_files import csv_for_machines
from brukerplan.reporting.exports.excel_workbook import workbook
from brukerplan.reporting.exports.jsonstat import json_stat
from brukerplan.reporting.exports.parquet_file import parquet
from brukerplan.reporting.exports.public import INTERNAL_MARK, Export
from brukerplan.tables import FIGURE_KEYS, RELEASE_DTYPES, Status

_TYPES = {"int16": "integer", "Int64": "integer", "float64": "number", "str": "string"}

_MEANINGS = {
    "survey_year": "The year of the mapping.",
    "region_level": "municipality, county, nation, or a grouping of municipalities.",
    "region_code": "Code of the region: four digits, two digits, or 0 for the nation.",
    "region_name": "Name of the region.",
    "indicator_id": "What is measured; explained in indicators.csv.",
    "problem_group": "Which of the people mapped.",
    "sex": "total, female, male, or unknown.",
    "age_band": "total is 18 and over.",
    "category": "total, or a part of the indicator: a colour, a service.",
    "numerator": "How many; empty unless status is shown.",
    "denominator": "Out of how many: people, or inhabitants for per_1000.",
    "value": "The figure in its unit; empty unless status is shown.",
    "unit": "per_1000, percent, count or mean.",
    "lower": "Lower limit of the interval.",
    "upper": "Upper limit of the interval.",
    "interval": "The interval's method and level, such as byar_95 or wilson_95.",
    "status": "Why a figure is shown or not; what is hidden is suppressed.",
}


def data_package(export: Export) -> Mapping[str, bytes]:
    """Give the files of the folder by name, `datapackage.json` among them."""
    files = {
        "release.csv": csv_for_machines(export),
        "release.parquet": parquet(export),
        "release.xlsx": workbook(export),
        "release.json": json_stat(export),
        "indicators.csv": _indicators(export),
    }
    described = [_resource(name, content) for name, content in files.items()]
    described[0]["schema"] = _release_schema(export)
    described[4]["schema"] = _indicator_schema()
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"brukerplan-release-{export.release.provenance['survey_year']}",
        "title": export.texts.text("Figures from the mapping of recipients"),
        "version": str(export.release.provenance.get("program_version", "")),
        "sources": _sources(export),
        "resources": described,
    }
    if export.is_internal:
        package["description"] = INTERNAL_MARK
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    return {"datapackage.json": text.encode("utf-8"), **files}


def _resource(name: str, content: bytes) -> dict[str, Any]:
    kind = name.rpartition(".")[2]
    described: dict[str, Any] = {
        "name": name.replace(".", "-"),
        "path": name,
        "format": kind,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if kind == "csv":
        described |= {"type": "table", "encoding": "utf-8"}
    return described


def _release_schema(export: Export) -> dict[str, Any]:
    fields = []
    for name, dtype in RELEASE_DTYPES.items():
        field: dict[str, Any] = {
            "name": name,
            "type": _TYPES[dtype],
            "description": _MEANINGS[name],
        }
        if name == "status":
            public = [str(s) for s in Status if s is not Status.COMPLEMENTARY]
            field["constraints"] = {"required": True, "enum": public}
        elif name in FIGURE_KEYS:
            field["constraints"] = {"required": True}
        fields.append(field)
    if export.is_internal:
        fields.append({"name": "marking", "type": "string"})
    return {
        "fields": fields,
        "primaryKey": list(FIGURE_KEYS),
        "foreignKeys": [
            {
                "fields": ["indicator_id"],
                "reference": {"resource": "indicators-csv", "fields": ["indicator_id"]},
            }
        ],
        "missingValues": [""],
    }


def _indicator_schema() -> dict[str, Any]:
    names = ["indicator_id", "theme", "unit", "interval"]
    names += [
        f"{kind}_{lang}" for lang in LANGUAGES for kind in ("label", "definition")
    ]
    return {
        "fields": [{"name": name, "type": "string"} for name in names],
        "primaryKey": ["indicator_id"],
        "missingValues": [""],
    }


def _indicators(export: Export) -> bytes:
    """Give what each identifier in the release means, in every language."""
    rows = []
    for name in sorted(export.rows["indicator_id"].unique()):
        found = export.definitions.indicator(name)
        row = {
            "indicator_id": name,
            "theme": found.theme,
            "unit": found.unit,
            "interval": found.interval,
        }
        for language in LANGUAGES:
            row[f"label_{language}"] = found.label[language]
            row[f"definition_{language}"] = found.definition[language]
        rows.append(row)
    text = pd.DataFrame(rows).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def _sources(export: Export) -> list[dict[str, str]]:
    titles = [str(s["text"]) for s in export.release.provenance.get("population", ())]
    return [{"title": title} for title in dict.fromkeys(titles)]
