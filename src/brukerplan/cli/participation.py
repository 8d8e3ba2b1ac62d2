"""`brukerplan participation`: who took part, by which rule, with which units."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brukerplan.cli import output
from brukerplan.cli.options import (
    DEFAULT_STORE,
    DryRunOption,
    JsonOption,
    QuietOption,
    StoreOption,
    YearOption,
)
from brukerplan.cli.population import LanguageOption, print_findings
from brukerplan.errors import ValidationFailed

if TYPE_CHECKING:
    from brukerplan.pipeline.reference_data.participation_files import (
        ShownParticipation,
    )

FileArgument = Annotated[Path, typer.Argument(help="CSV or TOML file.")]
OutputFileOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write a file to fill in and import."),
]

commands = typer.Typer(
    help="Who took part: rule of inclusion, units, date, coverage.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(commands, name="participation")


@commands.command(name="import")
def import_(
    file: FileArgument,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = "nb",
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Say by which rule, with which units and when municipalities took part.

    What the file leaves empty stays as it is; changes of rule break a trend.

    \b
    Examples:
      $ brukerplan participation show --year 2024 --output participation.csv
      $ brukerplan participation import participation.csv
    """
    from brukerplan.pipeline.reference_data import participation_files

    at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        done = participation_files.record_participation(
            file, store=store, put_at=at, dry_run=dry_run
        )
    except ValidationFailed as problem:
        print_findings(problem.findings, lang, as_json=as_json)
        raise
    if as_json:
        output.result_json({"told": done.told, "added": done.added})
    else:
        verb = "Would record" if dry_run else "Recorded"
        added = f", {done.added} with nobody registered" if done.added else ""
        said = f"{verb} participation of {done.told + done.added} municipalities"
        output.say(said + added, quiet=quiet)


@commands.command()
def show(
    year: YearOption,
    store: StoreOption = DEFAULT_STORE,
    output_file: OutputFileOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show who took part in a year, and how much of each region that is.

    \b
    Examples:
      $ brukerplan participation show --year 2024
      $ brukerplan participation show --year 2023 --json
    """
    from brukerplan.pipeline.reference_data import participation_files

    if output_file is not None:
        rows = participation_files.write_participation(year, output_file, store=store)
        output.say(f"Wrote {rows} rows to {output_file}", quiet=quiet)
        return
    shown = participation_files.show_participation(year, store=store)
    if as_json:
        output.result_json(_payload(shown))
    else:
        _print_shown(shown)


def _payload(shown: "ShownParticipation") -> dict[str, object]:
    coverage = shown.coverage.astype("object")
    return {
        "year": shown.year,
        "participation": shown.rows.to_dict("records"),
        "coverage": coverage.where(coverage.notna(), None).to_dict("records"),
    }


def _print_shown(shown: "ShownParticipation") -> None:
    for row in shown.rows.to_dict("records"):
        said = [row["inclusion_rule"], row["mapping_date"], row["units"]]
        told = "  ".join(text or ".." for text in said)
        output.result(f"{row['municipality_code']}  {row['data_kind']}  {told}")
    for row in shown.coverage.to_dict("records"):
        if row["region_level"] in ("county", "nation"):
            output.result(_covered(row))


def _covered(row: dict[Any, Any]) -> str:
    """Give the coverage of a region in a line."""
    municipalities = (
        f"{row['municipalities_participating']} of {row['municipalities_total']} "
        "municipalities"
    )
    return (
        f"{row['region_level']} {row['region_code']}: {municipalities}, {_adults(row)}"
    )


def _adults(row: dict[Any, Any]) -> str:
    taking, total = row["adults_participating"], row["adults_total"]
    if not isinstance(taking, int) or not isinstance(total, int) or total == 0:
        return "adults .."
    return f"{100 * taking / total:.1f} % of adults"
