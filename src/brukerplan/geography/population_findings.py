"""What can be wrong with a population file, in words."""

import pandas as pd

from brukerplan.tables import Finding, Severity

MESSAGES = {
    "population-value-not-a-number": "{count} cells hold neither a number nor a sign "
    "for a missing one",
    "population-region-without-code": "{count} cells have a region without a code; "
    "names are not used",
    "population-age-not-understood": "{count} cells have an age that is not understood",
    "population-sex-not-understood": "{count} cells have a sex that is not understood",
    "population-year-not-understood": "{count} cells have no year, neither in a column "
    "nor in the heading",
    "population-year-not-covered": "{year} is left out: the borders of that year are "
    "not known",
    "population-has-no-year": "no figures for a year whose borders are known",
    "population-lacks-municipalities": "{year} lacks {count} municipalities: {codes}",
    "population-zero-means-unknown": "{year} has {count} municipalities without "
    "inhabitants, which means that their number is not known: {codes}",
    "population-cells-lacking": "{year} lacks an age, a sex or a figure for {count} "
    "municipalities: {codes}",
    "population-counted-twice": "{year} gives {count} municipalities twice with "
    "different figures: {codes}",
    "population-outside-code-life": "{year} has inhabitants under {count} codes that "
    "were not valid that year: {codes}",
    "population-ages-lacking": "{year} lacks the ages {ages}",
    "population-ages-overlap": "{year} has age groups that overlap: {ages}",
    "population-ages-do-not-fit": "{year} has age groups that cannot be put together "
    "to 0–15, 16–17, 18–24, 25–34, 35–44, 45–54, 55–66, 67–79 and 80+: {ages}",
    "population-all-ages-differ": "{year} has an age row that is not the sum of its "
    "ages, for {count} places: {codes}",
    "population-lacks-a-sex": "{year} has figures for one sex only",
    "population-sexes-do-not-add-up": "{year} has women and men that do not add up to "
    "the total for {count} municipalities: {codes}",
    "population-sums-differ": "{year} has {count} rows of level {level} that are not "
    "the sum of their municipalities: {codes}",
    "population-unplaced": "{year} has {count} people in no municipality; they are "
    "left out",
}
"""Rule -> message, with the parameters that it needs."""

WARNINGS = {"population-year-not-covered", "population-unplaced"}


def finding(rule: str, rows: pd.DataFrame, **parameters: str | int) -> Finding:
    """Give the finding of a rule, about the files that `rows` came from.

    `line` is that of the first row, unless the finding is about a whole year.
    """
    files = ", ".join(rows["file"].unique())
    about_cells = "year" not in parameters and len(rows) > 0
    line = (int(rows["line"].iloc[0]) or None) if about_cells else None
    severity = Severity.WARNING if rule in WARNINGS else Severity.ERROR
    return Finding(rule, severity, MESSAGES[rule], files, line, None, parameters)
