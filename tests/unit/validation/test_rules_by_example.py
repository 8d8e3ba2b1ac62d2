"""Each file under tests/data/valid breaks no rule, each under invalid/<rule> that one."""

from pathlib import Path

import pytest

from brukerplan.pipeline.importing.survey_import import (
    Checked,
    CheckOptions,
    check_files,
)
from brukerplan.validation import rules

DATA = Path(__file__).parents[2] / "data"
FOLDERS = sorted((DATA / "invalid").iterdir())
TOGETHER = ("share-far-", "municipality-in-several-files", "duplicate-between-files")
"""Rules about several files of one import: the folder is read as a whole."""

COUNT_RULES = (
    "count-repeated",
    "count-category-misplaced",
    "counts-not-adding-up",
    "recipients-missing",
    "sexes-mixed",
)
ALSO = {
    "duplicate-between-files": {"municipality-in-several-files"},
    **{rule: {"counts-only"} for rule in COUNT_RULES},
}
"""What a file that breaks a rule cannot but break too."""


def checked(files: list[Path], mapping: Path | None = None) -> Checked:
    return check_files(
        [str(file) for file in files], CheckOptions(year_now=2026, mapping=mapping)
    )


@pytest.mark.parametrize(
    "file", sorted((DATA / "valid").iterdir()), ids=lambda f: f.name
)
def test_valid_file_gives_no_finding(file: Path) -> None:
    result = checked([file])
    assert [group.rule for group in result.groups] == []
    assert result.is_accepted


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_invalid_file_gives_its_rule_and_no_other(folder: Path) -> None:
    mapping = folder / "mapping.toml"
    files = sorted(file for file in folder.iterdir() if file != mapping)
    together = folder.name.startswith(TOGETHER)
    for read in [files] if together else [[file] for file in files]:
        found = checked(read, mapping if mapping.exists() else None)
        found_rules = {group.rule for group in found.groups}
        assert found_rules - ALSO.get(folder.name, set()) == {folder.name}


def test_each_rule_has_an_example() -> None:
    assert {folder.name for folder in FOLDERS} == set(rules())
