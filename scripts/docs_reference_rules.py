"""The page of rules for reference data, from `data/rules/reference_data.toml`."""

from brukerplan.geography.reference_rules import reference_rules

HEAD = """<!-- Made by scripts/docs_reference_rules.py: change the rules, then `make docs`. -->
# Rules for reference data

Files with populations, own groupings and participation are checked against these rules.
Made from `data/rules/reference_data.toml`; the rules for exports are in [rules.md](rules.md).
"""


def pages() -> dict[str, str]:
    """Give the page by its path."""
    parts = [HEAD]
    for rule, said in sorted(reference_rules().items()):
        parts += [
            f"## {rule}\n",
            f"*{said['severity'].capitalize()}.* «{said['message']}»\n",
            f"**When it occurs**: {_lines(said['when'])}\n",
            f"**How to fix**: {_lines(said['fix'])}\n",
        ]
    return {"docs/reference/rules-reference-data.md": "\n".join(parts)}


def _lines(text: str) -> str:
    """Give a sentence a line."""
    return text.replace(". ", ".\n")
