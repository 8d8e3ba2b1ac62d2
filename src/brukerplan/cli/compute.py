"""`brukerplan compute`: figures, protected, into the store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brukerplan.cli import output, surroundings
from brukerplan.cli.options import (
    DEFAULT_STORE,
    DryRunOption,
    JsonOption,
    QuietOption,
    StoreOption,
    YearOption,
)

if TYPE_CHECKING:
    import pandas as pd

AlsoOption = Annotated[
    list[str] | None,
    typer.Option("--also", help="A further level: kostra_group, centrality."),
]
GroupingOption = Annotated[
    list[str] | None,
    typer.Option("--grouping", help="Own grouping, as NAME=FILE.csv."),
]
IndicatorsOption = Annotated[
    Path | None, typer.Option("--indicators", help="Folder with own definitions.")
]
TrendOption = Annotated[
    int, typer.Option("--trend-years", min=0, help="How many years back to tell.")
]
AllTrendsOption = Annotated[
    bool,
    typer.Option(
        "--all-trends", help="Tell earlier years of every figure; hides more."
    ),
]
AudienceOption = Annotated[
    str, typer.Option("--audience", help="public, or internal: allows looser rules.")
]
CountOption = Annotated[
    int | None,
    typer.Option("--smallest-count", min=0, help="Smallest number of people shown."),
]
BaseOption = Annotated[
    int | None,
    typer.Option(
        "--smallest-denominator", min=0, help="Smallest number a share may be of."
    ),
]
WidthOption = Annotated[
    int | None,
    typer.Option("--protection-width", min=0, help="Room a hidden number must have."),
]
EmbargoOption = Annotated[
    str, typer.Option("--embargo", help="Date before which nothing is published.")
]
NeverPublishedOption = Annotated[
    bool,
    typer.Option(
        "--never-published",
        help="Nobody outside has read any of the year's releases: forget them.",
    ),
]
PolicyReportOption = Annotated[
    bool,
    typer.Option(
        "--policy-report", help="Count what policies would hide; store nothing."
    ),
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(compute)


def compute(
    year: YearOption,
    store: StoreOption = DEFAULT_STORE,
    also: AlsoOption = None,
    grouping: GroupingOption = None,
    indicators: IndicatorsOption = None,
    trend_years: TrendOption = 10,
    all_trends: AllTrendsOption = False,
    audience: AudienceOption = "public",
    smallest_count: CountOption = None,
    smallest_denominator: BaseOption = None,
    protection_width: WidthOption = None,
    embargo: EmbargoOption = "",
    never_published: NeverPublishedOption = False,
    policy_report: PolicyReportOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Compute all figures of a year, and hide what could identify somebody.

    There is no unprotected output: computing and protecting are one step. Rules may be
    made stricter; looser ones need --audience internal, which marks every file.

    A release in the store counts as read by somebody: what it hides stays hidden, and
    what it shows is not counted on to protect anything. If nobody outside has read any
    release of the year, say --never-published.

    \b
    Examples:
      $ brukerplan compute --year 2024
      $ brukerplan compute --year 2024 --dry-run --json
    """
    from brukerplan.pipeline.releasing import new_release

    options = new_release.ReleaseOptions(
        also=tuple(also or ()),
        groupings=new_release.parse_groupings(grouping or ()),
        indicators=indicators,
        trend_years=trend_years,
        all_trends=all_trends,
        never_published=never_published,
        policy=new_release.policy_of(
            audience=audience,
            smallest_count=smallest_count,
            smallest_denominator=smallest_denominator,
            protection_width=protection_width,
            embargo=embargo,
        ),
    )
    if policy_report:
        _print_policies(new_release.policy_report(store, year, options), as_json)
        return
    with output.progress("Computing", quiet=quiet or as_json) as tell:
        made = new_release.compute_release(
            store,
            year,
            options,
            made_at=surroundings.now_text(),
            dry_run=dry_run,
            progress=tell,
        )
    if as_json:
        output.result_json(dict(made.summary()))
        return
    output.say(f"{'Would make' if dry_run else 'Made'} {made.text()}", quiet=quiet)
    where = made.widest_region
    output.say(f"Next: brukerplan report --region {where} --year {year}", quiet=quiet)


def _print_policies(report: "pd.DataFrame", as_json: bool) -> None:
    """Print what each policy would hide."""
    if as_json:
        output.result_json({"policies": report.to_dict("records")})
        return
    text = report.to_string(index=False, float_format=lambda n: f"{n:.1f}")
    for line in text.splitlines():
        output.result(line)
