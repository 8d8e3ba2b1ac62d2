"""One page for the council: the key figures, the eight areas and what stands out."""

from brukerplan.reporting.chapters.life_areas import areas_figure
from brukerplan.reporting.context import Material
from brukerplan.reporting.view_model import Section

MOST_POINTS = 3
"""So many points fit on the page."""


def summary(material: Material, found: Section) -> Section:
    """Give the own place's areas, and the points of `found`, which stand out.

    Few words, so that a page holds it.
    """
    figure = areas_figure(material, alone=True)
    return Section(
        points=found.points[:MOST_POINTS] or found.paragraphs[:1],
        figures=(figure,) if figure else (),
    )
