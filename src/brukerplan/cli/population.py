"""`brukerplan population`: the inhabitants that rates are worked out over."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from brukerplan.errors import ValidationFailed

if TYPE_CHECKING:
    from brukerplan.pipeline.reference_data.population_tables import (
        ImportedPopulation,
        ShownPopulation,
    )

FilesArgument = Annotated[
    list[Path], typer.Argument(help="Downloads of table 07459: CSV or JSON-stat2.")
]
RegionOption = Annotated[
    str, typer.Option("--region", "-r", help="Code or name; 0 is the nation.")
]
OutputFileOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write all municipalities to a CSV file."),
]

LanguageOption = Annotated[
    str, typer.Option("--lang", help="Language of the findings: nb, nn or en.")
]
OnlyYearsOption = Annotated[
    list[int] | None,
    typer.Option("--year", "-y", help="Only this year of the file; may be repeated."),
]
ServiceOption = Annotated[
    str | None,
    typer.Option("--service", help="Address of the service, if it is another."),
]
RefreshOption = Annotated[
    bool, typer.Option("--refresh", help="Fetch again what was fetched before.")
]

commands = typer.Typer(
    help="Inhabitants of 1 January: see, import or fetch.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(commands, name="population")


@commands.command(name="import")
def import_(
    files: FilesArgument,
    year: OnlyYearsOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = "nb",
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Import table 07459 from Statistics Norway, in any layout it is downloaded in.

    A year is imported whole or not at all, and comes before the shipped figures.

    \b
    Examples:
      $ brukerplan population show --year 2024 --output population-2024.csv
      $ brukerplan population import population-2024.csv
    """
    from brukerplan.pipeline.reference_data import population_tables

    try:
        done = population_tables.import_population(
            files,
            store=store,
            put_at=_now(),
            only_years=year or (),
            dry_run=dry_run,
        )
    except ValidationFailed as problem:
        print_findings(problem.findings, lang, as_json=as_json)
        raise
    _print_imported(done, lang, as_json=as_json, quiet=quiet, dry_run=dry_run)


@commands.command()
def show(
    year: YearOption,
    region: RegionOption = "0",
    store: StoreOption = DEFAULT_STORE,
    output_file: OutputFileOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show the inhabitants that are used for a region, and where they came from.

    \b
    Examples:
      $ brukerplan population show --year 2024 --region 11
      $ brukerplan population show --year 2023 --region Stavanger --json
    """
    from brukerplan.pipeline.reference_data import population_tables

    if output_file is not None:
        rows = population_tables.write_population(year, output_file, store=store)
        output.say(f"Wrote {rows} rows to {output_file}", quiet=quiet)
        return
    shown = population_tables.show_population(year, region, store=store)
    if as_json:
        output.result_json(_payload(shown))
    else:
        _print_shown(shown)


@commands.command()
def fetch(
    year: YearOption,
    store: StoreOption = DEFAULT_STORE,
    service: ServiceOption = None,
    refresh: RefreshOption = False,
    lang: LanguageOption = "nb",
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch table 07459 from Statistics Norway, where the network allows.

    It is checked as a file is. Without a network: exit 12, and the link to download.

    \b
    Examples:
      $ brukerplan population fetch --year 2025 --dry-run
      $ brukerplan population fetch --year 2026 --dry-run --store brukerplan-data
    """
    from brukerplan.pipeline.reference_data import population_tables

    address = service or population_tables.PXWEBAPI
    if dry_run:
        output.result(f"{address}/{population_tables.population_path(year)}")
        return
    try:
        done = population_tables.fetch_population(
            year, store=store, put_at=_now(), service=address, again=refresh
        )
    except ValidationFailed as problem:
        print_findings(problem.findings, lang, as_json=as_json)
        raise
    _print_imported(done, lang, as_json=as_json, quiet=quiet, dry_run=False)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def print_findings(
    findings: tuple[object, ...], language: str, *, as_json: bool
) -> None:
    """Print what is wrong with a file of reference data, a line each, or as JSON."""
    from brukerplan.pipeline.reference_data import reference_findings

    words = reference_findings.wording(language)
    known = reference_findings.known(findings)
    if as_json:
        said = [reference_findings.as_json(finding, words) for finding in known]
        output.result_json({"findings": said})
    else:
        for finding in known:
            output.result(words.line(finding))


def _print_imported(
    done: "ImportedPopulation",
    language: str,
    *,
    as_json: bool,
    quiet: bool,
    dry_run: bool,
) -> None:
    from brukerplan.pipeline.reference_data import reference_findings

    words = reference_findings.wording(language)
    if as_json:
        years = {str(year): number for year, number in done.inhabitants.items()}
        said = [reference_findings.as_json(one, words) for one in done.findings]
        output.result_json({"inhabitants": years, "findings": said})
        return
    for finding in done.findings:
        output.say(words.line(finding), quiet=quiet)
    verb = "Would import" if dry_run else "Imported"
    for year, number in done.inhabitants.items():
        output.say(f"{verb} {number} inhabitants 1 January {year}", quiet=quiet)
    if done.inhabitants and not dry_run:
        year = max(done.inhabitants)
        output.say(f"Next: brukerplan compute --year {year}", quiet=quiet)


def _print_shown(shown: "ShownPopulation") -> None:
    region = shown.region
    output.result(f"{region.code} {region.name}, 1 January {shown.year}")
    output.result(f"{'age':8}{'total':>10}{'female':>10}{'male':>10}")
    for band, cells in shown.table.astype("object").to_dict("index").items():
        figures = "".join(f"{_figure(cell):>10}" for cell in cells.values())
        output.result(f"{band:8}{figures}")
    output.result(f"{'18+':8}{_figure(shown.adults):>10}")
    output.result(f"municipalities: {shown.municipalities}")
    for source in shown.sources:
        output.result(f"source: {source.text()} ({source.kind})")


def _figure(cell: object) -> str:
    """Give a number as text, and the sign for what is not known."""
    return str(cell) if isinstance(cell, int) else ".."


def _payload(shown: "ShownPopulation") -> dict[str, object]:
    cells = shown.table.astype("object").where(shown.table.notna(), None)
    rows = [{"age_band": band, **row} for band, row in cells.to_dict("index").items()]
    return {
        "year": shown.year,
        "region_level": shown.region.level,
        "region_code": shown.region.code,
        "region_name": shown.region.name,
        "municipalities": shown.municipalities,
        "adults": shown.adults,
        "population": rows,
        "sources": [
            {"kind": s.kind, "table": s.table, "name": s.name, "sha256": s.sha256}
            for s in shown.sources
        ],
    }
