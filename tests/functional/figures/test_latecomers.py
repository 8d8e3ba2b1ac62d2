"""A municipality that takes part after a release: the county before and after it.

Whoever has both releases can subtract one county from the other.
"""

import json
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from brukerplan.cli import app

pytestmark = pytest.mark.slow

FIRST = ("1103", "1108", "1120", "1149")
LATE = "1106"
LATER = ("1111", "1124")
KEYS = ["indicator_id", "category", "problem_group", "sex", "age_band"]


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def export_of(exports: Path, code: str) -> str:
    (path,) = exports.glob(f"*{code}*")
    return str(path)


def compute(store: Path, *words: str) -> Result:
    return run("compute", "--year", "2024", "--store", str(store), *words)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("late") / "exports"
    places = [w for code in (*FIRST, LATE, *LATER) for w in ("--municipality", code)]
    made = run("example", str(folder), "--year", "2024", *places)
    assert made.exit_code == 0, made.output
    return folder


@pytest.fixture(scope="module")
def store(exports: Path) -> Path:
    """Give a store with a release of four, replaced by one of five."""
    root = exports.with_name("store")
    files = [export_of(exports, code) for code in FIRST]
    for more in (files, [export_of(exports, LATE)]):
        imported = run("import", *more, "--store", str(root))
        assert imported.exit_code == 0, imported.output
        done = compute(root)
        assert done.exit_code == 0, done.output
    return root


@pytest.fixture(scope="module")
def unaware(store: Path) -> Path:
    """Give a store where the same figures were protected as if nobody had the first."""
    root = store.with_name("unaware")
    copytree(store, root)
    done = compute(root, "--never-published")
    assert done.exit_code == 0, done.output
    return root


def figures(store: Path, part: str = "") -> pd.DataFrame:
    return pd.read_parquet(store / "releases" / "2024" / part / "release.parquet")


def small_numbers_given_back(before: pd.DataFrame, after: pd.DataFrame) -> int:
    """Count hidden numbers of the latecomer from 1 to 4 that a subtraction gives."""
    of_county = [
        df[df["region_code"].eq("11")].set_index(KEYS) for df in (before, after)
    ]
    left = of_county[1]["numerator"] - of_county[0]["numerator"]
    late = after[after["region_code"].eq(LATE)].set_index(KEYS)
    hidden = late["status"].isin(["suppressed", "complementary"])
    return int(left[hidden[hidden].index.intersection(left.index)].between(1, 4).sum())


def attack(store: Path, beside: Path) -> Result:
    release = str(store / "releases" / "2024")
    return run("audit", release, "--beside", str(beside), "--json")


def test_a_county_before_and_after_gives_nothing_of_the_latecomer(store: Path) -> None:
    before, after = figures(store, "replaced"), figures(store)
    assert small_numbers_given_back(before, after) == 0
    done = attack(store, store / "releases" / "2024" / "replaced")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["passed"]


def test_who_does_not_know_of_the_first_release_gives_it_away(
    store: Path, unaware: Path
) -> None:
    first = store / "releases" / "2024" / "replaced"
    assert small_numbers_given_back(figures(store, "replaced"), figures(unaware)) > 0
    assert attack(unaware, first).exit_code == 14


def test_every_release_that_was_ever_replaced_is_remembered(
    store: Path, exports: Path
) -> None:
    """Two more places come one by one, then the same is computed again."""
    root = store.with_name("chain")
    copytree(store, root)
    for code in LATER:
        assert (
            run("import", export_of(exports, code), "--store", str(root)).exit_code == 0
        )
        done = compute(root)
        assert done.exit_code == 0, done.output
    chain = ("replaced", "replaced-2", "replaced-3")
    assert compute(root).exit_code == 0
    of_year = root / "releases" / "2024"
    assert sorted(p.name for p in of_year.iterdir() if p.is_dir()) == sorted(chain)
    first = figures(root, "replaced-3")
    assert first.equals(figures(store, "replaced"))
    beside = [word for part in chain for word in ("--beside", str(of_year / part))]
    done = run("audit", str(of_year), *beside, "--json")
    assert done.exit_code == 0, done.output


def test_a_draft_that_nobody_read_binds_nothing_and_is_not_kept(unaware: Path) -> None:
    folder = unaware / "releases" / "2024"
    assert not list(folder.glob("replaced/*"))
    said = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert said["provenance"]["replaces_a_draft"] is True
    assert compute(unaware, "--dry-run").exit_code == 0


def test_nobody_leaves_a_county_that_has_been_read(store: Path) -> None:
    root = store.with_name("left")
    copytree(store, root)
    forgotten = run(
        "store",
        "forget",
        "--municipality",
        LATE,
        "--year",
        "2024",
        "--store",
        str(root),
    )
    assert forgotten.exit_code == 0, forgotten.output
    refused = compute(root)
    assert refused.exit_code == 14
    assert LATE in refused.output
    assert "--never-published" in refused.output
    assert compute(root, "--never-published").exit_code == 0
