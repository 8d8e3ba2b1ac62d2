"""`brukerplan run` makes reports with the look that `[report]` asks for."""

from pathlib import Path

import pytest
from run_samples import Place, done, made_place, reports_of

pytestmark = pytest.mark.slow

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"></svg>'
LOOK = """reports = ["1119"]

[report]
logo = "look/logo.svg"
logo_alt = "Rogaland fylkeskommune"
accent = "#7a1f5c"
contact = ["Folkehelseavdelinga", "post@eksempel.no"]
chapters_off = ["provenance", "help"]
comments = "comments"
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = made_place(tmp_path)
    (tmp_path / "look").mkdir()
    (tmp_path / "look" / "logo.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "comments").mkdir()
    comments = 'foreword = ["Takk til alle som kartla <hver> & en."]\n'
    (tmp_path / "comments" / "1119.toml").write_text(comments, encoding="utf-8")
    place.configure(LOOK, formats='"html", "pdf"')
    place.receive("1106", "1119", "1120", "1124")
    return place


def page(place: Place, name: str = "brukerplan-2024-1119-nb.html") -> str:
    return (place.output / name).read_text(encoding="utf-8")


def test_a_run_makes_reports_and_index_with_the_look(place: Place) -> None:
    assert place.run().exit_code == 0
    for name in ("brukerplan-2024-1119-nb.html", "index-nb.html"):
        assert "--accent: #7a1f5c" in page(place, name)
        assert 'alt="Rogaland fylkeskommune"' in page(place, name)
    report = page(place)
    assert "post@eksempel.no" in report
    assert "kartla &lt;hver&gt; &amp; en." in report
    assert 'id="provenance"' not in report and 'id="help"' not in report
    assert 'id="how-made"' in report
    assert (place.output / "brukerplan-2024-1119-nb.pdf").is_file()


def test_what_changes_in_the_look_is_noticed(place: Place) -> None:
    assert place.run().exit_code == 0
    assert done(place.run()) == []
    place.configure(LOOK.replace("#7a1f5c", "#1f5c2a"), formats='"html", "pdf"')
    assert reports_of(place.run()) == ["1119"]
    assert "--accent: #1f5c2a" in page(place)
    foreword = place.root / "comments" / "1119.toml"
    foreword.write_text('foreword = ["Nytt forord."]\n', encoding="utf-8")
    assert reports_of(place.run()) == ["1119"]
    assert "Nytt forord." in page(place)


def test_a_look_that_cannot_be_read_stops_before_any_report(place: Place) -> None:
    place.configure(LOOK.replace("#7a1f5c", "#ffee88"))
    outcome = place.run()
    assert outcome.exit_code == 2
    (problem,) = outcome.document["problems"]
    assert "too pale" in str(problem)
    assert not list(place.output.glob("brukerplan-*.html"))
