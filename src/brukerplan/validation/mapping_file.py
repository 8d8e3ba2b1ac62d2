"""Writes a proposal as the TOML file that the user goes through."""

import json

from brukerplan.validation.mapping import UNKNOWN_WORD, MappedColumn, words_of
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

    Values that no coding explains are counted, and written only where they can be
    nothing but codes; the user fills in what they mean.
    """
    parts = [_HEAD.format(file=file, kind=proposal.kind)]
    parts += [_column_text(one, proposal.kind) for one in proposal.columns]
    return "\n".join(parts)


def _column_text(one: ProposedColumn, kind: str) -> str:
    column = one.column
    lines = ["[[column]]", f"heading = {_quoted(column.heading)}"]
    lines.append(f"field = {_quoted(column.field)}")
    if column.field:
        lines.append(f"confidence = {column.confidence:.2f}")
        lines += _doubt(column)
        if column.separator is not None:
            lines.append(f"separator = {_quoted(column.separator)}")
    if one.unknown_values:
        allowed = ", ".join(sorted(words_of(column.field, kind) or ()))
        lines.append(f"# {one.unknown_values} more values in the column are not known.")
        do = "Put a word for each «?»" if one.unknown_codes else "Add them to values"
        lines.append(f"# {do}: {allowed}")
    if set(column.values.values()) == {"yes"}:
        lines.append('# empty_means = "none"  # if an empty cell means no')
    values = {**column.values, **dict.fromkeys(one.unknown_codes, UNKNOWN_WORD)}
    if values:
        pairs = ", ".join(
            f"{_quoted(code)} = {_quoted(word)}" for code, word in values.items()
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
