"""The page of rules for exports, from `data/rules/rules.toml`."""

from brukerplan.validation import rules

HEAD = """<!-- Made by scripts/docs_rules.py: change the rules, then `make docs`. -->
# Rules for exports

`brukerplan validate` and `brukerplan import` check files against these rules.
Made from `data/rules/rules.toml`; the rules for reference data are in [rules-reference-data.md](rules-reference-data.md).

- *Fatal*: checking of the file stops, and nothing of it is imported.
- *Error*: the row cannot be imported as it is; `--set-aside` imports the rest.
- *Warning*: imported, with a remark; `--strict` treats it as an error.

No message holds what a cell says.
"""


def pages() -> dict[str, str]:
    """Give the page by its path."""
    parts = [HEAD]
    for rule in sorted(rules().values(), key=lambda one: one.id):
        parts += [
            f"## {rule.id}\n",
            f"*{rule.severity.capitalize()}.* «{rule.message}»\n",
            f"**When it occurs**: {_lines(rule.when)}\n",
            f"**How to fix**: {_lines(rule.fix)}\n",
        ]
    return {"docs/reference/rules.md": "\n".join(parts)}


def _lines(text: str) -> str:
    """Give a sentence a line."""
    return text.replace(". ", ".\n")
