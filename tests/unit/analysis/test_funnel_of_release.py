"""A funnel of a release: who lies beyond chance."""

from collections.abc import Callable

import pytest

from brukerplan.reporting.analysis import funnel
from brukerplan.tables import Release

ReleaseFrom = Callable[..., Release]

TEXT = """
region indicator           n   of
1101   recipients_per_1000 20  1000
1103   recipients_per_1000 200 10000
1106   recipients_per_1000 90  3000
1108   recipients_per_1000 400 20000
1111   recipients_per_1000 :   900
"""


def test_places_beyond_the_limits_are_found(release_from: ReleaseFrom) -> None:
    found = funnel(release_from(TEXT), "recipients_per_1000")
    assert found is not None
    assert found.target == pytest.approx(1000 * 710 / 34_000)
    beyond = dict(zip(found.points["region_code"], found.points["beyond"], strict=True))
    assert beyond == {"1101": "", "1103": "", "1106": "998", "1108": ""}
    assert (found.limits["lower_998"] <= found.limits["lower_95"]).all()
    assert (found.limits["upper_998"] >= found.limits["upper_95"]).all()


def test_a_hidden_place_is_in_no_funnel(release_from: ReleaseFrom) -> None:
    found = funnel(release_from(TEXT), "recipients_per_1000")
    assert found is not None
    assert "1111" not in set(found.points["region_code"])


def test_two_places_make_no_funnel(release_from: ReleaseFrom) -> None:
    text = "\n".join(TEXT.strip().splitlines()[:3])
    assert funnel(release_from(text), "recipients_per_1000") is None
