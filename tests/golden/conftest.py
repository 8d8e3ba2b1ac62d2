"""The made-up release of the report's tests; and a way to accept what has changed."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "unit" / "reporting"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept-golden",
        action="store_true",
        help="take the reports as they are now for those that they should be",
    )
