"""Names of files, headings and units are others' choice: nothing obeys them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from brukerplan.cli import app
from brukerplan.cli.output import shown
from brukerplan.intake import read_tables
from brukerplan.store import Store

GOOD = Path(__file__).parents[2] / "data" / "valid" / "brukerplan_2024_1151.csv"
RED, TURN, UNSEEN = "\x1b[31m", "\u202e", "\u200b"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    text = GOOD.read_text(encoding="cp1252")
    heading, first, *others = text.splitlines()
    cells = first.split(";")
    cells[heading.split(";").index("Enhet")] = f"N{RED}A{UNSEEN}V"
    lines = [heading, ";".join(cells), *others]
    lines[0] += f';"Ny{RED}\nerror: alt er {TURN}galt"'
    lines[1:] = [f"{line};A" for line in lines[1:] if line]
    path = tmp_path / f"fra{RED} enheten\nerror: «alt» er galt.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_no_line_of_the_conversation_begins_with_what_a_name_says(
    file: Path, tmp_path: Path
) -> None:
    store = ["--store", str(tmp_path / "store"), "--lang", "en"]
    for command in ("validate", "import"):
        told = CliRunner().invoke(app, [command, str(file), *store])
        assert told.exit_code == 0, told.stdout
        said = told.stdout + told.stderr
        assert "column-unknown" in said
        assert not [line for line in said.splitlines() if line.startswith("error:")]
        assert "\x1b" not in said
        assert TURN not in said


def test_what_nobody_sees_does_not_come_in(file: Path, tmp_path: Path) -> None:
    (raw,) = read_tables(file)
    assert "\n" not in raw.source.name
    cells = raw.cells.astype("str").to_numpy().ravel().tolist()
    everything = "".join([*cells, *map(str, raw.cells.columns)])
    assert not {"\x1b", TURN, UNSEEN} & set(everything)
    arguments = ["import", str(file), "--store", str(tmp_path / "store")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    units = Store(tmp_path / "store").load([2024]).persons["unit"].dropna()
    assert any("[31mAV" in unit for unit in units)


def test_signs_that_terminals_obey_are_written_out() -> None:
    assert shown(f"{RED}x{TURN}y\tz\n\x07") == "\\u001b[31mx\\u202ey\tz\n\\u0007"
