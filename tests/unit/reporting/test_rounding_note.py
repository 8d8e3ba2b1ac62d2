"""When a table says that its percentages do not add to 100."""

import pytest

from brukerplan.definitions import load_definitions
from brukerplan.reporting.release_index import ABSENT, Datum
from brukerplan.reporting.table_cells import rounding_note
from brukerplan.reporting.translations import Words
from brukerplan.tables import Status


@pytest.fixture
def words() -> Words:
    return Words("en", load_definitions())


def shown(share: float) -> Datum:
    return Datum(Status.SHOWN, "percent", value=share)


@pytest.mark.parametrize(
    ("shares", "is_told"),
    [
        # 33.3 + 33.3 + 33.3 = 99.9
        ((100 / 3, 100 / 3, 100 / 3), True),
        # 16.7 + 16.7 + 66.7 = 100.1
        ((100 / 6, 100 / 6, 400 / 6), True),
        # 12.5 + 37.5 + 50.0 = 100.0
        ((12.5, 37.5, 50.0), False),
    ],
)
def test_note_is_there_only_when_the_written_shares_miss_100(
    shares: tuple[float, ...], is_told: bool, words: Words
) -> None:
    whole = [shown(share) for share in shares]
    assert bool(rounding_note([whole], words)) is is_told


def test_a_hidden_share_leaves_no_sum_to_look_at(words: Words) -> None:
    assert rounding_note([[shown(100 / 3), shown(100 / 3), ABSENT]], words) == ()
