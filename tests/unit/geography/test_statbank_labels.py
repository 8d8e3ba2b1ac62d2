"""Labels of the statistics bank, as its pages and services write them."""

import pytest

from brukerplan.geography.statbank_labels import (
    OLDEST,
    HeadingLabel,
    age_label,
    heading_label,
    region_label,
    sex_label,
)


@pytest.mark.parametrize(
    ("text", "kind", "code", "is_merged"),
    [
        ("0101 Halden", "municipality", "0101", False),
        ("0101 Halden (-2019)", "municipality", "0101", False),
        ("K-3101 Halden", "municipality", "3101", True),
        ("K-3101", "municipality", "3101", True),
        ("K-5001 Trondheim - Tråante", "municipality", "5001", True),
        ("0301 Oslo municipality", "municipality", "0301", False),
        ("301 Oslo", "municipality", "0301", False),
        ("1853 Evenes - Even\u00c3\u00a1ssi", "municipality", "1853", False),
        ("3114 Våler (Østfold)", "municipality", "3114", False),
        ("11 Rogaland", "county", "11", False),
        ("F-11 Rogaland", "county", "11", False),
        ("3 Oslo", "county", "03", False),
        ("0 Hele landet", "nation", "0", False),
        ("0 The whole country", "nation", "0", False),
        ("9999 Uoppgitt", "unplaced", "9999", False),
        ("99 Uoppgitt", "unplaced", "99", False),
        ("Uoppgitt", "unplaced", "", False),
        ("K-Rest Divided municalities and unknown", "unplaced", "Rest", False),
        ("K-21-22 Svalbard and Jan Mayen", "other", "21-22", False),
        ("2111 Spitsbergen", "other", "2111", False),
        ("K-23 Continental shelf", "other", "23", False),
        ("030101 Gamle Oslo", "other", "", False),
        ("EKG13 KOSTRA-gruppe 13", "other", "", False),
        ("Halden", "unknown", "", False),
        ("Nord-Odal", "unknown", "", False),
        ("", "unknown", "", False),
    ],
)
def test_region(text: str, kind: str, code: str, is_merged: bool) -> None:
    label = region_label(text)
    assert (label.kind, label.code, label.is_merged) == (kind, code, is_merged)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("0 years", (0, 0)),
        ("1 year", (1, 1)),
        ("105 years or older", (105, OLDEST)),
        ("0 år", (0, 0)),
        ("105 år eller eldre", (105, OLDEST)),
        ("000", (0, 0)),
        ("018 18 år", (18, 18)),
        ("105+", (105, OLDEST)),
        ("18-24 years", (18, 24)),
        ("0-15 år", (0, 15)),
        ("67 years and over", (67, OLDEST)),
        ("All ages", (0, OLDEST)),
        ("Alder i alt", (0, OLDEST)),
        ("adults", None),
        ("", None),
    ],
)
def test_age(text: str, ages: tuple[int, int] | None) -> None:
    assert age_label(text) == ages


@pytest.mark.parametrize(
    ("text", "sex"),
    [("1", "male"), ("Menn", "male"), ("1 Menn", "male"), ("Males", "male"),
     ("2", "female"), ("KVINNER", "female"), ("Females", "female"),
     ("Both sexes", "total"), ("Begge kjønn", "total"), ("", "total"),
     ("other", None)],
)  # fmt: skip
def test_sex(text: str, sex: str | None) -> None:
    assert sex_label(text) == sex


@pytest.mark.parametrize(
    ("text", "year", "sex", "age"),
    [
        ("Persons 2024", "2024", "", ""),
        ("Persons 2024 Males", "2024", "males", ""),
        ("Personer 2024 Kvinner", "2024", "kvinner", ""),
        ("Males 2013", "2013", "males", ""),
        ("2024", "2024", "", ""),
        ("Persons 2024 105 years or older", "2024", "", "105 years or older"),
        ("07459: Population, by region, sex, age, contents and year", "", "", ""),
    ],
)
def test_heading(text: str, year: str, sex: str, age: str) -> None:
    assert heading_label(text) == HeadingLabel(year, sex, age)
