"""Reports in a real browser: axe-core, the keyboard, a phone, a dark screen."""

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from report_pages import LOOK, PLACES, SUMMARY, Pages

from brukerplan.reporting.batch_index import build_index
from brukerplan.reporting.context import place_of
from brukerplan.reporting.html import render_index
from brukerplan.reporting.translations import Words

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


OPEN = 'document.querySelectorAll("details").forEach(d => d.open = true);'
SHORTEN = """
document.querySelectorAll("tbody").forEach(body => {
  const seen = new Set();
  const kind = row => row.className + Array.from(row.cells).map(
    cell => cell.className + cell.childElementCount).join();
  Array.from(body.rows).forEach((row, place) => {
    if (place >= 4 && seen.has(kind(row))) { row.remove(); }
    seen.add(kind(row));
  });
});
"""
"""Keeps a table's first rows and one of each further kind (the own place's, one with
hidden figures): axe looks at each of thousands of cells. One report is tested whole."""


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(ARGUMENTS)
        )
        yield started
        started.close()


@pytest.fixture
def show(browser, pages: Pages, tmp_path: Path):
    """Give a function that opens a report; nothing may be fetched or go wrong."""
    opened, problems = [], []

    def show_page(
        code: str, language: str = "nb", template: str = "report.j2", **context
    ):
        path = tmp_path / "report.html"
        path.write_text(pages.html(code, language, template), encoding="utf-8")
        page = browser.new_context(**context).new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("file:", "data:"))
                else problems.append(request.url)
            ),
        )
        page.goto(path.as_uri())
        opened.append(page)
        return page

    yield show_page
    for page in opened:
        page.context.close()
    assert problems == []


def violations(page, *, is_whole: bool = False) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(OPEN)
    if not is_whole:
        page.evaluate(SHORTEN)
    options = {"runOnly": {"type": "tag", "values": WCAG}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]


@pytest.mark.parametrize(
    ("code", "language"),
    [*product(("1103", "11", "0"), ("nb", "nn", "en")), ("1144", "nb")],
)
def test_axe_finds_nothing(show, code: str, language: str) -> None:
    assert violations(show(code, language)) == []


def test_axe_finds_nothing_in_a_whole_report_with_every_row(show) -> None:
    page = show("1103")
    rows = page.locator("tbody tr").count()
    assert violations(page, is_whole=True) == []
    assert page.locator("tbody tr").count() == rows > 200


def test_axe_finds_nothing_in_a_summary(show) -> None:
    assert violations(show("1103", template=SUMMARY)) == []


def test_axe_finds_nothing_on_a_dark_screen(show) -> None:
    assert violations(show("1103", color_scheme="dark")) == []


@pytest.mark.parametrize("code", PLACES)
def test_nothing_is_wider_than_a_phone(show, code: str) -> None:
    """320 CSS pixels is also what 1280 become at 400 % zoom (WCAG 1.4.10)."""
    page = show(code, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(".chart-narrow").first.is_visible()
    assert not page.locator(".chart-wide").first.is_visible()


def test_keyboard_comes_first_to_the_skip_link_and_on_to_the_content(show) -> None:
    page = show("1103")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_table_opens_and_sorts_by_keyboard(show) -> None:
    page = show("11")
    page.locator("#figure-places summary").press("Enter")
    button = page.locator("#table-places thead button").first
    assert button.is_visible()
    button.press("Enter")
    names = page.locator("#table-places tbody th").all_inner_texts()
    assert names[0] == "Bjerkreim"
    assert page.locator("#table-places thead th").first.get_attribute("aria-sort")


def test_filter_keeps_the_rows_asked_for(show) -> None:
    page = show("11")
    page.locator("#figure-places summary").press("Enter")
    page.locator("#figure-places input").fill("stav")
    rows = page.locator("#table-places tbody tr:visible")
    assert rows.count() == 1
    assert "Stavanger" in rows.first.inner_text()


def test_page_reads_without_script(show) -> None:
    page = show("1103", java_script_enabled=False)
    assert page.locator("h2").count() > 5
    assert page.locator("#table-places caption").count() == 1


def test_axe_finds_nothing_on_the_index_page(
    browser, figures, definitions, tmp_path: Path
) -> None:
    codes = ("0", "11", "03", "1103", "1144", "1145", "0301")
    index = build_index(
        figures,
        [place_of(code, 2024, "nb") for code in codes],
        {code: [("html", f"{code}.html"), ("pdf", f"{code}.pdf")] for code in codes},
        year=2024,
        words=Words("nb", definitions),
    )
    path = tmp_path / "index.html"
    path.write_text(render_index(index, look=LOOK), encoding="utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    page.close()
