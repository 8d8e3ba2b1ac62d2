"""The shipped population, against the national figures of Statistics Norway."""

from pathlib import Path

import pandas as pd
import pytest

from brukerplan.errors import ReferenceDataError
from brukerplan.geography import (
    BANDS,
    municipalities,
    population,
    population_bytes,
    population_years,
)

NATION = {
    2018: 5_295_619,
    2019: 5_328_212,
    2020: 5_367_580,
    2021: 5_391_369,
    2022: 5_425_270,
    2023: 5_488_984,
    2024: 5_550_203,
    2025: 5_594_340,
    2026: 5_627_400,
}
"""Inhabitants of Norway 1 January, statistics bank table 07459."""


@pytest.mark.parametrize("year", NATION)
def test_sums_are_the_national_figures(year: int) -> None:
    sums = population(year).frame.groupby("sex")["population"].sum()
    assert sums["total"] == NATION[year]
    assert sums["female"] + sums["male"] == NATION[year]


@pytest.mark.parametrize("year", population_years())
def test_every_municipality_has_every_cell(year: int) -> None:
    frame = population(year).frame
    codes = set(municipalities(year)["municipality_code"])
    assert set(frame["municipality_code"]) == codes
    assert len(frame) == len(codes) * 3 * len(BANDS)
    assert not frame.duplicated(["municipality_code", "sex", "age_band"]).any()


def test_what_is_not_known_is_missing_and_not_zero() -> None:
    frame = population(2015).frame
    sandefjord = frame[frame["municipality_code"] == "0706"]
    assert sandefjord["population"].isna().all()


def test_a_year_without_population_says_what_to_get() -> None:
    with pytest.raises(ReferenceDataError) as refused:
        population(2012)
    assert refused.value.exit_code == 12
    assert "07459" in (refused.value.hint or "")


def test_import_comes_first_and_is_named(tmp_path: Path) -> None:
    wide = _wide(2024)
    wide.loc[wide["municipality_code"] == "1103", "80+"] += 1
    data = population_bytes(wide, kind="imported", name="mine.csv")
    (tmp_path / "2024.csv").write_bytes(data)
    used = population(2024, imported=tmp_path)
    assert [source.kind for source in used.sources] == ["imported"]
    assert used.sources[0].text().endswith("1.1.2024, mine.csv")
    shipped = population(2024).frame["population"].sum()
    assert used.frame["population"].sum() == shipped + 3
    assert population(2023, imported=tmp_path).sources[0].kind == "shipped"


def test_shipped_figures_by_sex_fill_an_import_of_totals(tmp_path: Path) -> None:
    wide = _wide(2024)
    totals = wide[wide["sex"] == "total"].copy()
    totals.loc[totals["municipality_code"] == "1103", "80+"] += 1
    data = population_bytes(totals, kind="imported", name="totals.csv")
    (tmp_path / "2024.csv").write_bytes(data)
    used = population(2024, imported=tmp_path)
    assert [source.kind for source in used.sources] == ["imported", "shipped"]
    keys = ["municipality_code", "age_band", "sex"]
    cells = used.frame.set_index(keys)["population"].sort_index()
    known = population(2024).frame.set_index(keys)["population"]
    assert cells[("1101", "80+", "female")] == known[("1101", "80+", "female")]
    assert cells[("1103", "67-79", "male")] == known[("1103", "67-79", "male")]
    # the import's total differs, so its women and men are not known
    assert cells[("1103", "80+")].isna().to_dict() == {
        "total": False,
        "female": True,
        "male": True,
    }


def _wide(year: int) -> pd.DataFrame:
    frame = population(year).frame
    wide = frame.pivot(
        index=["municipality_code", "sex"], columns="age_band", values="population"
    )
    return wide[list(BANDS)].rename_axis(columns=None).reset_index()
