"""Rows with errors, kept as they came, so that nothing is ever dropped in silence."""

from collections.abc import Sequence

import pandas as pd

from brukerplan.tables import RawTable, Severity
from brukerplan.validation.findings import FindingGroup

_KEYS = ["survey_year", "municipality_code"]


def rows_set_aside(
    raw: RawTable, keys: pd.DataFrame, groups: Sequence[FindingGroup]
) -> pd.DataFrame:
    """Give the rows with errors as they came, with the rules that they break.

    Columns: `survey_year`, `municipality_code` (as understood, missing where they were
    not), `source_line`, `rules`, and the file's own cells by heading. `keys` has the
    first two for exactly these rows.
    """
    if not len(keys):
        return pd.DataFrame({name: keys[name] for name in _KEYS})
    broken: dict[int, set[str]] = {}
    for group in groups:
        if group.severity == Severity.ERROR:
            for line in group.lines.tolist():
                broken.setdefault(line, set()).add(group.rule)
    rows = raw.cells[raw.cells.index.isin(list(broken))]
    cells = rows.set_axis(_headings(rows), axis=1).astype("str").reset_index(drop=True)
    own = keys.reset_index(drop=True).assign(
        source_line=rows.index.to_numpy(),
        rules=[" ".join(sorted(broken[int(line)])) for line in rows.index],
    )
    return pd.concat([own, cells], axis=1)


def _headings(rows: pd.DataFrame) -> list[str]:
    """Give the file's headings, made different from each other and from our own."""
    headings: list[str] = []
    seen = {*_KEYS, "source_line", "rules"}
    for position, heading in enumerate(map(str, rows.columns)):
        unique = heading if heading not in seen else f"{heading} ({position + 1})"
        seen.add(unique)
        headings.append(unique)
    return headings
