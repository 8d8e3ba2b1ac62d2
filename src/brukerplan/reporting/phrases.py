"""Turns of phrase that several chapters use."""

from brukerplan.reporting.context import Material
from brukerplan.reporting.view_model import Kind


def place_phrase(material: Material) -> str:
    """Give the place as it stands in a sentence: «Karmøy municipality», «Norway»."""
    words, place = material.words, material.place
    if place.kind is Kind.NATION:
        return place.short_name
    if place.kind is Kind.COUNTY:
        return words.t("{name} county", name=place.short_name)
    return words.t("{name} municipality", name=place.short_name)


def place_title(material: Material) -> str:
    """Give the place with its official name, perhaps in several languages."""
    words, place = material.words, material.place
    if place.kind is Kind.NATION:
        return place.name
    if place.kind is Kind.COUNTY:
        return words.t("{name} county", name=place.name)
    return words.t("{name} municipality", name=place.name)
