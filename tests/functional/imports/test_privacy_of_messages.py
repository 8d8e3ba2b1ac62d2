"""No value of a cell reaches the terminal, whatever goes wrong."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from brukerplan.cli import app

DATA = Path(__file__).parents[2] / "data"
GOOD = DATA / "valid" / "brukerplan_2024_1151.csv"
HEADINGS = GOOD.read_text(encoding="cp1252").splitlines()[0].split(";")
SECRETS = ("Qzwvalue", "8888", "-77", "91919191", "Kari Qzwvalue", "q@qzwvalue.no")


@pytest.mark.parametrize("column", range(len(HEADINGS)), ids=HEADINGS)
@pytest.mark.parametrize("command", ["validate", "import"])
def test_value_is_never_printed(tmp_path: Path, column: int, command: str) -> None:
    lines = GOOD.read_text(encoding="cp1252").splitlines()
    file = tmp_path / "made_up.csv"
    for place, secret in enumerate(SECRETS):
        cells = lines[1 + place].split(";")
        cells[column] = secret
        lines[1 + place] = ";".join(cells)
    file.write_text("\n".join(lines), encoding="cp1252")
    given = [str(file), "--store", str(tmp_path / "store")]
    results = [
        CliRunner().invoke(app, [command, *given, *more])
        for more in ([], ["--json"], ["--verbose"], ["--strict"], ["--lang", "nn"])
    ]
    if command == "import":
        results.append(CliRunner().invoke(app, ["import", *given, "--set-aside"]))
    for result in results:
        assert result.exception is None or isinstance(result.exception, SystemExit)
        for secret in SECRETS:
            assert secret not in result.output
        assert "Traceback" not in result.output
