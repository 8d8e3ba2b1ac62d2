"""The attacker finds what gives way, and only that."""

import dataclasses

import pandas as pd
import pytest
from small_tables import NO_SETS, colours_table, protect

from brukerplan.definitions import load_definitions
from brukerplan.disclosure import (
    DisclosurePolicy,
    release_files,
    suppress,
    suppression,
)
from brukerplan.disclosure.attack import (
    Assumptions,
    AuditResult,
    audit,
    auditing,
    published_figures,
    read_published,
)
from brukerplan.disclosure.room import Room
from brukerplan.errors import InputError
from brukerplan.tables import Release

PLACES = {
    "1101": (40, 30, 3),
    "1103": (50, 45, 38),
    "1106": (33, 22, 11),
    "1112": (14, 8, 1),
    "1133": (6, 2, 2),
}


def attack(*releases: Release) -> AuditResult:
    published = [published_figures(release.rows) for release in releases]
    return audit(published, load_definitions(), Assumptions())


def changed(release: Release, **columns: object) -> Release:
    """Give the release with the columns of the first suppressed row changed."""
    rows = release.rows.copy()
    at = rows.index[rows["status"] == "suppressed"][0]
    for name, value in columns.items():
        rows.loc[at, name] = value
    return dataclasses.replace(release, rows=rows)


def test_a_protected_release_stands() -> None:
    result = attack(protect(colours_table(PLACES)))
    assert result.passed
    assert result.attacked > 0
    assert sum(result.widths.values()) == result.attacked
    assert {n for n, count in result.widths.items() if count} == {4}


def test_hiding_only_the_small_number_is_seen_through(monkeypatch) -> None:
    monkeypatch.setattr(suppression, "hide_partners", lambda problem: problem.hidden)
    monkeypatch.setattr(
        suppression, "make_room", lambda problem, hidden: Room(hidden, [])
    )
    result = attack(protect(colours_table(PLACES)))
    assert not result.passed
    assert "given_back" in set(result.exposed["how"])


def test_hiding_without_enough_room_is_seen_through(monkeypatch) -> None:
    narrow = suppression.problem_of

    def too_narrow(*arguments):
        return dataclasses.replace(narrow(*arguments), width=1)

    monkeypatch.setattr(suppression, "problem_of", too_narrow)
    tight = {"1101": (20, 10, 1), "1103": (20, 10, 2), "1106": (30, 20, 10)}
    result = attack(protect(colours_table(tight)))
    assert not result.passed
    assert "confined" in set(result.exposed["how"])


def test_what_is_claimed_of_a_badly_protected_release_hides_nothing(
    monkeypatch,
) -> None:
    """Room for a width of 1 is no room for 4, whatever shows that there is so much."""
    narrow = suppression.problem_of
    monkeypatch.setattr(
        suppression,
        "problem_of",
        lambda *arguments: dataclasses.replace(narrow(*arguments), width=1),
    )
    tight = {"1101": (20, 10, 1), "1103": (20, 10, 2), "1106": (30, 20, 10)}
    made = suppress(
        colours_table(tight), DisclosurePolicy(), sets=NO_SETS, provenance={}
    )
    published = [published_figures(made.release.rows)]
    claimed = audit(published, load_definitions(), possible=made.possible)
    assert not claimed.passed
    assert claimed.exposed.equals(audit(published, load_definitions()).exposed)


def test_what_no_program_decided_does_not_pass(monkeypatch) -> None:
    confine = auditing.confine

    def undecided(*arguments, **more):
        solved = confine(*arguments, **more)
        return dataclasses.replace(solved, undecided=arguments[3].attacked)

    monkeypatch.setattr(auditing, "confine", undecided)
    result = attack(protect(colours_table(PLACES)))
    assert not result.passed
    assert set(result.exposed["how"]) == {"undecided"}


def test_possible_numbers_are_not_printed() -> None:
    made = suppress(
        colours_table(PLACES), DisclosurePolicy(), sets=NO_SETS, provenance={}
    )
    assert (
        repr(made.possible) == f"PossibleNumbers({len(made.possible.numbers)} tables)"
    )
    assert repr(made.possible) in repr(made)


@pytest.mark.parametrize("column", ["value", "lower", "upper"])
def test_a_number_left_in_another_column_is_found(column: str) -> None:
    result = attack(changed(protect(colours_table(PLACES)), **{column: 4.1}))
    assert "left_in_file" in set(result.exposed["how"])


