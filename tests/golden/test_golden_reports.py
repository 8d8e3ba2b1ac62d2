"""One municipality's and one county's report, as somebody has looked at them.

`make golden` (`pytest tests/golden --accept-golden`) takes the reports as they are now;
look at them in a browser first: they are in tests/actual/.
"""

import difflib
import re
from pathlib import Path

import pytest
from made_up_release import made_up_release
from report_pages import Pages

from brukerplan.definitions import load_definitions

HERE = Path(__file__).parent
ACTUAL = HERE.parent / "actual"
PLACES = ("1145", "11")
SCRUBBED = (
    (re.compile(r"brukerplan \d+\.\d+\.\d+\S*(?=<)"), "brukerplan VERSION"),
    (re.compile(r"SHA-256 [0-9a-f]{16}…"), "SHA-256 CHECKSUM"),
)
"""What differs between versions though nobody would call the report another."""


@pytest.fixture(scope="module")
def pages() -> Pages:
    """Made-up figures, so that nothing but the report itself can change the page."""
    return Pages(made_up_release(), load_definitions())


@pytest.mark.parametrize("code", PLACES)
def test_report_is_as_it_was(
    pages: Pages, code: str, pytestconfig: pytest.Config
) -> None:
    name = f"brukerplan-2024-{code}-nb.html"
    text = pages.html(code)
    for pattern, replacement in SCRUBBED:
        text = pattern.sub(replacement, text)
    golden = HERE / name
    if pytestconfig.getoption("accept_golden", default=False):
        golden.write_text(text, encoding="utf-8")
    expected = golden.read_text(encoding="utf-8") if golden.is_file() else ""
    if text != expected:
        ACTUAL.mkdir(exist_ok=True)
        (ACTUAL / name).write_text(text, encoding="utf-8")
        differences = difflib.unified_diff(
            expected.splitlines(), text.splitlines(), "golden", "now", lineterm="", n=1
        )
        pytest.fail("\n".join(line[:200] for line in list(differences)[:60]))
