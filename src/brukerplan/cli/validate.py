"""`brukerplan validate`: say what is wrong with files, and where."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import (
    DEFAULT_STORE,
    DelimiterOption,
    EncodingOption,
    JsonOption,
    QuietOption,
    SchemaOption,
    SheetOption,
    StoreOption,
    StrictOption,
    VerboseOption,
)

if TYPE_CHECKING:
    from brukerplan.pipeline.importing.survey_import import Checked, CheckOptions

FilesArgument = Annotated[
    list[str], typer.Argument(help="Files to read; - is standard input.")
]
MapOption = Annotated[
    Path | None,
    typer.Option("--map", help="Mapping of an unknown layout, from schema map."),
]
DropOption = Annotated[
    list[str] | None,
    typer.Option("--drop-column", help="Heading of a column to leave out."),
]
ReportOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--report",
        help="Write the findings to a file ending in .html, or in .xlsx with the rows.",
    ),
]
LanguageOption = Annotated[
    str, typer.Option("--lang", help="Language of the findings: nb, nn or en.")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(validate)


def validate(
    files: FilesArgument,
    schema: SchemaOption = None,
    mapping: MapOption = None,
    drop_column: DropOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    sheet: SheetOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = "nb",
    strict: StrictOption = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Check files against their layout and the rules; import nothing.

    The store remembers how many findings each file had, so that the next time it is
    said what is fixed and what is left.

    \b
    Examples:
      $ brukerplan validate exports/*.csv
      $ brukerplan validate exports/brukerplan_2024_1103.csv --report findings.html
    """
    from brukerplan.pipeline.importing import (
        finding_history,
        finding_texts,
        survey_import,
    )

    words = finding_texts.wording(lang)
    options = check_options(
        schema, mapping, drop_column, encoding, delimiter, sheet, strict, report
    )
    with output.progress("Checking", quiet=quiet or as_json) as tell:
        checked = survey_import.check_files(
            files, options, store_root=store, progress=tell
        )
    news = list(finding_history.since_last(store, checked, words))
    finding_history.remember(store, checked)
    write_reports(report, checked, lang, news)
    if as_json:
        output.result_json(
            {**finding_texts.as_json(checked, words), "since_last": news}
        )
    else:
        calm = quiet and checked.is_accepted
        print_findings(checked, lang, quiet=calm, verbose=verbose)
        for text in news:
            output.say(text, quiet=quiet)
    refuse_unless_accepted(checked)


def check_options(
    schema: str | None,
    mapping: Path | None,
    drop_column: list[str] | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    strict: bool,
    report: list[Path] | None,
) -> "CheckOptions":
    """Gather what the user says about the files."""
    from brukerplan.cli import surroundings
    from brukerplan.intake import ReadOptions
    from brukerplan.pipeline.importing.finding_files import check_report_path
    from brukerplan.pipeline.importing.survey_import import CheckOptions

    for path in report or ():
        check_report_path(path)
    read = ReadOptions(
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        drop_columns=tuple(drop_column or ()),
    )
    return CheckOptions(
        read=read,
        schema_id=schema,
        mapping=mapping,
        strict=strict,
        year_now=surroundings.now().year,
        keep_cells=any(path.suffix.lower() == ".xlsx" for path in report or ()),
    )


def write_reports(
    report: list[Path] | None, checked: "Checked", language: str, news: list[str]
) -> None:
    """Write the findings to the files that were asked for."""
    from brukerplan.pipeline.importing.finding_files import write_findings
    from brukerplan.pipeline.importing.finding_texts import wording

    for path in report or ():
        write_findings(path, checked, language, since_last=news)
        output.say(wording(language).texts.text("Wrote {file}").format(file=path))


def print_findings(
    checked: "Checked", language: str, *, quiet: bool, verbose: bool
) -> None:
    """Print the summary and then the lines; with `quiet`, nothing."""
    from brukerplan.pipeline.importing import finding_texts

    words = finding_texts.wording(language)
    if verbose:
        for text in finding_texts.file_lines(checked, words):
            output.say(text)
    if quiet:
        return
    for text in finding_texts.summary_lines(checked, words):
        output.result(text)
    for text in finding_texts.detail_lines(checked, words):
        output.result(text)
    output.say(finding_texts.verdict(checked, words))


def refuse_unless_accepted(checked: "Checked") -> None:
    """Exit with the code for invalid input unless the files are accepted."""
    if not checked.is_accepted:
        from brukerplan.errors import ValidationFailed

        raise ValidationFailed(
            "the files are not accepted as they are",
            hint="what to do stands under each rule above; --report findings.html "
            "writes it for others",
        )