def test_a_row_shown_by_mistake_gives_others_away() -> None:
    release = protect(colours_table(PLACES))
    rows = release.rows.copy()
    everything = colours_table(PLACES).rows
    at = rows.index[rows["status"] == "complementary"]
    keys = ["region_code", "category"]
    true = rows.loc[at, keys].merge(everything, on=keys, how="left")
    rows.loc[at, "numerator"] = true["numerator"].to_numpy()
    rows.loc[at, "denominator"] = true["denominator"].to_numpy()
    rows.loc[at, "status"] = "shown"
    assert not attack(dataclasses.replace(release, rows=rows)).passed


def test_what_a_shown_number_leaves_of_a_hidden_base_is_attacked() -> None:
    """Green of everyone is shown; the few rated otherwise are the secret."""
    table = colours_table(
        {"1101": (174, 2, 0), "1103": (500, 45, 38), "1106": (330, 22, 11)},
        missing={"1101": 4, "1103": 12, "1106": 20},
        of_everyone=True,
    )
    release = protect(table)
    rows = release.rows.copy()
    here = rows["region_code"] == "1101"
    of_everyone = rows["indicator_id"] == "of_everyone_housing"
    green = rows[here & (rows["category"] == "green")].set_index("indicator_id")
    assert green["status"].to_dict() == {
        "of_everyone_housing": "shown",
        "function_level_housing": "suppressed",
    }
    assert attack(release).passed
    missing = here & (rows["category"] == "missing") & ~of_everyone
    rows.loc[missing, ["numerator", "status"]] = [4, "shown"]
    found = attack(dataclasses.replace(release, rows=rows)).exposed
    assert "green" in set(found.loc[found["region_code"] == "1101", "category"])


def test_another_release_beside_it_is_used() -> None:
    release = protect(colours_table(PLACES))
    loose = protect(
        colours_table(PLACES),
        smallest_count=1,
        smallest_denominator=0,
        complement=False,
        audience="internal",
    )
    assert attack(release).passed
    assert not attack(release, loose).passed


def test_it_names_region_and_table_and_never_the_number() -> None:
    result = attack(changed(protect(colours_table(PLACES)), value=4.1))
    assert "function_level_housing" in result.named()[0]
    assert "numerator" not in result.exposed
    assert not {"low", "high", "number"} & set(result.exposed)


def test_a_public_file_with_one_symbol_is_attacked_too(tmp_path) -> None:
    rows = protect(colours_table(PLACES)).rows
    public = rows.replace({"status": {"complementary": "suppressed"}})
    public.to_csv(tmp_path / "public.csv", index=False)
    assert audit([read_published(tmp_path / "public.csv")], load_definitions()).passed
    red = (public["region_code"] == "1101") & (public["category"] == "red")
    yellow = (public["region_code"] == "1101") & (public["category"] == "yellow")
    green = (public["region_code"] == "1101") & (public["category"] == "green")
    for at, number in ((yellow, 30), (green, 40)):
        public.loc[at, ["numerator", "denominator", "status"]] = [number, 73, "shown"]
    assert pd.isna(public.loc[red, "numerator"]).all()
    public.to_json(tmp_path / "public.json", orient="records")
    seen = audit([read_published(tmp_path / "public.json")], load_definitions())
    assert not seen.passed


def test_files_in_every_format_read_alike(tmp_path) -> None:
    release = protect(colours_table(PLACES))
    for name, content in release_files(release).items():
        (tmp_path / name).write_bytes(content)
    release.rows.to_csv(tmp_path / "a.csv", index=False)
    release.rows.to_csv(tmp_path / "b.csv", index=False, sep=";", decimal=",")
    release.rows.to_json(tmp_path / "c.json", orient="records")
    with pd.ExcelWriter(tmp_path / "d.xlsx", engine="xlsxwriter") as book:
        release.rows.to_excel(book, index=False, startrow=3)
    first = read_published(tmp_path)
    for name in ("a.csv", "b.csv", "c.json", "d.xlsx"):
        pd.testing.assert_frame_equal(
            read_published(tmp_path / name), first, check_dtype=False
        )


def test_contradictions_and_foreign_files_are_refused(tmp_path) -> None:
    release = protect(colours_table(PLACES))
    rows = release.rows.copy()
    at = (rows["region_code"] == "11") & (rows["category"] == "green")
    rows.loc[at, "numerator"] = 1
    with pytest.raises(InputError) as refused:
        attack(dataclasses.replace(release, rows=rows))
    assert refused.value.slug == "published-contradictory"
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError) as refused:
        read_published(tmp_path / "x.csv")
    assert refused.value.slug == "published-unreadable"
