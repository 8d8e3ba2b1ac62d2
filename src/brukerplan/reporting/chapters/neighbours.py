"""The municipalities that a report's place is seen among."""

from dataclasses import dataclass

from brukerplan.geography.places import municipalities
from brukerplan.reporting.context import Material
from brukerplan.reporting.release_index import ABSENT, Datum
from brukerplan.reporting.view_model import Kind


@dataclass(frozen=True)
class Around:
    """A municipality among others, and its figure."""

    code: str
    label: str
    county_code: str
    datum: Datum
    is_own: bool


def municipalities_around(material: Material, indicator_id: str) -> list[Around]:
    """Give every municipality of the place's county, of all for the nation, by code.

    Also those that took no part; their figure is `ABSENT`.
    """
    rows = municipalities(material.year)
    if material.place.kind is not Kind.NATION:
        rows = rows[rows["county_code"] == material.place.county_code]
    data = material.release.column(material.year, "municipality", indicator_id)
    codes, county_codes = rows["municipality_code"], rows["county_code"]
    return [
        Around(
            code,
            material.names[("municipality", code)],
            county_code,
            data.get(code, ABSENT),
            code == material.place.code,
        )
        for code, county_code in zip(codes, county_codes, strict=True)
    ]
