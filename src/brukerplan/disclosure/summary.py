"""How much is hidden, for which reason, and what other policies would hide."""

from collections.abc import Mapping

import pandas as pd

from brukerplan.disclosure.policy import DisclosurePolicy
from brukerplan.disclosure.suppression import suppress
from brukerplan.tables import IndicatorTable, Release, Status

REASONS = (Status.SHOWN, Status.SUPPRESSED, Status.COMPLEMENTARY)


def loss_by(release: Release, columns: list[str]) -> pd.DataFrame:
    """Count a release's figures by reason, per combination of `columns`.

    Gives `columns`, then `shown`, `suppressed`, `complementary` (figures that are
    missing or have no meaning are not counted) and `hidden_percent`.
    """
    rows = release.rows[release.rows["status"].isin(REASONS)]
    counts = rows.groupby([*columns, "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[str(reason) for reason in REASONS], fill_value=0)
    hidden = counts["suppressed"] + counts["complementary"]
    counts["hidden_percent"] = 100 * hidden / (hidden + counts["shown"])
    return counts.reset_index().rename_axis(columns=None)


def compare_policies(
    table: IndicatorTable, policies: Mapping[str, DisclosurePolicy], sets: pd.DataFrame
) -> pd.DataFrame:
    """Protect a table under each policy; count what each hides per level of region.

    Gives `policy`, `region_level` and the counts of `loss_by`.
    """
    frames = []
    for name, policy in policies.items():
        release = suppress(table, policy, sets=sets, provenance={}).release
        frames.append(loss_by(release, ["region_level"]).assign(policy=name))
    every = pd.concat(frames, ignore_index=True)
    return every[["policy", *every.columns.drop("policy")]]
