"""What releases and reports rest on: change one of these, and they are made again."""

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from brukerplan.configuration import Configuration
from brukerplan.pipeline.runs.run_state import Causes
from brukerplan.resources import resource_dir, updates_folder
from brukerplan.store import Store
from brukerplan.store.durable_files import sha256_of


def folder_checksum(folders: Iterable[Path]) -> str:
    """Give one checksum of the names and contents of all files in `folders`."""
    parts = []
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = path.relative_to(folder).as_posix()
            parts.append(f"{name} {sha256_of(path.read_bytes())}")
    return sha256_of("\n".join(parts).encode())


def release_causes(
    configuration: Configuration, store: Store, year: int, years: Iterable[int]
) -> Causes:
    """Give what the release of `year` rests on: data, population, rules, program."""
    first = year - configuration.trend_years
    own = [configuration.indicators] if configuration.indicators else []
    indicators = [resource_dir("data/indicators"), *own]
    data = {f"data of {y}": store.fingerprint(y) for y in years if first <= y <= year}
    return {
        **data,
        "indicators": folder_checksum(indicators),
        "reference data": _reference_data(),
        "policy": json.dumps(dict(configuration.policy), sort_keys=True),
        "levels": " ".join(sorted(configuration.also)),
        "trend years": str(configuration.trend_years),
        "program version": version("brukerplan"),
    }


def _reference_data() -> str:
    """Give one checksum of the tables of places: the shipped, and newer in the store."""
    newer = updates_folder()
    folders = [resource_dir("data/reference"), *([newer] if newer else [])]
    return folder_checksum(folders)


def release_checksum(store: Store, year: int) -> str:
    """Give one checksum of the files of the release of `year`; empty if there is none."""
    release = store.manifest().bundles.get(f"releases/{year}", {})
    return " ".join(file.sha256 for _, file in sorted(release.items()))


def template_causes(configuration: Configuration) -> Causes:
    """Give what every report rests on beside its figures."""
    own = [configuration.templates] if configuration.templates else []
    folders = [resource_dir("reports/templates"), *own]
    look = json.dumps(dict(configuration.report), sort_keys=True)
    return {
        "templates": folder_checksum(folders),
        "look": sha256_of(look.encode()) + _files_of_look(configuration),
        "indicators": folder_checksum([resource_dir("data/indicators")]),
        "reference data": _reference_data(),
        "policy": json.dumps(dict(configuration.policy), sort_keys=True),
        "program version": version("brukerplan"),
    }


def year_causes(configuration: Configuration, store: Store, year: int) -> Causes:
    """Give what all reports of `year` together rest on, without reading its figures."""
    return {
        **template_causes(configuration),
        "release": release_checksum(store, year),
        "reports": " ".join(configuration.reports),
        "formats": " ".join(configuration.formats),
        "languages": " ".join(configuration.languages),
        "exports": " ".join(configuration.exports),
    }


def _files_of_look(configuration: Configuration) -> str:
    """Give a checksum of the files that the section `report` names."""
    names = [configuration.report.get(k) for k in ("logo", "comments", "boundaries")]
    paths = [configuration.path.parent / name for name in names if name]
    files = [path.read_bytes() for path in paths if path.is_file()]
    folders = folder_checksum(path for path in paths if path.is_dir())
    return sha256_of("".join([*map(sha256_of, files), folders]).encode())
