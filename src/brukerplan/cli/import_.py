"""`brukerplan import`: check files and store them, all of them or none."""

from typing import Annotated

import typer

from brukerplan.cli import output
from brukerplan.cli.options import (
    DEFAULT_STORE,
    DelimiterOption,
    DryRunOption,
    EncodingOption,
    JsonOption,
    QuietOption,
    SchemaOption,
    SheetOption,
    StoreOption,
    StrictOption,
    VerboseOption,
)
from brukerplan.cli.validate import (
    DropOption,
    FilesArgument,
    LanguageOption,
    MapOption,
    ReportOption,
    check_options,
    print_findings,
    refuse_unless_accepted,
    write_reports,
)

ReplaceOption = Annotated[
    bool,
    typer.Option("--replace", help="Replace data of the same municipality and year."),
]
SetAsideOption = Annotated[
    bool,
    typer.Option(
        "--set-aside", help="Import the rest, and keep rows with errors apart."
    ),
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("import")(import_)


def import_(
    files: FilesArgument,
    schema: SchemaOption = None,
    mapping: MapOption = None,
    drop_column: DropOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    sheet: SheetOption = None,
    replace: ReplaceOption = False,
    set_aside: SetAsideOption = False,
    store: StoreOption = DEFAULT_STORE,
    lang: LanguageOption = "nb",
    strict: StrictOption = False,
    dry_run: DryRunOption = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Check files and store them: all of them, or none.

    The same file again changes nothing.

    \b
    Examples:
      $ brukerplan import exports/*.csv
      $ brukerplan import exports/brukerplan_2024_1103.csv --replace --lang en
    """
    from brukerplan.cli import surroundings
    from brukerplan.pipeline.importing import finding_texts, survey_import

    options = check_options(
        schema, mapping, drop_column, encoding, delimiter, sheet, strict, report
    )
    with output.progress("Importing", quiet=quiet or as_json) as tell:
        done = survey_import.import_files(
            files,
            store,
            imported_at=surroundings.now_text(),
            imported_by=surroundings.user_name(),
            options=options,
            replace_data=replace,
            set_aside=set_aside,
            dry_run=dry_run,
            progress=tell,
        )
    write_reports(report, done.checked, lang, [])
    if as_json:
        output.result_json(dict(finding_texts.import_as_json(done, lang)))
    else:
        calm = quiet and done.is_allowed
        print_findings(done.checked, lang, quiet=calm, verbose=verbose)
        for text in finding_texts.import_lines(done, finding_texts.wording(lang)):
            output.say(text, quiet=quiet)
    if not done.is_allowed:
        refuse_unless_accepted(done.checked)
