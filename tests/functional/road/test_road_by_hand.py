"""The whole road against figures counted by hand: from the files, with no part of ours.

The exports are read with the `csv` module and the shipped population as it stands; only
the release comes from the program.
"""

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from brukerplan.cli import app
from brukerplan.disclosure.attack import moving
from brukerplan.pipeline.releasing.new_release import compute_release

pytestmark = pytest.mark.slow

POPULATION = (
    Path(__file__).parents[3] / "data" / "reference" / "population" / "2024.csv"
)
ADULT_BANDS = ("18-24", "25-34", "35-44", "45-54", "55-66", "67-79", "80+")
PLACES = ("1101", "1103", "1106", "1108", "1149")
GROUPS = {
    "Rusproblem uten psykisk lidelse": "substance_only",
    "Rusproblem og mindre alvorlig psykisk lidelse": "substance_mild_mental",
    "Rusproblem og alvorlig psykisk lidelse": "substance_severe_mental",
    "Psykisk helseproblem uten rusproblem": "mental_only",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with exports of five municipalities, and a release made of them."""
    folder = tmp_path_factory.mktemp("road")
    places = [word for code in PLACES for word in ("--municipality", code)]
    store = ["--store", str(folder / "store")]
    exports = folder / "exports"
    for arguments in (
        ["example", str(exports), "--year", "2024", *places],
        lambda: ["import", *map(str, sorted(exports.iterdir())), *store],
        ["compute", "--year", "2024", *store],
    ):
        words = arguments() if callable(arguments) else arguments
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def adults(folder: Path) -> list[dict[str, str]]:
    rows = []
    for path in sorted((folder / "exports").iterdir()):
        with path.open(encoding="cp1252", newline="") as file:
            rows += list(csv.DictReader(file, delimiter=";"))
    return [row for row in rows if 2024 - int(row["Fødselsår"]) >= 18]


@pytest.fixture(scope="module")
def county(folder: Path) -> pd.DataFrame:
    """Give the county's figures for adults of both sexes."""
    (path,) = (folder / "store").rglob("release.parquet")
    rows = pd.read_parquet(path)
    return rows[
        rows["region_code"].eq("11")
        & rows["sex"].eq("total")
        & rows["age_band"].eq("total")
        & rows["survey_year"].eq(2024)
    ]


def inhabitants() -> int:
    with POPULATION.open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if row["municipality_code"] in PLACES
        ]
    sexes = [row for row in rows if row["sex"] in ("female", "male")]
    return sum(int(row[band]) for row in sexes for band in ADULT_BANDS)


def test_rates_are_those_of_the_participants_population(
    county: pd.DataFrame, adults: list[dict[str, str]]
) -> None:
    rates = county[county["indicator_id"].eq("recipients_per_1000")]
    rates = rates.set_index("problem_group")
    by_group = Counter(GROUPS[row["Kartleggingsgruppe"]] for row in adults)
    expected = {"all": len(adults), **by_group}
    expected["substance"] = len(adults) - by_group["mental_only"]
    assert rates["numerator"].to_dict() == expected
    assert set(rates["denominator"]) == {inhabitants()}
    for group, count in expected.items():
        by_hand = 1000 * count / inhabitants()
        assert rates.loc[group, "value"] == pytest.approx(by_hand, rel=1e-12)


def test_colours_are_shares_of_those_with_a_rating(
    county: pd.DataFrame, adults: list[dict[str, str]]
) -> None:
    housing = county[
        county["indicator_id"].eq("function_level_housing")
        & county["problem_group"].eq("all")
    ].set_index("category")
    colours = Counter(row["Bosituasjon"] for row in adults)
    rated = len(adults) - colours[""]
    for ours, theirs in {"green": "Grønn", "yellow": "Gul", "red": "Rød"}.items():
        assert housing.loc[ours, "numerator"] == colours[theirs]
        assert housing.loc[ours, "denominator"] == rated
        by_hand = 100 * colours[theirs] / rated
        assert housing.loc[ours, "value"] == pytest.approx(by_hand, rel=1e-12)
    assert housing.loc["missing", "numerator"] == colours[""]
    assert housing.loc["missing", "denominator"] == len(adults)


def test_colours_of_everyone_leave_the_unrated_as_what_is_missing_from_100(
    county: pd.DataFrame, adults: list[dict[str, str]]
) -> None:
    shares = county[county["indicator_id"].eq("of_everyone_housing")]
    shares = shares.set_index("category")["value"]
    colours = Counter(row["Bosituasjon"] for row in adults)
    for ours, theirs in {"green": "Grønn", "yellow": "Gul", "red": "Rød"}.items():
        by_hand = 100 * colours[theirs] / len(adults)
        assert shares[ours] == pytest.approx(by_hand, rel=1e-12)
    unrated = 100 * colours[""] / len(adults)
    assert shares.sum() == pytest.approx(100 - unrated, rel=1e-12)


def test_the_true_numbers_fit_all_that_the_attack_reckons_with(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then a witness need not be looked for; a false equation would need one."""

    def looked_for(*arguments: object) -> None:
        raise AssertionError("the true numbers do not fit the attack's equations")

    monkeypatch.setattr(moving, "first_witness", looked_for)
    computed = compute_release(folder / "store", 2024, dry_run=True)
    assert computed.by_status["suppressed"] > 0
