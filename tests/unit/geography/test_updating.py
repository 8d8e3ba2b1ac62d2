"""Tables brought up to date from KLASS are those that were shipped with the reform."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from brukerplan.errors import ReferenceDataError
from brukerplan.geography import (
    FetchedPlaces,
    changes,
    correspondence,
    counties,
    last_year,
    municipalities,
    updated_tables,
)
from brukerplan.geography.reference_tables import read_table
from brukerplan.geography.updating import kinds_of, short_name
from brukerplan.resources import use_updates


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    use_updates(None)


def as_known_in(year: int, folder: Path) -> None:
    """Write the tables as they would have been before the changes after `year`."""
    day = f"{year}-01-01"
    for name in ("municipalities", "counties"):
        table = read_table(name)
        table = table[table["valid_from"] <= day]
        open_still = table["valid_to"] > day
        table = table.assign(valid_to=table["valid_to"].mask(open_still, ""))
        table.to_csv(folder / f"{name}.csv", index=False)
    table = read_table("municipality_changes")
    table = table[table["change_date"] <= day]
    table.to_csv(folder / "municipality_changes.csv", index=False)
    (folder / "updated_until.txt").write_text(str(year))


def fetched(year: int, since: int) -> FetchedPlaces:
    """Give what KLASS would say of a year that is shipped."""
    rows = municipalities(year).set_index("municipality_code")["name"]
    county = counties(year).set_index("county_code")["county_name"]
    outside = {"9999": "Uoppgitt", "2100": "Svalbard"}
    return FetchedPlaces(
        year=year,
        municipalities={**rows.to_dict(), **outside},
        counties={**county.to_dict(), "99": "Uoppgitt"},
        changes=changes(since, year).drop(columns="kind"),
    )


@pytest.mark.parametrize(("since", "year"), [(2019, 2020), (2023, 2024), (2025, 2026)])
def test_update_gives_the_places_of_the_new_year(
    tmp_path: Path, since: int, year: int
) -> None:
    new = fetched(year, since)
    expected = municipalities(year)
    codes = correspondence(since, year)
    as_known_in(since, tmp_path)
    use_updates(tmp_path)
    assert last_year() == since
    with pytest.raises(ReferenceDataError):
        municipalities(year)
    before = municipalities(since)
    for name, table in updated_tables(new).items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    (tmp_path / "updated_until.txt").write_text(str(year))
    assert last_year() == year
    columns = ["municipality_code", "name", "short_name", "county_code", "county_name"]
    pd.testing.assert_frame_equal(municipalities(year)[columns], expected[columns])
    pd.testing.assert_frame_equal(municipalities(since)[columns], before[columns])
    columns = ["old_code", "new_code", "kind", "is_exact"]
    pd.testing.assert_frame_equal(correspondence(since, year)[columns], codes[columns])


def test_a_new_division_of_a_merged_municipality_is_not_estimable(
    tmp_path: Path,
) -> None:
    rows = municipalities(2026).set_index("municipality_code")["name"].to_dict()
    del rows["1506"]
    rows |= {"1590": "Molde", "1591": "Nesset"}
    new = FetchedPlaces(
        2027,
        rows,
        counties(2026).set_index("county_code")["county_name"].to_dict(),
        pd.DataFrame(
            {
                "change_date": "2027-01-01",
                "old_code": "1506",
                "old_name": "Molde",
                "new_code": ["1590", "1591"],
                "new_name": ["Molde", "Nesset"],
            }
        ),
    )
    for name, table in updated_tables(new).items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    (tmp_path / "updated_until.txt").write_text("2027")
    use_updates(tmp_path)
    parts = correspondence(2019, 2027)
    parts = parts[parts["new_code"].isin(["1590", "1591"])]
    assert set(parts["old_code"]) == {"1502", "1543", "1545"}
    assert set(parts["kind"]) == {"part"}
    # the years before are as they were: three municipalities became one
    earlier = correspondence(2019, 2026)
    molde = earlier[earlier["new_code"] == "1506"]
    assert set(molde["kind"]) == {"merged"}
    assert molde["is_exact"].all()


def test_kinds_worked_out_are_those_of_the_shipped_table() -> None:
    table = changes(2013, 2026)
    kinds = kinds_of(table)
    differ = table[kinds != table["kind"]]
    said = {(k, d) for k, d in zip(kinds[differ.index], differ["kind"], strict=True)}
    # Stokke's parts are taken for a division, which is on the safe side; the others
    # are told alike: nobody moves, or a whole municipality does
    assert said <= {
        ("split", "merge_main_part"),
        ("split", "boundary_transfer"),
        ("official_name_extended", "label_only"),
        ("recode_and_rename", "recode"),
        ("recode", "merge"),
        ("merge", "recode"),
    }, said


def test_changes_that_lead_elsewhere_are_refused() -> None:
    new = fetched(2026, 2025)
    wrong = FetchedPlaces(
        2027, {**new.municipalities, "1599": "Nowhere"}, new.counties, new.changes[:0]
    )
    with pytest.raises(ReferenceDataError, match="1599"):
        updated_tables(wrong)


@pytest.mark.parametrize(
    ("name", "before", "short"),
    [
        ("Hábmer - Hamarøy", "Hamarøy", "Hamarøy"),
        ("Oslo - Oslove", "Oslo", "Oslo"),
        ("Herøy (Nordland)", "Herøy", "Herøy"),
        ("Nesbyen", "Nes", "Nesbyen"),
    ],
)
def test_short_name_is_the_norwegian_one(name: str, before: str, short: str) -> None:
    assert short_name(name, {before}) == short
