"""Checks everything that a help desk would ask about, with what to type against it."""

import importlib
import locale
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, files, requires, version
from pathlib import Path

from brukerplan import geography
from brukerplan.configuration import load_configuration, missing_paths
from brukerplan.errors import BrukerPlanError
from brukerplan.resources import resource_dir
from brukerplan.schema import list_schemas
from brukerplan.store import Store, health

OLDEST_PYTHON = (3, 11)
LITTLE_ROOM = 1_000_000_000
"""So few bytes free are worth a warning: a national store with reports fits in less."""

TEST_PLACES = ("1106", "1119", "1120", "1124")
"""Municipalities of the test render: enough for figures that may be shown."""


@dataclass(frozen=True)
class Answer:
    """What came of one check: `verdict` is ok, warning or wrong.

    `fix` is what to type or do; `exit_code` the code that doctor ends in if it is
    wrong.
    """

    name: str
    verdict: str
    what: str
    fix: str = ""
    exit_code: int = 0


def examine(
    root: Path, *, config: Path, now: datetime, render: bool = True
) -> Iterator[Answer]:
    """Check the installation, the store in `root`, and `config` if it is there."""
    yield _program()
    yield _python()
    yield _libraries()
    yield from _shipped()
    yield _characters()
    yield from _store(root)
    yield _room(root)
    if config.exists():
        yield _configuration(config)
    if render:
        yield _test_render(now)


def _program() -> Answer:
    where = f"{platform.system()} {platform.release()} ({platform.machine()})"
    return Answer("program", "ok", f"brukerplan {version('brukerplan')} on {where}")


def _python() -> Answer:
    found = f"Python {platform.python_version()} ({sys.executable})"
    if sys.version_info >= OLDEST_PYTHON:
        return Answer("python", "ok", found)
    return Answer("python", "wrong", found, "install Python 3.11 or newer", 1)


def _libraries() -> Answer:
    """See whether every library can be imported, since a broken wheel shows only then."""
    names = [line for line in requires("brukerplan") or [] if "extra ==" not in line]
    wanted = [_distribution(line) for line in names if "win32" not in line]
    broken = [name for name in wanted if not _works(name)]
    if broken:
        fix = "python -m pip install --force-reinstall brukerplan"
        what = f"cannot be used: {', '.join(broken)}"
        return Answer("libraries", "wrong", what, fix, 1)
    found = ", ".join(f"{name} {version(name)}" for name in wanted)
    return Answer("libraries", "ok", found)


def _distribution(requirement: str) -> str:
    end = next((i for i, c in enumerate(requirement) if c in "<>=!~[; "), None)
    return requirement[:end]


def _works(name: str) -> bool:
    try:
        version(name)
        importlib.import_module(name.replace("-", "_"))
    except (PackageNotFoundError, ImportError, OSError):
        return False
    return True


def _shipped() -> Iterator[Answer]:
    """See whether what is shipped beside the code is there and can be read."""
    fix = "python -m pip install --force-reinstall brukerplan"

    def said(name: str, find: Callable[[], str]) -> Answer:
        try:
            return Answer(name, "ok", find())
        except BrukerPlanError as problem:
            return Answer(name, "wrong", problem.message, fix, problem.exit_code)

    yield said("layouts", lambda: ", ".join(s.id for s in list_schemas()))
    yield said("population", _population_years)
    yield said("templates", lambda: str(resource_dir("reports/templates")))
    yield said("fonts", _fonts)


def _population_years() -> str:
    years = geography.population_years()
    return f"shipped for {years[0]}–{years[-1]}"


def _fonts() -> str:
    """Count the fonts that the PDF is set in, which matplotlib brings."""
    listed = [f for f in files("matplotlib") or [] if f.suffix == ".ttf"]
    there = [file for file in listed if Path(str(file.locate())).is_file()]
    if not there or len(there) < len(listed):
        raise BrukerPlanError("fonts are missing beside matplotlib")
    return f"{len(there)} shipped with matplotlib"


