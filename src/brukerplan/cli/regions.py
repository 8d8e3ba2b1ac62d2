"""`brukerplan regions`: municipalities and counties, and their changes in time."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brukerplan.cli import output
from brukerplan.cli.options import (
    DEFAULT_STORE,
    DryRunOption,
    JsonOption,
    QuietOption,
    StoreOption,
)

if TYPE_CHECKING:
    import pandas as pd

    from brukerplan.pipeline.reference_data.region_queries import (
        RegionParts,
        ShownRegion,
    )

RegionArgument = Annotated[str, typer.Argument(help="Code or unambiguous name.")]
DateOption = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="On this date. [default: today]"),
]
YearOfOption = Annotated[
    int | None,
    typer.Option("--year", "-y", help="On 1 January of this year. [default: today]"),
]
CountyOption = Annotated[
    str | None, typer.Option("--county", help="Only this county's; code or name.")
]
FromOption = Annotated[int, typer.Option("--from", help="From 1 January of this year.")]
ToOption = Annotated[int, typer.Option("--to", help="To 1 January of this year.")]

SurveyYearOption = Annotated[
    int, typer.Option("--from", help="The year whose figure is asked for.")
]
BordersOption = Annotated[
    int | None,
    typer.Option("--year", "-y", help="The year of the region. [default: this year]"),
]
UpdateYearOption = Annotated[
    int | None,
    typer.Option("--year", "-y", min=2013, max=2100, help="[default: this year]"),
]
ServiceOption = Annotated[
    str | None,
    typer.Option("--service", help="Address of the service, if it is another."),
]

commands = typer.Typer(
    help="Municipalities and counties, and their changes in time.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(commands, name="regions")


@commands.command()
def show(
    region: RegionArgument,
    date: DateOption = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """Show a municipality or county on a date, and what it came from and became.

    \b
    Examples:
      $ brukerplan regions show 1507 --date 2022-01-01
      $ brukerplan regions show Stavanger --date 2024-01-01 --json
    """
    from brukerplan.pipeline.reference_data import region_queries

    shown = region_queries.show_region(region, on=date.date() if date else _today())
    if as_json:
        output.result_json(_payload(shown))
    else:
        _print_shown(shown)


@commands.command(name="list")
def list_(
    year: YearOfOption = None,
    date: DateOption = None,
    county: CountyOption = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """List the municipalities of a date with their counties and groups.

    \b
    Examples:
      $ brukerplan regions list --year 2019
      $ brukerplan regions list --year 2024 --county Rogaland --json
    """
    from brukerplan.pipeline.reference_data import region_queries

    rows = region_queries.list_regions(_on(year, date), county=county)
    if as_json:
        output.result_json({"municipalities": _records(rows)})
        return
    for row in _records(rows):
        groups = f"{row['kostra_group'] or '..'}  {row['centrality_class'] or '..'}"
        place = f"{row['municipality_code']}  {row['county_code']}  {groups:9}"
        output.result(f"{place}  {row['name']}")
    counties = len({row["county_code"] for row in _records(rows)})
    output.say(f"{len(rows)} municipalities in {counties} counties")


@commands.command()
def changes(
    from_year: FromOption,
    to_year: ToOption,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """List the changes between two years, and what each means for the figures.

    \b
    Examples:
      $ brukerplan regions changes --from 2019 --to 2024
      $ brukerplan regions changes --from 2023 --to 2024 --json
    """
    from brukerplan.pipeline.reference_data import region_queries

    rows = region_queries.list_changes(from_year, to_year)
    if as_json:
        output.result_json({"changes": _records(rows)})
    else:
        for row in _records(rows):
            output.result(_change(row) + f"  [{row['consequence']}]")
        output.say(f"{len(rows)} changes")


@commands.command()
def parts(
    region: RegionArgument,
    from_year: SurveyYearOption,
    year: BordersOption = None,
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
) -> None:
    """Say what a place was in another year, and if its figure of then can be told.

    \b
    Examples:
      $ brukerplan regions parts 1508 --year 2024 --from 2019
      $ brukerplan regions parts Haram --year 2024 --from 2022 --json
    """
    from brukerplan.pipeline.reference_data import region_queries

    found = region_queries.parts_of(
        region, year=year or _today().year, from_year=from_year
    )
    if as_json:
        output.result_json(
            {
                "region_code": found.region.code,
                "year": found.year,
                "from_year": from_year,
                "status": found.status.value,
                "parts": _records(found.parts),
            }
        )
    else:
        _print_parts(found)


@commands.command()
def update(
    year: UpdateYearOption = None,
    store: StoreOption = DEFAULT_STORE,
    service: ServiceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Get the municipalities of a new year from KLASS, where the network allows.

    They are kept in the store; a known year is compared. Without a network: exit 12.

    \b
    Examples:
      $ brukerplan regions update --dry-run
      $ brukerplan regions update --year 2027 --dry-run
    """
    from brukerplan.pipeline.reference_data import regions_update

    year, address = year or _today().year, service or regions_update.KLASS
    if dry_run:
        for path in regions_update.asked_paths(year):
            output.result(f"{address}/{path}")
        return
    at = datetime.now(UTC).isoformat(timespec="seconds")
    done = regions_update.update_regions(year, store=store, put_at=at, service=address)
    if as_json:
        found = {"status": done.status, "year": year, "renamed": done.renamed}
        output.result_json({**found, "changes": _records(done.changes)})
    elif done.status == "updated":
        said = f"Municipalities of {year} stored, with {len(done.changes)} changes"
        output.say(said, quiet=quiet)
    else:
        said = f"The municipalities of {year} are as in KLASS; {done.renamed} renamed"
        output.say(said, quiet=quiet)


