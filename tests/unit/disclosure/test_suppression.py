"""What is hidden, what stays, and what is worked out from it; by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from small_tables import NO_SETS, colours_table, figure, protect

from brukerplan.disclosure import DisclosurePolicy, read_release, release_files
from brukerplan.disclosure.cells import cells_of
from brukerplan.disclosure.earlier import with_earlier
from brukerplan.disclosure.primary import problem_of
from brukerplan.disclosure.relations import relations_of
from brukerplan.errors import InputError
from brukerplan.tables import RELEASE_DTYPES

BIG = {"1101": (40, 30, 20), "1103": (50, 45, 38), "1106": (33, 22, 11)}


def hidden(release: object) -> pd.DataFrame:
    rows = release.rows  # type: ignore[attr-defined]
    return rows[rows["status"].isin(["suppressed", "complementary"])]


def test_nothing_is_hidden_where_all_numbers_are_large() -> None:
    release = protect(colours_table(BIG))
    assert hidden(release).empty
    assert list(release.rows.columns) == list(RELEASE_DTYPES)


def test_values_follow_from_the_counts_shown() -> None:
    green = figure(protect(colours_table(BIG)), "1101", "green")
    assert green["value"] == pytest.approx(100 * 40 / 90)
    z = 1.959963984540054
    middle, n, p = 40 + z * z / 2, 90, 40 / 90
    half = z * math.sqrt(n * p * (1 - p) + z * z / 4)
    assert green["lower"] == pytest.approx(100 * (middle - half) / (n + z * z))
    assert green["upper"] == pytest.approx(100 * (middle + half) / (n + z * z))


def test_a_small_number_takes_all_that_gives_it_back_along() -> None:
    release = protect(colours_table({**BIG, "1101": (40, 30, 3)}))
    red = figure(release, "1101", "red")
    assert red["status"] == "suppressed"
    assert red[["numerator", "value", "lower", "upper"]].isna().all()
    in_row = hidden(release).query("region_code == '1101'")
    in_column = hidden(release).query("category == 'red'")
    assert len(in_row) >= 2
    assert len(in_column) >= 2
    assert figure(release, "11", "red")["status"] == "shown"
    assert figure(release, "1101", "total")["status"] == "shown"


def test_where_few_are_unrated_a_municipality_still_sees_its_red() -> None:
    """The unrated give the rated away, so shares of these go; of everyone, red stays."""
    release = protect(colours_table(BIG, missing=2, of_everyone=True))
    rows = release.rows[release.rows["region_code"] == "1101"]
    status = rows.set_index(["indicator_id", "category"])["status"]
    assert status["function_level_housing", "missing"] == "suppressed"
    assert status["function_level_housing", "red"] == "complementary"
    assert status["of_everyone_housing", "red"] == "shown"
    red = rows[rows["indicator_id"].eq("of_everyone_housing")]
    red = red[red["category"].eq("red")].iloc[0]
    assert red["value"] == pytest.approx(100 * 20 / 92)


def test_nearly_everybody_is_hidden_like_hardly_anybody() -> None:
    release = protect(colours_table({**BIG, "1101": (60, 2, 0)}))
    assert figure(release, "1101", "green")["status"] == "suppressed"


def test_everybody_is_no_secret_and_nobody_is_a_zero() -> None:
    release = protect(colours_table({**BIG, "1101": (60, 0, 0)}))
    assert figure(release, "1101", "green")["status"] == "shown"
    assert figure(release, "1101", "red")["numerator"] == 0


def test_zeros_are_hidden_if_the_policy_says_so() -> None:
    table = colours_table({**BIG, "1101": (60, 30, 0)})
    assert figure(protect(table), "1101", "red")["status"] == "shown"
    strict = protect(table, zeros_shown=False)
    assert figure(strict, "1101", "red")["status"] == "suppressed"


def test_a_share_of_few_people_is_hidden_with_its_number() -> None:
    release = protect(colours_table({**BIG, "1101": (9, 0, 0)}))
    assert figure(release, "1101", "green")["status"] == "suppressed"
    assert math.isnan(figure(release, "1101", "green")["value"])


def test_nought_of_nought_is_not_applicable_and_never_hidden() -> None:
    release = protect(colours_table({**BIG, "1101": (0, 0, 0)}))
    assert figure(release, "1101", "green")["status"] == "not_applicable"


def test_the_number_of_a_place_with_few_people_is_hidden_with_its_base() -> None:
    release = protect(colours_table({**BIG, "1151": (2, 1, 0)}))
    assert figure(release, "1151", "total")["status"] == "suppressed"
    assert pd.isna(figure(release, "1151", "green")["denominator"])


def test_unrated_people_are_protected_unless_an_internal_policy_says_otherwise() -> (
    None
):
    table = colours_table(BIG, missing=2)
    assert figure(protect(table), "1101", "missing")["status"] == "suppressed"
    internal = protect(table, unrated_protected=False, audience="internal")
    assert figure(internal, "1101", "missing")["numerator"] == 2
    assert hidden(internal).empty


def test_what_one_municipality_dominates_is_hidden_where_the_policy_says_so() -> None:
    table = colours_table({"1103": (500, 300, 200), "1106": (20, 10, 9)})
    assert figure(protect(table), "11", "total")["status"] == "shown"
    strict = protect(table, largest_part=0.9)
    assert figure(strict, "11", "total")["status"] == "suppressed"


def test_large_places_keep_their_number_of_recipients() -> None:
    places = {f"11{i:02}": (20 + i, 12 + i % 3, i % 6) for i in range(1, 20)}
    tiny = {"1151": (1, 1, 0), "1144": (2, 0, 1), "1145": (0, 2, 2)}
    release = protect(colours_table({**places, **tiny}))
    large = [code for code, n in places.items() if sum(n) >= 30]
    assert all(figure(release, code, "total")["status"] == "shown" for code in large)


def test_the_smallest_place_that_will_do_goes_with_a_tiny_one() -> None:
    places = {"1101": (60, 50, 40), "1103": (900, 700, 500), "1111": (6, 5, 5)}
    release = protect(colours_table({**places, "1151": (1, 1, 0)}))
    assert figure(release, "1111", "total")["status"] == "complementary"
    assert figure(release, "1101", "total")["status"] == "shown"
    assert figure(release, "1103", "total")["status"] == "shown"


def test_a_number_already_out_protects_nothing_and_a_hidden_one_stays_hidden() -> None:
    table = colours_table({**BIG, "1101": (40, 30, 3)})
    first = protect(table)
    again = protect(table, earlier=[first])
    assert again.rows.equals(first.rows)


def test_what_is_out_under_another_name_is_known_and_protects_nothing() -> None:
    """Green of everyone tells green of those rated, which the table alone has."""
    table = colours_table(BIG, missing=2, of_everyone=True)
    first = protect(table)
    place = table.rows["region_code"] == "1101"
    everyone = table.rows["indicator_id"].str.startswith("of_everyone")
    out = first.rows.query(
        "region_code == '1101' and indicator_id == 'of_everyone_housing'"
        " and status == 'shown'"
    )
    assert len(out), "some colour of everyone is shown"
    rows = table.rows[~(place & everyone)].reset_index(drop=True)
    cells = cells_of(rows)
    relations = relations_of(cells, table.regions, NO_SETS)
    problem = problem_of(rows, cells, relations, DisclosurePolicy())
    known = with_earlier(problem, rows, cells, [first])
    there = cells.text("region") == "municipality:1101"
    for colour in out["category"]:
        at = np.flatnonzero(there & (cells.text("atom") == f"housing:{colour}"))
        assert len(at) == 1
        assert np.isfinite(problem.cost[at]).all(), "it could be hidden by itself"
        assert not known.hidden[at].any()
        assert np.isinf(known.cost[at]).all()


def test_a_correction_does_not_show_what_was_hidden() -> None:
    before = protect(colours_table({**BIG, "1101": (40, 30, 3)}))
    after = protect(colours_table({**BIG, "1101": (40, 31, 3)}), earlier=[before])
    was = before.rows["status"].isin(["suppressed", "complementary"])
    unchanged = was & (before.rows["category"] == "red")
    assert not (after.rows["status"][unchanged] == "shown").any()


def test_files_have_the_same_bytes_each_time_and_come_back_as_they_were(
    tmp_path,
) -> None:
    release = protect(colours_table(BIG))
    files = release_files(release)
    assert files == release_files(protect(colours_table(BIG)))
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    back = read_release(tmp_path)
    assert back.rows.equals(release.rows)
    assert back.policy == release.policy
    (tmp_path / "release.parquet").write_bytes(b"no parquet")
    with pytest.raises(InputError):
        read_release(tmp_path)


def test_no_count_shows_in_the_text_of_a_table() -> None:
    assert repr(colours_table(BIG)) == "IndicatorTable(25 rows)"
