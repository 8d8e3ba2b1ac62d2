"""The page of findings in a real browser: accessible, narrow screens, light and dark."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from brukerplan.cli import app

CHROMIUM = shutil.which("chromium")
FOLDER = Path(__file__).parents[2] / "data" / "invalid"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]


def test_page_is_accessible_and_fits_a_phone(tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    page_file = tmp_path / "findings.html"
    files = [
        str(next((FOLDER / rule).iterdir())) for rule in ("free-text", "years-mixed")
    ]
    given = ["validate", *files, "--report", str(page_file)]
    CliRunner().invoke(app, [*given, "--store", str(tmp_path / "store")])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": 360, "height": 800}, color_scheme=scheme
            )
            page.goto(page_file.as_uri())
            result = Axe().run(page)
            assert [one["id"] for one in result.response["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
        browser.close()