def _today() -> "date":
    return datetime.now(UTC).date()


def _on(year: int | None, day: datetime | None) -> "date":
    """Give the day that is meant: a date, 1 January of a year, or today."""
    if year is not None:
        return date(year, 1, 1)
    return day.date() if day else _today()


def _records(rows: "pd.DataFrame") -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]


def _change(row: dict[str, Any]) -> str:
    old = f"{row['old_code']} {row['old_name']}"
    new = f"{row['new_code']} {row['new_name']}"
    return f"{row['change_date']}  {old} -> {new}  {row['kind']}"


def _print_parts(found: "RegionParts") -> None:
    region, parts = found.region, _records(found.parts)
    place = f"{region.code} {region.short_name} of {found.year} in {found.from_year}"
    if found.status == "shown":
        single = region.level == "municipality"
        basis = "if all its parts took part" if single else "over those that took part"
        output.result(f"{place}: exact, {basis}")
    else:
        output.result(f"{place}: not estimable")
    for part in parts:
        whole = "all of it" if part["is_whole"] else "a part of it, nobody knows which"
        moved = ", but for a small move of the border" if part["has_minor_move"] else ""
        output.result(f"  {part['municipality_code']} {part['name']}: {whole}{moved}")


def _print_shown(shown: "ShownRegion") -> None:
    region = shown.region
    output.result(f"{region.code} {region.name} ({region.level}) on {shown.on}")
    for level, whole in shown.wholes.items():
        output.result(f"  {level}: {whole or '..'}")
    if region.level != "municipality":
        codes = shown.municipalities
        output.result(f"  {len(codes)} municipalities: {', '.join(codes)}")
    for row in _records(shown.history):
        output.result(f"  {_change(row)}")


def _payload(shown: "ShownRegion") -> dict[str, Any]:
    return {
        "date": shown.on.isoformat(),
        "region_level": shown.region.level,
        "region_code": shown.region.code,
        "region_name": shown.region.name,
        "short_name": shown.region.short_name,
        "municipalities": list(shown.municipalities),
        **{level: whole or None for level, whole in shown.wholes.items()},
        "changes": _records(shown.history),
    }
