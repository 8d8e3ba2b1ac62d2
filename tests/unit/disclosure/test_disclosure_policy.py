"""What the rules of disclosure control are, and who may loosen them."""

import dataclasses

import pytest

from brukerplan.disclosure import DisclosurePolicy
from brukerplan.errors import UsageError


def test_the_default_hides_fewer_than_five_and_shares_of_fewer_than_ten() -> None:
    policy = DisclosurePolicy()
    assert policy.smallest_count == 5
    assert policy.smallest_denominator == 10
    assert policy.protection_width == 4
    assert policy.zeros_shown and policy.complement


@pytest.mark.parametrize(
    "looser",
    [
        {"smallest_count": 3},
        {"smallest_denominator": 5},
        {"protection_width": 2},
        {"complement": False},
        {"unrated_protected": False},
    ],
)
def test_looser_rules_are_for_internal_use_only(looser: dict) -> None:
    with pytest.raises(UsageError, match=next(iter(looser))) as refused:
        DisclosurePolicy.from_mapping(looser)
    assert refused.value.slug == "disclosure-policy-too-loose"
    internal = DisclosurePolicy.from_mapping({**looser, "audience": "internal"})
    assert internal.looser_than_default() == tuple(looser)


@pytest.mark.parametrize(
    "stricter",
    [
        {"smallest_count": 10},
        {"zeros_shown": False},
        {"protection_width": 6},
        {"largest_part": 0.9},
        {"embargo": "2025-05-06"},
    ],
)
def test_stricter_rules_are_always_allowed(stricter: dict) -> None:
    assert not DisclosurePolicy.from_mapping(stricter).looser_than_default()


@pytest.mark.parametrize(
    "wrong",
    [
        {"smallest_cout": 5},
        {"smallest_count": "5"},
        {"smallest_count": True},
        {"smallest_count": -1},
        {"zeros_shown": 1},
        {"audience": "press"},
        {"embargo": "6 May"},
        {"largest_part": 0},
    ],
)
def test_what_has_no_meaning_is_refused(wrong: dict) -> None:
    with pytest.raises(UsageError) as refused:
        DisclosurePolicy.from_mapping(wrong)
    assert refused.value.slug == "disclosure-policy-wrong"


def test_it_cannot_be_changed_and_survives_being_written() -> None:
    policy = DisclosurePolicy(smallest_count=8)
    with pytest.raises(dataclasses.FrozenInstanceError):
        policy.smallest_count = 1  # type: ignore[misc]
    assert DisclosurePolicy.from_mapping(policy.to_mapping()) == policy
