"""Which numbers add up, and which only seem to."""

import pandas as pd
from small_tables import NO_SETS, colours_table, protect

from brukerplan.disclosure.cells import Cells, cells_of
from brukerplan.disclosure.relations import Relations, relations_of
from brukerplan.tables import INDICATOR_DTYPES, IndicatorTable, typed

PLACES = {"1101": (40, 30, 20), "1103": (50, 45, 38), "1106": (0, 0, 0)}


def two_themes() -> IndicatorTable:
    """Give housing, and finances with the same numbers; in 1106 there is nobody."""
    table = colours_table(PLACES)
    other = table.rows[table.rows["indicator_id"] != "recipients"].copy()
    other["indicator_id"] = "function_level_finances"
    for column in ("numerator_set", "denominator_set"):
        other[column] = other[column].str.replace("housing", "finances")
    rows = pd.concat([table.rows, other], ignore_index=True)
    return IndicatorTable(typed(rows, INDICATOR_DTYPES), table.regions)


def equations(cells: Cells, relations: Relations) -> list[set[tuple[str, str]]]:
    """Give the regions and sets that stand together in each equation."""
    named = list(zip(cells.text("region"), cells.text("atom"), strict=True))
    matrix = relations.matrix
    return [
        {named[c] for c in matrix.indices[start:stop] if c < len(cells)}
        for start, stop in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
    ]


def test_sets_about_different_things_are_not_added_up() -> None:
    """Where there is nobody, 0 = 0 + 0 holds of any sets, but is no rule."""
    table = two_themes()
    cells = cells_of(table.rows)
    found = equations(cells, relations_of(cells, table.regions, NO_SETS))
    themes = [{atom.partition(":")[0] for _, atom in e} - {"all"} for e in found]
    assert found
    assert max(map(len, themes)) == 1


def test_zeros_can_be_hidden_although_there_is_a_place_without_people() -> None:
    release = protect(two_themes(), zeros_shown=False)
    empty = release.rows[release.rows["region_code"] == "1106"]
    assert empty["numerator"].isna().all()


def by_age(numbers: dict[str, int]) -> IndicatorTable:
    """Give the recipients of a county by age."""
    plain = colours_table(PLACES)
    df = (
        plain.rows.iloc[[0] * len(numbers)]
        .reset_index(drop=True)
        .assign(
            region_level="county",
            region_code="11",
            age_band=list(numbers),
            numerator=list(numbers.values()),
        )
    )
    return IndicatorTable(typed(df, INDICATOR_DTYPES), plain.regions)


def test_bands_and_those_whose_age_is_not_known_make_up_all() -> None:
    bands = ("18-24", "25-34", "35-44", "45-54", "55-66", "67-79", "80+")
    numbers = dict(zip(bands, (13, 35, 39, 27, 16, 9, 2), strict=True))
    numbers |= {"unspecified": 191, "total": 332}
    table = by_age(numbers)
    cells = cells_of(table.rows)
    relations = relations_of(cells, table.regions, NO_SETS)
    bands_in = [
        {str(cells.text("age_band")[c]) for c in row.indices}
        for row in (relations.matrix[[at]] for at in range(relations.matrix.shape[0]))
        if row.nnz == len(numbers) and row.indices.max() < len(cells)
    ]
    assert bands_in == [set(numbers)]
