"""Rows that were set aside at import: how many are in no figure."""

from collections.abc import Iterable

from brukerplan.reporting.context import Material
from brukerplan.reporting.view_model import Kind


def set_aside_sentences(material: Material) -> tuple[str, ...]:
    """Say how many rows were set aside in the place; nothing where nobody noted it.

    The release gives a number, or `<5` where a municipality has fewer than the
    smallest count that may be shown (`provenance["participation"]`).
    """
    noted = list(_noted(material))
    if not noted:
        return ()
    words = material.words
    numbers = [int(text) for text in noted if not text.startswith("<")]
    few = [text.removeprefix("<") for text in noted if text.startswith("<")]
    sentences = []
    if not few and not any(numbers):
        sentences.append(words.t("No row of what was sent in was set aside."))
    if any(numbers):
        sentences.append(
            words.n(
                "{number} row was set aside because of errors, and is in no figure.",
                "{number} rows were set aside because of errors, and are in no figure.",
                sum(numbers),
            )
        )
    if few and material.place.kind is Kind.MUNICIPALITY:
        sentences.append(
            words.t(
                "Fewer than {limit} rows were set aside because of errors, and are in "
                "no figure.",
                limit=few[0],
            )
        )
    elif few:
        sentences.append(
            words.n(
                "In {number} municipality fewer than {limit} rows were set aside.",
                "In each of {number} municipalities fewer than {limit} rows were set "
                "aside; these come in addition.",
                len(few),
                limit=few[0],
            )
        )
    return tuple(sentences)


def _noted(material: Material) -> Iterable[str]:
    """Give what is noted for each municipality of the place."""
    place = material.place
    for row in material.provenance.get("participation", ()):
        code = str(row["municipality_code"])
        is_inside = (
            place.kind is Kind.NATION
            or (place.kind is Kind.COUNTY and code.startswith(place.code))
            or code == place.code
        )
        if is_inside and "rows_set_aside" in row:
            yield str(row["rows_set_aside"])
