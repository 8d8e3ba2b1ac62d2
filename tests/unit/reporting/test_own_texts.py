"""An owner's own texts: some said differently, nothing reached through braces."""

from pathlib import Path

import pytest

from brukerplan.definitions import Definitions
from brukerplan.errors import ReportError
from brukerplan.languages import load_texts
from brukerplan.reporting.html import render_html
from brukerplan.reporting.pdf import typst_source
from brukerplan.reporting.rendering import Order, Renderer
from brukerplan.reporting.view_model import Look
from brukerplan.tables import Release

HIGHER = "The rate is higher than in {year} ({value})."


def own_texts(folder: Path, *pairs: tuple[str, str], language: str = "nb") -> Path:
    """Write an owner's texts; no header is asked for."""
    path = folder / "texts" / f"report.{language}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f'msgid "{one}"\nmsgstr "{other}"\n' for one, other in pairs)
    path.write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_own_texts_are_said_and_the_others_stay(tmp_path: Path) -> None:
    own = own_texts(tmp_path, ("Key figures", "Tallene å huske"), (HIGHER, ""))
    texts = load_texts("report", "nb", own)
    assert texts.text("Key figures") == "Tallene å huske"
    assert texts.text(HIGHER) == load_texts("report", "nb").text(HIGHER)
    assert load_texts("report", "nb").text("Key figures") == "Nøkkeltall"
    assert load_texts("report", "nn", own).text("Key figures") == "Nøkkeltal"


def test_english_can_be_said_differently_too(tmp_path: Path) -> None:
    own = own_texts(tmp_path, ("Key figures", "In short"), language="en")
    assert load_texts("report", "en", own).text("Key figures") == "In short"
    assert load_texts("report", "en", own).text("Sources") == "Sources"


def test_plurals_can_be_said_differently(tmp_path: Path) -> None:
    one, more = "{number} place has no figure to show.", "{number} places have no "
    path = own_texts(tmp_path) / "texts" / "report.nb.po"
    path.write_text(
        f'msgid "{one}"\nmsgid_plural "{more}figure to show."\n'
        'msgstr[0] "ett sted mangler"\nmsgstr[1] "{number} steder mangler"\n',
        encoding="utf-8",
    )
    texts = load_texts("report", "nb", tmp_path)
    said = texts.plural(one, f"{more}figure to show.", 3)
    assert said.format(number=3) == "3 steder mangler"


@pytest.mark.parametrize(
    "wrong",
    ["{year.__class__}", "{other}", "{year!r}", "{year:>99999999}", "{0}", "{", "{}"],
)
def test_nothing_but_the_original_s_names_may_stand_in_braces(
    tmp_path: Path, wrong: str
) -> None:
    own = own_texts(tmp_path, ("Sources", "Kilder"), (HIGHER, wrong))
    with pytest.raises(ReportError, match=r"«report.nb.po», line 4") as refused:
        load_texts("report", "nb", own)
    assert refused.value.slug == "own-texts-wrong"


@pytest.mark.parametrize(
    "content", [b"Sources = Kilder\n", b'msgid "Sources"\nmsgstr "\xe6"\n']
)
def test_a_file_that_is_no_catalogue_is_named(tmp_path: Path, content: bytes) -> None:
    path = own_texts(tmp_path) / "texts" / "report.nb.po"
    path.write_bytes(content)
    with pytest.raises(ReportError, match=r"«report.nb.po»"):
        load_texts("report", "nb", tmp_path)


def test_own_texts_are_printed_escaped_in_html_and_pdf(
    tmp_path: Path, release: Release, definitions: Definitions
) -> None:
    own = own_texts(
        tmp_path, ("Key figures", "<b>#panic()</b>"), ("Per 1,000", "<i>per tusen")
    )
    renderer = Renderer(release, definitions, Order(2024, templates=own))
    report = renderer.report(renderer.material("1103", "nb"))
    page = render_html(report, look=Look(), own_templates=own)
    assert "&lt;b&gt;#panic()&lt;/b&gt;" in page
    assert "<b>#panic" not in page and "<i>per" not in page
    source = typst_source(report, look=Look(), own_templates=own)
    assert "#panic" not in source