def _characters() -> Answer:
    """See whether names with æ, ø, å and Sami letters come through."""
    console = (sys.stdout.encoding or "").lower()
    files = sys.getfilesystemencoding().lower()
    what = f"console {console}, file names {files}, locale {locale.getencoding()}"
    if console.startswith("utf") and files.startswith("utf"):
        return Answer("characters", "ok", what)
    fix = "set PYTHONUTF8=1"
    return Answer("characters", "warning", f"{what}: some letters become numbers", fix)


def _store(root: Path) -> Iterator[Answer]:
    if not root.exists():
        what = f"there is no store in «{root.name}» yet"
        yield Answer("store", "ok", what, "brukerplan import FILE…")
        return
    store = Store(root)
    try:
        faults = health.check(store)
        years = store.years()
    except BrukerPlanError as problem:
        yield Answer("store", "wrong", problem.message, problem.hint or "", 13)
        return
    if faults:
        what = f"{len(faults)} faults, the first: {faults[0].path}: {faults[0].what}"
        yield Answer("store", "wrong", what, "brukerplan store repair", 13)
    else:
        known = ", ".join(map(str, years)) or "none"
        yield Answer("store", "ok", f"sound; years imported: {known}")
    yield _permission(root)


def _permission(root: Path) -> Answer:
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        what = f"this user may not write to «{root.name}»"
        return Answer("permission", "wrong", what, f"chown -R USER {root}", 13)
    if hasattr(os, "getuid") and root.stat().st_uid != os.getuid():
        what = f"«{root.name}» belongs to another user"
        return Answer("permission", "warning", what, f"chown -R USER {root}")
    return Answer("permission", "ok", "only this user may read and write the store")


def _room(root: Path) -> Answer:
    place = next(p for p in (root, *root.absolute().parents) if p.exists())
    free = shutil.disk_usage(place).free
    what = f"{free / 1e9:.1f} GB free"
    if free < LITTLE_ROOM:
        return Answer("room", "warning", what, "make room on the disk")
    return Answer("room", "ok", what)


def _configuration(config: Path) -> Answer:
    try:
        lacking = missing_paths(load_configuration(config))
    except BrukerPlanError as problem:
        what, fix = problem.message, problem.hint or ""
        return Answer("configuration", "wrong", what, fix, problem.exit_code)
    if lacking:
        fix = f"mend it in {config.name}"
        return Answer("configuration", "warning", "; ".join(lacking), fix)
    return Answer("configuration", "ok", f"{config.name} is right")


def _test_render(now: datetime) -> Answer:
    """Go the whole road with made-up people, in a folder that is removed after."""
    from brukerplan.pipeline.example_data import example_exports
    from brukerplan.pipeline.importing import survey_import
    from brukerplan.pipeline.publishing import report_batch
    from brukerplan.pipeline.releasing import new_release

    year = 2024
    try:
        with tempfile.TemporaryDirectory(prefix="brukerplan-doctor-") as name:
            folder = Path(name)
            written = example_exports.write_examples(
                folder / "exports", codes_by_year={year: list(TEST_PLACES)}
            )
            files = [str(path) for path in written.files]
            store = folder / "store"
            survey_import.import_files(files, store, imported_at=now.isoformat())
            new_release.compute_release(store, year)
            order = report_batch.Order(
                year=year, formats=("html", "pdf"), as_of=now.date()
            )
            wanted = report_batch.Wanted(year, regions=TEST_PLACES[:1])
            made = report_batch.make_reports(
                store, wanted, order, output=folder / "out"
            )
    except BrukerPlanError as problem:
        fix = problem.hint or ""
        return Answer("test render", "wrong", problem.message, fix, problem.exit_code)
    if made.failures:
        return Answer("test render", "wrong", made.failures[0][1], "", 15)
    return Answer("test render", "ok", f"{len(made.files)} files, HTML and PDF")
