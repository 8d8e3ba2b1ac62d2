"""Makes `docs/reference/configuration.md` from the schema of `brukerplan.toml`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from brukerplan.configuration import schema

HEAD = """<!-- Made by scripts/docs_configuration.py: change
data/configuration/brukerplan.schema.json, then `make docs`. -->
# brukerplan.toml

What `brukerplan run` does stands in this file.
`brukerplan config init` writes one with every key, and `brukerplan config check` checks it.
Paths are relative to the folder of the file itself, so that it does not matter where cron starts.
On Windows, write paths in single quotes: `inbox = 'C:\\Kommuner\\inn'`.
A key that is not known is an error (exit code 2), with what was probably meant.

The schema is JSON Schema, and editors can use it: `data/configuration/brukerplan.schema.json`.
"""

EXAMPLE = """
## An example

```toml
inbox = "inbox"
store = "brukerplan-data"
output = "reports"
years = "latest"
formats = ["html", "pdf"]
languages = ["nb", "nn"]
exports = ["csv"]
retention = "5 years"

[policy]
embargo = "2025-05-06"
```
"""

WORDS = {
    "string": "text",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "array": "list",
    "object": "section",
}


def pages() -> dict[str, str]:
    """Give the page of the configuration."""
    rules = schema()["properties"]
    plain = {name: rule for name, rule in rules.items() if rule["type"] != "object"}
    lines = [HEAD, "## Keys", "", *table(plain)]
    for name, rule in rules.items():
        if rule["type"] == "object":
            lines += ["", f"## Section [{name}]", "", rule["description"], ""]
            lines += table(rule["properties"])
    return {"docs/reference/configuration.md": "\n".join(lines) + "\n" + EXAMPLE}


def table(rules: Mapping[str, Any]) -> Iterator[str]:
    """Give a table with a row a key."""
    yield "| Key | Value | Default | Meaning |"
    yield "|---|---|---|---|"
    for name, rule in rules.items():
        default = json.dumps(rule["default"], ensure_ascii=False)
        yield f"| `{name}` | {value(rule)} | `{default}` | {rule['description']} |"


def value(rule: Mapping[str, Any]) -> str:
    """Say what a key's value can be."""
    kinds = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    words = [WORDS[kind] for kind in kinds]
    if rule.get("format") == "path":
        words = ["path"]
    if "items" in rule:
        items = rule["items"]
        inner = ", ".join(f"`{v}`" for v in items.get("enum", ())) or value(items)
        words = [f"list of {inner}", *(w for w in words if w != "list")]
    if "enum" in rule:
        words[-1] = " or ".join(f"`{choice}`" for choice in rule["enum"])
    if "minimum" in rule:
        words[-1] += f", at least {rule['minimum']}"
    return " or ".join(words)
