"""The pages are current, whole and lead somewhere."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from brukerplan import errors

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "brukerplan"
PAGES = sorted(
    [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "data").rglob("*.md")]
)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def test_generated_pages_are_current(tmp_path: Path) -> None:
    code = "import json, build_docs; print(json.dumps(build_docs.generated_pages()))"
    made = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT / "scripts",
        capture_output=True,
        check=True,
    )
    stale = [
        name
        for name, text in json.loads(made.stdout).items()
        if not (ROOT / name).is_file()
        or (ROOT / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make docs`"


def headings(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def anchors(page: Path) -> set[str]:
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in headings(page)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        found = path.exists() and (not anchor or anchor in anchors(path))
        broken += [] if found else [target]
    assert broken == []


def test_every_page_is_reached_from_the_index() -> None:
    docs = ROOT / "docs"
    index = docs / "index.md"
    linked = {
        (docs / link).resolve() for link in LINK.findall(index.read_text("utf-8"))
    }
    assert sorted(set(docs.rglob("*.md")) - linked - {index}) == []


def slugs_raised() -> Iterator[str]:
    """Give every slug that stands in the source: as an argument or a class's own."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (isinstance(node, ast.keyword) and node.arg == "slug") or (
                isinstance(node, ast.Assign)
                and any(
                    isinstance(target, ast.Name) and target.id == "default_slug"
                    for target in node.targets
                )
            ):
                yield from constants(node.value)


def constants(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def sections(page: Path) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_error_has_its_section() -> None:
    described = sections(ROOT / "docs" / "reference" / "errors.md")
    assert sorted(set(slugs_raised()) - set(described)) == []


def test_every_section_on_errors_says_when_and_how_to_fix() -> None:
    described = sections(ROOT / "docs" / "reference" / "errors.md")
    lacking = [
        slug
        for slug, text in described.items()
        if "**When it occurs**" not in text or "**How to fix**" not in text
    ]
    assert lacking == []
    assert list(described) == sorted(described)


def test_no_section_describes_an_error_that_is_never_raised() -> None:
    described = sections(ROOT / "docs" / "reference" / "errors.md")
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    unused = [s for s in described if not any(f'"{s}"' in text for text in texts)]
    assert unused == []


def test_every_exit_code_is_on_its_page() -> None:
    page = (ROOT / "docs" / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    codes = {
        one.exit_code
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.BrukerPlanError)
    }
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    assert codes | {0, 2, 130} == listed
