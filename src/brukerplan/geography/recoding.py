"""Figures on one year's borders, told on another's; nothing divided by a guess.

A municipality's people are counted under a municipality of the new borders only if
all of that one's area was surveyed as whole municipalities that took part. Otherwise
they stay under their old code with its year (`1103@2019`), which was a place of its
own then: so sums are always kept, and what cannot be known is said, not made up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from brukerplan.geography.changes import MINOR, Atoms, atoms, changes
from brukerplan.geography.places import municipalities
from brukerplan.geography.reference_tables import cached_with_tables
from brukerplan.tables import Status


@dataclass(frozen=True)
class Recoding:
    """How a survey on one year's borders is told on another's.

    `codes`: a row for each municipality that took part: old_code, municipality_code
    (what its people are counted under: a code of `to_year`, or where that is not
    possible its old code with `@` and its year, so that it is never taken for a code
    of `to_year`), name, and is_recoded (whether it is a code of `to_year`).

    `regions`: a row for each municipality of `to_year`: municipality_code, status
    (`shown`: the figure is exact; `missing`: not all its parts took part;
    `not_estimable`: it has but a part of an old municipality), parts_total,
    parts_participating, has_minor_move (the border moved a little; the figure follows
    the main part).
    """

    from_year: int
    to_year: int
    codes: pd.DataFrame
    regions: pd.DataFrame

    def wholes(self, of_new: pd.DataFrame) -> pd.DataFrame:
        """Give what each code in `codes` is part of, where that is one and the same.

        `of_new` has municipality_code (of `to_year`), whole_level and whole_code, as
        `coverage.wholes` gives. An old code is part of a whole only if every new
        municipality that it lies in is.
        """
        held = wholes_of_old(self.from_year, self.to_year, of_new)
        result = held.merge(self.codes, on="old_code", validate="many_to_one")
        columns = ["municipality_code", "whole_level", "whole_code"]
        return result[columns].drop_duplicates(ignore_index=True)

    def not_estimable_wholes(self, of_new: pd.DataFrame) -> pd.DataFrame:
        """Give the wholes (whole_level, whole_code) whose figure cannot be known.

        Those that an old municipality that took part lies in only in part, so that
        some of its people are in the whole, and nobody knows how many.
        """
        lies_in = correspondence(self.from_year, self.to_year)
        lies_in = lies_in[lies_in["old_code"].isin(self.codes["old_code"])]
        new = of_new.rename(columns={"municipality_code": "new_code"})
        touched = lies_in.merge(new, on="new_code")
        keys = ["old_code", "whole_level", "whole_code"]
        placed = wholes_of_old(self.from_year, self.to_year, of_new)
        marked = touched[keys].merge(placed, on=keys, how="left", indicator=True)
        lost = marked[marked["_merge"] == "left_only"]
        columns = ["whole_level", "whole_code"]
        return lost[columns].drop_duplicates().sort_values(columns, ignore_index=True)


def wholes_of_old(from_year: int, to_year: int, of_new: pd.DataFrame) -> pd.DataFrame:
    """Give old_code, whole_level, whole_code: what old municipalities are part of.

    Only where every new municipality that an old one lies in is part of the whole;
    `of_new` is as in `Recoding.wholes`.
    """
    lies_in = correspondence(from_year, to_year)
    heirs = lies_in.groupby("old_code")["new_code"].size()
    new = of_new.rename(columns={"municipality_code": "new_code"})
    keys = ["old_code", "whole_level", "whole_code"]
    held = lies_in.merge(new, on="new_code").groupby(keys)["new_code"].size()
    rows = held.rename("held").reset_index()
    return rows.loc[rows["held"] == rows["old_code"].map(heirs), keys]


def correspondence(from_year: int, to_year: int) -> pd.DataFrame:
    """Give which municipalities of two years share area, either way in time.

    Columns: old_code, new_code, kind, is_exact (the old one lies wholly in the new
    one), has_minor_move. `kind` is `same` (the same people under the same code),
    `recoded` (under another code), `merged` (one of several that became one), or
    `part` (only a part of the old one lies in the new one).
    """
    return _correspondence(from_year, to_year).copy(deep=False)


@cached_with_tables
def _correspondence(from_year: int, to_year: int) -> pd.DataFrame:
    old, new = atoms(from_year), atoms(to_year)
    new_of_atom = {atom: code for code, area in new.items() for atom in area}
    moved = atoms_of_minor_moves(from_year, to_year)
    rows = [
        (code, heir, _kind(code, heir, old, new), bool(area & moved))
        for code, area in old.items()
        for heir in sorted({new_of_atom[atom] for atom in area})
    ]
    columns = ["old_code", "new_code", "kind", "has_minor_move"]
    df = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[:3], "str"))
    df.insert(3, "is_exact", df["kind"] != "part")
    return df.sort_values(["old_code", "new_code"], ignore_index=True)


def _kind(
    old_code: str, new_code: str, old: Mapping[str, Atoms], new: Mapping[str, Atoms]
) -> str:
    if not old[old_code] <= new[new_code]:
        return "part"
    if old[old_code] != new[new_code]:
        return "merged"
    return "same" if old_code == new_code else "recoded"


def atoms_of_minor_moves(from_year: int, to_year: int) -> Atoms:
    """Give the atoms of municipalities whose border moved a little in between."""
    first, last = sorted((from_year, to_year))
    table = changes(first, last)
    moves = table[table["kind"] == MINOR]
    touched: set[str] = set()
    for day, old, new in zip(
        moves["change_date"], moves["old_code"], moves["new_code"], strict=True
    ):
        before = atoms(int(day[:4]) - 1)
        touched |= before[old] | before.get(new, frozenset())
    return frozenset(touched)


def recoding(from_year: int, to_year: int, participants: Sequence[str]) -> Recoding:
    """Work out how the survey of one year is told on the borders of another.

    `participants` are the municipalities that took part, on the borders of
    `from_year`; forwards and backwards in time alike.

    Raises:
        ReferenceDataError: the borders of either year are not known.
    """
    lies_in = correspondence(from_year, to_year)
    lies_in["took_part"] = lies_in["old_code"].isin(participants)
    by_new = lies_in.groupby("new_code").agg(
        parts_total=("old_code", "size"),
        parts_participating=("took_part", "sum"),
        is_exact=("is_exact", "all"),
        has_minor_move=("has_minor_move", "any"),
    )
    complete = by_new["parts_participating"] == by_new["parts_total"]
    status = complete.map({True: Status.SHOWN, False: Status.MISSING}).astype("str")
    by_new["status"] = status.where(by_new["is_exact"], str(Status.NOT_ESTIMABLE))
    regions = by_new.rename_axis("municipality_code").reset_index()
    return Recoding(
        from_year=from_year,
        to_year=to_year,
        codes=_codes(lies_in[lies_in["took_part"]], by_new["status"], from_year),
        regions=regions[
            [
                "municipality_code",
                "status",
                "parts_total",
                "parts_participating",
                "has_minor_move",
            ]
        ],
    )


def _codes(taking: pd.DataFrame, status: pd.Series, from_year: int) -> pd.DataFrame:
    """Give the code that each old municipality is counted under."""
    known = taking["new_code"].map(status) == Status.SHOWN
    kept = taking["old_code"] + f"@{from_year}"
    names = municipalities(from_year).set_index("municipality_code")["short_name"]
    codes = pd.DataFrame(
        {
            "old_code": taking["old_code"],
            "municipality_code": taking["new_code"].where(known, kept),
            "name": taking["old_code"].map(names),
            "is_recoded": known,
        }
    )
    return codes.drop_duplicates("old_code", ignore_index=True)


def recode(frame: pd.DataFrame, plan: Recoding) -> pd.DataFrame:
    """Give `frame` with `municipality_code` as `plan` counts it; all else as it was.

    `frame` has a row a person, or counts to be summed afterwards. Municipalities that
    are not in `plan.codes` (did not take part) must not occur.
    """
    new = plan.codes.set_index("old_code")["municipality_code"]
    known = frame["municipality_code"].isin(new.index)
    assert known.all(), "people of a municipality that did not take part"
    return frame.assign(
        municipality_code=frame["municipality_code"].map(new).astype("str")
    )


def recode_counts(frame: pd.DataFrame, plan: Recoding, *, count: str) -> pd.DataFrame:
    """Give counts by municipality and other columns, recoded and summed.

    Sums `count` over rows that are alike in all other columns; a sum that has an
    unknown part is unknown. Used for populations and for counts alike.
    """
    kept = frame[frame["municipality_code"].isin(plan.codes["old_code"])]
    recoded = recode(kept, plan)
    keys = [column for column in frame.columns if column != count]
    recoded["_unknown"] = recoded[count].isna()
    sums = recoded.groupby(keys, dropna=False).agg(
        **{count: (count, "sum"), "_unknown": ("_unknown", "any")}
    )
    sums[count] = sums[count].astype("Int64").mask(sums["_unknown"])
    return sums.drop(columns="_unknown").reset_index()
