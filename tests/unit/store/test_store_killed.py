"""A writer killed at any moment leaves the store of before or of after."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RANDOM_KILLS = 60
"""Of each change, beside those at each of its file operations: hundreds in all."""

WRITER = Path(__file__).with_name("killed_writer.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()")


@pytest.mark.slow
@pytest.mark.parametrize(
    "change", ["import", "replace", "undo", "forget", "release", "population"]
)
def test_a_killed_writer_leaves_before_or_after(tmp_path: Path, change: str) -> None:
    command = [
        sys.executable,
        str(WRITER),
        str(tmp_path),
        str(RANDOM_KILLS),
        "1",
        change,
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    outcome = json.loads(run.stdout)
    for tally in outcome.values():
        assert tally["wrong"] == []
    operations = outcome["each operation"]
    assert operations["before"] >= 15
    assert operations["after"] >= 15
    moments = outcome["random moments"]
    hits = moments["before"] + moments["after"] - moments["not_killed"]
    assert hits == RANDOM_KILLS, "writers were hit while they wrote"
    assert moments["before"] > 0
