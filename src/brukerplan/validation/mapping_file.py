"""Writes a proposal as the TOML file that the user goes through."""

import json

from brukerplan.validation.mapping import MappedColumn, words_of
from brukerplan.validation.proposal import Proposal, ProposedColumn

_HEAD = """\
# A proposal by «brukerplan schema map» for {file}.
#
# 1. Go through each column. «confirmed = false» marks what is doubtful: correct it,
#    and set it to true. Nothing is imported while a doubtful column is left.
# 2. field = "" leaves a column out. The fields are explained in
#    docs/how-to/local-layout.md.
# 3. values say what each code in the file means.
# 4. Give the file with --map to brukerplan validate and brukerplan import.

kind = "{kind}"
# missing_values = ["-", "99"]

[constants]
# survey_year = 2024
# municipality_code = "1103"
"""


def mapping_text(proposal: Proposal, file: str) -> str:
    """Give the mapping file for a proposal.

    Values that no coding explains are counted and not written, since they may be
    anything.
    """
    parts = [_HEAD.format(file=file, kind=proposal.kind)]
    parts += [_column_text(one) for one in proposal.columns]
    return "\n".join(parts)


def _column_text(one: ProposedColumn) -> str:
    column = one.column
    lines = ["[[column]]", f"heading = {_quoted(column.heading)}"]
    lines.append(f"field = {_quoted(column.field)}")
    if column.field:
        lines.append(f"confidence = {column.confidence:.2f}")
        lines += _doubt(column)
        if column.separator is not None:
            lines.append(f"separator = {_quoted(column.separator)}")
    if one.unknown_values:
        allowed = ", ".join(sorted(words_of(column.field) or ()))
        lines.append(f"# {one.unknown_values} more values in the column are not known.")
        lines.append(f"# Add them to values; each must be one of: {allowed}")
    if set(column.values.values()) == {"yes"}:
        lines.append('# empty_means = "none"  # if an empty cell means no')
    if column.values:
        pairs = ", ".join(
            f"{_quoted(code)} = {_quoted(word)}" for code, word in column.values.items()
        )
        lines.append(f"values = {{ {pairs} }}")
    return "\n".join(lines) + "\n"


def _doubt(column: MappedColumn) -> list[str]:
    if column.confirmed:
        return ["confirmed = true"]
    return ["confirmed = false  # doubtful: check, then set to true"]


def _quoted(text: str) -> str:
    """Give text as a TOML string; JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
