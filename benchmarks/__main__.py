"""Runs every benchmark and prints one table (`make bench`).

Each `benchmarks/bench_<part>.py` has a function `run()` that gives a list of
measurements: dictionaries with `name`, `ours`, `peer`, `peer_name`, `unit`, `note`.
`ours` and `peer` are numbers in `unit`; `peer` is None where there is nothing to compare
with, and `peer_name` then says what limit was set, if any.
With `--write`, the table also goes to docs/explanation/performance.md.
"""

import argparse
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "explanation" / "performance.md"
MARK = "<!-- Measured: written by `make bench`; do not edit below. -->"
KEYS = {"name", "ours", "peer", "peer_name", "unit", "note"}
LIBRARIES = ("numpy", "pandas", "pyarrow", "scipy", "matplotlib", "typst")


def main() -> None:
    """Run the benchmarks that are asked for, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help="such as `startup`; default: all")
    parser.add_argument("--write", action="store_true", help="also write the page")
    wanted = parser.parse_args()
    sections = []
    for part in wanted.parts or all_parts():
        print(f"measuring {part} …", file=sys.stderr, flush=True)
        rows = import_module(f"benchmarks.bench_{part}").run()
        sections.append("\n".join(table(part, rows)))
    text = "\n\n".join(["\n".join(machine()), *sections])
    print(text)
    if wanted.write:
        write_page(sections)


def all_parts() -> list[str]:
    """Give the parts that have a benchmark."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def machine() -> Iterator[str]:
    """Give the lines that say what was measured on what."""
    yield f"- brukerplan {version('brukerplan')}, Python {platform.python_version()}"
    yield "- " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield f"- {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    yield f"- {processor()}, {memory_gb():.0f} GB of memory"


def processor() -> str:
    """Give the processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2] for line in lines if line.startswith("model name")]
    return names[0].strip() if names else platform.processor() or "unknown processor"


def memory_gb() -> float:
    """Give the machine's memory, 0 where the system does not tell."""
    if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", {}):
        return 0
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1024**3


def table(part: str, rows: list[Mapping[str, Any]]) -> Iterator[str]:
    """Give a part's measurements as a Markdown table."""
    yield f"## {part.replace('_', ' ').capitalize()}"
    yield ""
    yield "| What | brukerplan | Beside it | Times | Note |"
    yield "|---|--:|--:|--:|---|"
    for row in rows:
        assert row.keys() == KEYS, f"bench_{part}.py gives other keys: {sorted(row)}"
        yield f"| {row['name']} | {amount(row['ours'], row['unit'])} | {beside(row)} |"


def beside(row: Mapping[str, Any]) -> str:
    """Give the cells on the peer: its amount and name, the ratio, the note."""
    if row["peer"] is None:
        return f"{row['peer_name'] or ''} | | {row['note']}"
    peer = f"{amount(row['peer'], row['unit'])} ({row['peer_name']})"
    return f"{peer} | {times(row['peer'], row['ours'])} | {row['note']}"


def times(peer: float, ours: float) -> str:
    """Give how many times as much the peer takes, as a fraction where it takes less."""
    if not ours or not peer:
        return ""
    return f"{peer / ours:.1f}" if peer >= ours else f"1/{ours / peer:.1f}"


def amount(value: float, unit: str) -> str:
    """Give a number with three significant digits and its unit."""
    digits = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{digits} {unit}"


def write_page(sections: list[str]) -> None:
    """Put sections below the mark on the page, in the place of those of the same name.

    What is above the mark stays, and so do sections of parts that were not measured.
    """
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    above, _, below = page.partition(MARK)
    above = above or "# Performance\n\nHow fast it is, and how that was measured.\n\n"
    known = ["## " + text.rstrip() for text in below.split("\n## ")[1:]]
    together = {text.partition("\n")[0]: text for text in [*known, *sections]}
    parts = ["\n".join(machine()), *(together[name] for name in sorted(together))]
    PAGE.write_text(above + MARK + "\n\n" + "\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
