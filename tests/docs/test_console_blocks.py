"""The `$ brukerplan …` lines of README and tutorial run, and say what the pages say."""

import re
import shutil
from pathlib import Path

import pytest
from program_in_words import run_line

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)

pytestmark = pytest.mark.slow


def lines_and_outputs(page: Path) -> list[tuple[str, str]]:
    """Give each `$` line of a page with what the page shows below it."""
    found = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            found.append((line, output.strip()))
    return found


def says(output: str, expected: str) -> bool:
    """Tell whether each expected line is in the output; `…` stands for anything."""
    patterns = (re.escape(line).replace("…", ".*") for line in expected.splitlines())
    return all(re.search(pattern, output) for pattern in patterns)


def run_page(page: str) -> None:
    lines = lines_and_outputs(ROOT / page)
    assert lines
    for line, expected in lines:
        done = run_line(line)
        assert done.exit_code == 0, f"{line}\n{done.output}"
        assert says(done.output, expected), f"{line}\n{done.output}"


def test_lines_of_the_tutorial_run_from_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_page("docs/tutorial.md")


def test_lines_of_the_readme_run_where_there_are_exports(
    prepared_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(prepared_folder, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    run_page("README.md")
