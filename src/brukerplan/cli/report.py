"""`brukerplan report`: HTML and PDF from a release."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from brukerplan.cli import output, surroundings
from brukerplan.cli.options import (
    DEFAULT_STORE,
    JsonOption,
    OutputOption,
    QuietOption,
    StoreOption,
    YearOption,
)
from brukerplan.errors import ReportError, UsageError

MOST_NAMED = 20
"""More files than this are told by their number."""

RegionOption = Annotated[
    list[str] | None,
    typer.Option("--region", "-r", help="Place: code or name; 0 is the nation."),
]
LevelOption = Annotated[
    list[str] | None,
    typer.Option("--level", help="All places of: municipality, county, nation."),
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Municipalities, counties and the nation.")
]
FormatOption = Annotated[
    list[str] | None, typer.Option("--format", "-f", help="html, pdf, xlsx.")
]
LanguageOption = Annotated[list[str] | None, typer.Option("--lang", help="nb, nn, en.")]
AudienceOption = Annotated[
    str,
    typer.Option("--audience", help="public, or internal: every page is marked."),
]
DateOption = Annotated[
    str | None, typer.Option("--date", help="Date on the reports; default: today.")
]
TemplateOption = Annotated[
    Path | None,
    typer.Option("--template", help="Folder with own templates; see template export."),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="A brukerplan.toml; its [report] gives the look."),
]
NoSummaryOption = Annotated[
    bool, typer.Option("--no-summary", help="Leave out the one-page summaries.")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(report)


def report(
    year: YearOption,
    store: StoreOption = DEFAULT_STORE,
    region: RegionOption = None,
    level: LevelOption = None,
    everything: AllOption = False,
    form: FormatOption = None,
    lang: LanguageOption = None,
    folder: OutputOption = Path("reports"),
    audience: AudienceOption = "public",
    on: DateOption = None,
    template: TemplateOption = None,
    config: ConfigOption = None,
    no_summary: NoSummaryOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make reports of places from the figures that brukerplan compute made.

    \b
    Examples:
      $ brukerplan report --region 1103 --region 11 --year 2024 -o out
      $ brukerplan report --region Utsira --year 2024 --lang nn --format html -o out
    """
    from brukerplan.pipeline.publishing import report_batch

    order = report_batch.Order(
        year=year,
        formats=_checked(
            form or ["html"], report_batch.FORMATS, "format", slug="format-unknown"
        ),
        languages=_checked(
            lang or ["nb"], ("nb", "nn", "en"), "language", slug="language-unknown"
        ),
        as_of=report_batch.report_date(on, today=date.today()),
        is_internal=_checked(
            [audience], ("public", "internal"), "audience", slug="audience-unknown"
        )
        == ("internal",),
        templates=template,
        has_summary=not no_summary,
    )
    if config:
        order = report_batch.owned(order, report_batch.read_owner(config))
    wanted = report_batch.Wanted(
        year, tuple(region or ()), tuple(level or ()), everything
    )
    with output.progress("Reports", quiet=quiet or as_json) as progress:
        made = report_batch.make_reports(
            store,
            wanted,
            order,
            output=folder,
            progress=progress,
            at=surroundings.now_text(),
            by=surroundings.user_name(),
        )
    files = (
        *made.files,
        *report_batch.write_indexes(store, wanted, order, output=folder),
    )
    if as_json:
        output.result_json({"files": [path.as_posix() for path in files]})
    else:
        _tell(files, quiet=quiet)
    if made.failures:
        told = "; ".join(f"{code}: {problem}" for code, problem in made.failures)
        raise ReportError(
            f"{len(made.failures)} reports could not be made: {told}",
            hint="the others are in place; mend the cause and run the same again",
        )


def _tell(files: tuple[Path, ...], *, quiet: bool) -> None:
    """Name few files each, and many by their number and their index page."""
    if len(files) <= MOST_NAMED:
        for path in files:
            output.say(f"Wrote {path}", quiet=quiet)
    else:
        output.say(f"Wrote {len(files)} files; open {files[-1]}", quiet=quiet)


def _checked(
    given: list[str], known: tuple[str, ...], what: str, *, slug: str
) -> tuple[str, ...]:
    for word in given:
        if word not in known:
            raise UsageError(
                f"there is no {what} «{word}»",
                hint=f"use one of {', '.join(known)}",
                slug=slug,
            )
    return tuple(dict.fromkeys(given))
