"""`brukerplan indicators`: what is computed, and whether own definitions are right."""

from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import (
    DEFAULT_STORE,
    JsonOption,
    QuietOption,
    StoreOption,
    YearOption,
)

FolderOption = Annotated[
    Path | None, typer.Option("--indicators", help="Folder with own definitions.")
]
FolderArgument = Annotated[Path, typer.Argument(help="Folder with own definitions.")]
IdArgument = Annotated[str, typer.Argument(help="Indicator, such as homeless.")]
LanguageOption = Annotated[str, typer.Option("--lang", help="nb, nn, en.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    group = typer.Typer(
        help="List, show and check what is computed.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command("list")(list_them)
    group.command()(show)
    group.command()(check)
    group.command()(rules)
    app.add_typer(group, name="indicators")


def list_them(
    indicators: FolderOption = None,
    lang: LanguageOption = "nb",
    as_json: JsonOption = False,
) -> None:
    """List all indicators with their units.

    \b
    Examples:
      $ brukerplan indicators list
      $ brukerplan indicators list --lang en --json
    """
    from brukerplan.pipeline.releasing import indicator_definitions

    found = indicator_definitions.list_indicators(indicators, lang)
    if as_json:
        output.result_json({"indicators": found})
    else:
        for row in found:
            output.result(f"{row['id']}: {row['label']} ({row['unit']})")


def show(
    indicator: IdArgument,
    indicators: FolderOption = None,
    lang: LanguageOption = "nb",
    as_json: JsonOption = False,
) -> None:
    """Show what an indicator counts, out of whom.

    \b
    Examples:
      $ brukerplan indicators show homeless
      $ brukerplan indicators show nobody_coordinates --lang en
    """
    from brukerplan.pipeline.releasing import indicator_definitions

    found = indicator_definitions.show_indicator(indicator, indicators, lang)
    if as_json:
        output.result_json({"indicator": found})
        return
    output.result(f"{found['id']}: {found['label']}")
    output.result(found["definition"])
    for part in found["categories"]:
        over = f" / {part['out_of']}" if part["out_of"] else ""
        output.result(f"  {part['id']}: {part['counts']}{over} ({part['polarity']})")


def check(folder: FolderArgument, quiet: QuietOption = False) -> None:
    """Check own definitions; what is wrong is told by file and line (exit code 11).

    \b
    Examples:
      $ brukerplan indicators check . --quiet
      $ brukerplan indicators check exports
    """
    from brukerplan.pipeline.releasing import indicator_definitions

    found = indicator_definitions.check_folder(folder)
    told = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in found.items())
    output.say(f"Right: {told}", quiet=quiet)


def rules(
    year: YearOption, store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False
) -> None:
    """Compare the rules of the levekårsindeks, by what a release shows.

    \b
    Examples:
      $ brukerplan indicators rules --year 2024
      $ brukerplan indicators rules --year 2024 --json
    """
    from brukerplan.pipeline.releasing import indicator_definitions

    rows = indicator_definitions.compare_rules(store, year)
    if as_json:
        output.result_json({"rules": rows})
        return
    output.say("Each is a local definition; brukerplan indicators show explains it.")
    for row in rows:
        place = " ".join(text for text in row.values() if isinstance(text, str))
        shares = [
            f"{name} {x:.1f} %" for name, x in row.items() if isinstance(x, float)
        ]
        output.result(f"{place}: {', '.join(shares)}")
