"""Where a series is broken: regimes, coverage and rules of inclusion."""

import pandas as pd
import pytest

from brukerplan.geography import breaks_by_region, regime_of, series_breaks


def participation(table: str) -> pd.DataFrame:
    rows = [line.split() for line in table.strip().splitlines()]
    df = pd.DataFrame(rows, columns=["survey_year", "municipality_code", "rule"])
    df["inclusion_rule"] = df.pop("rule").replace("-", "")
    return df.astype({"survey_year": "int16"})


def found(table: str, **options: object) -> dict[tuple[str, str, int], str]:
    rows = breaks_by_region(participation(table), **options)  # type: ignore[arg-type]
    return {
        (level, code, year): reasons
        for level, code, year, reasons in rows.itertuples(index=False)
        if level in ("municipality", "county", "nation", "group:area")
    }


@pytest.mark.parametrize(
    ("year", "regime"),
    [(2013, "until_2014"), (2014, "until_2014"), (2015, "2015_2020"),
     (2020, "2015_2020"), (2021, "from_2021"), (2026, "from_2021")],
)  # fmt: skip
def test_regime_of_a_year(year: int, regime: str) -> None:
    assert regime_of(year) == regime


def test_regimes_break_the_series_of_the_whole_country() -> None:
    years = [2022, 2013, 2014, 2015, 2019, 2020, 2021]
    assert series_breaks(years) == {2015: ("regime",), 2021: ("regime",)}
    assert series_breaks([2014, 2024]) == {2024: ("regime",)}


def test_other_municipalities_taking_part_break_the_county_only() -> None:
    table = """
        2023 1101 18+/now
        2023 1144 18+/now
        2024 1101 18+/now
    """
    assert found(table, year=2024) == {
        ("county", "11", 2024): "coverage",
        ("nation", "0", 2024): "coverage",
    }


def test_another_rule_breaks_the_municipality_and_its_county() -> None:
    table = """
        2022 1101 18+/now
        2023 1101 -
        2024 1101 16+/now
        2024 1505 16+/now
        2023 1505 18+/now
    """
    broken = found(table, year=2024)
    assert broken[("municipality", "1505", 2024)] == "inclusion_rule"
    assert broken[("county", "15", 2024)] == "inclusion_rule"
    # what was not known in 2023 is not taken for a change
    assert ("municipality", "1101", 2024) not in broken


def test_a_reform_alone_is_no_change_of_coverage() -> None:
    parts = "".join(f"2019 {code} -\n" for code in ("1504", "1523", "1529", "1546"))
    assert found(f"{parts} 2020 1507 - \n 2019 1534 -", year=2020) == {}
    assert found(f"{parts} 2020 1507 -", year=2020) == {
        ("county", "15", 2020): "coverage",
        ("nation", "0", 2020): "coverage",
    }


def test_several_reasons_and_own_groups() -> None:
    group = pd.DataFrame(
        {"municipality_code": ["1101"], "group_code": ["a"], "group_name": ["A"]}
    )
    table = """
        2019 1101 18+/now
        2024 1101 16+/now
    """
    broken = found(table, year=2024, groupings={"area": group})
    assert broken[("group:area", "a", 2024)] == "regime;inclusion_rule"
    assert broken[("municipality", "1101", 2024)] == "regime;inclusion_rule"


def test_a_small_move_of_a_border_is_said_of_the_municipality() -> None:
    table = """
        2025 3118 -
        2026 3118 -
        2025 1101 -
        2026 1101 -
    """
    assert found(table, year=2026) == {("municipality", "3118", 2026): "border_moved"}
