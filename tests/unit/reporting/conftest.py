"""A made-up release of one county and the nation, drawn with a fixed seed."""

import pytest
from made_up_release import made_up_release
from report_pages import Pages

from brukerplan.definitions import Definitions, load_definitions
from brukerplan.reporting.release_index import ReleaseFigures
from brukerplan.tables import Release


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return load_definitions()


@pytest.fixture(scope="session")
def release() -> Release:
    return made_up_release()


@pytest.fixture(scope="session")
def figures(release: Release) -> ReleaseFigures:
    return ReleaseFigures(release)


@pytest.fixture(scope="session")
def pages(release: Release, definitions: Definitions) -> Pages:
    return Pages(release, definitions)
