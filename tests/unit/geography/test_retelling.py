"""Published figures on other borders: sums of what is shown, by hand."""

import pandas as pd

from brukerplan.definitions import load_definitions
from brukerplan.pipeline.releasing.recoded_releases import retold_rows

DEFINITIONS = load_definitions()
AALESUND = {"1504": (800, 37_000), "1523": (40, 1_700), "1529": (60, 3_600)}
SANDOEY = {"1546": (20, 1_000)}


def published(
    numbers: dict[str, tuple[int, int]],
    *,
    year: int = 2019,
    indicator: str = "recipients_per_1000",
    **statuses: str,
) -> pd.DataFrame:
    """Give rows of municipalities; `statuses` of codes (`m1546`) that are not shown."""
    rows = pd.DataFrame(
        [(code, *both) for code, both in numbers.items()],
        columns=["region_code", "numerator", "denominator"],
    ).astype({"numerator": "Int64", "denominator": "Int64"})
    rows["status"] = [statuses.get(f"m{code}", "shown") for code in numbers]
    rows["numerator"] = rows["numerator"].where(rows["status"] == "shown")
    return rows.assign(
        survey_year=year,
        region_level="municipality",
        indicator_id=indicator,
        problem_group="all",
        sex="total",
        age_band="total",
        category="total",
        unit="per_1000",
        interval="byar_95",
    )


def told(rows: pd.DataFrame, from_year: int, to_year: int) -> dict[str, tuple]:
    retold = retold_rows(rows, from_year, to_year, DEFINITIONS)
    numbers = retold[["numerator", "denominator"]].astype(object)
    numbers = numbers.where(numbers.notna(), None)
    return dict(
        zip(
            retold["region_code"],
            zip(
                retold["status"],
                numbers["numerator"],
                numbers["denominator"],
                strict=True,
            ),
            strict=True,
        )
    )


def test_one_of_several_is_the_sum_of_its_parts() -> None:
    found = told(published({**AALESUND, **SANDOEY}), 2019, 2024)
    assert found["1508"] == ("shown", 920, 43_300)


def test_a_sum_with_a_hidden_part_is_hidden_and_its_inhabitants_are_not() -> None:
    rows = published({**AALESUND, **SANDOEY}, m1546="complementary")
    assert told(rows, 2019, 2024)["1508"] == ("suppressed", None, 43_300)


def test_a_sum_that_lacks_a_part_is_missing() -> None:
    assert told(published(AALESUND), 2019, 2024)["1508"] == ("missing", None, None)


def test_a_new_code_is_the_same_place() -> None:
    assert told(published({"1534": (121, 7_337)}), 2019, 2024)["1580"] == (
        "shown",
        121,
        7_337,
    )


def test_a_part_of_a_place_is_not_estimable() -> None:
    found = told(published({"1508": (989, 46_619)}, year=2024), 2024, 2019)
    assert {found[code][0] for code in AALESUND} == {"not_estimable"}


def test_two_that_were_parted_are_put_together() -> None:
    rows = published({"1508": (989, 46_619), "1580": (121, 7_428)}, year=2024)
    assert told(rows, 2024, 2022)["1507"] == ("shown", 1_110, 54_047)


def test_there_and_back_again_is_the_same_where_nothing_merged() -> None:
    rows = published({"1511": (37, 2_639), "1520": (160, 8_463)})
    forth = retold_rows(rows, 2019, 2024, DEFINITIONS)
    back = retold_rows(forth, 2024, 2019, DEFINITIONS)
    same = retold_rows(rows, 2019, 2019, DEFINITIONS)
    pd.testing.assert_frame_equal(
        back[back["region_code"].isin(["1511", "1520"])].reset_index(drop=True), same
    )


# Halden of Østfold (01) is in Østfold (31) of 2024; Rømskog went to Akershus (32).
HALDEN, FREDRIKSTAD, ROEMSKOG = {"0101": (100, 8_000)}, {"0106": (300, 9_000)}, "0121"


def test_a_county_that_is_another_now_is_told_by_its_municipalities() -> None:
    rows = published({**HALDEN, **FREDRIKSTAD, ROEMSKOG: (34, 1_000)})
    found = told(rows, 2019, 2024)
    assert found["31"] == ("shown", 400, 17_000)
    assert found["32"] == ("shown", 34, 1_000)
    hidden = published(
        {**HALDEN, **FREDRIKSTAD, ROEMSKOG: (34, 1_000)}, m0106="suppressed"
    )
    assert told(hidden, 2019, 2024)["31"] == ("suppressed", None, 17_000)


def test_a_county_that_the_same_places_make_up_is_told_as_it_was() -> None:
    rows = published({**HALDEN, **FREDRIKSTAD}, m0106="suppressed")
    county = published({"01": (400, 17_000)}).assign(region_level="county")
    found = told(pd.concat([rows, county], ignore_index=True), 2019, 2024)
    assert found["31"] == ("shown", 400, 17_000)


def test_units_are_not_added_up() -> None:
    rows = published({**AALESUND, **SANDOEY}, indicator="registering_units")
    assert "1508" not in told(rows, 2019, 2024)
