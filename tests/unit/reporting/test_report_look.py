"""An owner's look is checked before it is used."""

import base64
from pathlib import Path

import pytest
from report_pages import Pages

from brukerplan.errors import InputError, UsageError
from brukerplan.reporting.branding import read_comments, read_owner
from brukerplan.reporting.contrast import contrast, lightened
from brukerplan.reporting.html import render_html
from brukerplan.reporting.pdf import render_pdf

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


def owner_of(folder: Path, *lines: str):
    (folder / "logo.png").write_bytes(PNG)
    path = folder / "brukerplan.toml"
    path.write_text("\n".join(["[report]", *lines]), encoding="utf-8")
    return read_owner(path)


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21; #767676 is the palest grey that passes (4.54)."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("red", "#ffffff") is None


def test_accent_for_dark_screens_can_be_read() -> None:
    light = lightened("#0b4a73", against="#12191d", least=4.5)
    assert (contrast(light, "#12191d") or 0) >= 4.5


def test_look_is_used_in_html_and_pdf(pages: Pages, tmp_path: Path) -> None:
    owner = owner_of(
        tmp_path,
        'accent = "#7a1f5c"',
        'logo = "logo.png"',
        'logo_alt = "Rogaland fylkeskommune"',
        'contact = ["Folkehelseavdelinga", "post@eksempel.no"]',
        'chapters_off = ["provenance", "appendix"]',
    )
    page = render_html(pages.report("1144"), look=owner.look)
    assert "--accent: #7a1f5c" in page
    assert 'alt="Rogaland fylkeskommune"' in page
    assert "Folkehelseavdelinga" in page
    assert 'id="provenance"' not in page
    assert 'href="#provenance"' not in page
    assert render_pdf(pages.report("1144"), look=owner.look).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('accent = "#ffd700"', "too pale"),
        ('accent = "blue"', "is no colour"),
        ('logo = "logo.png"', "no words for those who cannot see it"),
        ('logo = "logo.gif"\nlogo_alt = "x"', "neither PNG nor SVG"),
        ('chapters_off = ["who", "appendiks"]', "no chapter «appendiks»"),
        ('accnt = "#000000"', "no key «accnt»"),
    ],
)
def test_look_that_will_not_do_is_refused_with_the_reason(
    tmp_path: Path, line: str, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        owner_of(tmp_path, line)


def test_foreword_and_comments_come_from_a_file_a_place(
    pages: Pages, tmp_path: Path
) -> None:
    (tmp_path / "1103.toml").write_text(
        'foreword = "Vel møtt."\n[[section]]\ntitle = "Om tallene"\n'
        'paragraphs = ["To enheter deltok ikke.", "<b>Ikke</b> fet."]\n',
        encoding="utf-8",
    )
    comments = read_comments(tmp_path, "1103", "nb")
    assert comments.foreword == ("Vel møtt.",)
    assert comments.sections[0].paragraphs[1] == "<b>Ikke</b> fet."
    assert read_comments(tmp_path, "1106", "nb").sections == ()


def test_comment_in_the_report_s_language_is_preferred(tmp_path: Path) -> None:
    (tmp_path / "1103.toml").write_text('foreword = "bokmål"', encoding="utf-8")
    (tmp_path / "1103.nn.toml").write_text('foreword = "nynorsk"', encoding="utf-8")
    assert read_comments(tmp_path, "1103", "nn").foreword == ("nynorsk",)
    assert read_comments(tmp_path, "1103", "en").foreword == ("bokmål",)


def test_comments_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "1103.toml").write_text("foreword = [1, 2]", encoding="utf-8")
    with pytest.raises(InputError, match=r"1103\.toml"):
        read_comments(tmp_path, "1103", "nb")
