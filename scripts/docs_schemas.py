"""A page for each layout, and one that compares them, from `data/schemas/`."""

from collections.abc import Iterator

from brukerplan.schema import Field, Schema, list_schemas

HEAD = "<!-- Made by scripts/docs_schemas.py: change the schema, then `make docs`. -->"


def pages() -> dict[str, str]:
    """Give the pages by path."""
    schemas = list_schemas()
    made = {
        f"docs/reference/schema-{one.id}.md": "\n".join([*_page(one), ""])
        for one in schemas
    }
    made["docs/reference/schema-changes.md"] = "\n".join([*_changes(schemas), ""])
    return made


def _page(schema: Schema) -> Iterator[str]:
    yield HEAD
    yield f"# {schema.id}: {schema.title}"
    yield ""
    yield schema.description.replace(". ", ".\n")
    yield ""
    what = "a person" if schema.kind == "persons" else "a count of persons"
    yield f"A row is {what}."
    yield "Headings and values are compared without regard to letter case and spaces."
    yield ""
    yield "| Heading | Also | Field | Needed | Values | Sensitivity |"
    yield "|---|---|---|---|---|---|"
    for one in schema.fields:
        cells = [one.title, ", ".join(one.aliases), f"`{one.name}`"]
        cells += ["yes" if one.required else "", _values(one), one.sensitivity]
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    for one in schema.fields:
        if one.description:
            yield ""
            yield f"**{one.title}**: {one.description.replace('. ', '.' + chr(10))}"


def _values(one: Field) -> str:
    if one.codes:
        listed = ", ".join(f"{code} = `{word}`" for code, word in one.codes.items())
        return (
            f"several, separated by «{one.separator}»: {listed}"
            if one.separator
            else listed
        )
    if one.type == "integer":
        return f"{one.minimum} to {one.maximum}"
    return "text"


def _changes(schemas: tuple[Schema, ...]) -> Iterator[str]:
    yield HEAD
    yield "# What each layout tells"
    yield ""
    yield "The heading of each field in each layout; a dash where the layout lacks it."
    yield "What a layout lacks is missing in every figure, never «no» and never green."
    yield ""
    yield f"| Field | {' | '.join(one.id for one in schemas)} |"
    yield f"|---|{'---|' * len(schemas)}"
    names = dict.fromkeys(one.name for schema in schemas for one in schema.fields)
    for name in names:
        fields = (schema.field(name) for schema in schemas)
        titles = ("–" if one is None else one.title for one in fields)
        yield f"| `{name}` | {' | '.join(titles)} |"
