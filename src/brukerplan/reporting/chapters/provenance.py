"""What the report was made from: inputs, versions and policy, as the release says."""

from collections.abc import Iterator, Mapping
from typing import Any

from brukerplan.reporting.cells import text_cell
from brukerplan.reporting.material import Material
from brukerplan.reporting.model import Column, Row, Section, Table


def provenance(material: Material) -> Section:
    """Give one row for each fact that the release carries."""
    words = material.words
    rows = tuple(
        Row(name, (text_cell(value),))
        for name, value in _facts({**material.provenance, "policy": material.policy})
    )
    if not rows:
        return Section()
    table = Table(
        "table-provenance",
        words.t("Inputs, versions and policy"),
        (
            Column(words.t("What"), is_number=False),
            Column(words.t("Value"), is_number=False),
        ),
        rows,
    )
    return Section(tables=(table,))


def _facts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Give every leaf of nested provenance with its path as its name."""
    if isinstance(value, Mapping):
        for key in value:
            yield from _facts(value[key], f"{name} {key}".strip())
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _facts(part, name)
    elif value is not None and value != "":
        yield name, str(value)
