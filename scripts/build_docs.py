"""Writes the generated pages of the documentation (`make docs`).

Each `scripts/docs_<part>.py` has a function `pages()` that gives the text of its pages
by path, relative to the repository's root. A test compares them with what is committed.
"""

import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent


def generated_pages() -> dict[str, str]:
    """Give every generated page: path relative to the root -> text."""
    if str(HERE) not in sys.path:
        sys.path.insert(0, str(HERE))
    pages: dict[str, str] = {}
    for path in sorted(HERE.glob("docs_*.py")):
        made = import_module(path.stem).pages()
        twice = pages.keys() & made.keys()
        assert not twice, f"{path.name} makes pages that another part makes: {twice}"
        pages |= made
    return pages


def main() -> None:
    """Write the pages that have changed, and name them."""
    for name, text in generated_pages().items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {name}")


if __name__ == "__main__":
    main()
