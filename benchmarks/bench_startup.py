"""How long the program takes to answer, in processor time, beside bare Python."""

import resource
import statistics
import subprocess
import sys
from typing import Any

REPEATS = 7
LIMIT = 1 / 3
"""Seconds within which `--help` is to answer, on the clock."""

COMMANDS = {
    "brukerplan --help": ["-m", "brukerplan", "--help"],
    "brukerplan --version": ["-m", "brukerplan", "--version"],
    "brukerplan run --help": ["-m", "brukerplan", "run", "--help"],
}


def run() -> list[dict[str, Any]]:
    """Give the measurements; see `benchmarks.__main__`."""
    bare = measure(["-c", "pass"])
    rows = []
    for name, arguments in COMMANDS.items():
        rows.append(
            {
                "name": name,
                "ours": round(measure(arguments), 3),
                "peer": round(bare, 3),
                "peer_name": "python -c pass",
                "unit": "s processor",
                "note": f"limit: {LIMIT:.2f} s",
            }
        )
    return rows


def measure(arguments: list[str]) -> float:
    """Give the median processor time of a command, after one to warm up."""
    seconds(arguments)
    return statistics.median(seconds(arguments) for _ in range(REPEATS))


def seconds(arguments: list[str]) -> float:
    """Give the processor time that one run of a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
