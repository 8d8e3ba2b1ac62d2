"""The HTML of reports: structure that people with a screen reader depend on."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from report_pages import PLACES, SUMMARY, Pages

TEMPLATES = ("report.j2", SUMMARY)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))


def elements(page: str) -> list[tuple[str, dict[str, str]]]:
    parser = _Elements()
    parser.feed(page)
    return parser.all


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("code", PLACES)
def test_headings_come_in_order_under_one_title(
    pages: Pages, code: str, template: str
) -> None:
    found = elements(pages.html(code, template=template))
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("code", PLACES)
def test_identifiers_are_unique_and_links_lead_somewhere(
    pages: Pages, code: str, template: str
) -> None:
    found = elements(pages.html(code, template=template))
    ids = Counter(attrs["id"] for _, attrs in found if "id" in attrs)
    assert [name for name, count in ids.items() if count > 1] == []
    targets = [a["href"][1:] for tag, a in found if tag == "a" and a["href"][:1] == "#"]
    assert targets
    assert set(targets) <= set(ids)


@pytest.mark.parametrize("code", PLACES)
def test_tables_have_captions_and_scoped_headers(pages: Pages, code: str) -> None:
    found = elements(pages.html(code))
    tags = Counter(tag for tag, _ in found)
    assert tags["caption"] == tags["table"] > 0
    assert all(attrs.get("scope") for tag, attrs in found if tag == "th")


@pytest.mark.parametrize("code", PLACES)
def test_every_picture_says_what_it_shows(pages: Pages, code: str) -> None:
    found = elements(pages.html(code))
    pictures = [attrs for tag, attrs in found if tag == "svg"]
    assert pictures
    assert all(p["role"] == "img" and len(p["aria-label"]) > 40 for p in pictures)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_page_says_its_language_and_title(pages: Pages, language: str) -> None:
    page = pages.html("1103", language)
    assert f'<html lang="{language}">' in page
    assert f"<title>{pages.report('1103', language).title}</title>" in page


@pytest.mark.parametrize("code", PLACES)
def test_page_asks_the_network_for_nothing(pages: Pages, code: str) -> None:
    for tag, attrs in elements(pages.html(code)):
        for name in ("src", "href", "srcset", "action", "poster"):
            assert not attrs.get(name, "").startswith(("http:", "https:", "//")), tag
    assert "@import" not in pages.html(code)
    assert "url(http" not in pages.html(code)


def test_hidden_figure_is_a_colon_with_a_word_for_screen_readers(pages: Pages) -> None:
    assert (
        '<span aria-hidden="true">:</span><span class="unseen">skjermet</span>'
        in pages.html("1145")
    )


def test_internal_report_is_marked_at_top_and_bottom(pages: Pages) -> None:
    from dataclasses import replace

    from brukerplan.reporting.html import render_html
    from brukerplan.reporting.view_model import Look

    report = replace(pages.report("1103"), is_internal=True)
    page = render_html(report, look=Look())
    assert page.count("Unntatt offentlighet") == 2
    assert "Unntatt offentlighet" not in pages.html("1103")
