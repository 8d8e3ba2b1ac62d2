"""`brukerplan run`: everything that is due, for cron."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from brukerplan.cli import output, surroundings
from brukerplan.cli.options import (
    DryRunOption,
    JsonOption,
    QuietOption,
    with_its_regions,
)
from brukerplan.errors import InputError, UsageError

ConfigOption = Annotated[
    Path,
    typer.Option("--config", "-c", help="The file that says what to do."),
]
WaitOption = Annotated[
    float,
    typer.Option("--wait", min=0, help="Seconds to wait for another run to end."),
]
LogFormatOption = Annotated[
    str, typer.Option("--log-format", help="How the log is written: text, json.")
]
LogFileOption = Annotated[
    Path | None,
    typer.Option("--log-file", help="File to add the log to. [default: stderr]"),
]

DEFAULT_CONFIG = Path("brukerplan.toml")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(run)


def run(
    config: ConfigOption = DEFAULT_CONFIG,
    wait: WaitOption = 0,
    log_format: LogFormatOption = "text",
    log_file: LogFileOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Do everything that is due, as brukerplan.toml says, and nothing else.

    Imports what is new in the inbox, computes what has changed, and makes the reports
    that rest on it. A file with errors stops no other; the exit code is that of the
    worst that happened.

    \b
    Examples:
      $ brukerplan config init --inbox exports
      $ brukerplan run --dry-run
    """
    from brukerplan.configuration import load_configuration
    from brukerplan.pipeline.runs.whole_run import Occasion
    from brukerplan.pipeline.runs.whole_run import run as do_run

    if log_format not in ("text", "json"):
        raise UsageError(
            f"there is no log format «{log_format}»",
            hint="use one of text, json",
            slug="log-format-unknown",
        )
    configuration = load_configuration(config)
    with_its_regions(configuration.store)
    log = Log(log_format, log_file, quiet=quiet or as_json)
    occasion = Occasion(
        now=surroundings.now(),
        by=surroundings.user_name(),
        log=log,
        clock=surroundings.clock,
        wait=wait,
        dry_run=dry_run,
    )
    outcome = do_run(configuration, occasion)
    if as_json:
        output.result_json(outcome.document)
    if outcome.exit_code:
        raise typer.Exit(outcome.exit_code)


class Log:
    """Where a run says what it does: lines of text or of JSON, to stderr or a file.

    With `quiet`, text goes to stderr only when something went wrong.
    """

    def __init__(self, form: str, file: Path | None, *, quiet: bool) -> None:
        """Take the form (`text` or `json`) and the file to add to."""
        self._is_json = form == "json"
        self._file = file
        self._is_quiet = quiet

    def __call__(self, event: str, **facts: Any) -> None:
        """Write one event."""
        at = surroundings.now_text()
        if self._is_json:
            line = json.dumps({"at": at, "event": event, **facts})
        else:
            line = _as_text(event, facts)
        if self._file is not None:
            _append(self._file, line if self._is_json else f"{at} {line}")
        elif self._is_json:
            output.log_line(line)
        elif line:
            output.say(line, quiet=self._is_quiet and event != "problem")
        if self._file is not None and event == "problem":
            output.say(_as_text(event, facts))


def _append(path: Path, line: str) -> None:
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(output.shown(line).replace("\n", " ") + "\n")
    except OSError as problem:
        raise InputError(
            f"cannot write the log «{path.name}» ({problem.strerror})",
            hint="give a file in a folder that the program's user may write to",
            slug="log-not-written",
        ) from problem


_VERBS = {
    "import": "import",
    "population": "import population",
    "compute": "compute",
    "report": "report",
    "erase": "erase",
    "export": "export",
    "index": "index",
    "remove": "remove",
}


def _as_text(event: str, facts: dict[str, Any]) -> str:
    """Give an event as a line for people; empty where there is nothing to say."""
    if event in ("start", "would"):
        would = "would " if event == "would" else ""
        return f"{would}{_VERBS[facts['stage']]} {facts['what']} ({facts['why']})"
    if event == "problem":
        return _problem_text(facts)
    if event == "note":
        return f"note: {facts['text']}"
    if event == "end":
        return f"done in {facts['seconds']} s, exit code {facts['exit_code']}"
    return ""


def _problem_text(facts: dict[str, Any]) -> str:
    found = ", ".join(
        f"{rule} ({number})" for rule, number in facts.get("findings", {}).items()
    )
    lines = [
        f"error: {facts['where']}: {facts['message']}",
        *([f"       {found}"] if found else []),
        *([f"hint:  {facts['hint']}"] if facts["hint"] else []),
        f"help:  {output.HELP_PAGE}#{facts['slug']}",
    ]
    return "\n".join(lines)
