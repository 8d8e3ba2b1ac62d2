"""The audit: attack what is published, and name the figures that give way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from brukerplan.definitions import Definitions
from brukerplan.disclosure.attack.claims import NONE_CLAIMED, claimed
from brukerplan.disclosure.attack.knowledge import knowledge_of
from brukerplan.disclosure.attack.solving import confine
from brukerplan.disclosure.attack.targets import Targets
from brukerplan.tables import FIGURE_KEYS, PossibleNumbers

NO_PLACES = pd.DataFrame(columns=["region_level", "region_code", "municipality_code"])


@dataclass(frozen=True)
class Assumptions:
    """What the attacker takes the rules to be."""

    protection_width: int = 4
    smallest_count: int = 5
    smallest_denominator: int = 10
    zeros_shown: bool = True

    @classmethod
    def from_policy(cls, policy: Mapping[str, Any]) -> "Assumptions":
        """Take the rules from a release's policy."""
        known = {n: policy[n] for n in cls.__dataclass_fields__ if n in policy}
        return cls(**known)


@dataclass(frozen=True)
class AuditResult:
    """What the attack found. It says which figures gave way, never what they are.

    `exposed` has `FIGURE_KEYS` and `how` (`given_back`, `confined`, `left_in_file`, or
    `undecided`: not seen to give way, but not seen to be safe either);
    `figures` counts the published rows, `hidden` those hidden, `attacked` the numbers
    of people behind them that were attacked; `widths` how many of these were found to
    have possible values so far apart (the last key stands for it and above).
    """

    exposed: pd.DataFrame
    figures: int
    hidden: int
    attacked: int
    widths: Mapping[int, int]

    @property
    def passed(self) -> bool:
        """Say whether nothing gave way."""
        return self.exposed.empty

    def named(self, most: int = 20) -> list[str]:
        """Name exposed figures by region and table, no more than `most`."""
        shown = self.exposed.head(most)
        texts = (
            shown["region_level"]
            + " "
            + shown["region_code"]
            + ", "
            + shown["survey_year"].astype("str")
            + ": "
            + shown["indicator_id"]
            + " ("
            + shown[["category", "problem_group", "sex", "age_band"]].agg(
                ", ".join, axis="columns"
            )
            + "): "
            + shown["how"].str.replace("_", " ")
            if len(shown)
            else pd.Series(dtype="str")
        )
        return texts.tolist()


def audit(
    published: Sequence[pd.DataFrame],
    definitions: Definitions,
    assumptions: Assumptions | None = None,
    *,
    places: pd.DataFrame = NO_PLACES,
    possible: PossibleNumbers = NONE_CLAIMED,
) -> AuditResult:
    """Attack published figures; the first is attacked, with the help of the others.

    Each item is as `read_published` gives it. `places` names the municipalities of
    further regions (`region_level, region_code, municipality_code`). What is claimed to
    be `possible` only saves looking for it: the outcome is as without.

    Raises:
        InputError: the published numbers contradict each other.
    """
    rules = assumptions or Assumptions()
    main, *others = published
    helping = [other.assign(own=False) for other in others]
    known = knowledge_of(
        pd.concat([main, *helping], ignore_index=True),
        definitions,
        places,
        rules.smallest_denominator,
        rules.zeros_shown,
    )
    cells = known.cells
    number = cells["number"].to_numpy(dtype="float64", na_value=np.nan)
    least = cells["least"].to_numpy(dtype="float64")
    targets = _targets(cells, rules)
    solved = confine(
        known.matrix,
        number,
        least,
        targets,
        local=(cells["region_level"] == "municipality").to_numpy(dtype=bool),
        theme=pd.factorize(cells["people"].str.partition(":")[0])[0],
        claims=claimed(cells, possible),
    )
    reach = solved.highest - solved.lowest
    exposed = cells[solved.confined & _small(solved.lowest, cells, rules)]
    exposed = exposed.assign(how="confined")
    exposed.loc[reach[exposed.index] == 0, "how"] = "given_back"
    unsure = cells[solved.undecided].assign(how="undecided")
    files = pd.concat([figures[figures["clash"]] for figures in published])
    left = files.assign(how="left_in_file")
    columns = [*FIGURE_KEYS, "how"]
    told = targets.own if targets.own.any() else targets.attacked
    return AuditResult(
        pd.concat(
            [part[columns] for part in (left, exposed, unsure)], ignore_index=True
        ),
        len(main),
        int((main["status"] == "hidden").sum()),
        int(told.sum()),
        _distribution(reach[told], rules.protection_width),
    )


def _targets(cells: pd.DataFrame, rules: Assumptions) -> Targets:
    """Give what is attacked among the cells."""
    return Targets(
        cells["target"].to_numpy(dtype=bool),
        cells["own"].to_numpy(dtype=bool),
        cells["base"].to_numpy(dtype="float64", na_value=np.nan),
        rules.protection_width,
        rules.smallest_count,
    )


def _small(lowest: Any, cells: pd.DataFrame, rules: Assumptions) -> Any:
    """Say of which cells the number, or what it leaves of its base, may be small.

    A number confined to [57, 58] gives nobody away, unless its base is 60.
    """
    base = cells["base"].to_numpy(dtype="float64", na_value=np.inf)
    few_left = base - (lowest + rules.protection_width) < rules.smallest_count
    return (lowest < rules.smallest_count) | few_left


def _distribution(reach: Any, width: int) -> dict[int, int]:
    """Count the attacked numbers by how far apart their possible values were found."""
    steps = np.clip(np.nan_to_num(np.floor(reach + 1e-6)), 0, width).astype("int64")
    return {
        int(k): int(n) for k, n in enumerate(np.bincount(steps, minlength=width + 1))
    }
