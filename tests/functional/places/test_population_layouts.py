"""Table 07459 is read alike in every layout, and refused when it does not add up."""

import json
from collections.abc import Callable

import pandas as pd
import pytest
from statbank_files import (
    BANDS,
    SEXES_EN,
    SEXES_NB,
    TITLE,
    age_label,
    cells,
    json_stat,
    lines,
    single_years,
)

from brukerplan.errors import InputError
from brukerplan.geography import (
    CheckedPopulation,
    cells_of,
    check_population,
    population,
)

OUTSIDE = ["K-21-22 Svalbard and Jan Mayen", "K-Rest Divided municalities and unknown"]


def check(data: bytes, name: str = "07459.csv") -> CheckedPopulation:
    return check_population(cells_of(data, name=name))


def rules(checked: CheckedPopulation) -> list[str]:
    return [finding.rule for finding in checked.findings]


def semicolon_with_title() -> bytes:
    frame = single_years(cells())
    rows = [
        (f"K-{code} {name}", age_label(age), number)
        for code, name, _, age, number in frame.itertuples(index=False)
    ]
    rows += [(place, age_label(age), 0) for place in OUTSIDE for age in range(106)]
    body = lines([("region", "age", "Persons 2024"), *rows], ";", quote=True)
    return f'"{TITLE}"\r\n\r\n{body}'.encode("latin-1", errors="replace")


def tab_with_groups() -> bytes:
    rows = [
        (f"{code} {name}", BANDS[band][0], number)
        for code, _, band, number, name in cells().itertuples(index=False)
    ]
    text = lines([("region", "age", "Persons 2024"), *rows], "\t", quote=True)
    return text.replace("\r\n", "\n").encode("latin-1", errors="replace")


def sexes_in_rows() -> bytes:
    frame = cells(sexes=("male", "female"))
    rows = [
        (f"K-{code} {name}", SEXES_NB[sex], BANDS[band][1], number)
        for code, sex, band, number, name in frame.itertuples(index=False)
    ]
    heading = ("region", "kjønn", "alder", "Personer 2024")
    return b"\xef\xbb\xbf" + lines([heading, *rows], ";", quote=False).encode()


def sexes_and_years_in_headings() -> bytes:
    frame = pd.concat(
        [cells(y, sexes=tuple(SEXES_EN)).assign(year=y) for y in (2025, 2024)]
    )
    wide = frame.pivot(
        index=["code", "name", "age_band"], columns=["sex", "year"], values="population"
    ).reset_index()
    columns = [(sex, year) for year in (2024, 2025) for sex in SEXES_EN]
    heading = ["region", "age", *(f"Persons {y} {SEXES_EN[s]}" for s, y in columns)]
    rows = zip(
        wide["code"] + " " + wide["name"],
        wide["age_band"].map(lambda band: BANDS[band][0]),
        *(wide[column] for column in columns),
        strict=True,
    )
    return lines([heading, *rows], ",", quote=True).encode()


def year_as_column() -> bytes:
    frame = cells(sexes=("male", "female"), counties=True)
    rows = [
        ("301 Oslo" if code == "0301" else f"{code} {name}", SEXES_NB[sex],
         BANDS[band][1], "Personer", "2024", number)
        for code, sex, band, number, name in frame.itertuples(index=False)
    ]  # fmt: skip
    heading = ("region", "kjønn", "alder", "statistikkvariabel", "år",
               "07459: Befolkning, etter region, kjønn, alder")  # fmt: skip
    return lines([heading, *rows], ";", quote=True).encode("utf-8")


def single_ages_groups_and_all_ages() -> bytes:
    frame = single_years(cells())
    summed = frame.groupby(["code", "name"], as_index=False)["population"].sum()
    rows = [
        (f"{code} {name}", age_label(age), number)
        for code, name, _, age, number in frame.itertuples(index=False)
    ]
    rows += [
        (f"{code} {name}", BANDS[band][0], number)
        for code, _, band, number, name in cells().itertuples(index=False)
    ]
    rows += [
        (f"{code} {name}", "All ages", number)
        for code, name, number in summed.itertuples(index=False)
    ]
    return lines([("region", "age", "Persons 2024"), *rows], ";", quote=True).encode()


