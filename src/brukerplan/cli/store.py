"""`brukerplan store`: the health of the store, its history, taking data back."""

from typing import Annotated

import typer

from brukerplan.cli import output, surroundings
from brukerplan.cli.options import (
    DEFAULT_STORE,
    JsonOption,
    QuietOption,
    StoreOption,
    YearOption,
)
from brukerplan.errors import StoreError

WaitOption = Annotated[
    float, typer.Option("--wait", min=0, help="Seconds to wait for a run to end.")
]
MunicipalityOption = Annotated[
    str, typer.Option("--municipality", "-m", help="Municipality, by its four digits.")
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    for command in (check, repair, history, undo, forget):
        group.command()(command)
    app.add_typer(group, name="store", help="Look after the imported data.")


def check(
    store: StoreOption = DEFAULT_STORE,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Hold every file of the store against its checksum, and see who may read it.

    Ends in 13 if something is wrong.

    \b
    Examples:
      $ brukerplan store check
      $ brukerplan store check --json
    """
    from brukerplan.pipeline.store_care import store_admin

    faults = store_admin.check_store(store)
    if as_json:
        output.result_json({"faults": [vars(fault) for fault in faults]})
    for fault in faults if not as_json else []:
        output.result(f"{fault.path}: {fault.what} (repair: {fault.mending})")
    if faults:
        raise StoreError(
            f"faults in the store: {len(faults)}",
            hint="mend them: brukerplan store repair",
            slug="store-damaged",
        )
    output.say("The store is sound.", quiet=quiet)


def repair(
    store: StoreOption = DEFAULT_STORE,
    wait: WaitOption = 0,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Mend what brukerplan store check finds.

    Data that are damaged are taken out, so that they can be imported again; nothing
    is guessed.

    \b
    Examples:
      $ brukerplan store repair
      $ brukerplan store repair --wait 60 --json
    """
    from brukerplan.pipeline.store_care import store_admin

    mended = store_admin.repair_store(
        store, at=surroundings.now_text(), by=surroundings.user_name(), wait=wait
    )
    if as_json:
        output.result_json({"mended": [vars(fault) for fault in mended]})
        return
    for fault in mended:
        output.result(f"{fault.path}: {fault.what}: {fault.mending}")
    output.say(f"Faults mended: {len(mended)}", quiet=quiet)


def history(store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False) -> None:
    """List who imported, computed, undid or erased what, and when.

    \b
    Examples:
      $ brukerplan store history
      $ brukerplan store history --json
    """
    from brukerplan.pipeline.store_care import store_admin

    events = store_admin.history(store)
    if as_json:
        output.result_json({"history": events})
        return
    for line in store_admin.history_lines(events):
        output.result(line)


def undo(
    store: StoreOption = DEFAULT_STORE,
    wait: WaitOption = 0,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Take back the last import: what it replaced comes back.

    \b
    Examples:
      $ brukerplan store undo
      $ brukerplan store history
    """
    from brukerplan.pipeline.store_care import store_admin

    taken = store_admin.undo_import(
        store, at=surroundings.now_text(), by=surroundings.user_name(), wait=wait
    )
    if as_json:
        output.result_json(store_admin.as_json(taken))
        return
    codes, years = ", ".join(taken.municipalities), ", ".join(map(str, taken.years))
    output.say(f"Took back {taken.rows} rows of {codes} in {years}.", quiet=quiet)
    output.say("Next: brukerplan store history", quiet=quiet)


def forget(
    municipality: MunicipalityOption,
    year: YearOption,
    store: StoreOption = DEFAULT_STORE,
    wait: WaitOption = 0,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Erase a municipality's rows about persons of a year, and prove it.

    What was computed from them remains until it is computed again.

    \b
    Examples:
      $ brukerplan store forget --municipality 1103 --year 2023
      $ brukerplan store history
    """
    from brukerplan.pipeline.store_care import store_admin

    taken = store_admin.forget(
        store,
        municipality=municipality,
        year=year,
        at=surroundings.now_text(),
        by=surroundings.user_name(),
        wait=wait,
    )
    if as_json:
        output.result_json(store_admin.as_json(taken))
        return
    for line in store_admin.proof_lines(taken):
        output.say(line, quiet=quiet)
