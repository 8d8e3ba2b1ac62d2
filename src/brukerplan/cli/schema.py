"""`brukerplan schema`: the layouts, which one a file has, and mappings for others."""

from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import (
    DelimiterOption,
    EncodingOption,
    JsonOption,
    OutputOption,
    QuietOption,
    SheetOption,
)
from brukerplan.errors import as_argument

FileArgument = Annotated[str, typer.Argument(help="File to read; - is standard input.")]
IdArgument = Annotated[str, typer.Argument(help="Layout, as in: schema list")]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Write the mapping anew if it is there.")
]

schema_app = typer.Typer(
    name="schema",
    help="Layouts of files: list, show, detect, and map an unknown one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(schema_app)


@schema_app.command("list")
def list_(as_json: JsonOption = False) -> None:
    """List the layouts that files may have.

    \b
    Examples:
      $ brukerplan schema list
      $ brukerplan schema list --json
    """
    from brukerplan.pipeline.importing import layout_mapping

    known = layout_mapping.list_schemas()
    if as_json:
        layouts = [
            {"id": one.id, "kind": one.kind, "title": one.title} for one in known
        ]
        output.result_json({"layouts": layouts})
        return
    width = max(len(one.id) for one in known)
    for one in known:
        output.result(f"{one.id:{width}}  {one.title}")


@schema_app.command()
def show(schema_id: IdArgument, as_json: JsonOption = False) -> None:
    """Show the columns of a layout, and what they may hold.

    \b
    Examples:
      $ brukerplan schema show brukerplan-2023
      $ brukerplan schema show brukerplan-counts-2021 --json
    """
    from dataclasses import asdict

    from brukerplan.pipeline.importing import layout_mapping

    layout = layout_mapping.load_schema(schema_id)
    if as_json:
        output.result_json({"layout": asdict(layout)})
        return
    output.result(f"{layout.id}: {layout.title}")
    output.result(layout.description)
    for one in layout.fields:
        needed = ", must be filled in" if one.required else ""
        output.result("")
        output.result(f"{one.title}  ({one.name}, {one.type}{needed})")
        if one.aliases:
            output.result(f"    also: {', '.join(one.aliases)}")
        if one.codes:
            codes = (f"{code} = {word}" for code, word in one.codes.items())
            output.result(f"    {', '.join(codes)}")
        if one.minimum is not None:
            output.result(f"    {one.minimum} to {one.maximum}")


@schema_app.command()
def detect(
    file: FileArgument,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    sheet: SheetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which layout a file has, and how each heading is understood.

    \b
    Examples:
      $ brukerplan schema detect exports/brukerplan_2024_1103.csv
      $ brukerplan schema detect exports/brukerplan_2023_1101.csv --json
    """
    from dataclasses import asdict

    from brukerplan.intake import ReadOptions
    from brukerplan.pipeline.importing import layout_mapping

    options = ReadOptions(encoding=encoding, delimiter=delimiter, sheet=sheet)
    found = layout_mapping.detect_layouts(file, options)
    if as_json:
        output.result_json({"tables": [asdict(one) for one in found]})
        return
    for table in found:
        verdict = "certain" if table.is_certain else "not certain: needs a mapping"
        output.result(f"{table.file}: {table.schema_id} ({verdict})")
        for one in table.columns:
            output.result(f"  «{one.heading}»: {one.field or '-'} ({one.how})")
        for title in table.missing:
            output.result(f"  lacking: {title}")
        if not table.is_certain:
            command = f"brukerplan schema map {as_argument(file)} -o mapping.toml"
            output.say(f"Next: {command}")


@schema_app.command("map")
def map_(
    file: FileArgument,
    to: OutputOption = Path("mapping.toml"),
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    sheet: SheetOption = None,
    replace: ReplaceOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Propose a mapping for a file of an unknown layout, for you to go through.

    \b
    Examples:
      $ brukerplan schema map exports/brukerplan_2024_1103.csv -o mapping.toml
      $ brukerplan schema map exports/brukerplan_2024_1101.csv -o map.toml --replace
    """
    from brukerplan.intake import ReadOptions
    from brukerplan.pipeline.importing import layout_mapping

    options = ReadOptions(encoding=encoding, delimiter=delimiter, sheet=sheet)
    proposal = layout_mapping.propose_mapping(file, to, options, replace=replace)
    mapped = [one.column for one in proposal.columns if one.column.field]
    if as_json:
        columns = [
            {
                "heading": one.heading,
                "field": one.field,
                "confidence": one.confidence,
                "confirmed": one.confirmed,
            }
            for one in mapped
        ]
        output.result_json({"mapping": str(to), "columns": columns})
        return
    left = len(proposal.columns) - len(mapped)
    output.say(
        f"Wrote {to}: {len(mapped)} columns proposed, {proposal.doubtful} of them "
        f"doubtful, {left} left out",
        quiet=quiet,
    )
    output.say(
        f"Next: go through {to}, then brukerplan validate {as_argument(file)} "
        f"--map {as_argument(to)}",
        quiet=quiet,
    )
