"""Standardised rates from a release: by hand, and none where a stratum is hidden."""

from collections.abc import Callable

import pytest

from brukerplan.reporting.analysis import standardised_rates
from brukerplan.tables import AGE_BANDS, SEXES, Release

ReleaseFrom = Callable[..., Release]


def text_of(hidden: frozenset[str] = frozenset()) -> str:
    """Two municipalities: 1101 has twice 1103's rate in each stratum, another mix."""
    rows = ["region indicator sex age n of"]
    place = 0
    for sex in SEXES:
        for band in AGE_BANDS:
            place += 1
            own, other = (20, 1000), (10 * place, 1000 * place)
            for region, (n, of) in [
                ("1101", own),
                ("1103", other),
                ("0", (own[0] + other[0], own[1] + other[1])),
            ]:
                n_text = ":" if f"{region}:{sex}:{band}" in hidden else str(n)
                rows.append(f"{region} recipients_per_1000 {sex} {band} {n_text} {of}")
    for region, n, of in [
        ("1101", 280, 14_000),
        ("1103", 1050, 105_000),
        ("0", 1330, 119_000),
    ]:
        rows.append(f"{region} recipients_per_1000 total total {n} {of}")
    return "\n".join(rows)


def test_direct_rates_do_not_depend_on_the_mix(release_from: ReleaseFrom) -> None:
    df = standardised_rates(release_from(text_of()))
    direct = df[df["method"] == "direct"]
    for standard in ("participants", "norway_2024"):
        values = direct[direct["standard"] == standard].set_index("region_code")[
            "value"
        ]
        assert values["1101"] == pytest.approx(20.0, rel=1e-12)
        assert values["1103"] == pytest.approx(10.0, rel=1e-12)
    assert set(direct["strata"]) == {"sex_and_age"}


def test_indirect_ratio_is_observed_over_expected(release_from: ReleaseFrom) -> None:
    df = standardised_rates(release_from(text_of()))
    ratio = df[df["method"] == "indirect"].set_index("region_code")
    expected = sum(1000 * (20 + 10 * k) / (1000 + 1000 * k) for k in range(1, 15))
    assert ratio.loc["1101", "value"] == pytest.approx(280 / expected, rel=1e-12)
    assert ratio.loc["0", "value"] == pytest.approx(1.0, rel=1e-12)


def test_no_direct_rate_where_too_much_is_hidden(release_from: ReleaseFrom) -> None:
    young = [f"1101:{sex}:{band}" for sex in SEXES for band in AGE_BANDS[:4]]
    df = standardised_rates(release_from(text_of(frozenset(young))))
    own = df[df["region_code"] == "1101"].set_index(["method", "standard"])
    for standard in ("participants", "norway_2024"):
        row = own.loc[("direct", standard)]
        assert row["status"] == "not_estimable"
        assert row["reason"] == "hidden"
    # The ratio needs the total only, and so is there all the same.
    assert own.loc[("indirect", "participants"), "status"] == "shown"


def test_hidden_strata_are_taken_together(release_from: ReleaseFrom) -> None:
    # 1101 hides two of its fourteen strata. Both have 20 of 1,000, and so do they
    # together: the rate is what it was.
    hidden = frozenset({"1101:male:80+", "1101:female:80+"})
    df = standardised_rates(release_from(text_of(hidden)))
    row = df[(df["region_code"] == "1101") & (df["standard"] == "norway_2024")].iloc[0]
    assert row["value"] == pytest.approx(20.0, rel=1e-12)
    assert row["pooled"] == 2
    whole = standardised_rates(release_from(text_of()))
    before = whole[
        (whole["region_code"] == "1101") & (whole["standard"] == "norway_2024")
    ].iloc[0]
    assert row["lower"] != before["lower"]


def test_the_reference_may_have_hidden_strata_too(release_from: ReleaseFrom) -> None:
    hidden = frozenset({"0:male:80+", "0:female:80+"})
    df = standardised_rates(release_from(text_of(hidden)))
    ratio = df[df["method"] == "indirect"].set_index("region_code")
    # Strata 7 and 14 together: (40 + 210) of (2000 + 21000).
    expected = sum(
        1000 * (20 + 10 * k) / (1000 + 1000 * k)
        for k in range(1, 15)
        if k not in (7, 14)
    )
    expected += 2 * 1000 * (40 + 210) / (2000 + 21_000)
    assert ratio.loc["1101", "value"] == pytest.approx(280 / expected, rel=1e-12)
