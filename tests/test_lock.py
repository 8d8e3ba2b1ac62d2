"""The files for pip say what `uv.lock` says: two ways to install, one set of versions."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)")
GROUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "run": ((), ()),
    "dev": (("spss",), ("dev",)),
    "bench": (("spss",), ("dev", "bench")),
}
"""File -> the extras and the dependency groups that it installs."""


@pytest.fixture(scope="module")
def locked() -> list[dict]:
    return tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]


def needs_of(package: dict, extras: tuple[str, ...]) -> Iterator[tuple[str, tuple]]:
    """Give the name of each direct dependency, with the extras asked of it."""
    optional = package.get("optional-dependencies", {})
    for need in package.get("dependencies", []):
        yield need["name"], tuple(need.get("extra", ()))
    for extra in extras:
        for need in optional.get(extra, []):
            yield need["name"], tuple(need.get("extra", ()))


def closure(packages: list[dict], extras: tuple, groups: tuple) -> set[str]:
    """Give name==version of all that the project needs, on any system."""
    by_name: dict[str, list[dict]] = {}
    for package in packages:
        by_name.setdefault(package["name"], []).append(package)
    project = by_name.pop("brukerplan")[0]
    open_needs = list(needs_of(project, extras))
    for group in groups:
        open_needs += [
            (need["name"], tuple(need.get("extra", ())))
            for need in project["dev-dependencies"][group]
        ]
    seen = set()
    while open_needs:
        need = open_needs.pop()
        if need not in seen:
            seen.add(need)
            for package in by_name[need[0]]:
                open_needs += needs_of(package, need[1])
    return {
        f"{name}=={package['version']}" for name, _ in seen for package in by_name[name]
    }


@pytest.mark.parametrize("name", GROUPS)
def test_requirements_for_pip_are_those_of_the_lock(
    locked: list[dict], name: str
) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pinned = {
        "==".join(found.groups())
        for found in map(PINNED.match, text.splitlines())
        if found
    }
    extras, groups = GROUPS[name]
    assert pinned == closure(locked, extras, groups)


@pytest.mark.parametrize("name", GROUPS)
def test_every_requirement_has_a_hash_of_the_lock(
    locked: list[dict], name: str
) -> None:
    known = {
        file["hash"]
        for package in locked
        for file in [*package.get("wheels", []), package.get("sdist", {})]
        if file
    }
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    hashes = set(re.findall(r"--hash=(\S+)", text))
    assert hashes and hashes <= known


def test_requirements_name_no_registry() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(encoding="utf-8"), path.name
