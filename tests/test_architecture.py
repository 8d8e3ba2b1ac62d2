"""The import rules of docs/explanation/architecture.md, held over the syntax tree."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "brukerplan"
STAGES = {"intake", "validation", "store", "indicators", "disclosure", "reporting"}
FOUNDATION = {
    "tables",
    "schema",
    "configuration",
    "definitions",
    "statistics",
    "languages",
    "geography",
    "resources",
    "errors",
}
HEAVY = (
    "pandas",
    "numpy",
    "scipy",
    "highspy",
    "matplotlib",
    "pyarrow",
    "typst",
    "pikepdf",
    "rich",
    "jinja2",
)
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Give every node of a module's syntax tree."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def part_of(path: Path) -> str:
    """Give the stage, foundation module or layer that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Give the dotted name of everything that a module imports, anywhere in it."""
    found: list[str] = []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} has a relative import"
            found += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(found)


def own_parts(path: Path) -> set[str]:
    """Give the other parts of the package that a module imports."""
    names = (name.split(".") for name in imports_of(path))
    parts = {name[1] for name in names if name[0] == "brukerplan" and len(name) > 1}
    return parts - {part_of(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_follow_the_layers(path: Path) -> None:
    part = part_of(path)
    if part in STAGES or part == "synthetic" or part in FOUNDATION:
        assert own_parts(path) <= FOUNDATION
    elif part == "pipeline":
        assert own_parts(path) <= FOUNDATION | STAGES | {"synthetic"}


@pytest.mark.parametrize(
    ("library", "parts"),
    [
        ("typer", {"cli"}),
        ("rich", {"cli"}),
        ("jinja2", {"reporting"}),
        ("matplotlib", {"reporting"}),
        ("typst", {"reporting"}),
        ("pikepdf", {"reporting"}),
        ("python_calamine", {"intake"}),
        ("importlib.resources", {"resources"}),
    ],
)
def test_library_is_used_in_its_part_only(library: str, parts: set[str]) -> None:
    users = {
        part_of(path)
        for path in MODULES
        for name in imports_of(path)
        if name == library or name.startswith(f"{library}.")
    }
    assert users <= parts


@cache
def calls_of(path: Path) -> frozenset[str]:
    """Give the name of each function that a module calls."""
    called = [node.func for node in nodes_of(path) if isinstance(node, ast.Call)]
    return frozenset(
        [f.id for f in called if isinstance(f, ast.Name)]
        + [f.attr for f in called if isinstance(f, ast.Attribute)]
    )


@pytest.mark.parametrize(
    ("maker", "parts"),
    [
        ("Release", {"disclosure"}),
        ("IndicatorTable", {"indicators"}),
        ("RawTable", {"intake"}),
        ("Survey", {"validation", "store"}),
        ("Finding", {"validation", "geography"}),
        ("print", {"cli"}),
        ("eval", set()),
        ("exec", set()),
    ],
)
def test_only_its_part_calls(maker: str, parts: set[str]) -> None:
    callers = {part_of(p) for p in MODULES if maker in calls_of(p)}
    assert callers <= parts


def test_only_resources_knows_where_files_lie() -> None:
    users = {
        part_of(path)
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.Name) and node.id == "__file__"
    }
    assert users == {"resources"}


def test_no_environment_variable_is_read_outside_the_command_line() -> None:
    readers = {
        part_of(path)
        for path in MODULES
        for name in imports_of(path)
        if name in ("os.environ", "os.getenv")
    } | {
        part_of(path)
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers <= {"cli"}


def test_command_line_starts_without_heavy_imports() -> None:
    code = (
        f"import sys, brukerplan.cli;print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"
