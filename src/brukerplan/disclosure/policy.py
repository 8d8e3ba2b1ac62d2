"""The rules of disclosure control, in one place, each in a sentence."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from brukerplan.errors import UsageError

AUDIENCES = ("public", "internal")


@dataclass(frozen=True)
class DisclosurePolicy:
    """What may be shown. The defaults are meant for publishing.

    Raises:
        UsageError: a value has no meaning, or the policy is looser than the default
            while its audience is the public (`disclosure-policy-too-loose`).
    """

    smallest_count: int = 5
    """The smallest number of people that is shown; fewer than this is hidden."""
    zeros_shown: bool = True
    """Whether a true zero is shown as 0; if not, it is hidden like a small number."""
    complement: bool = True
    """Whether a count is hidden too when nearly everybody is in it, because the few
    who are not (denominator less numerator) would be a small group."""
    unrated_protected: bool = True
    """Whether the number of people who were not rated is protected like any other,
    although it says nothing of a person; if not, it may be shown however small, and
    then far fewer shares need be hidden."""
    smallest_denominator: int = 10
    """The smallest number of people that a share or a mean may be a share or mean of."""
    protection_width: int = 4
    """How wide, at the least, the interval must be to which anybody who knows all that
    is published can confine a hidden small number."""
    largest_part: float = 1.0
    """The largest share of a county's or the nation's number that may come from one
    municipality, whose staff know their own and could learn the others'; a number of
    which one has more is hidden, and at 1 none is. One that is the whole, as Oslo is
    of its county, does not count."""
    embargo: str = ""
    """The date (YYYY-MM-DD) before which nothing may be published; empty for none."""
    audience: str = "public"
    """Who the figures are for: `public`, or `internal` when marked as exempt from
    public disclosure («Unntatt offentlighet»), which alone allows looser rules."""

    def __post_init__(self) -> None:
        """Refuse values without meaning, and looseness towards the public."""
        _check_values(self)
        if self.audience == "public":
            loose = self.looser_than_default()
            if loose:
                raise UsageError(
                    "the disclosure policy is looser than what may be published: "
                    + ", ".join(loose),
                    hint="use --audience internal, or keep to the default",
                    slug="disclosure-policy-too-loose",
                )

    def looser_than_default(self) -> tuple[str, ...]:
        """Give the names of the fields that show more than the default would."""
        return tuple(
            name
            for name in _RULES
            if (getattr(self, name) - _default(name)) * _RULES[name] < 0
        )

    def is_stricter_than_default(self) -> bool:
        """Say whether the rules hide more than the default, and nowhere less."""
        same = (getattr(self, name) == _default(name) for name in _RULES)
        return not self.looser_than_default() and not all(same)

    def to_mapping(self) -> dict[str, Any]:
        """Give the fields as plain values, for JSON, TOML and provenance."""
        return asdict(self)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> "DisclosurePolicy":
        """Make a policy from plain values, such as `[disclosure]` in brukerplan.toml.

        Raises:
            UsageError: a name is not a field, or a value is not of the field's type.
        """
        for name, value in values.items():
            if name not in _TYPES:
                raise _wrong(f"there is no rule called «{name}»")
            number_for_float = _TYPES[name] is float and type(value) is int
            if type(value) is not _TYPES[name] and not number_for_float:
                raise _wrong(f"«{name}» must be of type {_TYPES[name].__name__}")
        return cls(**values)


_TYPES: Mapping[str, type] = {
    field.name: type(field.default) for field in fields(DisclosurePolicy)
}


_RULES: Mapping[str, int] = {
    "smallest_count": 1,
    "zeros_shown": -1,
    "complement": 1,
    "unrated_protected": 1,
    "smallest_denominator": 1,
    "protection_width": 1,
    "largest_part": -1,
}
"""Whether a higher value hides more (1) or less (-1)."""


def _default(name: str) -> Any:
    return DisclosurePolicy.__dataclass_fields__[name].default


def _wrong(message: str) -> UsageError:
    return UsageError(
        f"disclosure policy: {message}",
        hint="the rules are: " + ", ".join(_TYPES),
        slug="disclosure-policy-wrong",
    )


def _check_values(policy: DisclosurePolicy) -> None:
    """Refuse what has no meaning."""
    if policy.audience not in AUDIENCES:
        raise _wrong(f"audience is one of {', '.join(AUDIENCES)}")
    for name in ("smallest_count", "smallest_denominator", "protection_width"):
        if getattr(policy, name) < 0:
            raise _wrong(f"«{name}» cannot be negative")
    if not 0 < policy.largest_part <= 1:
        raise _wrong("«largest_part» lies above 0 and at most at 1")
    if policy.embargo:
        try:
            date.fromisoformat(policy.embargo)
        except ValueError as err:
            raise _wrong("«embargo» is a date such as 2025-05-06") from err