def both_code_lists() -> bytes:
    rows = [
        (f"{prefix}{code} {name}", BANDS[band][0], number)
        for prefix in ("K-", "")
        for code, _, band, number, name in cells().itertuples(index=False)
    ]
    return lines([("region", "age", "Persons 2024"), *rows], ";", quote=True).encode()


def old_codes_with_zeros() -> bytes:
    rows = [
        (f"{code} {name}", BANDS[band][0], number)
        for code, _, band, number, name in cells().itertuples(index=False)
    ]
    rows += [("1507 Ålesund (2020-2023)", BANDS[band][0], 0) for band in BANDS]
    rows += [("0101 Halden (-2019)", BANDS[band][0], 0) for band in BANDS]
    rows += [("2111 Spitsbergen", BANDS[band][0], 12) for band in BANDS]
    rows += [("9999 Uoppgitt", BANDS[band][0], 0) for band in BANDS]
    return lines([("region", "age", "Persons 2024"), *rows], "\t", quote=True).encode()


def json_stat_answer() -> bytes:
    return json_stat(single_years(cells(sexes=("male", "female"))), 2024)


def json_stat_with_groups() -> bytes:
    return json_stat(cells(sexes=("male", "female")), 2024)


LAYOUTS: list[Callable[[], bytes]] = [
    semicolon_with_title,
    tab_with_groups,
    sexes_in_rows,
    sexes_and_years_in_headings,
    year_as_column,
    single_ages_groups_and_all_ages,
    both_code_lists,
    old_codes_with_zeros,
    json_stat_answer,
    json_stat_with_groups,
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
def test_every_layout_gives_the_same_population(layout: Callable[[], bytes]) -> None:
    checked = check(layout())
    assert [f.text() for f in checked.findings] == []
    for year, wide in checked.years.items():
        long = wide.drop(columns="all_ages").melt(
            ["municipality_code", "sex"], var_name="age_band", value_name="population"
        )
        keys = ["municipality_code", "sex", "age_band"]
        known = population(year).frame
        both = long.merge(known, on=keys, how="left", suffixes=("", "_shipped"))
        assert (both["population"] == both["population_shipped"]).all()
        assert set(wide["sex"]) >= {"total"}
        totals = wide.loc[wide["sex"] == "total", "all_ages"]
        assert totals.sum() == {2024: 5_550_203, 2025: 5_594_340}[year]


def grouped(year: int = 2024, **changes: int | None) -> list[tuple[str, str, object]]:
    """Give rows of a year; `c1103=0` sets a municipality's cells, None drops them."""
    rows = []
    for code, _, band, number, name in cells(year).itertuples(index=False):
        wanted = changes.get(f"c{code}", number)
        if wanted is not None:
            rows.append((f"{code} {name}", BANDS[band][0], wanted))
    return rows


def grouped_file(rows: list[tuple[str, str, object]], year: int = 2024) -> bytes:
    return lines(
        [("region", "age", f"Persons {year}"), *rows], ";", quote=True
    ).encode()


def test_missing_municipality_is_refused() -> None:
    checked = check(grouped_file(grouped(c1103=None)))
    assert rules(checked) == ["population-lacks-municipalities"]
    assert "1103" in checked.findings[0].text()
    assert not checked.years


def test_zero_inhabitants_mean_not_known() -> None:
    checked = check(grouped_file(grouped(c1580=0)))
    assert rules(checked) == [
        "population-zero-means-unknown",
        "population-lacks-municipalities",
    ]


@pytest.mark.parametrize("sign", [".", "..", ":", "-", "...", ""])
def test_a_cell_without_figure_is_refused(sign: str) -> None:
    rows = grouped()
    rows[0] = (*rows[0][:2], sign)
    assert rules(check(grouped_file(rows))) == ["population-cells-lacking"]


def test_a_cell_that_is_no_number_is_refused_with_its_line() -> None:
    rows = grouped()
    rows[4] = (*rows[4][:2], "12a")
    checked = check(grouped_file(rows))
    assert checked.findings[0].rule == "population-value-not-a-number"
    assert checked.findings[0].line == 6
    assert "12a" not in checked.findings[0].text()


def test_cut_off_file_is_refused() -> None:
    data = semicolon_with_title()
    assert check(data[: len(data) // 2]).has_errors()


def test_county_row_that_differs_is_refused() -> None:
    rows = grouped()
    rows += [("11 Rogaland", BANDS[band][0], 1) for band in BANDS]
    checked = check(grouped_file(rows))
    assert rules(checked) == ["population-sums-differ"]
    assert "11" in checked.findings[0].text()


def test_national_row_counts_people_in_no_municipality() -> None:
    nation = cells(counties=True).query("code == '0'")
    rows = grouped() + [
        ("0 Hele landet", BANDS[band][0], number + 1)
        for band, number in zip(nation["age_band"], nation["population"], strict=True)
    ]
    assert rules(check(grouped_file(rows))) == ["population-sums-differ"]
    unknown = [("K-Rest Divided", BANDS[band][0], 1) for band in BANDS]
    assert rules(check(grouped_file(rows + unknown))) == ["population-unplaced"]


def test_different_figures_for_one_place_are_refused() -> None:
    rows = [*grouped(), ("K-1103 Stavanger", BANDS["80+"][0], 1)]
    assert "population-counted-twice" in rules(check(grouped_file(rows)))


def test_inhabitants_outside_a_codes_life_are_refused() -> None:
    rows = grouped() + [("1507 Ålesund", BANDS[band][0], 5) for band in BANDS]
    assert "population-outside-code-life" in rules(check(grouped_file(rows)))


def test_merged_series_is_taken_back_where_that_is_exact() -> None:
    # 2023 under the codes of 2024: 3101 was 3001; but 1508 and 1580 were 1507 together
    frame = cells(2023)
    halden = frame[frame["code"] == "3001"]
    rows = [
        ("K-3101 Halden", BANDS[band][0], number)
        for band, number in zip(halden["age_band"], halden["population"], strict=True)
    ]
    rows += [(f"K-{code} {name}", BANDS[band][0], number)
             for code, _, band, number, name in cells(2024).itertuples(index=False)
             if code != "3101"]  # fmt: skip
    checked = check(grouped_file(rows, 2023))
    assert rules(checked) == ["population-lacks-municipalities"]
    assert checked.findings[0].parameters["codes"] == "1507 Ålesund"


def test_code_that_swallowed_others_is_not_its_old_self() -> None:
    # under the codes of 2024, 1103 in 2019 means Stavanger, Finnøy and Rennesøy
    rows = [(f"K-{place[:4]}", age, number) for place, age, number in grouped(2024)]
    checked = check(grouped_file(rows, 2019))
    lacking = checked.findings[0]
    assert lacking.rule == "population-lacks-municipalities"
    assert "1101" not in str(lacking.parameters["codes"])
    assert int(lacking.parameters["count"]) > 100


@pytest.mark.parametrize(
    ("ages", "rule"),
    [
        ({"16-17": "16-18 years"}, "population-ages-overlap"),
        ({"16-17": "16-17 years", "0-15": "1-15 years"}, "population-ages-lacking"),
        ({"80+": "80-90 years"}, "population-ages-lacking"),
        ({"0-15": "0-14 years", "16-17": "15-17 years"}, "population-ages-do-not-fit"),
    ],
)
def test_ages_that_cannot_be_put_together_are_refused(
    ages: dict[str, str], rule: str
) -> None:
    labels = {BANDS[band][0]: label for band, label in ages.items()}
    rows = [(place, labels.get(age, age), number) for place, age, number in grouped()]
    assert rule in rules(check(grouped_file(rows)))


def test_all_ages_that_differ_are_refused() -> None:
    rows = [*grouped(), ("1103 Stavanger", "All ages", 1)]
    assert "population-all-ages-differ" in rules(check(grouped_file(rows)))


def test_sexes_that_do_not_add_up_are_refused() -> None:
    frame = cells(sexes=tuple(SEXES_EN))
    rows = [
        (code, SEXES_EN[sex], BANDS[band][0],
         number + (code == "1103" and sex == "male"))
        for code, sex, band, number, _ in frame.itertuples(index=False)
    ]  # fmt: skip
    heading = ("region", "sex", "age", "Persons 2024")
    checked = check(lines([heading, *rows], ";", quote=True).encode())
    assert rules(checked) == ["population-sexes-do-not-add-up"]


def test_one_sex_alone_is_refused() -> None:
    frame = cells(sexes=("male",))
    rows = [
        (code, "Menn", BANDS[band][0], number)
        for code, _, band, number, _ in frame.itertuples(index=False)
    ]
    heading = ("region", "kjønn", "alder", "2024")
    checked = check(lines([heading, *rows], ";", quote=True).encode())
    assert rules(checked) == ["population-lacks-a-sex"]


def test_names_alone_are_refused() -> None:
    rows = [(place[5:], age, number) for place, age, number in grouped()]
    checked = check(grouped_file(rows))
    assert checked.findings[0].rule == "population-region-without-code"


def test_only_the_years_asked_for_are_judged() -> None:
    good, bad = grouped(2024), grouped(2024, c1103=None)
    data = grouped_file(good, 2024), grouped_file(bad, 2025)
    both = pd.concat([cells_of(part, name="07459.csv") for part in data])
    assert check_population(both).has_errors()
    only = check_population(both, only_years=[2024])
    assert (list(only.years), only.findings) == ([2024], ())
    assert rules(check_population(both, only_years=[2019])) == [
        "population-has-no-year"
    ]


def test_years_before_the_borders_are_known_are_left_out() -> None:
    checked = check(grouped_file(grouped(), 2010))
    assert rules(checked) == ["population-year-not-covered", "population-has-no-year"]
    assert checked.has_errors()


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"name;age\nOslo;3\n", b"region\n0301\n", b"{}", b'{"id": 1}',
     b"\x00\x01\x02", (b'{"version":"2.0","id":["Tid"],"size":[2],"dimension":{"Tid":'
     b'{"label":"year","category":{"index":["2024"]}}},"value":[1,2]}')],
)  # fmt: skip
def test_what_is_no_such_table_cannot_be_read(data: bytes) -> None:
    with pytest.raises(InputError) as refused:
        cells_of(data, name="x.csv")
    assert refused.value.exit_code == 10
    assert "07459" in (refused.value.hint or "")


def test_short_rows_and_empty_columns_at_the_end_do_no_harm() -> None:
    text = grouped_file(grouped()).decode().splitlines()
    longer = "\n".join([text[0], *(f"{line};;" for line in text[1:])])
    assert check(longer.encode()).findings == ()
    cut = text[40].rpartition(";")[0]
    checked = check("\n".join([*text[:40], cut, *text[41:]]).encode())
    assert rules(checked) == ["population-cells-lacking"]


def test_json_stat_with_two_dimensions_alike_cannot_be_read() -> None:
    document = json.loads(json_stat_with_groups())
    document["dimension"]["Kjonn"]["label"] = "age"
    document["dimension"]["Alder2"] = document["dimension"].pop("Kjonn")
    document["id"] = ["Region", "Alder2", "Alder", "ContentsCode", "Tid"]
    with pytest.raises(InputError, match="dimensions are the same"):
        cells_of(json.dumps(document).encode(), name="x.json")


def test_json_stat_with_too_few_values_cannot_be_read() -> None:
    document = json.loads(json_stat_with_groups())
    document["value"].pop()
    with pytest.raises(InputError, match="not as many figures"):
        cells_of(json.dumps(document).encode(), name="x.json")


def test_nulls_and_sparse_values_of_json_stat_are_missing_figures() -> None:
    document = json.loads(json_stat_with_groups())
    document["value"][0] = None
    assert rules(check(json.dumps(document).encode())) == ["population-cells-lacking"]
    values = {str(i): value for i, value in enumerate(document["value"])}
    values["0"] = 77
    document["value"] = values
    assert rules(check(json.dumps(document).encode())) == []
