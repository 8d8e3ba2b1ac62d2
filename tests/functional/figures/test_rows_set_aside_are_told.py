"""What a release says of rows that were set aside at import."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from brukerplan.cli import app
from brukerplan.store import Store


@pytest.mark.parametrize(("wrong", "said"), [(0, "0"), (3, "<5"), (6, "6")])
def test_release_bands_small_numbers_of_rows_set_aside(
    tmp_path: Path, wrong: int, said: str
) -> None:
    def run(*words: str) -> None:
        done = CliRunner().invoke(app, [*words])
        assert done.exit_code == 0, done.stderr

    run("example", str(tmp_path), "-m", "1120", "-y", "2024")
    (path,) = tmp_path.glob("*.csv")
    lines = path.read_bytes().decode("cp1252").split("\r\n")
    lines[1 : 1 + wrong] = [
        line.replace(";Kvinne;", ";K?;").replace(";Mann;", ";M?;")
        for line in lines[1 : 1 + wrong]
    ]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    store = str(tmp_path / "store")
    run("import", str(path), "--set-aside", "--store", store, "-q")
    run("compute", "-y", "2024", "--store", store, "-q")
    files = Store(tmp_path / "store").read_release(2024)
    noted = json.loads(files["provenance.json"])["provenance"]["participation"]
    assert [row["rows_set_aside"] for row in noted] == [said]
