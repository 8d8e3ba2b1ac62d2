"""`brukerplan template`: the reports' templates, to be changed."""

from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import QuietOption
from brukerplan.errors import as_argument

FolderArgument = Annotated[Path, typer.Argument(help="Folder to write to.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    group = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, help="Change the reports' look."
    )
    group.command("export")(export)
    app.add_typer(group, name="template")


def export(folder: FolderArgument, quiet: QuietOption = False) -> None:
    """Write a copy of the reports' templates, to change and give to report --template.

    Only the files that are changed need be kept; the others are taken as shipped.

    \b
    Examples:
      $ brukerplan template export own-templates
      $ brukerplan template export more-templates --quiet
    """
    from brukerplan.pipeline.publishing import report_templates

    written = report_templates.export_templates(folder)
    output.say(f"Wrote {len(written)} files to {folder}", quiet=quiet)
    output.say(
        f"Next: brukerplan report --template {as_argument(folder)} …", quiet=quiet
    )
