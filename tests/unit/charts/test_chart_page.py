import hashlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from chart_samples import CHARTS, SMALL_CHARTS
from matplotlib.backends.backend_agg import FigureCanvasAgg

from brukerplan.reporting.charts.drawing import Drawing, Label, Shape
from brukerplan.reporting.charts.page import (
    colour_properties,
    inline_svg,
)
from brukerplan.reporting.charts.paths import rectangle
from brukerplan.reporting.charts.style import Style

ALL = {**CHARTS, **SMALL_CHARTS}


@pytest.fixture(scope="module")
def page() -> str:
    parts = []
    for number, (name, draw) in enumerate(ALL.items()):
        parts.append(inline_svg(draw(Style()), prefix=f"f{number}-", label=name))
    return "\n".join(parts)


def test_ids_are_unique_on_a_page_and_every_reference_has_its_id(page: str) -> None:
    ids = re.findall(r' id="([^"]*)"', page)
    assert ids
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]*)\)", page)) == set(ids)


def test_nothing_in_a_chart_reaches_out_of_it(page: str) -> None:
    assert "<style" not in page
    assert "<script" not in page
    assert "http" not in page
    assert "DejaVu" not in page


def test_every_colour_follows_the_page(page: str) -> None:
    colours = set(re.findall(r"#[0-9a-f]{6}", page))
    named = set(re.findall(r"var\(--chart-[a-z0-9-]+,(#[0-9a-f]{6})\)", page))
    assert colours == named
    properties = colour_properties()
    for name in re.findall(r"var\(--chart-([a-z0-9-]+),", page):
        assert f"--chart-{name}:" in properties


def test_picture_has_a_role_and_its_text_alternative() -> None:
    svg = inline_svg(CHARTS["dots"](Style()), prefix="a-", label='Ås & «Os» <"7">')
    assert 'role="img" aria-label="Ås &amp; «Os» &lt;&quot;7&quot;&gt;"' in svg
    assert re.match(r'<svg viewBox="0 0 640 \d+"', svg)


def test_text_is_kept_as_it_is_written() -> None:
    drawing = Drawing(200)
    text = (
        'L 5 C; a: b  d="M 1 L 2" style="x: y" rotate(0 1 2) & <g id="figure_1"> $x^2$'
    )
    drawing.draw(Label(5, 20, text))
    drawing.draw(Shape(rectangle(0, 0, 10, 10), "#ff0000", tip=text))
    svg = drawing.svg(30)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f">{escaped}</text>" in svg
    assert f"<title>{escaped}</title>" in svg


@pytest.mark.parametrize("kind", ALL)
def test_same_data_give_the_same_bytes(kind: str) -> None:
    assert ALL[kind](Style()) == ALL[kind](Style())


def test_same_data_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from chart_samples import CHARTS;"
        "from brukerplan.reporting.charts.style import Style;"
        "print(hashlib.sha256(''.join(d(Style()) for d in CHARTS.values())"
        ".encode()).hexdigest())"
    )
    here = "".join(draw(Style()) for draw in CHARTS.values())
    other = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
        env={"PYTHONHASHSEED": "7", "PATH": "", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    )
    assert other.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()


def test_drawing_is_a_matplotlib_figure_on_any_canvas() -> None:
    drawing = Drawing(72)
    drawing.draw(Shape(rectangle(0, 0, 36, 18), fill="#ff0000"))
    canvas = FigureCanvasAgg(drawing.figure(36))
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    assert tuple(pixels[9][18][:3]) == (255, 0, 0)
    assert pixels[27][18][3] == 0
    assert pixels[9][54][3] == 0
